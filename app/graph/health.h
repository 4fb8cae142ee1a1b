// How a service, a journey, an edge or a topic fares, judged from what a snapshot says of its
// newest part. One set of thresholds for all of them, so that a card and the line to it never
// disagree.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "sim/snapshot.h"

namespace app {

enum class Health { Ok, Degraded, Failing, Down, NotJudged };

struct HealthThresholds {
    double degraded = 0.01;  // from this share of failed or of degraded answers on
    double failing = 0.20;   // from this share of failed answers on
    bool operator==(const HealthThresholds&) const = default;
};

// Those that the user chose, of this program, for all that is judged. Who sets them has all panes
// drawn anew.
const HealthThresholds& healthThresholds();
void setHealthThresholds(const HealthThresholds& wanted);

inline double degradedFrom() {
    return healthThresholds().degraded;
}
inline double failingFrom() {
    return healthThresholds().failing;
}

// Of the newest part; `everEnded` is what ended since the start: a service that fell silent for a
// moment is not unjudged, only one that has seen nothing yet.
Health healthOf(const sim::Recent& recent, std::int64_t everEnded);

Health healthOf(const sim::ServiceSnapshot& service);
Health healthOf(const sim::JourneySnapshot& journey);
Health healthOf(const sim::EdgeSnapshot& edge);
Health healthOf(const sim::MessageSnapshot& messages);

inline constexpr double fullFrom = 0.80;  // share of a topic's capacity

// By what it refuses, else by whether it falls behind: it is nearly full, or its backlog grows and
// its messages wait longer than a moment. A backlog that shrinks is no trouble any more.
Health healthOf(const sim::TopicSnapshot& topic, std::optional<int> capacity);
bool backlogGrows(const sim::TopicSnapshot& topic);

QString spokenHealth(Health health);

// Of the breakers on these edges (of a snapshot) together: an open one counts more than one that is
// half-open; absent: all are closed, or there are none.
std::optional<sim::BreakerState> breakerTold(const sim::Snapshot& snapshot,
                                             const std::vector<int>& edges);

// Ok and NotJudged 0, Degraded 1, Failing 2, Down 3: for worst-first orders.
int severity(Health health);

}  // namespace app
