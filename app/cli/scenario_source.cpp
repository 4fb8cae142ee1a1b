#include "app/cli/scenario_source.h"

#include <algorithm>

#include "app/cli/wording.h"
#include "models/io/scenario_reader.h"
#include "models/name_index.h"
#include "sim/simulation.h"

namespace app {

namespace {

bool isUnreadable(const models::Diagnostics& diagnostics) {
    return std::ranges::any_of(diagnostics, [](const models::Diagnostic& each) {
        return each.kind == models::DiagnosticKind::UnreadableFile;
    });
}

std::string missingVariant(const models::Scenario& scenario, const std::string& wanted) {
    if (scenario.variants.empty()) {
        return "the scenario has no variants";
    }
    return printable(models::indexByName("variant", scenario.variants).missing(wanted));
}

}  // namespace

std::vector<ScenarioEdit> editsOf(const std::vector<std::string>& options) {
    std::vector<ScenarioEdit> edits;
    for (const std::string& option : options) {
        const std::size_t equals = option.find('=');
        edits.push_back({option.substr(0, equals), option.substr(equals + 1)});
    }
    return edits;
}

// The names in a diagnostic come from the file, which is not trusted with the terminal.
void print(const models::Diagnostics& diagnostics, Warnings shown, Console& console) {
    for (const models::Diagnostic& each : diagnostics) {
        if (each.severity == models::Severity::Error || shown == Warnings::Shown) {
            console.err << printable(models::toText(each)) << '\n';
        }
    }
}

ScenarioSource readScenario(const std::filesystem::path& file, const std::string& variant,
                            const std::vector<ScenarioEdit>& edits, Warnings shown,
                            Console& console) {
    models::ScenarioReading reading = models::readScenarioFile(file);
    if (isUnreadable(reading.diagnostics)) {
        print(reading.diagnostics, shown, console);
        return {.exitCode = exitMachineFault};
    }
    if (!variant.empty() && reading.scenario) {
        const models::Variant* wanted = reading.scenario->variant(variant);
        if (wanted == nullptr) {
            console.err << "watertight: " << missingVariant(*reading.scenario, variant) << '\n';
            return {.exitCode = exitBadInput};
        }
        reading = models::readVariant(std::move(reading.text), file.string(), file.parent_path(),
                                      *wanted);
    }
    if (!edits.empty()) {
        std::string text = std::move(reading.text);
        models::Diagnostics problems;
        for (const ScenarioEdit& edit : edits) {
            models::TextEdit edited =
                models::setValue(std::move(text), file.string(), edit.path, edit.value);
            text = std::move(edited.text);
            std::ranges::move(edited.diagnostics, std::back_inserter(problems));
        }
        if (models::hasErrors(problems)) {
            print(problems, shown, console);
            return {.exitCode = exitBadInput};
        }
        reading = models::readScenario(std::move(text), file.string(), file.parent_path());
    }
    if (const auto& read = reading.scenario ? reading.scenario : reading.draft) {
        models::addProblems(reading, sim::problemsOfExpressions(*read, file.string()));
    }
    print(reading.diagnostics, shown, console);
    if (!reading.scenario || models::hasErrors(reading.diagnostics)) {
        return {.exitCode = isUnreadable(reading.diagnostics) ? exitMachineFault : exitBadInput};
    }
    return {.scenario = std::move(reading.scenario),
            .exitCode = exitGood,
            .warnings = static_cast<int>(reading.diagnostics.size()),
            .text = std::move(reading.text),
            .dataFiles = std::move(reading.dataFiles)};
}

}  // namespace app
