// Scenarios written in a test as the user would write them.
#pragma once

#include <string>
#include <vector>

#include "models/io/scenario_reader.h"
#include "models/scenario.h"
#include "sim/simulation.h"

namespace tests {

// Ends the test program with the diagnostics where the text has errors.
models::Scenario scenarioFrom(const std::string& text);
models::ScenarioReading readingOf(const std::string& text);

// Every scenario file below scenarios/, as the path from there, in order:
// "drills/retry-storm.yaml".
std::vector<std::string> shippedFiles();
models::Scenario shippedScenario(const std::string& file);
models::Scenario shippedVariant(const std::string& file, const std::string& variant);

// Runs to the scenario's duration.
sim::Simulation runOf(models::Scenario scenario, sim::RunOptions options = {});
sim::Report reportOf(const std::string& text, std::uint64_t seed = 42);

const sim::JourneyReport& journeyOf(const sim::Report& report, const std::string& name);
const sim::ServiceReport& serviceOf(const sim::Report& report, const std::string& name);
// Of the journey `users`, which most small scenarios have.
const sim::JourneyReport& usersOf(const sim::Report& report);
std::int64_t countOf(const sim::Counts& counts, models::Cause cause);

// So long after the start of the run.
models::Instant at(models::Duration sinceStart);

// The timeline as short text, a row a line: "60.000000 killed payment".
std::string printTimeline(const std::vector<sim::TimelineRow>& timeline);

}  // namespace tests
