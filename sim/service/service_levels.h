// How many requests, waiting ones, slots and ready slots a service has, over one window.
#pragma once

#include <optional>

#include "sim/metrics/level.h"
#include "sim/service/program.h"

namespace sim {

struct ServiceLevels {
    Level busy;  // slots held; cores, where given
    Level present, inbox;
    Level capacity;  // of ready instances, as busy
};

// The same over the whole run, and as they stood when the service was scaled last.
struct LevelsOfScaling {
    ServiceLevels levels;
    WideInteger busyBefore = 0, capacityBefore = 0;
};

struct LevelMeans {
    double present = 0, inbox = 0;
    std::optional<double> utilization;  // absent: nothing was ready
};
LevelMeans meansOf(const ServiceLevels& levels, const Window& window, Instant now);

}  // namespace sim
