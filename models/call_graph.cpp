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

using Topics = std::unordered_map<std::string_view, int>;  // a name to its node

void addMessageEdge(CallGraph& graph, int from, int to) {
    const MessageEdge edge{from, to};
    if (std::ranges::find(graph.messages, edge) == graph.messages.end()) {
        graph.messages.push_back(edge);
    }
}

void addPublished(CallGraph& graph, int publisher, const Steps& steps, const Topics& topics) {
    forEachStep(steps, [&](const Step& step) {
        const auto* publish = std::get_if<Publish>(&step.action);
        const auto topic = publish ? topics.find(publish->topic) : topics.end();
        if (topic != topics.end()) {
            addMessageEdge(graph, publisher, topic->second);
        }
    });
}

// Adds the topics and their edges; topics that are not there are left out.
void addTopics(CallGraph& graph, const Scenario& scenario) {
    Topics topics;
    for (std::size_t i = 0; i < scenario.topics.size(); ++i) {
        topics.emplace(scenario.topics[i].name, static_cast<int>(graph.nodes.size()));
        graph.nodes.push_back({NodeKind::Topic, static_cast<int>(i), scenario.topics[i].name});
    }
    int node = 0;
    for (const Journey& journey : scenario.journeys) {
        addPublished(graph, node++, journey.steps, topics);
    }
    const int firstService = node;
    for (const Service& service : scenario.services) {
        for (const Endpoint& each : service.endpoints) {
            addPublished(graph, node, each.steps, topics);
        }
        ++node;
    }
    node = firstService;
    for (const Service& service : scenario.services) {
        for (const Consumer& each : service.consumes) {
            const auto topic = topics.find(each.topic);
            if (topic != topics.end()) {
                addMessageEdge(graph, topic->second, node);
            }
        }
        ++node;
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
    addTopics(graph, scenario);
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
