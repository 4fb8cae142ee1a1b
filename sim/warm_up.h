// How long a scenario takes from empty to steady, for `warm-up: auto`.
// Source: White, An Effective Truncation Heuristic for Bias Reduction in Simulation Output
// (Simulation 69, 1997), with batches of five: MSER-5.
#pragma once

#include <cstddef>
#include <vector>

#include "models/scenario.h"
#include "sim/run_options.h"

namespace sim {

// How many of the observations to leave out, so that the mean of the rest has the least standard
// error: a multiple of five, at most half of them.
std::size_t mser5(const std::vector<double>& observations);

// Runs the scenario once without its faults and watches how many requests are present.
models::Duration findWarmUp(models::Scenario scenario, const RunOptions& options);

}  // namespace sim
