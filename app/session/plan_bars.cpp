#include "app/session/plan_bars.h"

#include <QCoreApplication>
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

// The canary's weight, as the timeline says it: "v2 gets 25 % on 3 of 13 instances".
double weightIn(const std::string& detail) {
    const std::size_t gets = detail.find(" gets ");
    return gets == std::string::npos
               ? 0
               : QString::fromStdString(detail.substr(gets + 6)).section(' ', 0, 0).toDouble() /
                     100;
}

// What the timeline says became of it: until it is over, or the next takes its place.
void followDeployment(PlanBar& bar, const std::string& service,
                      std::optional<sim::Instant> nextBegins, const sim::Snapshot& seen) {
    bar.isMark = false;
    bar.stage = PlanBar::Stage::Active;
    bar.service = QString::fromStdString(service);
    bar.until = seen.now;
    for (const sim::TimelineRow& row : seen.timeline) {
        if (row.where != service || row.at < bar.from || (nextBegins && row.at > *nextBegins))
            continue;
        if (row.what == "canary-step")
            bar.steps.push_back({row.at, weightIn(row.detail)});
        const bool isBack = row.what == "rolled-back";
        if (!isBack && row.what != "deployed")
            continue;
        const qsizetype reason = QString::fromStdString(row.detail).indexOf(QStringLiteral(": "));
        bar.outcome = isBack ? QCoreApplication::translate("PlanBar", "rolled back")
                             : QCoreApplication::translate("PlanBar", "deployed");
        if (isBack && reason >= 0)
            bar.outcome += QString::fromStdString(row.detail).mid(reason);
        bar.stage = PlanBar::Stage::Over;
        bar.until = row.at;
        return;
    }
    if (nextBegins) {
        bar.outcome = QCoreApplication::translate("PlanBar", "another took its place");
        bar.stage = PlanBar::Stage::Over;
        bar.until = *nextBegins;
    }
}

struct PlannedRollout {
    models::Rollout rollout;
    std::optional<PlanPlace> own;
};

// The scenario's own, and those ordered by hand, in order of time.
std::vector<PlannedRollout> rolloutsOf(const Session& session) {
    std::vector<PlannedRollout> all;
    const auto& own = session.scenario().rollouts;
    for (std::size_t i = 0; i < own.size(); ++i)
        all.push_back({own[i], PlanPlace{true, i}});
    for (const sim::LoggedCommand& each : session.commandsSeen()) {
        if (const auto* begun = std::get_if<sim::BeginRollout>(&each.command)) {
            all.push_back({begun->rollout, std::nullopt});
            all.back().rollout.at = each.at;
        }
    }
    std::ranges::stable_sort(all, {}, [](const PlannedRollout& each) { return each.rollout.at; });
    return all;
}

void addRollouts(std::vector<PlanBar>& bars, const Session& session) {
    const sim::Snapshot& seen = *session.liveSnapshot();
    const std::vector<PlannedRollout> all = rolloutsOf(session);
    const auto hasBegun = [&](const PlannedRollout& each) {
        const auto from = session.playsOwnFrom();
        return each.rollout.at < seen.now && (!each.own || (from && each.rollout.at >= *from));
    };
    for (auto each = all.begin(); each != all.end(); ++each) {
        const models::Rollout& rollout = each->rollout;
        PlanBar& bar = bars.emplace_back(
            PlanBar{.what = rolloutName(rollout),
                    .name = QString::fromStdString(rollout.name),
                    .from = rollout.at,
                    .until = {},
                    .isMark = true,
                    .stage = hasBegun(*each) ? PlanBar::Stage::Over : PlanBar::Stage::Planned,
                    .own = each->own});
        if (!hasBegun(*each) || !std::holds_alternative<models::Deploy>(rollout.action))
            continue;
        const auto next = std::find_if(each + 1, all.end(), [&](const PlannedRollout& other) {
            return hasBegun(other) && other.rollout.service == rollout.service &&
                   std::holds_alternative<models::Deploy>(other.rollout.action);
        });
        followDeployment(bar, rollout.service,
                         next == all.end() ? std::nullopt : std::optional(next->rollout.at), seen);
    }
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
    addRollouts(bars, session);
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
