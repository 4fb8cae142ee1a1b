// A fault as an entry of a scenario's `faults`: the counterpart of the reader.
#pragma once

#include <string>
#include <vector>

#include "models/scenario.h"

namespace models {

// user, user#1
std::vector<std::string> namesOf(const std::vector<Target>& targets);

// `{ at: 1 min, kill: [ payment ], for: 30 s }`, on one line; reading it gives the same fault.
std::string faultText(const Fault& fault);

// `{ journey: watch-video, availability: below 90 % }`
std::string haltIfText(const HaltIf& haltIf);

}  // namespace models
