#include "app/session/plan_bars.h"

#include <algorithm>

#include "app/session/fault_words.h"
#include "app/session/rollout_action.h"

namespace app {
namespace {

bool isMark(const models::Fault& fault) {
    return std::holds_alternative<models::Restart>(fault.kind);
}

void takeOverSeen(PlanBar& bar, const SeenFault& seen) {
    bar.id = seen.begun.id;
    bar.from = seen.begun.since;
    bar.until = seen.endedAt ? seen.endedAt : seen.begun.until;
    bar.stage = seen.endedAt ? PlanBar::Stage::Over : PlanBar::Stage::Active;
}

PlanBar barOf(const models::Fault& fault) {
    PlanBar bar{.what = faultName(fault),
                .name = QString::fromStdString(fault.name),
                .from = fault.at,
                .isMark = isMark(fault)};
    if (fault.duration)
        bar.until = fault.at + *fault.duration;
    return bar;
}

// The first that nobody else is.
const SeenFault* seenOf(const models::Fault& fault, const std::vector<SeenFault>& all,
                        std::vector<sim::FaultId>& taken) {
    for (const SeenFault& each : all) {
        const models::Fault& begun = each.begun.fault;
        const bool isIt = each.begun.own && each.begun.since == fault.at &&
                          begun.name == fault.name && begun.kind == fault.kind;
        if (isIt && std::ranges::find(taken, each.begun.id) == taken.end()) {
            taken.push_back(each.begun.id);
            return &each;
        }
    }
    return nullptr;
}

}  // namespace

std::vector<PlanBar> planBars(const Session& session) {
    std::vector<PlanBar> bars;
    std::vector<sim::FaultId> taken;
    const sim::Instant now = session.liveSnapshot()->now;
    const models::Scenario& scenario = session.scenario();
    for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
        bars.push_back(barOf(scenario.faults[i]));
        bars.back().own = PlanPlace{false, i};
        if (const SeenFault* seen = seenOf(scenario.faults[i], session.seenFaults(), taken))
            takeOverSeen(bars.back(), *seen);
        else if (session.playsOwnFaults() && bars.back().isMark && bars.back().from < now)
            bars.back().stage = PlanBar::Stage::Over;
    }
    for (std::size_t i = 0; i < scenario.rollouts.size(); ++i) {
        const models::Rollout& rollout = scenario.rollouts[i];
        const bool hasBegun = session.playsOwnFaults() && rollout.at < now;
        bars.push_back({.what = rolloutName(rollout),
                        .name = QString::fromStdString(rollout.name),
                        .from = rollout.at,
                        .until = {},
                        .isMark = true,
                        .stage = hasBegun ? PlanBar::Stage::Over : PlanBar::Stage::Planned,
                        .own = PlanPlace{true, i}});
    }
    for (const SeenFault& each : session.seenFaults()) {
        if (each.begun.own)
            continue;
        bars.push_back(barOf(each.begun.fault));
        takeOverSeen(bars.back(), each);
    }
    std::ranges::stable_sort(bars, {}, &PlanBar::from);
    return bars;
}

}  // namespace app
