#include "models/call_graph.h"

#include <algorithm>
#include <unordered_map>

#include "models/step_walk.h"

namespace models {

namespace {

// Adds the edges of one caller; calls to services that are not there are left out.
void addEdges(CallGraph& graph, int caller, const std::vector<const Steps*>& all,
              const std::unordered_map<std::string_view, int>& services) {
    std::unordered_map<int, std::size_t> edges;  // callee to its edge
    for (const Steps* steps : all) {
        forEachCall(*steps, [&](const Call& call) {
            const auto callee = services.find(call.callee.service);
            if (callee == services.end()) {
                return;
            }
            const auto [edge, isNew] = edges.emplace(callee->second, graph.edges.size());
            if (isNew) {
                graph.edges.push_back({caller, callee->second, {}});
            }
            std::vector<std::string>& endpoints = graph.edges[edge->second].endpoints;
            if (std::ranges::find(endpoints, call.callee.endpoint) == endpoints.end()) {
                endpoints.push_back(call.callee.endpoint);
            }
        });
    }
}

std::vector<bool> reached(std::size_t nodes, int start, const std::vector<CallGraphEdge>& edges,
                          int CallGraphEdge::*from, int CallGraphEdge::*to) {
    std::vector<std::vector<int>> next(nodes);
    for (const CallGraphEdge& each : edges) {
        next[each.*from].push_back(each.*to);
    }
    std::vector<bool> seen(nodes, false);
    std::vector<int> open;
    if (start >= 0 && static_cast<std::size_t>(start) < nodes) {
        seen[start] = true;
        open.push_back(start);
    }
    while (!open.empty()) {
        const int node = open.back();
        open.pop_back();
        for (const int each : next[node]) {
            if (!seen[each]) {
                seen[each] = true;
                open.push_back(each);
            }
        }
    }
    return seen;
}

}  // namespace

std::optional<int> CallGraph::node(std::string_view name) const {
    const auto found = std::ranges::find(nodes, name, &CallGraphNode::name);
    return found == nodes.end() ? std::nullopt
                                : std::optional(static_cast<int>(found - nodes.begin()));
}

std::vector<bool> CallGraph::reachableFrom(int from) const {
    return reached(nodes.size(), from, edges, &CallGraphEdge::caller, &CallGraphEdge::callee);
}

std::vector<bool> CallGraph::reaching(int to) const {
    return reached(nodes.size(), to, edges, &CallGraphEdge::callee, &CallGraphEdge::caller);
}

CallGraph callGraph(const Scenario& scenario) {
    CallGraph graph;
    std::unordered_map<std::string_view, int> services;
    for (std::size_t i = 0; i < scenario.journeys.size(); ++i) {
        graph.nodes.push_back({NodeKind::Journey, static_cast<int>(i), scenario.journeys[i].name});
    }
    for (std::size_t i = 0; i < scenario.services.size(); ++i) {
        services.emplace(scenario.services[i].name, static_cast<int>(graph.nodes.size()));
        graph.nodes.push_back({NodeKind::Service, static_cast<int>(i), scenario.services[i].name});
    }
    int caller = 0;
    for (const Journey& journey : scenario.journeys) {
        addEdges(graph, caller++, {&journey.steps}, services);
    }
    for (const Service& service : scenario.services) {
        std::vector<const Steps*> all;
        for (const Endpoint& each : service.endpoints) {
            all.push_back(&each.steps);
        }
        addEdges(graph, caller++, all, services);
    }
    return graph;
}

void forEachCall(const Steps& steps, const std::function<void(const Call&)>& visit) {
    forEachStep(steps, [&](const Step& step) {
        if (const auto* call = std::get_if<Call>(&step.action)) {
            visit(*call);
        }
    });
}

}  // namespace models
