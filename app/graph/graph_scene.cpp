#include "app/graph/graph_scene.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace app {

namespace {

constexpr double snapReach = 40;  // a flat run moves this far to meet its port without a bend
constexpr double runRoom = 18;    // and stays this far off everything else in its layer

// A door to the rest: called by journeys only, and itself calling others.
std::vector<bool> gatewaysOf(const models::CallGraph& graph) {
    std::vector<bool> called(graph.nodes.size()), calls(graph.nodes.size()),
        byServices(graph.nodes.size());
    for (const models::CallGraphEdge& edge : graph.edges) {
        calls[edge.caller] = true;
        called[edge.callee] = true;
        if (graph.nodes[edge.caller].kind != models::NodeKind::Journey)
            byServices[edge.callee] = true;
    }
    for (std::size_t n = 0; n < called.size(); ++n)
        called[n] = called[n] && calls[n] && !byServices[n];
    return called;
}

Shape shapeOf(models::NodeKind kind, bool isGateway) {
    if (kind == models::NodeKind::Journey)
        return Shape::Pill;
    if (kind == models::NodeKind::Topic)
        return Shape::Pipe;
    return isGateway ? Shape::Hexagon : Shape::Card;
}

// A hexagon's sides run inwards from their middle, a pipe's ends are round.
double portX(const SceneNode& node, double y, bool right) {
    double x = right ? node.rect.right() : node.rect.left();
    const double off =
        std::min(1.0, std::abs(y - node.rect.center().y()) / (node.rect.height() / 2));
    const double inwards = right ? -1 : 1;
    if (node.shape == Shape::Hexagon)
        x += inwards * hexagonCut * off;
    else if (node.shape == Shape::Pipe)
        x += inwards * pipeMouth / 2 * (1 - std::sqrt(1 - off * off));
    return x;
}

using Runs = std::vector<std::vector<Layout::Run>>;

struct Ports {
    std::vector<QPointF> start, tip;  // an edge each
};

// Where an edge meets a card.
struct EdgeEnd {
    int edge;
    bool isStart;
};

// Of one side of one node: in the order of what they lead to, so that they do not cross at the
// card.
void spread(const GraphScene& scene, int node, bool right, const std::vector<EdgeEnd>& ends,
            const Runs& runs, Ports& ports) {
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const SceneEdge& edge = scene.edges[ends[i].edge];
        const auto& passed = runs[ends[i].edge];
        double y = scene.nodes[ends[i].isStart ? edge.callee : edge.caller].rect.center().y();
        if (!passed.empty())
            y = right ? passed.front().y : passed.back().y;
        order.emplace_back(y, i);
    }
    std::stable_sort(order.begin(), order.end());
    const QRectF rect = scene.nodes[node].rect;
    const auto count = static_cast<double>(order.size());
    const double room =
        rect.height() - (scene.nodes[node].isService() || scene.nodes[node].isGroup() ? 28 : 24);
    const double step = count > 1 ? std::min(scene.compact ? 14.0 : 28.0, room / (count - 1)) : 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const double y = rect.center().y() + step * (static_cast<double>(i) - (count - 1) / 2);
        const QPointF port(portX(scene.nodes[node], y, right), y);
        const EdgeEnd& end = ends[order[i].second];
        (end.isStart ? ports.start : ports.tip)[end.edge] = port;
    }
}

Ports portsOf(const GraphScene& scene, const Runs& runs) {
    Ports ports;
    ports.start.resize(scene.edges.size());
    ports.tip.resize(scene.edges.size());
    std::vector<std::vector<EdgeEnd>> right(scene.nodes.size()), left(scene.nodes.size());
    for (int e = 0; e < static_cast<int>(scene.edges.size()); ++e) {
        const SceneEdge& edge = scene.edges[e];
        (edge.leadsBack ? left : right)[edge.caller].push_back({e, true});
        (edge.leadsBack ? right : left)[edge.callee].push_back({e, false});
    }
    for (int n = 0; n < static_cast<int>(scene.nodes.size()); ++n) {
        spread(scene, n, true, right[n], runs, ports);
        spread(scene, n, false, left[n], runs, ports);
    }
    return ports;
}

bool isFree(const GraphScene& scene, const Runs& runs, std::size_t edge, const Layout::Run& run,
            double y) {
    const QRectF wanted(run.left, y - runRoom, run.right - run.left, 2 * runRoom);
    for (const SceneNode& node : scene.nodes)
        if (node.rect.intersects(wanted))
            return false;
    for (std::size_t e = 0; e < runs.size(); ++e)
        for (const Layout::Run& other : runs[e])
            if (e != edge && other.left < run.right && other.right > run.left &&
                std::abs(other.y - y) < 2 * runRoom)
                return false;
    return true;
}

// A chain that wavers by a few pixels from layer to layer is drawn at one height.
void level(const GraphScene& scene, Runs& runs) {
    for (std::size_t e = 0; e < runs.size(); ++e)
        for (std::size_t tried = 0; tried < runs[e].size(); ++tried) {
            const double y = runs[e][tried].y;
            const bool all = std::all_of(runs[e].begin(), runs[e].end(), [&](const auto& run) {
                return std::abs(run.y - y) <= snapReach &&
                       (run.y == y || isFree(scene, runs, e, run, y));
            });
            if (!all)
                continue;
            for (Layout::Run& run : runs[e])
                run.y = y;
            break;
        }
}

// Moves a whole chain of runs to the height of its port, where there is room.
void straighten(const GraphScene& scene, Runs& runs, const Ports& ports) {
    for (std::size_t e = 0; e < runs.size(); ++e)
        for (const QPointF port : {ports.tip[e], ports.start[e]}) {
            if (runs[e].empty())
                continue;
            const bool all = std::all_of(runs[e].begin(), runs[e].end(), [&](const auto& run) {
                return std::abs(run.y - port.y()) <= snapReach &&
                       isFree(scene, runs, e, run, port.y());
            });
            if (!all)
                continue;
            for (Layout::Run& run : runs[e])
                run.y = port.y();
            break;
        }
}

void bendTo(QPainterPath& path, QPointF to) {
    const QPointF from = path.currentPosition();
    // Tangents stay horizontal; a line that must go back swings out to both sides.
    const double dx = to.x() - from.x();
    const double reach = dx >= 24 ? dx / 2 : std::max(60.0, std::abs(dx) / 3);
    if (std::abs(to.y() - from.y()) < 0.5 && dx > 0)
        path.lineTo(to);
    else
        path.cubicTo(from + QPointF(reach, 0), to - QPointF(reach, 0), to);
}

void anchorLabel(SceneEdge& edge, const std::vector<Layout::Run>& runs, QPointF start,
                 QPointF tip) {
    edge.falls = tip.y() > start.y();
    const double middle = edge.curve.length() / 2;
    if (!runs.empty()) {
        // The longest stretch at one height.
        std::size_t from = 0, bestFrom = 0, bestTo = 0;
        for (std::size_t i = 0; i < runs.size(); ++i) {
            if (std::abs(runs[i].y - runs[from].y) > 1)
                from = i;
            if (runs[i].right - runs[from].left > runs[bestTo].right - runs[bestFrom].left) {
                bestFrom = from;
                bestTo = i;
            }
        }
        edge.flat = true;
        edge.labelAt = {(runs[bestFrom].left + runs[bestTo].right) / 2, runs[bestFrom].y};
    } else {
        edge.flat = std::abs(tip.y() - start.y()) < 6;
        edge.labelAt = edge.curve.pointAt(middle);
    }
    edge.labelAlong = middle;
    if (runs.empty())
        return;  // the label is there already
    double best = 1e9;
    for (double s = 0; s <= edge.curve.length(); s += 2) {
        const QPointF off = edge.curve.pointAt(s) - edge.labelAt;
        if (off.manhattanLength() < best) {
            best = off.manhattanLength();
            edge.labelAlong = s;
        }
    }
}

// From left to right.
void routeForth(SceneEdge& edge, std::vector<Layout::Run> runs, QPointF start, QPointF tip) {
    std::erase_if(runs, [&](const Layout::Run& run) {
        return run.left < start.x() + 16 || run.right > tip.x() - 16;
    });
    QPainterPath path(start);
    for (const Layout::Run& run : runs) {
        bendTo(path, {run.left, run.y});
        path.lineTo(run.right, run.y);
    }
    // The last piece is the arrow's: straight, so that its tip lies on the port.
    bendTo(path, tip - QPointF(arrowLength, 0));
    edge.body = path;
    path.lineTo(tip);
    edge.curve = Curve(path);
    edge.tip = tip;
    anchorLabel(edge, runs, start, tip);
}

// One that leads back is routed as its picture in a mirror.
void routeEdge(SceneEdge& edge, std::vector<Layout::Run> runs, QPointF start, QPointF tip) {
    if (!edge.leadsBack) {
        routeForth(edge, std::move(runs), start, tip);
        return;
    }
    const QTransform mirror(-1, 0, 0, 1, 0, 0);
    std::ranges::reverse(runs);
    for (Layout::Run& run : runs)
        run = {-run.right, -run.left, run.y};
    routeForth(edge, std::move(runs), mirror.map(start), mirror.map(tip));
    edge.body = mirror.map(edge.body);
    edge.curve = Curve(mirror.map(edge.curve.path()));
    edge.tip = tip;
    edge.labelAt = mirror.map(edge.labelAt);
    edge.falls = !edge.falls;
}

constexpr double backRoom = 40;  // what a line that leads back needs between the two cards

void tellDirections(GraphScene& scene) {
    for (SceneEdge& edge : scene.edges) {
        const QRectF caller = scene.nodes[edge.caller].rect, callee = scene.nodes[edge.callee].rect;
        edge.leadsBack = callee.right() + backRoom <= caller.left();
    }
}

}  // namespace

QSizeF sizeOf(Shape shape, bool compact) {
    if (shape == Shape::Pill)
        return compact ? QSizeF(148, 48) : QSizeF(168, 56);
    if (shape == Shape::Pipe)
        return compact ? QSizeF(148, 44) : QSizeF(176, 64);
    return compact ? QSizeF(148, 64) : QSizeF(176, 140);
}

int GraphScene::find(const QString& name) const {
    for (std::size_t n = 0; n < nodes.size(); ++n)
        if (nodes[n].name == name)
            return static_cast<int>(n);
    return -1;
}

GraphScene sceneOf(const models::CallGraph& graph, bool compact) {
    GraphScene scene;
    scene.compact = compact;
    const std::vector<bool> gateways = gatewaysOf(graph);
    for (int n = 0; n < static_cast<int>(graph.nodes.size()); ++n) {
        const models::CallGraphNode& from = graph.nodes[n];
        SceneNode node;
        node.shape = shapeOf(from.kind, gateways[n]);
        node.index = from.index;
        node.name = QString::fromStdString(from.name);
        node.node = n;
        node.rect = QRectF(QPointF(), sizeOf(node.shape, compact));
        scene.nodes.push_back(node);
    }
    for (const models::CallGraphEdge& from : graph.edges) {
        SceneEdge edge;
        edge.caller = from.caller;
        edge.callee = from.callee;
        edge.labelled = graph.nodes[from.caller].kind != models::NodeKind::Journey;
        edge.parts = {static_cast<int>(scene.edges.size())};
        scene.edges.push_back(edge);
    }
    scene.calls = static_cast<int>(graph.edges.size());
    for (const models::MessageEdge& from : graph.messages) {
        SceneEdge edge;
        edge.caller = from.from;
        edge.callee = from.to;
        edge.isMessages = true;
        edge.parts = {static_cast<int>(scene.edges.size()) - scene.calls};
        scene.edges.push_back(edge);
    }
    scene.lineOf.resize(scene.edges.size());
    std::iota(scene.lineOf.begin(), scene.lineOf.end(), 0);
    return scene;
}

LayoutInput layoutInput(const GraphScene& scene, QSizeF canvas) {
    LayoutInput input;
    input.canvas = canvas;
    for (const SceneNode& node : scene.nodes)
        input.sizes.push_back(node.rect.size());
    for (const SceneEdge& edge : scene.edges)
        input.edges.emplace_back(edge.caller, edge.callee);
    if (scene.compact) {
        input.margin = 16;
        input.minGapX = 44;
    }
    return input;
}

void arrange(GraphScene& scene, Layout layout, const QMap<QString, QPointF>& byHand) {
    layout.nodes.resize(scene.nodes.size());
    layout.runs.resize(scene.edges.size());
    scene.bounds = {};
    for (std::size_t n = 0; n < scene.nodes.size(); ++n) {
        SceneNode& node = scene.nodes[n];
        const auto placed = byHand.constFind(node.name);
        node.rect.moveTopLeft(placed == byHand.cend() ? layout.nodes[n].topLeft() : *placed);
        scene.bounds |= node.rect;
    }
    tellDirections(scene);
    level(scene, layout.runs);
    Ports ports = portsOf(scene, layout.runs);
    straighten(scene, layout.runs, ports);
    ports = portsOf(scene, layout.runs);
    for (std::size_t e = 0; e < scene.edges.size(); ++e) {
        SceneEdge& edge = scene.edges[e];
        routeEdge(edge, layout.runs[e], ports.start[e], ports.tip[e]);
        scene.bounds |= edge.curve.path().boundingRect();
    }
}

QPainterPath outline(const SceneNode& node, double grow) {
    const QRectF r = node.rect.adjusted(-grow, -grow, grow, grow);
    QPainterPath path;
    switch (node.shape) {
        case Shape::Pill:
            path.addRoundedRect(r, r.height() / 2, r.height() / 2);
            break;
        case Shape::Card:
        case Shape::Group:
            path.addRoundedRect(r, 6 + grow, 6 + grow);
            break;
        case Shape::Hexagon:
            path.moveTo(r.left() + hexagonCut, r.top());
            path.lineTo(r.right() - hexagonCut, r.top());
            path.lineTo(r.right(), r.center().y());
            path.lineTo(r.right() - hexagonCut, r.bottom());
            path.lineTo(r.left() + hexagonCut, r.bottom());
            path.lineTo(r.left(), r.center().y());
            path.closeSubpath();
            break;
        case Shape::Pipe: {
            const QSizeF end(pipeMouth, r.height());
            path.moveTo(r.left() + pipeMouth / 2, r.top());
            path.lineTo(r.right() - pipeMouth / 2, r.top());
            path.arcTo(QRectF(QPointF(r.right() - pipeMouth, r.top()), end), 90, -180);
            path.lineTo(r.left() + pipeMouth / 2, r.bottom());
            path.arcTo(QRectF(r.topLeft(), end), 270, -180);
            path.closeSubpath();
            break;
        }
    }
    return path;
}

int nodeAt(const GraphScene& scene, QPointF point) {
    for (int n = static_cast<int>(scene.nodes.size()) - 1; n >= 0; --n)
        if (scene.nodes[n].rect.contains(point) && outline(scene.nodes[n]).contains(point))
            return n;
    return -1;
}

int edgeAt(const GraphScene& scene, QPointF point, double reach) {
    int found = -1;
    for (int e = 0; e < static_cast<int>(scene.edges.size()); ++e) {
        const Curve& curve = scene.edges[e].curve;
        if (!curve.path().boundingRect().adjusted(-reach, -reach, reach, reach).contains(point))
            continue;
        const double off = curve.distanceTo(point);
        if (off < reach) {
            reach = off;
            found = e;
        }
    }
    return found;
}

}  // namespace app
