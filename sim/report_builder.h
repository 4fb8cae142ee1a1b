// The report of a run, from what its processes counted.
#pragma once

#include "sim/report.h"
#include "sim/run.h"
#include "sim/script.h"

namespace sim {

// `now` is how far the run has come. Wall time, threads and why it stopped are the caller's to add.
Report buildReport(const Run& run, Instant now);

// Adds how what was hurt came back, by the timeline that the report has already.
void addRecoveries(Report& report, const Run& run, const Script& script, Instant now);

// The contract's word for a measure.
std::string nameOf(models::Measure measure);

// Whether each expectation holds.
std::vector<ExpectationReport> judge(const Run& run, Instant now,
                                     const std::vector<TimelineRow>& timeline);

}  // namespace sim
