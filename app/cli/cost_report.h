// What a fault cost, as sentences with their tables, and as JSON:
//   scenario, fault, at_s, seed, duration_s, fingerprint, fingerprint_without;
//   stopped, stopped_without: why a run ended early, where one did;
//   journeys.NAME: counts of requests that ended since the fault began in the run without it
//   (`requests`), in both (`pairs`), in one only (`only_without`, `only_with`); of the pairs
//   `lost`, `spared` (each with `_by_cause`), `degraded`, `mended`, `slower`, `faster`, `moved`;
//   `unanswered`, `fewer`, `more`; and in seconds `slower_by`, and `of_pairs` and `of_all`, each
//   `without` and `with`: `count`, `p50_s`, `p99_s`.
#pragma once

#include <string>

#include "models/scenario.h"
#include "sim/fault_cost.h"

namespace app {

// "subscribe: 212 of 4,802 requests failed that would have succeeded (breaker-open 212)."
std::string costSentence(const sim::JourneyDifference& journey);

std::string costText(const models::Scenario& scenario, const sim::FaultCost& cost);
std::string costJson(const models::Scenario& scenario, const sim::FaultCost& cost);

}  // namespace app
