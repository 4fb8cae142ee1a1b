#include "app/graph/arrangement.h"

#include <QHash>
#include <algorithm>
#include <numeric>

#include "app/graph/health.h"
#include "app/look/utf8_text.h"

namespace app {
namespace {

double secondsOrZero(const std::optional<models::Duration>& time) {
    return models::inSeconds(time).value_or(0);
}

// Who is down fails all, whether somebody asks it or not.
double measured(const sim::Recent& recent, bool isDown, GridMeasure measure) {
    switch (measure) {
        case GridMeasure::Errors:
            return isDown ? 2 : recent.failedShare();
        case GridMeasure::P99:
            return secondsOrZero(recent.p99);
        case GridMeasure::Rate:
            return recent.startedPerSecond();
    }
    return 0;
}

double measured(const sim::TopicSnapshot& topic, GridMeasure measure) {
    const auto arrived = static_cast<double>(topic.recentPublished + topic.recentRefused);
    switch (measure) {
        case GridMeasure::Errors:
            if (topic.downSince)
                return 2;
            return arrived == 0 ? 0 : static_cast<double>(topic.recentRefused) / arrived;
        case GridMeasure::P99:
            return secondsOrZero(topic.oldestWaits);
        case GridMeasure::Rate:
            return topic.publishedPerSecond();
    }
    return 0;
}

double measured(const models::CallGraphNode& node, const sim::Snapshot& snapshot,
                GridMeasure measure) {
    const auto index = static_cast<std::size_t>(node.index);
    switch (node.kind) {
        case models::NodeKind::Journey:
            return measured(snapshot.journeys[index].recent, false, measure);
        case models::NodeKind::Service:
            return measured(snapshot.services[index].recent,
                            snapshot.services[index].downSince.has_value(), measure);
        case models::NodeKind::Topic:
            return measured(snapshot.topics[index], measure);
    }
    return 0;
}

// Lanes as they come, -1 where there is none yet, and their names.
struct LanesFound {
    std::vector<int> lane;
    QHash<QString, int> known;
    int count = 0;
    int named(const QString& name) {
        const auto found = known.constFind(name);
        if (found != known.cend())
            return *found;
        known.insert(name, count);
        return count++;
    }
};

// From the top, as far as its cards are from the left on average: who calls stands above.
void sortLanes(LanesFound& lanes, const GraphScene& scene) {
    std::vector<std::pair<int, int>> edges;
    for (const SceneEdge& edge : scene.edges)
        edges.emplace_back(edge.caller, edge.callee);
    const std::vector<int> layer = layersOf(static_cast<int>(scene.nodes.size()), edges);
    std::vector<double> sum(static_cast<std::size_t>(lanes.count), 0);
    std::vector<int> members(static_cast<std::size_t>(lanes.count), 0);
    for (std::size_t n = 0; n < lanes.lane.size(); ++n)
        if (lanes.lane[n] >= 0) {
            sum[static_cast<std::size_t>(lanes.lane[n])] += layer[n];
            ++members[static_cast<std::size_t>(lanes.lane[n])];
        }
    std::vector<int> order(sum.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&](int lane) {
        const auto at = static_cast<std::size_t>(lane);
        return sum[at] / std::max(1, members[at]);
    });
    std::vector<int> place(sum.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        place[static_cast<std::size_t>(order[i])] = static_cast<int>(i);
    for (int& each : lanes.lane)
        if (each >= 0)
            each = place[static_cast<std::size_t>(each)];
}

struct LayoutName {
    LayoutKind kind;
    GridMeasure measure;
    const char* name;
};

constexpr LayoutName layoutNames[] = {{LayoutKind::Layered, {}, "layers"},
                                      {LayoutKind::Force, {}, "forces"},
                                      {LayoutKind::Grid, GridMeasure::Errors, "grid-errors"},
                                      {LayoutKind::Grid, GridMeasure::P99, "grid-p99"},
                                      {LayoutKind::Grid, GridMeasure::Rate, "grid-rate"},
                                      {LayoutKind::Lanes, {}, "lanes"}};

}  // namespace

QString layoutName(const Arrangement& arrangement) {
    for (const LayoutName& each : layoutNames)
        if (each.kind == arrangement.kind &&
            (each.kind != LayoutKind::Grid || each.measure == arrangement.measure))
            return QString::fromLatin1(each.name);
    return {};
}

std::optional<Arrangement> layoutNamed(const QString& name) {
    for (const LayoutName& each : layoutNames)
        if (name == QLatin1String(each.name))
            return Arrangement{each.kind, each.measure};
    return std::nullopt;
}

QStringList gridOrder(const models::CallGraph& graph, const sim::Snapshot* snapshot,
                      GridMeasure measure) {
    std::vector<std::pair<double, std::size_t>> keyed;
    for (std::size_t n = 0; n < graph.nodes.size(); ++n)
        keyed.emplace_back(snapshot ? measured(graph.nodes[n], *snapshot, measure) : 0, n);
    std::ranges::stable_sort(keyed, std::greater<>(), [](const auto& each) { return each.first; });
    QStringList order;
    for (const auto& [value, node] : keyed)
        order << text(graph.nodes[node].name);
    return order;
}

std::vector<int> placesInGrid(const GraphScene& scene, const models::Scenario& scenario,
                              const QStringList& order) {
    QHash<QString, qsizetype> rank;
    for (qsizetype i = 0; i < order.size(); ++i)
        rank.insert(order[i], i);
    std::vector<qsizetype> first;
    for (const SceneNode& node : scene.nodes) {
        qsizetype best = rank.value(node.name, order.size());
        for (const int member : node.members)
            best = std::min(
                best,
                rank.value(text(scenario.services[static_cast<std::size_t>(member)].name), best));
        first.push_back(best);
    }
    std::vector<int> nodes(scene.nodes.size());
    std::iota(nodes.begin(), nodes.end(), 0);
    std::ranges::stable_sort(nodes, {},
                             [&](int node) { return first[static_cast<std::size_t>(node)]; });
    return nodes;
}

std::vector<int> lanesByGroup(const GraphScene& scene, const models::Scenario& scenario) {
    LanesFound lanes;
    lanes.lane.assign(scene.nodes.size(), -1);
    std::vector<int> cardsIn;
    for (std::size_t n = 0; n < scene.nodes.size(); ++n) {
        const SceneNode& node = scene.nodes[n];
        if (!node.isService() && !node.isGroup())
            continue;
        const int service = node.isGroup() ? node.members.front() : node.index;
        const QString group = text(scenario.services[static_cast<std::size_t>(service)].group);
        if (group.isEmpty())
            continue;
        lanes.lane[n] = lanes.named(group);
        cardsIn.resize(static_cast<std::size_t>(lanes.count), 0);
        ++cardsIn[static_cast<std::size_t>(lanes.lane[n])];
    }
    if (std::ranges::none_of(cardsIn, [](int cards) { return cards > 1; }))
        return {};
    for (const bool isOfPublisher : {true, false}) {
        for (const SceneEdge& edge : scene.edges) {
            const int topic = isOfPublisher ? edge.callee : edge.caller;
            const int other = isOfPublisher ? edge.caller : edge.callee;
            int& lane = lanes.lane[static_cast<std::size_t>(topic)];
            if (scene.nodes[static_cast<std::size_t>(topic)].isTopic() && lane < 0)
                lane = lanes.lane[static_cast<std::size_t>(other)];
        }
    }
    sortLanes(lanes, scene);
    bool isLastUsed = false;
    for (std::size_t n = 0; n < scene.nodes.size(); ++n)
        if (lanes.lane[n] < 0 && !scene.nodes[n].isJourney()) {
            lanes.lane[n] = lanes.count;
            isLastUsed = true;
        }
    lanes.count += isLastUsed ? 1 : 0;
    return lanes.lane;
}

}  // namespace app
