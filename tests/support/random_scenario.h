// Architectures that nobody designed: each a function of its seed, so that a failure can be
// replayed.
#pragma once

#include <cstdint>

#include "models/scenario.h"

namespace tests {

struct RandomScenarioOptions {
    bool withFaults = true;
    bool withStores = true;
    // Arrivals end early, and every fault with them, so that the run drains to empty.
    bool drains = false;
};

models::Scenario randomScenario(std::uint64_t seed, const RandomScenarioOptions& options = {});

}  // namespace tests
