#include "tests/support/scenario_text.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "models/io/scenario_reader.h"

namespace tests {

namespace {

const std::filesystem::path shippedFolder = SOURCE_DIR "/scenarios";

models::Scenario scenarioOf(models::ScenarioReading reading) {
    if (!reading.scenario) {
        for (const models::Diagnostic& each : reading.diagnostics) {
            std::fprintf(stderr, "%s\n", models::toText(each).c_str());
        }
        std::abort();
    }
    return std::move(*reading.scenario);
}

template <typename Row>
const Row& rowOf(const std::vector<Row>& rows, const std::string& name) {
    const auto found = std::ranges::find(rows, name, &Row::name);
    if (found == rows.end()) {
        std::fprintf(stderr, "nothing is called %s\n", name.c_str());
        std::abort();
    }
    return *found;
}

}  // namespace

models::Scenario scenarioFrom(const std::string& text) {
    return scenarioOf(readingOf(text));
}

models::ScenarioReading readingOf(const std::string& text) {
    return models::readScenario(text, "test.yaml", ".");
}

std::vector<std::string> shippedFiles() {
    const std::filesystem::path folder = shippedFolder;
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".yaml") {
            files.push_back(entry.path().lexically_relative(folder).generic_string());
        }
    }
    std::ranges::sort(files);
    return files;
}

models::Scenario shippedScenario(const std::string& file) {
    return scenarioOf(models::readScenarioFile(shippedFolder / file));
}

models::Scenario shippedVariant(const std::string& file, const std::string& variant) {
    const std::filesystem::path path = shippedFolder / file;
    models::ScenarioReading reading = models::readScenarioFile(path);
    const models::Variant* wanted = reading.scenario ? reading.scenario->variant(variant) : nullptr;
    if (wanted == nullptr) {
        std::fprintf(stderr, "%s has no variant %s\n", file.c_str(), variant.c_str());
        std::abort();
    }
    return scenarioOf(
        models::readVariant(std::move(reading.text), path.string(), path.parent_path(), *wanted));
}

sim::Simulation runOf(models::Scenario scenario, sim::RunOptions options) {
    sim::Simulation simulation(std::move(scenario), std::move(options));
    simulation.advanceTo(simulation.end());
    return simulation;
}

sim::Report reportOf(const std::string& text, std::uint64_t seed) {
    sim::RunOptions options;
    options.seed = seed;
    return runOf(scenarioFrom(text), options).report();
}

const sim::JourneyReport& journeyOf(const sim::Report& report, const std::string& name) {
    return rowOf(report.journeys, name);
}

const sim::ServiceReport& serviceOf(const sim::Report& report, const std::string& name) {
    return rowOf(report.services, name);
}

const sim::JourneyReport& usersOf(const sim::Report& report) {
    return journeyOf(report, "users");
}

std::int64_t countOf(const sim::Counts& counts, models::Cause cause) {
    return counts.byCause[static_cast<std::size_t>(cause)];
}

models::Instant at(models::Duration sinceStart) {
    return models::runStart + sinceStart;
}

std::string printTimeline(const std::vector<sim::TimelineRow>& timeline) {
    std::string text;
    for (const sim::TimelineRow& row : timeline) {
        char line[160];
        std::snprintf(line, sizeof line, "%.6f %s %s\n",
                      models::inSeconds(models::sinceStart(row.at)), row.what.c_str(),
                      row.where.c_str());
        text += line;
    }
    return text;
}

}  // namespace tests
