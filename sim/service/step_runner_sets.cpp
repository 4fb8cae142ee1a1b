// What was set of a process while it runs: another program, in which all that is under way keeps
// its place. The guards of a call step are one for all who make it, so they are what was set from
// now on; all else of a call is of the program that its request began with.
#include <utility>

#include "sim/service/step_runner.h"

namespace sim {

void StepRunner::take(std::shared_ptr<const SetProgram> set, Context& context) {
    const ProcessProgram& before = *m_process;
    m_set = std::move(set);  // which keeps what was set before alive
    m_process = m_set->program;
    m_code = m_process->code.data();
    if (m_process == &before) {
        return;
    }
    addEdges();
    m_policies.resize(m_process->calls.size());
    for (std::size_t i = 0; i < m_policies.size(); ++i) {
        const std::uint32_t now = m_process->callOfPolicy[i];
        const std::uint32_t then = i < before.calls.size() ? before.callOfPolicy[i] : nowhere;
        if (now != nowhere && now != then) {
            setGuards(then == nowhere ? nullptr : &before.calls[then], m_process->calls[now],
                      context);
        }
    }
    if (m_process->conditions.size() > before.conditions.size()) {
        m_conditions = m_conditionMaker->conditions(m_process->conditions);
    }
}

void StepRunner::addEdges() {
    m_edges.resize(m_process->edges.size(), EdgeState(*m_program, *m_process));
}

// `before`: null where the step is new. A guard that is what it was goes on as it is.
void StepRunner::setGuards(const CallProgram* before, const CallProgram& now, Context& context) {
    CallPolicyState& policy = m_policies[now.policy];
    if (before == nullptr || before->breaker != now.breaker) {
        // Whoever is under way has asked another breaker, or none: it judges nothing here.
        policy.eras = (policy.breaker ? policy.breaker->era() : policy.eras) + 1;
        policy.breaker.reset();
        if (now.breaker) {
            policy.breaker.emplace(*now.breaker, policy.eras);
        }
        policy.openedBy = {};
    }
    if (before == nullptr || before->rateLimit != now.rateLimit) {
        policy.bucket.reset();
        if (now.rateLimit) {
            policy.bucket.emplace(*now.rateLimit);
        }
    }
    if (before == nullptr || before->bulkhead != now.bulkhead) {
        policy.permitsAtMost =
            now.bulkhead ? now.bulkhead->maxConcurrent : std::numeric_limits<std::int32_t>::max();
        while (policy.permitsTaken < policy.permitsAtMost && !policy.permitLine.isEmpty()) {
            ++policy.permitsTaken;
            givePermit(policy, context);
        }
    }
}

}  // namespace sim
