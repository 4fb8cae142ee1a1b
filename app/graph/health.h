// How a service, a journey or an edge fares, judged from what a snapshot says of its newest part.
// One set of thresholds for all three, so that a card and the line to it never disagree.
#pragma once

#include "sim/snapshot.h"

namespace app {

enum class Health { Ok, Degraded, Failing, Down, NotJudged };

inline constexpr double degradedFrom = 0.01;  // share of failed or of degraded answers
inline constexpr double failingFrom = 0.20;   // share of failed answers

// Of the newest part; `everEnded` is what ended since the start: a service that fell silent for a
// moment is not unjudged, only one that has seen nothing yet.
Health healthOf(const sim::Recent& recent, std::int64_t everEnded);

Health healthOf(const sim::ServiceSnapshot& service);
Health healthOf(const sim::JourneySnapshot& journey);
Health healthOf(const sim::EdgeSnapshot& edge);

// Ok and NotJudged 0, Degraded 1, Failing 2, Down 3: for worst-first orders.
int severity(Health health);

}  // namespace app
