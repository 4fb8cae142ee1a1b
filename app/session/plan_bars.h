// What stands on the time axis: the scenario's own faults and rollouts, and what was ordered by
// hand, each with its time.
#pragma once

#include <optional>
#include <vector>

#include "app/session/plan_edit.h"
#include "app/session/session.h"

namespace app {

struct PlanBar {
    enum class Stage { Planned, Active, Over };

    QString what;  // "Kill payment"
    QString name;  // "payment outage"; empty: it has none
    sim::Instant from{};
    std::optional<sim::Instant> until;  // absent: it stays
    bool isMark = false;                // happens at once: a restart, a rollout
    Stage stage = Stage::Planned;
    std::optional<PlanPlace> own;    // absent: by hand
    sim::FaultId id = sim::noFault;  // once it has begun

    const QString& label() const { return name.isEmpty() ? what : name; }
};

// In order of time.
std::vector<PlanBar> planBars(const Session& session);

}  // namespace app
