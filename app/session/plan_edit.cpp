#include "app/session/plan_edit.h"

#include <algorithm>

#include "models/io/fault_writer.h"
#include "models/io/list_writer.h"
#include "models/io/value_text.h"

namespace app {
namespace {

const std::string textName = "the scenario";

std::string listOf(const PlanPlace& place) {
    return place.isRollout ? "rollouts" : "faults";
}

std::string pathOf(const PlanPlace& place, const std::string& key) {
    return listOf(place) + '.' + std::to_string(place.index) + '.' + key;
}

// Another name than all: expectations look for a fault by its own.
std::string nameOfCopy(const models::Scenario& scenario, const std::string& name, int number) {
    const auto isTaken = [&](const std::string& wanted) {
        return std::ranges::find(scenario.faults, wanted, &models::Fault::name) !=
                   scenario.faults.end() ||
               std::ranges::find(scenario.rollouts, wanted, &models::Rollout::name) !=
                   scenario.rollouts.end();
    };
    std::string copy = name + ' ' + std::to_string(number);
    while (isTaken(copy))
        copy += '\'';
    return copy;
}

// When the first of those begins that only one of the two lists has.
template <typename Entry>
models::Instant firstOfOne(std::vector<Entry> before, std::vector<Entry> after,
                           models::Instant playedFrom) {
    for (const Entry& each : std::vector<Entry>(before)) {
        const auto same = std::ranges::find(after, each);
        if (same == after.end())
            continue;
        after.erase(same);
        before.erase(std::ranges::find(before, each));
    }
    models::Instant first = models::never;
    for (const auto* list : {&before, &after}) {
        for (const Entry& each : *list) {
            if (each.at >= playedFrom)
                first = std::min(first, each.at);
        }
    }
    return first;
}

}  // namespace

models::TextEdit beginningAt(const std::string& text, const PlanPlace& place, models::Instant at) {
    return models::setValue(text, textName, pathOf(place, "at"),
                            models::toText(models::sinceStart(at)));
}

models::TextEdit lastingFor(const std::string& text, std::size_t fault, models::Duration duration) {
    return models::setValue(text, textName, pathOf({false, fault}, "for"),
                            models::toText(duration));
}

models::TextEdit withFault(const std::string& text, const models::Fault& fault) {
    return models::withEntries(text, textName, "faults", {models::faultText(fault)},
                               models::OwnEntries::Kept);
}

models::TextEdit without(const std::string& text, const PlanPlace& place) {
    return models::withoutEntry(text, textName, listOf(place), place.index);
}

models::TextEdit repeated(const std::string& text, const models::Scenario& scenario,
                          std::size_t fault, int times, models::Duration every) {
    std::vector<std::string> entries;
    for (int i = 2; i <= times; ++i) {
        models::Fault copy = scenario.faults[fault];
        copy.at += every * (i - 1);
        if (!copy.name.empty())
            copy.name = nameOfCopy(scenario, copy.name, i);
        entries.push_back(models::faultText(copy));
    }
    return models::withEntries(text, textName, "faults", entries, models::OwnEntries::Kept);
}

models::Instant partingOf(const models::Scenario& before, const models::Scenario& after,
                          models::Instant playedFrom) {
    return std::min(firstOfOne(before.faults, after.faults, playedFrom),
                    firstOfOne(before.rollouts, after.rollouts, playedFrom));
}

PlanAction::PlanAction(const QString& name, std::string before, std::string after, Take take)
    : QUndoCommand(name),
      m_before(std::move(before)),
      m_after(std::move(after)),
      m_take(std::move(take)) {}

}  // namespace app
