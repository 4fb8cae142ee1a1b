// Executes a recorded run again, with its commands at their instants, and compares it with what was
// recorded: frame by frame, process by process.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/recording.h"
#include "sim/simulation.h"

namespace sim {

struct ReplayOptions {
    std::optional<Instant> until;  // absent: all that is known
    int threads = 0;
    // Called now and then; false: the replay ends there.
    std::function<bool(Instant reached, Instant end)> goesOn;
};

// Where the two part: they were the same at the frame before, and are not at this one.
struct ReplayDifference {
    Instant at{};
    Instant sameUntil{};
    std::vector<std::string> processes;  // that differ at `at`, in the order of the frames
};

struct ReplayResult {
    Instant reached{};
    std::int64_t events = 0;
    std::uint64_t fingerprint = 0;
    std::int64_t framesCompared = 0;
    std::int64_t commandsGiven = 0;
    std::optional<ReplayDifference> difference;  // the first
    std::string problem;       // the recording is damaged from here on; empty: it is not
    std::string machineFault;  // of this execution
    bool isInterrupted = false;
};

ReplayResult replay(const Recording& recording, const ReplayOptions& options);

}  // namespace sim
