#include "sim/scheduler_of_run.h"

#include <algorithm>
#include <chrono>

#include "sim/engine/adaptive_scheduler.h"
#include "sim/engine/sequential_scheduler.h"
#include "sim/engine/windowed_scheduler.h"

namespace sim {

namespace {

// Of the wall. What it says decides how many threads work, and so never what happens.
Duration sinceSomeInstant() {
    return std::chrono::duration_cast<Duration>(
        std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

std::unique_ptr<Scheduler> schedulerOf(const Run& run, const RunOptions& options) {
    const Duration floor = run.program->floor;
    const int threads = std::max(options.threads, 1);
    const bool hasWindows = floor > Duration{} && options.scheduler != SchedulerKind::Sequential;
    if (hasWindows && options.scheduler == SchedulerKind::Windowed) {
        return std::make_unique<WindowedScheduler>(run.allProcesses(), floor, threads);
    }
    if (hasWindows && threads > 1) {
        return std::make_unique<AdaptiveScheduler>(run.allProcesses(), floor, threads,
                                                   options.threadRule, sinceSomeInstant);
    }
    return std::make_unique<SequentialScheduler>(run.allProcesses());
}

}  // namespace sim
