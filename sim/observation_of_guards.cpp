// What is seen of the guards of calls (breakers, bulkheads, rate limits) and of work that nobody
// waited for.
#include <utility>

#include "sim/observation.h"

namespace sim {

// Of which call step it is: breakers and limits say so alike.
template <typename Guard>
void Observation::nameCall(const StepRunner& process, const CallProgram& call, Guard& guard) const {
    const EdgeProgram& edge = process.process().edges[call.edge];
    guard.edge = static_cast<int>(edge.canvasEdge);
    guard.endpoint = m_run.program->processes[edge.callee].endpoints[edge.calleeEndpoint].name;
}

void Observation::addBreakers(Snapshot& snapshot) const {
    for (const StepRunner* process : m_run.processes()) {
        for (std::size_t i = 0; i < process->policies().size(); ++i) {
            const CallPolicyState& policy = process->policies()[i];
            const CallProgram* call = process->callOfPolicy(i);
            if (call == nullptr || !policy.breaker) {
                continue;
            }
            BreakerSnapshot breaker;
            nameCall(*process, *call, breaker);
            const BreakerCounts counts = policy.breaker->counts(snapshot.now);
            breaker.state = policy.breaker->state();
            breaker.since = policy.breaker->since();
            breaker.openFor = policy.breaker->openFor();
            breaker.results = counts.results;
            breaker.failures = counts.failures;
            breaker.refused = policy.breaker->refused();
            snapshot.breakers.push_back(std::move(breaker));
        }
    }
}

void Observation::addLimits(Snapshot& snapshot) const {
    for (const StepRunner* process : m_run.processes()) {
        for (std::size_t i = 0; i < process->policies().size(); ++i) {
            const CallPolicyState& policy = process->policies()[i];
            const CallProgram* call = process->callOfPolicy(i);
            if (call == nullptr) {
                continue;
            }
            LimitSnapshot limit;
            nameCall(*process, *call, limit);
            if (call->rateLimit) {
                limit.limit = call->rateLimit->burst;
                limit.taken = limit.limit - policy.bucket->tokens(snapshot.now);
                limit.refused = policy.tokensRefused;
                snapshot.limits.push_back(limit);
            }
            if (call->bulkhead) {
                limit.isBulkhead = true;
                limit.limit = call->bulkhead->maxConcurrent;
                limit.taken = policy.permitsTaken;
                limit.waiting = process->waitingForPermit(i);
                limit.refused = policy.permitsRefused;
                snapshot.limits.push_back(limit);
            }
        }
    }
    for (std::size_t i = 0; i < m_run.services.size(); ++i) {
        const ServiceProcess& service = *m_run.services[i];
        if (!service.bucket()) {
            continue;
        }
        LimitSnapshot limit;
        limit.service = static_cast<int>(i);
        limit.limit = service.model().rateLimit->burst;
        limit.taken = limit.limit - service.bucket()->tokens(snapshot.now);
        limit.refused = service.tokensRefused();
        snapshot.limits.push_back(limit);
    }
}

}  // namespace sim
