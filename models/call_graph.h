// Who calls whom and who sends messages to whom, as the scenario says it: the nodes and edges of
// the canvas, and what follows from them without running anything (reachability is why a journey
// "never calls payment").
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/scenario.h"

namespace models {

enum class NodeKind { Journey, Service, Topic };

struct CallGraphNode {
    NodeKind kind = NodeKind::Service;
    int index = 0;  // into Scenario::journeys, services or topics
    std::string name;
    bool operator==(const CallGraphNode&) const = default;
};

// All calls from one node to one service. `endpoints` in order of first appearance.
struct CallGraphEdge {
    int caller = 0;  // into CallGraph::nodes
    int callee = 0;  // into CallGraph::nodes, always a service
    std::vector<std::string> endpoints;
    bool operator==(const CallGraphEdge&) const = default;
};

// The messages from a publisher to a topic, or from a topic to a service that consumes it. No call:
// nobody answers, so nothing that follows calls follows these.
struct MessageEdge {
    int from = 0;  // into CallGraph::nodes
    int to = 0;    // into CallGraph::nodes; one of both is a topic
    bool operator==(const MessageEdge&) const = default;
};

struct CallGraph {
    std::vector<CallGraphNode> nodes;   // journeys, services, topics, each in file order
    std::vector<CallGraphEdge> edges;   // by caller, then by first appearance
    std::vector<MessageEdge> messages;  // by publisher, then by consumer; each pair once

    std::optional<int> node(std::string_view name) const;

    // Marks every node that `from` can reach by calls, itself included. One flag a node.
    std::vector<bool> reachableFrom(int from) const;
    // Marks every node from which `to` can be reached, itself included.
    std::vector<bool> reaching(int to) const;
};

CallGraph callGraph(const Scenario& scenario);

// Calls `visit(call)` for every call among the steps, those nested in others included.
void forEachCall(const Steps& steps, const std::function<void(const Call&)>& visit);

}  // namespace models
