// What stands where on the canvas, as plain values: cards, lines between their ports, and where the
// words of a line go. Knows the scenario, not the run.
#pragma once

#include <QMap>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <vector>

#include "app/graph/curve.h"
#include "app/graph/layered_layout.h"
#include "models/call_graph.h"

namespace app {

enum class Shape { Pill, Card, Hexagon, Pipe, Group };

inline constexpr double hexagonCut = 12;
inline constexpr double pipeMouth = 16;  // width of the ellipse at each end
inline constexpr double arrowLength = 10;

struct SceneNode {
    Shape shape = Shape::Card;
    int index = 0;  // into the scenario's journeys (pills), topics (pipes) or services
    QString name;   // of a collapsed group "group identity", as nothing else can be named
    QRectF rect;
    int node = 0;                // into models::CallGraph::nodes; of a collapsed group its first
    std::vector<int> members{};  // of a collapsed group: into the scenario's services
    bool isOutside = false;      // of the group that alone is shown: one of its neighbours
    bool isJourney() const { return shape == Shape::Pill; }
    bool isTopic() const { return shape == Shape::Pipe; }
    bool isGroup() const { return shape == Shape::Group; }
    bool isService() const { return shape == Shape::Card || shape == Shape::Hexagon; }
};

struct SceneEdge {
    int caller = 0, callee = 0;  // into GraphScene::nodes; of messages: from and to
    bool isMessages = false;     // published or delivered, no calls
    // What it stands for: into models::CallGraph::edges, or of messages into its messages. Several
    // where a collapsed group is at one of its ends.
    std::vector<int> parts{};
    bool isBundle() const { return parts.size() > 1; }
    // Its callee stands wholly to the left: it leaves its caller there, and comes from the right.
    bool leadsBack = false;
    Curve curve;        // from port to port, for the dots and the mouse
    QPainterPath body;  // the same without the arrow
    QPointF tip;
    bool labelled = true;  // a journey says its rate on its own pill
    bool flat = false;  // the label stands above a flat part, centred; else beside, from its left
    QPointF labelAt;    // the point of the line that the label belongs to
    double labelAlong = 0;  // the same as a distance along the curve
    bool falls = false;     // beside a line that falls the label stands above, else below
};

struct GraphScene {
    std::vector<SceneNode> nodes;  // as in models::callGraph, unless it is folded
    std::vector<SceneEdge> edges;  // calls, then messages, both as in models::callGraph, so as in
                                   // a snapshot, unless it is folded
    int calls = 0;                 // how many of the edges
    // Where they are drawn: of each edge of a snapshot, calls before messages, the edge above; -1:
    // nowhere.
    std::vector<int> lineOf;
    int hidden = 0;  // services without a card of their own
    QRectF bounds;
    bool compact = false;

    int find(const QString& name) const;  // -1: none
    bool isCalls(int edge) const { return edge >= 0 && edge < calls; }
    // Of an edge of messages: the topic at one of its ends.
    int topicOf(int edge) const {
        return nodes[edges[edge].caller].isTopic() ? edges[edge].caller : edges[edge].callee;
    }
};

QSizeF sizeOf(Shape shape, bool compact);

// Nodes with their shapes and sizes, all at the origin.
GraphScene sceneOf(const models::CallGraph& graph, bool compact);

LayoutInput layoutInput(const GraphScene& scene, QSizeF canvas);

// Puts the nodes where the layout, or somebody by hand, has put them, and routes all edges.
void arrange(GraphScene& scene, Layout layout, const QMap<QString, QPointF>& byHand);

QPainterPath outline(const SceneNode& node, double grow = 0);
int nodeAt(const GraphScene& scene, QPointF point);                    // -1: none
int edgeAt(const GraphScene& scene, QPointF point, double reach = 8);  // -1: none

}  // namespace app
