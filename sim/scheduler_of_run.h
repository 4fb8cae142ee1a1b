// Which scheduler a run has: as its options say, where its network allows windows.
#pragma once

#include <memory>

#include "sim/engine/scheduler.h"
#include "sim/run.h"
#include "sim/run_options.h"

namespace sim {

std::unique_ptr<Scheduler> schedulerOf(const Run& run, const RunOptions& options);

}  // namespace sim
