// The report of a run, from what its processes counted.
#pragma once

#include "sim/report.h"
#include "sim/run.h"

namespace sim {

// `now` is how far the run has come. Wall time, threads and why it stopped are the caller's to add.
Report buildReport(const Run& run, Instant now);

// The contract's word for a measure.
std::string nameOf(models::Measure measure);

// Whether each expectation holds.
std::vector<ExpectationReport> judge(const Run& run, Instant now,
                                     const std::vector<TimelineRow>& timeline);

}  // namespace sim
