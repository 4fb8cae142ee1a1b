// Who failed, who degraded and who did not notice one fault or rollout, and why: the isolation
// panel's content as values, without words. Adds up the counts that failures carry; where no count
// decides, the call graph does ("never calls it"). Never infers from coincidence in time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/call_graph.h"
#include "models/scenario.h"
#include "sim/snapshot.h"

namespace sim {

enum class Effect {
    Down,
    Failed,
    Degraded,
    Unclear,     // requests failed or were degraded, and nothing says why
    DidNotFail,  // the fault made late whom it asked; by how much is not counted
    DidNotNotice,
    TooEarly
};

enum class Reason {
    None,
    IsTarget,          // it is what the fault struck
    NeedsIt,           // `via` calls `needed` and has no fallback
    PassesFailuresOn,  // a service whose callers see its callee's failures
    FallbackAnswered,  // `via` has a fallback for `needed`
    NeverCallsIt,      // no path in the call graph, nor by messages
    NotAskedSince,     // there is a path, but no request took it since
    SpareInstances,    // ready instances took the work
    BreakerOpen,       // refused at once
    TellsByMessage,    // no path of calls alone: a message is sent on every way to it
    SharesServices,    // of a surge: its way and that of the surge may meet
    SharesNothing,     // of a surge: they never meet
    ServedWithoutIt,   // the same run without the fault served the requests that it lost
    SameWithoutIt,     // the same run without the fault is the same for it
};

struct SubjectIsolation {
    models::NodeKind kind = models::NodeKind::Journey;
    int index = 0;  // into the scenario's journeys or services
    std::string name;
    Effect effect = Effect::DidNotNotice;
    Reason reason = Reason::None;
    std::int64_t count = 0;  // failed or degraded because of the fault; unclear: nobody knows why
    std::int64_t of = 0;     // requests that ended since
    CauseCounts failedByCause{};   // those of `count` that failed
    std::int64_t unexplained = 0;  // failed or degraded besides, and nothing says why
    // Likewise, but the same run without the fault served them; in `count`, or besides.
    std::int64_t served = 0;
    bool isServedCounted = false;
    std::string via;                   // the service or journey whose call decides: "user.profile"
    std::string needed;                // what it calls: "payment.standing"
    std::optional<Recovery> recovery;  // of a journey that was hurt, once the fault is over
};

// What stopped failures on one edge.
struct Protection {
    enum class Kind { Breaker, Fallback, SpareInstances } kind = Kind::Breaker;
    std::string from;              // gateway
    std::string to;                // payment.charge
    std::int64_t count = 0;        // refused, answered, or taken by the others
    std::optional<Instant> since;  // breaker: when it opened
    std::optional<BreakerState> breaker;
};

struct Isolation {
    FaultId fault = noFault;
    std::string title;  // the fault's target: "payment"
    models::Fault what;
    std::optional<RolloutSeen> rollout;  // what it is instead of a fault
    std::int64_t ownFailures = 0;        // of a rollout: answers of its service that failed by it
    Instant since{};
    std::optional<Instant> endedAt;
    std::optional<Instant> recoveredAt;
    std::int64_t ended = 0;  // requests of all journeys since
    std::int64_t failed = 0;
    std::int64_t degraded = 0;
    std::int64_t unexplained = 0;            // failed or degraded, and nothing says why
    std::vector<SubjectIsolation> journeys;  // failed first, degraded, unclear, then the others
    std::vector<SubjectIsolation> services;  // the target is left out
    std::vector<Protection> protections;
    bool isSettledBeside = false;  // what no count explains, the same run without the fault does
};

struct JourneyDifference;

// With what the same run without the fault shows, request by request, of the journeys' requests of
// which no count says why they failed.
Isolation settledBeside(Isolation isolation, const std::vector<JourneyDifference>& withoutIt);

Isolation isolationOf(const models::Scenario& scenario, const models::CallGraph& graph,
                      const Snapshot& snapshot, const FaultImpact& impact);

}  // namespace sim
