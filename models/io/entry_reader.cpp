#include "models/io/entry_reader.h"

#include <utility>

#include "models/io/section_readers.h"
#include "models/problems.h"
#include "models/validate.h"

namespace models {

namespace {

constexpr const char* entryName = "the entry";

// The scenario with this entry alone, so that only its own names are asked for.
Diagnostics problemsIn(Scenario scenario, const std::variant<Fault, Rollout>& entry) {
    scenario.faults.clear();
    scenario.rollouts.clear();
    if (const auto* fault = std::get_if<Fault>(&entry)) {
        scenario.faults.push_back(*fault);
    } else {
        scenario.rollouts.push_back(std::get<Rollout>(entry));
    }
    Problems problems(entryName);
    validate(scenario, problems);
    return std::move(problems).take();
}

}  // namespace

HaltIfReading readHaltIf(const std::string& text, const Scenario& scenario) {
    HaltIfReading reading;
    const yaml::Parsing parsing = yaml::parse(text, entryName);
    Problems problems(entryName);
    problems.add(parsing.diagnostics);
    const yaml::Node root = parsing.document.root();
    if (parsing.isComplete && (!root.isMapping() || root.size() == 0)) {
        problems.error(DiagnosticKind::WrongType, root.place(),
                       "a journey and its availability are expected");
    } else if (parsing.isComplete) {
        const std::filesystem::path nowhere;
        ReadingContext context{problems, nowhere};
        reading.haltIf = readHaltIf(context, root);
    }
    reading.diagnostics = std::move(problems).take();
    if (reading.haltIf && !hasErrors(reading.diagnostics)) {
        Scenario judged = scenario;
        judged.faults.clear();
        judged.rollouts.clear();
        judged.expectations.clear();
        judged.haltIf = reading.haltIf;
        Problems found(entryName);
        validate(judged, found);
        reading.diagnostics = std::move(found).take();
    }
    if (hasErrors(reading.diagnostics)) {
        reading.haltIf.reset();
    }
    return reading;
}

EntryReading readEntry(const std::string& text, const Scenario& scenario) {
    EntryReading reading;
    const yaml::Parsing parsing = yaml::parse("[ " + text + " ]", entryName);
    Problems problems(entryName);
    problems.add(parsing.diagnostics);
    if (parsing.isComplete) {
        const std::filesystem::path nowhere;
        ReadingContext context{problems, nowhere};
        const yaml::Node list = parsing.document.root();
        const bool isRollout = list.size() == 1 && (list.items().front().find("deploy").exists() ||
                                                    list.items().front().find("scale").exists());
        if (list.size() != 1) {
            problems.error(DiagnosticKind::WrongType, list.place(), "one entry is expected");
        } else if (isRollout) {
            reading.entry = readRollouts(context, list, scenario).front();
        } else {
            reading.entry = readFaults(context, list, scenario).front();
        }
    }
    reading.diagnostics = std::move(problems).take();
    if (reading.entry && !hasErrors(reading.diagnostics)) {
        reading.diagnostics = problemsIn(scenario, *reading.entry);
    }
    if (hasErrors(reading.diagnostics)) {
        reading.entry.reset();
    }
    return reading;
}

}  // namespace models
