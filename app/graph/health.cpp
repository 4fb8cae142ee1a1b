#include "app/graph/health.h"

#include <algorithm>

namespace app {
namespace {

HealthThresholds g_thresholds;

}  // namespace

const HealthThresholds& healthThresholds() {
    return g_thresholds;
}

void setHealthThresholds(const HealthThresholds& wanted) {
    g_thresholds = wanted;
}

Health healthOf(const sim::Recent& recent, std::int64_t everEnded) {
    if (recent.counts.ended() == 0)
        return everEnded == 0 ? Health::NotJudged : Health::Ok;
    const double failed = recent.failedShare();
    if (failed >= failingFrom())
        return Health::Failing;
    if (failed >= degradedFrom() || recent.degradedShare() >= degradedFrom())
        return Health::Degraded;
    return Health::Ok;
}

Health healthOf(const sim::ServiceSnapshot& service) {
    if (service.downSince)
        return Health::Down;
    return healthOf(service.recent, service.counts.ended());
}

Health healthOf(const sim::JourneySnapshot& journey) {
    return healthOf(journey.recent, journey.counts.ended());
}

Health healthOf(const sim::EdgeSnapshot& edge) {
    return healthOf(edge.recent, edge.counts.ended());
}

Health healthOf(const sim::MessageSnapshot& messages) {
    if (messages.recent.sent == 0)
        return messages.counts.sent == 0 ? Health::NotJudged : Health::Ok;
    const double failed =
        static_cast<double>(messages.recent.failed) / static_cast<double>(messages.recent.sent);
    if (failed >= failingFrom())
        return Health::Failing;
    return failed >= degradedFrom() ? Health::Degraded : Health::Ok;
}

bool backlogGrows(const sim::TopicSnapshot& topic) {
    constexpr double excess = 1.05;  // of what comes over what goes; below, chance does it
    constexpr auto moment = std::chrono::seconds(1);
    return topic.oldestWaits.value_or(sim::Duration{}) > moment &&
           static_cast<double>(topic.recentPublished) >
               excess * static_cast<double>(topic.recentEnded);
}

Health healthOf(const sim::TopicSnapshot& topic, std::optional<int> capacity) {
    if (topic.downSince)
        return Health::Down;
    if (topic.published + topic.refused == 0)
        return Health::NotJudged;
    const auto arrived = static_cast<double>(topic.recentPublished + topic.recentRefused);
    const auto refused = static_cast<double>(topic.recentRefused);
    if (refused > 0 && refused >= failingFrom() * arrived)
        return Health::Failing;
    const bool isNearlyFull =
        capacity && static_cast<double>(topic.backlog) >= fullFrom * static_cast<double>(*capacity);
    const bool refuses = refused > 0 && refused >= degradedFrom() * arrived;
    return refuses || isNearlyFull || backlogGrows(topic) ? Health::Degraded : Health::Ok;
}

QString spokenHealth(Health health) {
    switch (health) {
        case Health::Ok:
            return QStringLiteral("ok");
        case Health::Degraded:
            return QStringLiteral("degraded");
        case Health::Failing:
            return QStringLiteral("failing");
        case Health::Down:
            return QStringLiteral("down");
        case Health::NotJudged:
            return QStringLiteral("idle so far");
    }
    return {};
}

std::optional<sim::BreakerState> breakerTold(const sim::Snapshot& snapshot,
                                             const std::vector<int>& edges) {
    std::optional<sim::BreakerState> told;
    for (const sim::BreakerSnapshot& breaker : snapshot.breakers) {
        const bool isHere = std::ranges::find(edges, breaker.edge) != edges.end();
        if (isHere && breaker.state != sim::BreakerState::Closed && told != sim::BreakerState::Open)
            told = breaker.state;
    }
    return told;
}

int severity(Health health) {
    switch (health) {
        case Health::Ok:
        case Health::NotJudged:
            return 0;
        case Health::Degraded:
            return 1;
        case Health::Failing:
            return 2;
        case Health::Down:
            return 3;
    }
    return 0;
}

}  // namespace app
