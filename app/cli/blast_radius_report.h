// What `watertight blast-radius` prints: journeys by services, for people, programs and sheets.
#pragma once

#include <string>

#include "models/scenario.h"
#include "sim/blast_radius.h"

namespace app {

// Worst outages first.
std::string blastRadiusText(const models::Scenario& scenario, const sim::BlastRadius& result);

// One object: `whole`, then `outages` in the scenario's order. Times in seconds.
std::string blastRadiusJson(const models::Scenario& scenario, const sim::BlastRadius& result);

// A row a journey and outage, with a line of titles.
std::string blastRadiusCsv(const models::Scenario& scenario, const sim::BlastRadius& result);

}  // namespace app
