// A fault as an item of a scenario's `faults`.
#pragma once

#include <string>
#include <vector>

#include "models/scenario.h"

namespace tests {

// user, user#1
std::vector<std::string> namesOf(const std::vector<models::Target>& targets);

std::string faultText(const models::Fault& fault);

}  // namespace tests
