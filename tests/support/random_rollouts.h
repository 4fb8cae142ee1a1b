// Random scenarios whose services have versions, are deployed and scaled, by the file and by what
// they are used. Apart from random_details.h so that the scenarios made there stay what they are.
#pragma once

#include <cstdint>

#include "models/scenario.h"

namespace tests {

models::Scenario rolloutScenario(std::uint64_t seed);
models::Scenario rolloutScenarioThatDrains(std::uint64_t seed);

}  // namespace tests
