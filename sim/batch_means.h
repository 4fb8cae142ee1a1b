// Confidence intervals within one run, by batch means: the requests that ended after the warm-up
// are cut into 20 to 30 batches of equal size, whose means are nearly independent where batches are
// long. Where the means of neighbouring batches still go together, batches are doubled; where too
// few are left, the run is too short (or never steady) for an interval.
// Source: Law, Simulation Modeling and Analysis, 9.5.3; ratios as there in 9.5.
#pragma once

#include <optional>
#include <string>

#include "sim/metrics/batches.h"
#include "sim/report.h"

namespace sim {

// `begin`: the end of the warm-up, from which the first batch's time counts. `counts`: of all
// requests that the batches hold, and of those of the batch that is not full yet.
JourneyIntervals intervalsOf(const Batches& batches, models::Instant begin, const Counts& counts);

}  // namespace sim
