#include "app/session/newest_impact.h"

#include <algorithm>
#include <tuple>

namespace app {
namespace {

bool isWorthSpeakingOf(const sim::FaultImpact& impact) {
    const auto isHurt = [](const sim::FaultImpact::OnSubject& on) {
        return on.failed + on.degraded > 0;
    };
    return std::holds_alternative<models::Deploy>(impact.rollout->what.action) ||
           std::ranges::any_of(impact.journeys, isHurt) ||
           std::ranges::any_of(impact.services, isHurt);
}

}  // namespace

const sim::FaultImpact* newestFault(const sim::Snapshot& snapshot) {
    const auto rank = [](const sim::FaultImpact& i) {
        return std::tuple(!i.endedAt.has_value(), i.since, i.fault);
    };
    const auto newest =
        std::max_element(snapshot.impacts.begin(), snapshot.impacts.end(),
                         [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return newest == snapshot.impacts.end() ? nullptr : &*newest;
}

const sim::FaultImpact* newestImpact(const sim::Snapshot& snapshot) {
    const sim::FaultImpact* fault = newestFault(snapshot);
    if (fault && !fault->endedAt)
        return fault;
    const sim::FaultImpact* newest = fault;
    for (const sim::FaultImpact& each : snapshot.rollouts) {
        // Of those of one instant the last in the log has the lowest number.
        const bool isNewer = !newest || each.since > newest->since ||
                             (each.since == newest->since && each.fault < newest->fault);
        if (isNewer && isWorthSpeakingOf(each))
            newest = &each;
    }
    return newest;
}

}  // namespace app
