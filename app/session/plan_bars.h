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
    bool isMark = false;                // happens at once: a restart, a scaling, what is to come
    Stage stage = Stage::Planned;
    std::optional<PlanPlace> own;    // absent: by hand
    sim::FaultId id = sim::noFault;  // once it has begun

    // Of a deployment that has begun: how far it came, and what became of it.
    struct Step {
        sim::Instant at{};
        double weight = 0;  // of a canary: the share of the requests from here on
        bool operator==(const Step&) const = default;
    };
    std::vector<Step> steps;
    QString service;  // that is deployed; empty: it is no deployment that has begun
    QString outcome;  // "rolled back: 20 % of its answers failed"; empty: it is under way

    bool isDeployment() const { return !service.isEmpty(); }
    const QString& label() const { return name.isEmpty() ? what : name; }
};

// In order of time.
std::vector<PlanBar> planBars(const Session& session);

}  // namespace app
