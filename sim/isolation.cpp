#include "sim/isolation.h"

#include <set>

namespace sim {
namespace {

using models::Call;
using models::CallGraph;
using models::NodeKind;
using models::Scenario;

// Below this many ended requests "nothing failed" says nothing.
constexpr std::int64_t enoughToTell = 10;

// One call step, seen from whoever makes it.
struct CallStep {
    std::string from;  // "gateway.subscribe", or a journey's name
    std::string to;    // "payment.charge"
    std::string callee;
    std::string endpoint;
    bool hasFallback = false;
};

// Pairs of caller and callee.
using Edges = std::set<std::pair<std::string, std::string>>;

// The calls of a scenario at the level of endpoints: a service may reach the target through one of
// its endpoints and not through another, and only the latter is a reason to be spared.
class CallPaths {
  public:
    CallPaths(const Scenario& scenario, const std::set<std::string>& targets);

    std::vector<std::string> endpointsOf(const std::string& service) const;
    // The target can be reached by calls from here; `from` is an endpoint or a journey.
    bool reaches(const std::string& from) const;
    // The call into the target that no fallback covers, all the way from `from`. Those whose edge
    // was seen failing are preferred.
    const CallStep* uncovered(const std::string& from,
                              const std::set<std::string>& failingCallers) const;
    // The first call with a fallback on a way to the target. Those whose fallback was seen to
    // answer are preferred: a failure stops at the innermost fallback, not at the first.
    const CallStep* covered(const std::string& from, const Edges& answered) const;

  private:
    const std::vector<CallStep>& callsOf(const std::string& from) const;
    void collect(const std::string& from, const models::Steps& steps);
    const CallStep* uncovered(const std::string& from, const std::set<std::string>& failingCallers,
                              std::set<std::string>& seen) const;
    const CallStep* covered(const std::string& from, const Edges& answered,
                            std::set<std::string>& seen) const;

    std::map<std::string, std::vector<CallStep>> m_calls;
    std::map<std::string, std::vector<std::string>> m_endpoints;
    std::set<std::string> m_targets;
    std::set<std::string> m_reaching;
};

CallPaths::CallPaths(const Scenario& scenario, const std::set<std::string>& targets)
    : m_targets(targets) {
    for (const models::Journey& journey : scenario.journeys)
        collect(journey.name, journey.steps);
    for (const models::Service& service : scenario.services) {
        for (const models::Endpoint& endpoint : service.endpoints) {
            const std::string name = service.name + "." + endpoint.name;
            m_endpoints[service.name].push_back(name);
            collect(name, endpoint.steps);
        }
    }
    bool grew = true;
    while (grew) {  // at most as often as the longest chain of calls
        grew = false;
        for (const auto& [from, calls] : m_calls) {
            const bool hit = std::any_of(calls.begin(), calls.end(), [&](const CallStep& call) {
                return m_targets.contains(call.callee) || m_reaching.contains(call.to);
            });
            if (hit && m_reaching.insert(from).second)
                grew = true;
        }
    }
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
}

std::vector<std::string> CallPaths::endpointsOf(const std::string& service) const {
    const auto found = m_endpoints.find(service);
    return found == m_endpoints.end() ? std::vector<std::string>{} : found->second;
}

bool CallPaths::reaches(const std::string& from) const {
    return m_reaching.contains(from);
}

const std::vector<CallStep>& CallPaths::callsOf(const std::string& from) const {
    static const std::vector<CallStep> none;
    const auto found = m_calls.find(from);
    return found == m_calls.end() ? none : found->second;
}

std::string serviceOf(const std::string& caller) {
    return caller.substr(0, caller.find('.'));
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
        if (m_targets.contains(call.callee) &&
            (failingCallers.empty() || failingCallers.contains(serviceOf(call.from))))
            return &call;
        if (!reaches(call.to))
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
        const bool leads = m_targets.contains(call.callee) || reaches(call.to);
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

// ----------------------------------------------------------------------------------------- targets

std::string nameOf(const models::Target& target) {
    return target.instance ? target.service + "#" + std::to_string(*target.instance)
                           : target.service;
}

// "payment", "payment and user", "payment, user and catalog".
std::string titleOf(const std::vector<models::Target>& targets) {
    std::string title;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (i > 0)
            title += i + 1 == targets.size() ? " and " : ", ";
        title += nameOf(targets[i]);
    }
    return title;
}

// ------------------------------------------------------------------------------------------
// judging

struct Judge {
    const Scenario& scenario;
    const CallGraph& graph;
    const Snapshot& snapshot;
    const FaultImpact& impact;
    const models::Fault& fault;
    std::set<std::string> targets;
    CallPaths paths;
    std::set<std::string> failingCallers{};
    Edges answeringEdges{};

    std::string callerOf(std::size_t edge) const {
        return graph.nodes[static_cast<std::size_t>(graph.edges[edge].caller)].name;
    }
    std::string calleeOf(std::size_t edge) const {
        return graph.nodes[static_cast<std::size_t>(graph.edges[edge].callee)].name;
    }
    void findSeenEdges();
    bool sparesHold() const;
    bool breakerRefuses() const;
    Reason whyNotNoticed(bool reaches) const;
    SubjectIsolation judge(NodeKind kind, int index, const std::string& name,
                           const FaultImpact::OnSubject& on) const;
    void explain(SubjectIsolation& subject, const std::vector<std::string>& from) const;
};

void Judge::findSeenEdges() {
    for (std::size_t i = 0; i < impact.edges.size() && i < graph.edges.size(); ++i) {
        if (impact.edges[i].failed > 0 && targets.contains(calleeOf(i)))
            failingCallers.insert(callerOf(i));
        if (impact.edges[i].fallbacks > 0)
            answeringEdges.insert({callerOf(i), calleeOf(i)});
    }
}

// Only some instances of a target were struck, and the others took its requests.
bool Judge::sparesHold() const {
    for (std::size_t i = 0; i < scenario.services.size() && i < impact.spared.size(); ++i) {
        if (impact.spared[i] > 0 && targets.contains(scenario.services[i].name))
            return true;
    }
    return false;
}

bool Judge::breakerRefuses() const {
    return std::any_of(impact.edges.begin(), impact.edges.end(),
                       [](const FaultImpact::OnEdge& edge) { return edge.refused > 0; });
}

Reason Judge::whyNotNoticed(bool reaches) const {
    if (!reaches)
        return Reason::NeverCallsIt;
    if (sparesHold())
        return Reason::SpareInstances;
    return breakerRefuses() ? Reason::BreakerOpen : Reason::NotAskedSince;
}

// Names the call that decided: the uncovered one of what failed, the covered one of what degraded.
void Judge::explain(SubjectIsolation& subject, const std::vector<std::string>& from) const {
    const bool failed = subject.effect == Effect::Failed;
    const CallStep* step = nullptr;
    for (const std::string& start : from) {
        step =
            failed ? paths.uncovered(start, failingCallers) : paths.covered(start, answeringEdges);
        if (step)
            break;
    }
    if (!step)
        return;
    subject.via = step->from;
    subject.needed = step->to;
    if (failed && subject.kind == NodeKind::Journey)
        subject.reason = Reason::NeedsIt;
}

SubjectIsolation Judge::judge(NodeKind kind, int index, const std::string& name,
                              const FaultImpact::OnSubject& on) const {
    SubjectIsolation subject;
    subject.kind = kind;
    subject.index = index;
    subject.name = name;
    subject.of = on.ended;
    subject.failedByCause = on.failedByCause;
    const std::vector<std::string> from =
        kind == NodeKind::Journey ? std::vector<std::string>{name} : paths.endpointsOf(name);
    const bool reaches = std::any_of(
        from.begin(), from.end(), [&](const std::string& start) { return paths.reaches(start); });
    if (on.failed > 0) {
        subject.effect = Effect::Failed;
        subject.reason = Reason::PassesFailuresOn;
        subject.count = on.failed;
        explain(subject, from);
    } else if (on.degraded > 0) {
        subject.effect = Effect::Degraded;
        subject.reason = Reason::FallbackAnswered;
        subject.count = on.degraded;
        explain(subject, from);
    } else {
        subject.effect = on.ended < enoughToTell ? Effect::TooEarly : Effect::DidNotNotice;
        subject.reason = whyNotNoticed(reaches);
    }
    return subject;
}

int rankOf(Effect effect) {
    switch (effect) {
        case Effect::Down:
        case Effect::Failed:
            return 0;
        case Effect::Degraded:
            return 1;
        case Effect::DidNotNotice:
        case Effect::TooEarly:
            break;
    }
    return 2;
}

void worstFirst(std::vector<SubjectIsolation>& subjects) {
    std::stable_sort(subjects.begin(), subjects.end(), [](const auto& a, const auto& b) {
        return rankOf(a.effect) < rankOf(b.effect);
    });
}

// ------------------------------------------------------------------------------------- protections

// The endpoints of `callee` that `caller` calls, those with a fallback only where asked for.
std::vector<std::string> calledEndpoints(const Scenario& scenario, const std::string& caller,
                                         const std::string& callee, bool withFallback) {
    std::vector<std::string> endpoints;
    const auto visit = [&](const Call& call) {
        if (call.callee.service != callee || (withFallback && !call.fallback))
            return;
        const auto& name = call.callee.endpoint;
        if (std::find(endpoints.begin(), endpoints.end(), name) == endpoints.end())
            endpoints.push_back(name);
    };
    if (const models::Journey* journey = scenario.journey(caller))
        models::forEachCall(journey->steps, visit);
    if (const models::Service* service = scenario.service(caller)) {
        for (const models::Endpoint& endpoint : service->endpoints)
            models::forEachCall(endpoint.steps, visit);
    }
    return endpoints;
}

std::string calleeName(const std::string& callee, const std::vector<std::string>& endpoints) {
    return endpoints.size() == 1 ? callee + "." + endpoints.front() : callee;
}

const BreakerSnapshot* breakerOn(const Snapshot& snapshot, std::size_t edge) {
    const BreakerSnapshot* found = nullptr;
    for (const BreakerSnapshot& breaker : snapshot.breakers) {
        if (static_cast<std::size_t>(breaker.edge) != edge)
            continue;
        if (!found || breaker.state != BreakerState::Closed)
            found = &breaker;
    }
    return found;
}

// The first opening since the fault began; the timeline knows it even after the breaker closed.
std::optional<Instant> openedAt(const Snapshot& snapshot, const std::string& where, Instant since) {
    for (const TimelineRow& row : snapshot.timeline) {
        if (row.what == "breaker-open" && row.where == where && row.at >= since)
            return row.at;
    }
    return std::nullopt;
}

Protection breakerProtection(const Judge& judge, std::size_t edge) {
    Protection protection;
    protection.kind = Protection::Kind::Breaker;
    protection.from = judge.callerOf(edge);
    protection.to = judge.calleeOf(edge);
    protection.count = judge.impact.edges[edge].refused;
    if (const BreakerSnapshot* breaker = breakerOn(judge.snapshot, edge)) {
        protection.to += "." + breaker->endpoint;
        protection.breaker = breaker->state;
        protection.since =
            openedAt(judge.snapshot, protection.from + " -> " + protection.to, judge.impact.since);
        if (!protection.since && breaker->state != BreakerState::Closed)
            protection.since = breaker->since;
    }
    return protection;
}

Protection fallbackProtection(const Judge& judge, std::size_t edge) {
    Protection protection;
    protection.kind = Protection::Kind::Fallback;
    protection.from = judge.callerOf(edge);
    const std::string callee = judge.calleeOf(edge);
    protection.to =
        calleeName(callee, calledEndpoints(judge.scenario, protection.from, callee, true));
    protection.count = judge.impact.edges[edge].fallbacks;
    if (const BreakerSnapshot* breaker = breakerOn(judge.snapshot, edge))
        protection.breaker = breaker->state;
    return protection;
}

std::vector<Protection> protectionsOf(const Judge& judge) {
    std::vector<Protection> protections;
    const std::size_t edges = std::min(judge.impact.edges.size(), judge.graph.edges.size());
    for (std::size_t i = 0; i < edges; ++i) {
        if (judge.impact.edges[i].refused > 0)
            protections.push_back(breakerProtection(judge, i));
    }
    for (std::size_t i = 0; i < edges; ++i) {
        if (judge.impact.edges[i].fallbacks > 0)
            protections.push_back(fallbackProtection(judge, i));
    }
    const std::size_t services =
        std::min(judge.impact.spared.size(), judge.scenario.services.size());
    for (std::size_t i = 0; i < services; ++i) {
        if (judge.impact.spared[i] == 0)
            continue;
        Protection protection;
        protection.kind = Protection::Kind::SpareInstances;
        protection.to = judge.scenario.services[i].name;
        protection.count = judge.impact.spared[i];
        protections.push_back(protection);
    }
    return protections;
}

}  // namespace

Isolation isolationOf(const Scenario& scenario, const CallGraph& graph, const Snapshot& snapshot,
                      const FaultImpact& impact) {
    Isolation isolation;
    isolation.fault = impact.fault;
    isolation.what = impact.what;
    isolation.title = titleOf(isolation.what.targets);
    isolation.since = impact.since;
    isolation.endedAt = impact.endedAt;
    isolation.recoveredAt = impact.recoveredAt;

    std::set<std::string> targets;
    for (const models::Target& target : isolation.what.targets)
        targets.insert(target.service);
    Judge judge{
        scenario, graph, snapshot, impact, isolation.what, targets, CallPaths(scenario, targets)};
    judge.findSeenEdges();

    for (std::size_t i = 0; i < scenario.journeys.size() && i < impact.journeys.size(); ++i) {
        const FaultImpact::OnSubject& on = impact.journeys[i];
        isolation.ended += on.ended;
        isolation.failed += on.failed;
        isolation.degraded += on.degraded;
        isolation.journeys.push_back(
            judge.judge(NodeKind::Journey, static_cast<int>(i), scenario.journeys[i].name, on));
    }
    for (std::size_t i = 0; i < scenario.services.size() && i < impact.services.size(); ++i) {
        if (!targets.contains(scenario.services[i].name))
            isolation.services.push_back(judge.judge(NodeKind::Service, static_cast<int>(i),
                                                     scenario.services[i].name,
                                                     impact.services[i]));
    }
    worstFirst(isolation.journeys);
    worstFirst(isolation.services);
    isolation.protections = protectionsOf(judge);
    return isolation;
}

}  // namespace sim
