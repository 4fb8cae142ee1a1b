// The words of the inspector: one plain sentence of a service's or journey's state, and the small
// texts of its tables. Pure functions of what was seen, so that they can be tested alone.
#pragma once

#include <QString>
#include <optional>

#include "models/call_graph.h"
#include "sim/isolation.h"

namespace app {

// "Degraded: 3.7 % of its answers lack something, because payment is down."
QString serviceState(const models::Service& service, const sim::ServiceSnapshot& seen,
                     const sim::Isolation* isolation, sim::Instant now);
QString journeyState(const models::Journey& journey, const sim::JourneySnapshot& seen,
                     const sim::Isolation* isolation);

// "Failing: 100 % of its calls failed, mostly breaker-open, because payment is down." The reason
// is said where the fault's impact on the edge has failures.
QString edgeState(const sim::EdgeSnapshot& seen, const sim::FaultImpact::OnEdge* hurt,
                  const sim::Isolation* isolation);

// A dash where nothing ended.
QString optionalLatencyText(const std::optional<sim::Duration>& latency);
// Why there is no p99; empty where there is one.
QString missingPercentile(const sim::Recent& recent);
// "since the kill"
QString sinceImpactText(const sim::FaultImpact& impact);

// "service, v1, group identity"
QString serviceKind(const models::Service& service);
// "round-robin, 2 of 2 ready"
QString readyText(const models::Service& service, const sim::ServiceSnapshot& seen);
QString instanceName(const models::Service& service, const sim::ServiceSnapshot& seen,
                     const sim::InstanceSnapshot& instance);
QString instanceState(const sim::InstanceSnapshot& instance, sim::Instant now);

QString breakerStateWord(sim::BreakerState state);
// "for 7.6 s, next probe in 52.4 s"
QString breakerTimes(const sim::BreakerSnapshot& breaker, sim::Instant now);
// "10 of 20 results failed. 91 calls refused since it opened."
QString breakerCounts(const sim::BreakerSnapshot& breaker);

// As the scenario's file says it: "exp(0.8 ms)".
QString distributionText(const models::Distribution& distribution);
// How a journey's users come: "poisson(200/s)".
QString workloadText(const models::Journey& journey);

QString causeName(models::Cause cause);

}  // namespace app
