// One parameter, one value after the other: each scenario is run with the same seeds, so that what
// differs between two values is what the parameter does, and intervals say how far chance alone
// moves a figure.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario.h"
#include "sim/interval.h"

namespace sim {

struct SweepSettings {
    std::uint64_t seed = 1;
    int seeds = 5;    // so many in a row, from the seed on
    int threads = 1;  // runs side by side; the result does not depend on it
    const std::atomic<bool>* cancelled = nullptr;  // looked at now and then; set, it ends soon
};

// Shares as ratios, times in seconds, throughput in ended per second.
inline constexpr std::array<std::string_view, 4> sweptMeasures = {"availability", "throughput",
                                                                  "p50", "p99"};

struct SweptMeasure {
    std::optional<double> mean;        // over the seeds; absent: some seed has none
    std::optional<Interval> interval;  // of it, 95 %; several seeds only
};

struct SweptJourney {
    std::string name;
    std::array<SweptMeasure, sweptMeasures.size()> measures;
};

struct Sweep {
    int seeds = 0;
    std::vector<std::vector<SweptJourney>> points;  // as the scenarios; journeys as in the first
    std::string machineFault;                       // a fault of the machine ended it; empty: none
    bool cancelled = false;
};

// Told after each run how many of how many are done, on some thread, one call at a time.
using SweepProgress = std::function<void(int done, int all)>;

// The scenarios, one a value, must have been read without errors and have the same journeys.
Sweep sweep(const std::vector<models::Scenario>& scenarios, const SweepSettings& settings,
            const SweepProgress& progress = {});

}  // namespace sim
