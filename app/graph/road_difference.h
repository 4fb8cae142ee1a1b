// The road that is gone beside the one that was left, at one instant: by what each part of the
// graph differs, and the measures of both as a table.
#pragma once

#include <vector>

#include "app/graph/card_values.h"
#include "models/call_graph.h"
#include "sim/live_run.h"

namespace app {

// What stands out: the share that fails, or else that is degraded, where it differs by a point or
// more; else p99, or else the rate, where it differs by a tenth or more.
ComparedValue comparedValue(const sim::Recent& other, const sim::Recent& here);

struct ComparedGraph {
    std::vector<ComparedValue> nodes, edges;  // as the graph's; topics and messages never differ
};
// The pair must have its snapshots.
ComparedGraph comparedGraph(const models::CallGraph& graph, const sim::PairSeen& roads);

struct RoadMeasure {
    QString subject;  // a journey, or a service
    QString measure;  // fails, degraded, p50, p99, rate
    QString other, here, difference;
    Direction direction = Direction::Same;
};
// Those that differ: of every journey, and what stands out of each service.
std::vector<RoadMeasure> roadMeasures(const models::Scenario& scenario, const sim::PairSeen& roads);

}  // namespace app
