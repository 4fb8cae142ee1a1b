// A recorded snapshot: what a run's processes had counted at one tick, and the fingerprint of each
// until then, by which a run that is executed again is compared. Small, since there are ten of them
// a simulated second; whatever else there was to see is seen again by executing the run again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/units.h"

namespace sim {

// Frames are of whole multiples of this.
inline constexpr models::Duration frameTick = std::chrono::milliseconds(100);

// Of one process, from the run's start.
struct ProcessFrame {
    std::uint64_t fingerprint = 0;
    std::int64_t events = 0;    // executed
    std::int64_t started = 0;   // requests; of a topic: messages that it accepted
    std::int64_t ok = 0;        // of a topic: messages that every group has ended
    std::int64_t degraded = 0;  // this and the next two are 0 of a topic
    std::int64_t failed = 0;
    std::int64_t rejected = 0;
    std::int64_t present = 0;  // requests, or messages, at the tick
    bool operator==(const ProcessFrame&) const = default;
};

struct Frame {
    models::Instant at{};
    std::vector<ProcessFrame> processes;  // journeys, services, topics, each as in the scenario
    bool operator==(const Frame&) const = default;
};

}  // namespace sim
