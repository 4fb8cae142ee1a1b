#include "sim/parameters.h"

#include <algorithm>
#include <utility>

#include "models/io/plain_text.h"
#include "models/io/scenario_reader.h"
#include "sim/parameter_rules.h"
#include "sim/simulation.h"

namespace sim {

namespace {

const std::string textName = "the scenario";

std::string firstError(const models::Diagnostics& diagnostics) {
    const auto found =
        std::ranges::find(diagnostics, models::Severity::Error, &models::Diagnostic::severity);
    return found == diagnostics.end() ? std::string() : found->message;
}

models::TextEdit edited(const std::string& text, const WantedParameter& wanted) {
    return wanted.to ? models::setValue(text, textName, wanted.path, *wanted.to)
                     : models::withoutValue(text, textName, wanted.path);
}

}  // namespace

Parameters::Parameters(models::Scenario scenario, std::string text, std::filesystem::path folder)
    : m_scenario(std::move(scenario)),
      m_text(std::move(text)),
      m_before(m_text),
      m_written(m_before),
      m_folder(std::move(folder)) {}

Parameters::Setting Parameters::set(const WantedParameter& wanted) const {
    const auto stays = [&](const std::string& why) {
        return Setting{{}, models::quote(wanted.path) + " cannot be set while it runs: " + why};
    };
    if (const std::string why = whySectionStays(wanted.path); !why.empty()) {
        return stays(why);
    }
    const models::TextEdit edit = edited(m_text, wanted);
    if (models::hasErrors(edit.diagnostics)) {
        return {{}, firstError(edit.diagnostics)};
    }
    models::ScenarioReading reading = models::readWithoutVariants(edit.text, textName, m_folder);
    if (!reading.scenario) {
        return {{}, firstError(reading.diagnostics)};
    }
    PartReading differing = partThatDiffers(m_scenario, *reading.scenario);
    if (!differing.part) {
        return stays(differing.problem);
    }
    if (const std::string error = firstError(problemsOfExpressions(*reading.scenario, textName));
        !error.empty()) {
        return {{}, error};
    }
    return {SetParameter{wanted.path, wanted.to, written(wanted.path), *std::move(differing.part)},
            {}};
}

void Parameters::take(const SetParameter& set) {
    m_text = edited(m_text, {set.path, set.to}).text;
    m_written = models::WrittenValues(m_text);
    const auto put = [&](auto& all, const auto* part) {
        const auto found = std::ranges::find_if(
            all, [&](const auto& each) { return part != nullptr && each.name == part->name; });
        if (found != all.end()) {
            *found = *part;
        }
    };
    put(m_scenario.services, std::get_if<models::Service>(&set.part));
    put(m_scenario.journeys, std::get_if<models::Journey>(&set.part));
}

}  // namespace sim
