// Random scenarios with zones, loss, `halt-if`, and faults upon the network and upon users. Apart
// from random_details.h so that the scenarios made there stay what they are.
#pragma once

#include <cstdint>

#include "models/scenario.h"

namespace tests {

models::Scenario networkScenario(std::uint64_t seed);
// The faults end, and so do the arrivals. What a network loses for ever may still never end.
models::Scenario networkScenarioThatDrains(std::uint64_t seed);

}  // namespace tests
