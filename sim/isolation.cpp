#include "sim/isolation.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "models/struck_text.h"
#include "sim/call_paths.h"
#include "sim/journey_difference.h"

namespace sim {
namespace {

using models::Call;
using models::CallGraph;
using models::NodeKind;
using models::Scenario;

// Below this many ended requests "nothing failed" says nothing.
constexpr std::int64_t enoughToTell = 10;

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
    std::set<std::string> askingCallers{};   // of the target, since the fault began
    std::set<std::string> refusedCallers{};  // by a breaker that the fault had opened
    std::vector<bool> connected{};           // by node: calls or messages join it to the targets
    std::vector<bool> connectedByCalls{};
    Edges answeringEdges{};

    std::string callerOf(std::size_t edge) const {
        return graph.nodes[static_cast<std::size_t>(graph.edges[edge].caller)].name;
    }
    std::string calleeOf(std::size_t edge) const {
        return graph.nodes[static_cast<std::size_t>(graph.edges[edge].callee)].name;
    }
    void findSeenEdges();
    void findConnected();
    enum class Over { Calls, CallsAndMessages };
    std::vector<bool> joinedToTargets(Over over) const;
    std::size_t nodeOf(NodeKind kind, int index) const;
    bool mayBeHurt(NodeKind kind, int index) const;
    Reason whyNotNoticed(const std::vector<std::string>& from,
                         const FaultImpact::OnSubject& on) const;
    // It answers, and late; another version, or fewer instances, may.
    bool makesLate() const { return impact.rollout || models::makesLate(fault.kind); }
    Reason reasonUnderSurge(NodeKind kind, int index, const std::string& name) const;
    bool hasAsked(const std::vector<std::string>& from) const;
    SubjectIsolation judge(NodeKind kind, int index, const std::string& name,
                           const FaultImpact::OnSubject& on) const;
    void explain(SubjectIsolation& subject, const std::vector<std::string>& from) const;
    static void addUnexplained(SubjectIsolation& subject, const Unexplained& unexplained);
};

void Judge::findSeenEdges() {
    for (std::size_t i = 0; i < impact.edges.size() && i < graph.edges.size(); ++i) {
        if (impact.edges[i].failed > 0 && targets.contains(calleeOf(i)))
            failingCallers.insert(callerOf(i));
        if (impact.edges[i].fallbacks > 0)
            answeringEdges.insert({callerOf(i), calleeOf(i)});
        if (impact.edges[i].calls > 0 && targets.contains(calleeOf(i)))
            askingCallers.insert(callerOf(i));
        if (impact.edges[i].refused > 0)
            refusedCallers.insert(callerOf(i));
    }
}

// Who has no call in common with the target's part of the architecture is the same with and without
// the fault, whatever fails there. Who has may stand in line behind those who are late.
void Judge::findConnected() {
    connectedByCalls = joinedToTargets(Over::Calls);
    connected = graph.messages.empty() ? connectedByCalls : joinedToTargets(Over::CallsAndMessages);
}

std::vector<bool> Judge::joinedToTargets(Over over) const {
    std::vector<int> part(graph.nodes.size());
    std::iota(part.begin(), part.end(), 0);
    const auto partOf = [&](int node) {
        while (part[node] != node)
            node = part[node] = part[part[node]];
        return node;
    };
    for (const models::CallGraphEdge& edge : graph.edges)
        part[partOf(edge.caller)] = partOf(edge.callee);
    if (over == Over::CallsAndMessages) {
        for (const models::MessageEdge& edge : graph.messages)
            part[partOf(edge.from)] = partOf(edge.to);
    }
    const int nodes = static_cast<int>(graph.nodes.size());
    std::set<int> struck;
    for (int node = 0; node < nodes; ++node) {
        if (targets.contains(graph.nodes[node].name))
            struck.insert(partOf(node));
    }
    std::vector<bool> joined;
    for (int node = 0; node < nodes; ++node)
        joined.push_back(struck.contains(partOf(node)));
    return joined;
}

std::size_t Judge::nodeOf(NodeKind kind, int index) const {
    const auto first = kind == NodeKind::Journey ? std::size_t(0) : scenario.journeys.size();
    return first + static_cast<std::size_t>(index);
}

bool Judge::mayBeHurt(NodeKind kind, int index) const {
    return connected[nodeOf(kind, index)];
}

bool anyOf(const std::set<std::string>& names, const std::set<std::string>& others) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return others.contains(name); });
}

// No reason is given where none is sure: one who asked may have come too late, tried again with
// luck, or needed only some of several answers.
Reason Judge::whyNotNoticed(const std::vector<std::string>& from,
                            const FaultImpact::OnSubject& on) const {
    const std::set<std::string> callers = paths.callersOnTheWay(from);
    if (callers.empty())
        return paths.tells(from) ? Reason::TellsByMessage : Reason::NeverCallsIt;
    if (on.spared > 0)
        return Reason::SpareInstances;
    if (anyOf(callers, refusedCallers))
        return Reason::BreakerOpen;
    return anyOf(callers, askingCallers) ? Reason::None : Reason::NotAskedSince;
}

// Nobody calls a journey; but who has services in common with it may stand in line behind it.
Reason Judge::reasonUnderSurge(NodeKind kind, int index, const std::string& name) const {
    if (targets.contains(name))
        return Reason::IsTarget;
    return mayBeHurt(kind, index) ? Reason::SharesServices : Reason::SharesNothing;
}

bool Judge::hasAsked(const std::vector<std::string>& from) const {
    return anyOf(paths.callersOnTheWay(from), askingCallers);
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
    subject.recovery = on.recovery;
    const std::vector<std::string> from =
        kind == NodeKind::Journey ? std::vector<std::string>{name} : paths.endpointsOf(name);
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
        const bool isSurge = std::holds_alternative<models::Surge>(fault.kind);
        subject.reason = isSurge ? reasonUnderSurge(kind, index, name) : whyNotNoticed(from, on);
        const bool maybeLate = isSurge ? mayBeHurt(kind, index) : makesLate() && hasAsked(from);
        if (subject.effect == Effect::DidNotNotice && maybeLate)
            subject.effect = Effect::DidNotFail;
    }
    if (mayBeHurt(kind, index)) {
        addUnexplained(subject, on.unexplained);
        // True, and no reason for anything where messages join it to the target.
        const bool hasReason = connectedByCalls[nodeOf(kind, index)];
        if (subject.effect == Effect::Unclear && !hasReason)
            subject.reason = Reason::None;
    }
    return subject;
}

// What is not known is said: never that somebody did not notice who may have.
void Judge::addUnexplained(SubjectIsolation& subject, const Unexplained& unexplained) {
    const std::int64_t failed =
        std::accumulate(unexplained.failed.begin(), unexplained.failed.end(), std::int64_t(0));
    if (failed + unexplained.degraded == 0)
        return;
    if (subject.effect == Effect::Failed || subject.effect == Effect::Degraded) {
        subject.unexplained = failed + unexplained.degraded;
        return;
    }
    subject.effect = Effect::Unclear;
    subject.count = failed + unexplained.degraded;
    subject.failedByCause = unexplained.failed;
}

int rankOf(Effect effect) {
    switch (effect) {
        case Effect::Down:
        case Effect::Failed:
            return 0;
        case Effect::Degraded:
            return 1;
        case Effect::Unclear:
            return 2;
        case Effect::DidNotFail:
            return 3;
        case Effect::DidNotNotice:
        case Effect::TooEarly:
            break;
    }
    return 4;
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

// Of a journey that failed because of the fault by its own counts: what they do not explain.
void settleTheRest(Isolation& isolation, SubjectIsolation& journey,
                   const JourneyDifference& withoutIt) {
    const std::int64_t notServed = withoutIt.lost + withoutIt.degraded;
    journey.served = std::clamp(notServed - journey.count, std::int64_t(0), journey.unexplained);
    journey.unexplained -= journey.served;
    isolation.unexplained -= journey.served;
    // As the pairs have it, less what the counts have already.
    const bool isFailed = journey.effect == Effect::Failed;
    const std::int64_t lost = std::clamp(withoutIt.lost - (isFailed ? journey.count : 0),
                                         std::int64_t(0), journey.served);
    isolation.failed += lost;
    isolation.degraded += journey.served - lost;
    // All of one kind: they are more of the same.
    journey.isServedCounted = journey.served > 0 && lost == (isFailed ? journey.served : 0);
    journey.count += journey.isServedCounted ? journey.served : 0;
}

}  // namespace

Isolation settledBeside(Isolation isolation, const std::vector<JourneyDifference>& withoutIt) {
    const bool wasUnexplained = isolation.unexplained > 0;
    for (SubjectIsolation& journey : isolation.journeys) {
        const auto found = std::find_if(withoutIt.begin(), withoutIt.end(), [&](const auto& each) {
            return each.name == journey.name;
        });
        if (found == withoutIt.end() || found->pairs == 0)
            continue;
        if (journey.effect != Effect::Unclear) {
            settleTheRest(isolation, journey, *found);
            continue;
        }
        const std::int64_t lost = std::min(journey.count, found->lost + found->degraded);
        if (lost > 0) {
            const bool isLost = found->lost >= found->degraded;
            journey.effect = isLost ? Effect::Failed : Effect::Degraded;
            journey.reason = Reason::ServedWithoutIt;
            journey.count = lost;
            isolation.unexplained -= lost;
            (isLost ? isolation.failed : isolation.degraded) += lost;
        } else if (found->touchesNothing()) {
            journey.effect = Effect::DidNotNotice;
            journey.reason = Reason::SameWithoutIt;
            isolation.unexplained -= journey.count;
            journey.count = 0;
        }
    }
    isolation.isSettledBeside = wasUnexplained && isolation.unexplained == 0;
    worstFirst(isolation.journeys);
    return isolation;
}

Isolation isolationOf(const Scenario& scenario, const CallGraph& graph, const Snapshot& snapshot,
                      const FaultImpact& impact) {
    Isolation isolation;
    isolation.fault = impact.fault;
    isolation.what = impact.what;
    isolation.title = models::struckText(isolation.what);
    isolation.since = impact.since;
    isolation.endedAt = impact.endedAt;
    isolation.recoveredAt = impact.recoveredAt;

    isolation.rollout = impact.rollout;

    std::set<std::string> targets, failing;
    for (const models::Target& target : isolation.what.targets)
        targets.insert(target.service);
    if (impact.rollout)
        failing.insert(impact.rollout->failed.begin(), impact.rollout->failed.end());
    Judge judge{scenario,
                graph,
                snapshot,
                impact,
                isolation.what,
                targets,
                CallPaths(scenario, targets, failing)};
    judge.findSeenEdges();
    judge.findConnected();

    for (std::size_t i = 0; i < scenario.journeys.size() && i < impact.journeys.size(); ++i) {
        const FaultImpact::OnSubject& on = impact.journeys[i];
        isolation.ended += on.ended;
        isolation.failed += on.failed;
        isolation.degraded += on.degraded;
        isolation.journeys.push_back(
            judge.judge(NodeKind::Journey, static_cast<int>(i), scenario.journeys[i].name, on));
        const SubjectIsolation& journey = isolation.journeys.back();
        isolation.unexplained +=
            journey.effect == Effect::Unclear ? journey.count : journey.unexplained;
    }
    for (std::size_t i = 0; i < scenario.services.size() && i < impact.services.size(); ++i) {
        if (!targets.contains(scenario.services[i].name))
            isolation.services.push_back(judge.judge(NodeKind::Service, static_cast<int>(i),
                                                     scenario.services[i].name,
                                                     impact.services[i]));
        else if (isolation.rollout)
            isolation.ownFailures += impact.services[i].failed;
    }
    worstFirst(isolation.journeys);
    worstFirst(isolation.services);
    isolation.protections = protectionsOf(judge);
    return isolation;
}

}  // namespace sim
