// Chart ticks of a run as the contents of charts: which numbers are drawn, without drawing.
#pragma once

#include <span>

#include "app/charts/chart_panel.h"
#include "app/session/session.h"

namespace app {

// In the order of time.
using ChartTicks = std::span<const sim::ChartTick>;

// Whose points a chart shows: those of one service, edge or topic, else of all journeys.
struct ChartSubject {
    int service = -1;  // into the scenario's services
    QString name;
    int edge = -1;         // into the call graph's edges
    int topic = -1;        // into the scenario's topics
    QStringList versions;  // of the service, the one as written first
    bool isAll() const { return service < 0 && edge < 0 && topic < 0; }
    bool operator==(const ChartSubject&) const = default;
};

// Of every chart: when, and what faults lasted.
struct ChartFrame {
    TimeRange range;
    double now = 0;
    double warmUpEnd = 0;
    std::vector<ChartBand> bands;
    const std::vector<sim::ChartTick>* otherRoad = nullptr;  // null or empty: there is none
};

// Those that have points of it: of very many services only the last few have (chart_memory.h).
ChartTicks ticksOf(const ChartTicks& ticks, const ChartSubject& subject);

std::vector<ChartBand> faultBands(const std::vector<SeenFault>& faults);

ChartContent throughputChart(const ChartTicks& ticks, const ChartSubject& subject,
                             const ChartFrame& frame);
ChartContent errorsChart(const ChartTicks& ticks, const ChartSubject& subject,
                         const ChartFrame& frame);
ChartContent latencyChart(const ChartTicks& ticks, const ChartSubject& subject,
                          const ChartFrame& frame);
// The same as a heat map; of very many services there is none, which its note says.
ChartContent latencyHeatChart(const ChartTicks& ticks, const ChartSubject& subject,
                              const ChartFrame& frame);
// Of a service only.
ChartContent slotsChart(const ChartTicks& ticks, const ChartSubject& subject,
                        const ChartFrame& frame);

// chart_series_of_retries.cpp: of an edge on which a call has been tried again, or hedged.
bool hasRetries(const ChartTicks& ticks, const ChartSubject& subject);
// How many attempts a call took, tick by tick: what the callee gets for each call that is made.
ChartContent attemptsChart(const ChartTicks& ticks, const ChartSubject& subject,
                           const ChartFrame& frame);

// Of an edge whose calls have a breaker. What it let through and refused,
// and how it stood; of several the one that lets least through.
bool hasBreakerChart(const sim::Snapshot& seen, const ChartSubject& subject);
ChartContent breakerChart(const ChartTicks& ticks, const ChartSubject& subject,
                          const ChartFrame& frame, const sim::Snapshot& seen,
                          const models::CallGraph& graph);

// chart_series_of_topics.cpp: of a topic only.
ChartContent messagesChart(const ChartTicks& ticks, const ChartSubject& subject,
                           const ChartFrame& frame);
ChartContent backlogChart(const ChartTicks& ticks, const ChartSubject& subject,
                          const ChartFrame& frame);
ChartContent oldestMessageChart(const ChartTicks& ticks, const ChartSubject& subject,
                                const ChartFrame& frame);

// chart_series_of_versions.cpp: of a service of which two versions answer in the range.
bool hasTwoVersions(const ChartTicks& ticks, const ChartSubject& subject, TimeRange range);
ChartContent errorsByVersionChart(const ChartTicks& ticks, const ChartSubject& subject,
                                  const ChartFrame& frame);
ChartContent p99ByVersionChart(const ChartTicks& ticks, const ChartSubject& subject,
                               const ChartFrame& frame);

}  // namespace app
