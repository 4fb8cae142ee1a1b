// Carries a scenario through to its end, showing progress on the way.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "app/cli/progress.h"
#include "models/scenario.h"
#include "sim/recorder.h"
#include "sim/report.h"
#include "sim/run_options.h"

namespace app {

struct Execution {
    std::optional<sim::Report> report;  // absent: a fault of the machine, or interrupted
    std::string machineFault;
    bool interrupted = false;
};

// `recorder`: null where nothing is recorded. It may fail, the run goes on.
Execution execute(models::Scenario scenario, const sim::RunOptions& options, Progress& progress,
                  sim::Recorder* recorder = nullptr);

// Asks the run under way to end soon, so that its temporary files are removed. May be called from a
// signal handler.
void interruptExecution();
// Set from then on.
const std::atomic<bool>& interruptionOfExecution();

}  // namespace app
