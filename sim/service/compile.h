// Scenario to Program. The scenario must have been read without errors: every name is known.
#pragma once

#include <memory>

#include "sim/run_options.h"
#include "sim/service/program.h"

namespace sim {

std::shared_ptr<const Program> compile(models::Scenario scenario, const RunOptions& options);

// The span of the run that an expectation is judged over, cut at the end of the run.
Window windowOf(const models::During& during, const models::Scenario& scenario, Instant end);

}  // namespace sim
