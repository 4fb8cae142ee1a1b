// What a random scenario may have besides the common: every other key and value that the language
// has so far. Apart from random_scenario.h so that the scenarios made there stay what they are.
#pragma once

#include <cstdint>
#include <string>

#include "models/scenario.h"

namespace tests {

// What `trace(arrivals.csv)` of these scenarios reads.
inline constexpr auto traceFile = "arrivals.csv";
std::string traceFileText();

// A scenario of everything: short, so that thousands of them can be run.
models::Scenario detailedScenario(std::uint64_t seed);

// One whose journeys are open and end early, whose faults end too: it drains.
models::Scenario detailedScenarioThatDrains(std::uint64_t seed);

// The same with transactions, sagas and broken stores.
models::Scenario dataScenario(std::uint64_t seed);
models::Scenario dataScenarioThatDrains(std::uint64_t seed);

}  // namespace tests
