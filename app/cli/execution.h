// Carries a scenario through to its end, showing progress on the way.
#pragma once

#include <optional>
#include <string>

#include "app/cli/progress.h"
#include "models/scenario.h"
#include "sim/report.h"
#include "sim/run_options.h"

namespace app {

struct Execution {
    std::optional<sim::Report> report;  // absent: a fault of the machine, or interrupted
    std::string machineFault;
    bool interrupted = false;
};

Execution execute(models::Scenario scenario, const sim::RunOptions& options, Progress& progress);

// Asks the run under way to end soon, so that its temporary files are removed. May be called from a
// signal handler.
void interruptExecution();
bool executionIsInterrupted();

}  // namespace app
