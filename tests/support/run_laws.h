// What must hold of every run of every scenario. Each function gives the first law that is broken,
// with the numbers; empty: all hold.
#pragma once

#include <string>
#include <vector>

#include "models/scenario.h"
#include "sim/report.h"
#include "sim/simulation.h"

namespace tests {

// Runs it in global order and looks often: at every snapshot nothing is lost or counted twice, and
// the report agrees with the last. Then in windows on each of these numbers of threads: the same
// run, the same report.
std::string brokenLaw(const models::Scenario& scenario, const std::vector<int>& threadNumbers);

// At one instant. `earlier`: the snapshot before it.
std::string brokenConservation(const models::Scenario& scenario, const sim::Snapshot& snapshot,
                               const sim::Snapshot& earlier);

// The report of a run without warm-up and its last snapshot.
std::string brokenReport(const models::Scenario& scenario, const sim::Report& report,
                         const sim::Snapshot& last);

// Of a run that has drained, as integers: flow balance, Little's law, the utilization law.
std::string brokenBalance(const models::Scenario& scenario, const sim::Report& report);

// The same architecture and faults; arrivals end when the run ended, and what was under way has
// time to end. Where users are closed, or a fault stays, all services are killed a second later: so
// these are empty, too, at the end.
models::Scenario drained(models::Scenario scenario);

// Whether drained() needs that kill.
bool needsKillToDrain(const models::Scenario& scenario);

}  // namespace tests
