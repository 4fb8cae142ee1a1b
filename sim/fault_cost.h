// What a fault cost: the run with it beside its twin without it, request by request.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/scenario.h"
#include "sim/journey_difference.h"
#include "sim/run_options.h"

namespace sim {

struct FaultCost {
    std::string fault;  // or rollout
    Instant at{};       // when it begins
    std::uint64_t seed = 0;
    Duration duration{};  // of each run
    std::uint64_t fingerprint = 0, fingerprintWithout = 0;
    // Why a run ended before its time; empty: it did not. Only what both ran through is matched.
    std::string stopped, stoppedWithout;
    std::vector<JourneyDifference> journeys;  // as the scenario's; second is with the fault
    std::string machineFault;                 // it ended both; empty: none
    bool cancelled = false;
};

// How far both runs have come, of how far they go.
using CostProgress = std::function<void(Instant reached, Instant end)>;

// `fault` is the name of one of the scenario's faults or rollouts that begins within the run.
// Everything else is the same in both runs: the other faults keep their numbers and their draws.
// Requests are counted that ended after the fault began; before, the runs are one.
FaultCost faultCostOf(models::Scenario scenario, const std::string& fault,
                      const RunOptions& options, const std::atomic<bool>* cancelled = nullptr,
                      const CostProgress& progress = {});

// Absent where the scenario has none of that name: when it begins.
std::optional<Instant> beginningOf(const models::Scenario& scenario, const std::string& fault);

}  // namespace sim
