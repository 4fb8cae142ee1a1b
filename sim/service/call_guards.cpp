// What an attempt passes between its circuit breaker and the network: the call step's rate limit,
// then its bulkhead. Both are one for all instances of the service; both may make it wait.
#include <algorithm>

#include "sim/service/step_runner.h"

namespace sim {

bool StepRunner::takeToken(const CallProgram& call, std::uint32_t index, Context& context) {
    CallPolicyState& policy = m_policies[call.policy];
    if (!policy.bucket || !call.rateLimit) {
        return takePermit(call, index, context);
    }
    const Instant now = context.now();
    const Instant at = policy.bucket->nextToken(now);
    if (at == now) {
        policy.bucket->take(now);
        return takePermit(call, index, context);
    }
    if (at == models::never || at - now > call.rateLimit->maxWait) {
        ++policy.tokensRefused;
        return attemptEnded(index, Outcome::failure(Cause::Rejected, service()), Attempt::HeldBack,
                            context);
    }
    // Who could not use the token any more leaves it to those behind.
    CallState& state = m_strands[index].call;
    state.expiresByDeadline = at >= state.deadline;
    if (!state.expiresByDeadline) {
        policy.bucket->take(at);
    }
    m_strands[index].awaits = Awaits::Token;
    noteHeld(index, TimeKind::Permit, context.now());
    schedule(context, std::min(at, state.deadline), EventClass::Timer, EventKind::TokenComes,
             StrandEvent{index, renewSerial(index)});
    return false;
}

void StepRunner::tokenComes(const Event& event, Context& context) {
    const StrandEvent which = event.payload.strand;
    if (!isCurrent(which, Awaits::Token)) {
        return;
    }
    executed(event);
    noteReleased(which.strand, context.now());
    const CallProgram& call = callOf(m_strands[which.strand]);
    const CallState& state = m_strands[which.strand].call;
    // Noticed when a hang was over, a token may come after the deadline.
    const bool isTooLate = state.expiresByDeadline || state.deadline <= context.now();
    const bool goesOn =
        isTooLate ? attemptEnded(which.strand, Outcome::failure(Cause::Deadline, service()),
                                 Attempt::HeldBack, context)
                  : takePermit(call, which.strand, context);
    if (goesOn) {
        run(which.strand, context);
    }
}

bool StepRunner::takePermit(const CallProgram& call, std::uint32_t index, Context& context) {
    CallPolicyState& policy = m_policies[call.policy];
    CallState& state = m_strands[index].call;
    if (!call.bulkhead || policy.permitsTaken < call.bulkhead->maxConcurrent) {
        state.holdsPermit = call.bulkhead.has_value();
        policy.permitsTaken += state.holdsPermit ? 1 : 0;
        sendAttempt(call, index, context);
        return false;
    }
    if (call.bulkhead->maxWait == Duration{}) {
        ++policy.permitsRefused;
        return attemptEnded(index, Outcome::failure(Cause::Rejected, service()), Attempt::HeldBack,
                            context);
    }
    const Instant givesUp = context.now() + call.bulkhead->maxWait;
    state.expiresByDeadline = state.deadline < givesUp;
    m_strands[index].awaits = Awaits::Permit;
    noteHeld(index, TimeKind::Permit, context.now());
    policy.permitLine.push(m_strands, index);
    schedule(context, std::min(givesUp, state.deadline), EventClass::Timer,
             EventKind::PermitWaitEnds, StrandEvent{index, renewSerial(index)});
    return false;
}

std::int64_t StepRunner::waitingForPermit(std::size_t call) const {
    std::int64_t count = 0;
    for (std::uint32_t each = m_policies[call].permitLine.head; each != nowhere;
         each = m_strands[each].nextInQueue) {
        ++count;
    }
    return count;
}

// The next in line hears of it by an event of its own: its instance may hang.
void StepRunner::releasePermit(const CallProgram& call, std::uint32_t index, Context& context) {
    CallState& state = m_strands[index].call;
    if (!state.holdsPermit) {
        return;
    }
    state.holdsPermit = false;
    CallPolicyState& policy = m_policies[call.policy];
    if (policy.permitLine.isEmpty() || policy.permitsTaken > policy.permitsAtMost) {
        --policy.permitsTaken;
        return;
    }
    givePermit(policy, context);
}

void StepRunner::givePermit(CallPolicyState& policy, Context& context) {
    const std::uint32_t next = policy.permitLine.popFirst(m_strands);
    m_strands[next].call.holdsPermit = true;
    schedule(context, context.now(), EventClass::Completion, EventKind::PermitGranted,
             StrandEvent{next, renewSerial(next)});
}

void StepRunner::permitGranted(const Event& event, Context& context) {
    const StrandEvent which = event.payload.strand;
    if (!isCurrent(which, Awaits::Permit)) {
        return;
    }
    executed(event);
    noteReleased(which.strand, context.now());
    const CallProgram& call = callOf(m_strands[which.strand]);
    if (m_strands[which.strand].call.deadline > context.now()) {
        sendAttempt(call, which.strand, context);
    } else if (attemptEnded(which.strand, Outcome::failure(Cause::Deadline, service()),
                            Attempt::HeldBack, context)) {
        run(which.strand, context);
    }
}

void StepRunner::permitWaitEnds(const Event& event, Context& context) {
    const StrandEvent which = event.payload.strand;
    if (!isCurrent(which, Awaits::Permit)) {
        return;
    }
    executed(event);
    noteReleased(which.strand, context.now());
    const CallProgram& call = callOf(m_strands[which.strand]);
    m_policies[call.policy].permitLine.remove(m_strands, which.strand);
    const bool byDeadline = m_strands[which.strand].call.expiresByDeadline;
    m_policies[call.policy].permitsRefused += byDeadline ? 0 : 1;
    const Outcome outcome =
        Outcome::failure(byDeadline ? Cause::Deadline : Cause::Rejected, service());
    if (attemptEnded(which.strand, outcome, Attempt::HeldBack, context)) {
        run(which.strand, context);
    }
}

}  // namespace sim
