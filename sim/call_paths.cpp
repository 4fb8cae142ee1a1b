#include "sim/call_paths.h"

#include <algorithm>

#include "models/call_graph.h"
#include "models/step_walk.h"

namespace sim {

using models::Call;

std::string serviceOf(const std::string& caller) {
    return caller.substr(0, caller.find('.'));
}

CallPaths::CallPaths(const models::Scenario& scenario, const std::set<std::string>& targets,
                     const std::set<std::string>& failing)
    : m_targets(targets), m_failing(failing) {
    for (const models::Journey& journey : scenario.journeys)
        collect(journey.name, journey.steps);
    for (const models::Service& service : scenario.services) {
        for (const models::Endpoint& endpoint : service.endpoints) {
            const std::string name = service.name + "." + endpoint.name;
            m_endpoints[service.name].push_back(name);
            collect(name, endpoint.steps);
        }
        for (const models::Consumer& each : service.consumes)
            m_messages[each.topic].push_back(service.name + "." + each.endpoint);
    }
    m_reaching =
        leadingTo([this](const CallStep& call) { return m_targets.contains(call.callee); });
    m_leading = m_failing.empty()
                    ? m_reaching
                    : leadingTo([this](const CallStep& call) { return isStruck(call); });
}

std::set<std::string> CallPaths::leadingTo(
    const std::function<bool(const CallStep&)>& isWanted) const {
    std::set<std::string> leading;
    bool grew = true;
    while (grew) {  // at most as often as the longest chain of calls
        grew = false;
        for (const auto& [from, calls] : m_calls) {
            const bool hit = std::any_of(calls.begin(), calls.end(), [&](const CallStep& call) {
                return isWanted(call) || leading.contains(call.to);
            });
            if (hit && leading.insert(from).second)
                grew = true;
        }
    }
    return leading;
}

void CallPaths::collect(const std::string& from, const models::Steps& steps) {
    std::vector<CallStep>& calls = m_calls[from];
    models::forEachCall(steps, [&](const Call& call) {
        calls.push_back({.from = from,
                         .to = call.callee.service + "." + call.callee.endpoint,
                         .callee = call.callee.service,
                         .endpoint = call.callee.endpoint,
                         .hasFallback = call.fallback.has_value()});
    });
    models::forEachStep(steps, [&](const models::Step& step) {
        if (const auto* publish = std::get_if<models::Publish>(&step.action))
            m_messages[from].push_back(publish->topic);
    });
}

std::vector<std::string> CallPaths::endpointsOf(const std::string& service) const {
    const auto found = m_endpoints.find(service);
    return found == m_endpoints.end() ? std::vector<std::string>{} : found->second;
}

bool CallPaths::reaches(const std::string& from) const {
    return m_reaching.contains(from);
}

bool CallPaths::tells(const std::vector<std::string>& from) const {
    std::set<std::string> seen;
    std::vector<std::string> open = from;
    const auto goTo = [&](const std::string& next) {
        open.push_back(next);
        return isTarget(next);
    };
    while (!open.empty()) {
        const std::string each = open.back();
        open.pop_back();
        if (!seen.insert(each).second)
            continue;
        for (const CallStep& call : callsOf(each)) {
            if (goTo(call.to))
                return true;
        }
        const auto messages = m_messages.find(each);
        if (messages != m_messages.end() && std::ranges::any_of(messages->second, goTo))
            return true;
    }
    return false;
}

const std::vector<CallStep>& CallPaths::callsOf(const std::string& from) const {
    static const std::vector<CallStep> none;
    const auto found = m_calls.find(from);
    return found == m_calls.end() ? none : found->second;
}

std::set<std::string> CallPaths::callersOnTheWay(const std::vector<std::string>& from) const {
    std::set<std::string> seen;
    std::set<std::string> callers;
    std::vector<std::string> open = from;
    while (!open.empty()) {
        const std::string each = open.back();
        open.pop_back();
        if (!reaches(each) || !seen.insert(each).second)
            continue;
        callers.insert(serviceOf(each));
        for (const CallStep& call : callsOf(each))
            open.push_back(call.to);
    }
    return callers;
}

const CallStep* CallPaths::uncovered(const std::string& from,
                                     const std::set<std::string>& failingCallers) const {
    std::set<std::string> seen;
    if (const CallStep* step = uncovered(from, failingCallers, seen))
        return step;
    seen.clear();
    return uncovered(from, {}, seen);
}

// An empty `failingCallers` accepts every caller.
const CallStep* CallPaths::uncovered(const std::string& from,
                                     const std::set<std::string>& failingCallers,
                                     std::set<std::string>& seen) const {
    if (!seen.insert(from).second)
        return nullptr;
    for (const CallStep& call : callsOf(from)) {
        if (call.hasFallback)
            continue;
        if (isStruck(call) &&
            (failingCallers.empty() || failingCallers.contains(serviceOf(call.from))))
            return &call;
        if (!m_leading.contains(call.to))
            continue;
        if (const CallStep* step = uncovered(call.to, failingCallers, seen))
            return step;
    }
    return nullptr;
}

const CallStep* CallPaths::covered(const std::string& from, const Edges& answered) const {
    std::set<std::string> seen;
    if (const CallStep* step = covered(from, answered, seen))
        return step;
    seen.clear();
    return covered(from, {}, seen);
}

const CallStep* CallPaths::covered(const std::string& from, const Edges& answered,
                                   std::set<std::string>& seen) const {
    if (!seen.insert(from).second)
        return nullptr;
    for (const CallStep& call : callsOf(from)) {
        const bool leads = isStruck(call) || m_leading.contains(call.to);
        if (!leads)
            continue;
        if (call.hasFallback &&
            (answered.empty() || answered.contains({serviceOf(call.from), call.callee})))
            return &call;
        if (const CallStep* step = covered(call.to, answered, seen))
            return step;
    }
    return nullptr;
}

}  // namespace sim
