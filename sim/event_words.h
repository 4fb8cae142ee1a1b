// What an event is, in words for people.
#pragma once

#include <string>

#include "sim/engine/event.h"

namespace sim {

// `sender`: the name of who sent it; empty: the script of faults.
std::string wordsOf(const Event& event, const std::string& sender);

}  // namespace sim
