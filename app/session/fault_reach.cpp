#include "app/session/fault_reach.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "sim/call_paths.h"

namespace app {
namespace {

// Everybody from whom one of them can be reached; by messages too, where asked.
std::set<int> leadingTo(const models::CallGraph& graph, const std::set<int>& targets,
                        bool byMessages) {
    std::set<int> found = targets;
    for (bool grew = true; grew;) {
        grew = false;
        for (const models::CallGraphEdge& edge : graph.edges) {
            if (found.contains(edge.callee))
                grew = found.insert(edge.caller).second || grew;
        }
        for (const models::MessageEdge& edge : graph.messages) {
            if (byMessages && found.contains(edge.to))
                grew = found.insert(edge.from).second || grew;
        }
    }
    return found;
}

QString nameOf(const models::CallGraph& graph, int node) {
    return QString::fromStdString(graph.nodes[static_cast<std::size_t>(node)].name);
}

bool isJourney(const models::CallGraph& graph, int node) {
    return graph.nodes[static_cast<std::size_t>(node)].kind == models::NodeKind::Journey;
}

// Whose calls a fault upon links lets through no more, or late.
bool isStruck(const models::Fault& fault, const std::string& caller, const std::string& callee) {
    const auto fits = [](const std::string& pattern, const std::string& name) {
        return pattern == "any" || pattern == name;
    };
    const auto isOn = [&](const std::vector<models::Link>& links) {
        return std::any_of(links.begin(), links.end(), [&](const models::Link& link) {
            return fits(link.from, caller) && fits(link.to, callee);
        });
    };
    const auto has = [&](const std::vector<models::Target>& side, const std::string& name) {
        return std::any_of(side.begin(), side.end(),
                           [&](const models::Target& each) { return fits(each.service, name); });
    };
    if (const auto* delay = std::get_if<models::Delay>(&fault.kind))
        return isOn(delay->links);
    if (const auto* lose = std::get_if<models::Lose>(&fault.kind))
        return isOn(lose->links);
    if (const auto* cut = std::get_if<models::Partition>(&fault.kind))
        return (has(cut->one, caller) && has(cut->other, callee)) ||
               (has(cut->one, callee) && has(cut->other, caller));
    return std::any_of(fault.targets.begin(), fault.targets.end(),
                       [&](const models::Target& each) { return each.service == callee; });
}

// A service may lead there by one of its endpoints and not by another. Empty: upon links, or where
// a topic is struck, the graph has to do.
std::optional<sim::CallPaths> pathsTo(const models::Scenario& scenario,
                                      const models::Fault& fault) {
    std::set<std::string> services;
    for (const models::Target& each : fault.targets) {
        if (scenario.service(each.service) == nullptr)
            return std::nullopt;
        services.insert(each.service);
    }
    return models::isUponLinks(fault.kind) || services.empty()
               ? std::nullopt
               : std::optional<sim::CallPaths>(std::in_place, scenario, services);
}

QString listed(const QStringList& names) {
    if (names.size() < 2)
        return names.join(QString());
    return names.mid(0, names.size() - 1).join(QStringLiteral(", ")) + QStringLiteral(" and ") +
           names.last();
}

}  // namespace

FaultReach faultReach(const models::Scenario& scenario, const models::CallGraph& graph,
                      const models::Fault& fault) {
    FaultReach reach;
    std::set<int> struck, callers;
    for (const models::CallGraphEdge& edge : graph.edges) {
        if (isStruck(fault, graph.nodes[static_cast<std::size_t>(edge.caller)].name,
                     graph.nodes[static_cast<std::size_t>(edge.callee)].name)) {
            struck.insert(edge.callee);
            callers.insert(edge.caller);
        }
    }
    std::set<int> there = callers;  // upon links only who calls over them
    if (!models::isUponLinks(fault.kind)) {
        for (const models::Target& target : fault.targets) {
            if (const auto node = graph.node(target.service))
                struck.insert(*node);
        }
        there.insert(struck.begin(), struck.end());
    }
    for (const int node : struck)
        reach.struck << nameOf(graph, node);
    for (const int node : callers)
        reach.callers << nameOf(graph, node);
    const std::set<int> byCalls = leadingTo(graph, there, false);
    const std::set<int> byAll = leadingTo(graph, there, true);
    const std::optional<sim::CallPaths> paths = pathsTo(scenario, fault);
    for (int node = 0; node < static_cast<int>(graph.nodes.size()); ++node) {
        if (!isJourney(graph, node))
            continue;
        ++reach.journeysInAll;
        const std::string& journey = graph.nodes[static_cast<std::size_t>(node)].name;
        if (byCalls.contains(node) && (!paths || paths->reaches(journey)))
            reach.journeys << nameOf(graph, node);
        else if (byAll.contains(node) && (!paths || paths->tells({journey})))
            reach.byMessage << nameOf(graph, node);
    }
    return reach;
}

QString reachText(const FaultReach& reach, const models::CallGraph& graph,
                  const models::Fault& fault) {
    if (std::holds_alternative<models::Surge>(fault.kind)) {
        QStringList names;
        for (const models::Target& each : fault.targets) {
            const auto node = graph.node(each.service);
            if (!node)
                continue;
            const std::vector<bool> reached = graph.reachableFrom(*node);
            for (std::size_t i = 0; i < reached.size(); ++i) {
                if (reached[i] && graph.nodes[i].kind == models::NodeKind::Service)
                    names << QString::fromStdString(graph.nodes[i].name);
            }
        }
        return QObject::tr("More load for %1.").arg(listed(names));
    }
    QStringList said;
    const int shownAtMost = 6;
    const auto some = [&](const QStringList& names) {
        return names.size() <= shownAtMost
                   ? listed(names)
                   : QObject::tr("%1 and %2 more")
                         .arg(names.mid(0, shownAtMost).join(QStringLiteral(", ")))
                         .arg(names.size() - shownAtMost);
    };
    if (reach.callers.isEmpty())
        said << QObject::tr("Nobody calls it.");
    else
        said << QObject::tr("Callers: %1.").arg(some(reach.callers));
    if (reach.journeys.isEmpty())
        said << QObject::tr("No journey’s calls lead there.");
    else if (reach.journeys.size() == reach.journeysInAll)
        said << QObject::tr("Every journey’s calls lead there.");
    else
        said << QObject::tr("%1 of %2 journeys lead there: %3.")
                    .arg(reach.journeys.size())
                    .arg(reach.journeysInAll)
                    .arg(some(reach.journeys));
    if (!reach.byMessage.isEmpty())
        said << QObject::tr("By message only: %1.").arg(some(reach.byMessage));
    return said.join(QLatin1Char(' '));
}

}  // namespace app
