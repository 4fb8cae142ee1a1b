// Edits of the scenario's own faults and rollouts, as edits of its text: what a drag on the time
// axis does.
#pragma once

#include <QUndoCommand>
#include <functional>

#include "models/io/scenario_reader.h"

namespace app {

// One of them, by its place in the scenario's list.
struct PlanPlace {
    bool isRollout = false;
    std::size_t index = 0;
    bool operator==(const PlanPlace&) const = default;
};

models::TextEdit beginningAt(const std::string& text, const PlanPlace& place, models::Instant at);
models::TextEdit lastingFor(const std::string& text, std::size_t fault, models::Duration duration);
models::TextEdit withFault(const std::string& text, const models::Fault& fault);
models::TextEdit without(const std::string& text, const PlanPlace& place);
// `times` in all, one each `every`; the copies stand behind all others.
models::TextEdit repeated(const std::string& text, const models::Scenario& scenario,
                          std::size_t fault, int times, models::Duration every);

// Up to then a run that plays what is planned from `playedFrom` on is the same with either plan;
// `never`: always.
models::Instant partingOf(const models::Scenario& before, const models::Scenario& after,
                          models::Instant playedFrom);

// An edited plan as an undoable action; undoing takes the text before it.
class PlanAction final : public QUndoCommand {
  public:
    using Take = std::function<void(const std::string& text)>;

    PlanAction(const QString& name, std::string before, std::string after, Take take);

    void redo() override { m_take(m_after); }
    void undo() override { m_take(m_before); }

  private:
    std::string m_before, m_after;
    Take m_take;
};

}  // namespace app
