// How the cards of the canvas are arranged: by one of the layouts, or where they were put by hand.
// Values that can be kept, compared and gone back to.
#pragma once

#include <QMap>
#include <QPointF>
#include <QStringList>
#include <optional>

#include "app/graph/graph_scene.h"
#include "models/scenario.h"
#include "sim/snapshot.h"

namespace app {

enum class LayoutKind { Layered, Force, Grid, Lanes };
// What a grid is ordered by, the most of it first.
enum class GridMeasure { Errors, P99, Rate };

struct Arrangement {
    LayoutKind kind = LayoutKind::Layered;
    GridMeasure measure = GridMeasure::Errors;  // of a grid
    // Of a grid: names of the call graph's nodes, as they were ordered when it was chosen. They
    // keep their places however the figures change.
    QStringList order{};
    QMap<QString, QPointF> byHand{};  // corners, by name; empty while the layout decides
    bool operator==(const Arrangement&) const = default;
};

// As it is kept in the settings and said on the command line: layers, forces, grid-errors,
// grid-p99, grid-rate, lanes.
QString layoutName(const Arrangement& arrangement);
// Without order and places; absent: none is called so.
std::optional<Arrangement> layoutNamed(const QString& name);

QStringList gridOrder(const models::CallGraph& graph, const sim::Snapshot* snapshot,
                      GridMeasure measure);

// Of the nodes of a scene that is folded, perhaps: a group stands where the first of its services
// would.
std::vector<int> placesInGrid(const GraphScene& scene, const models::Scenario& scenario,
                              const QStringList& order);

// Lanes of the nodes, for layOutInLanes(): a group each, and a last one for whoever has none.
// Topics stand in the lane of who publishes to them, else of who consumes them. Empty: no two cards
// have a group together.
std::vector<int> lanesByGroup(const GraphScene& scene, const models::Scenario& scenario);

}  // namespace app
