// Calls, from the outside in as the contract has it: probability, fallback, deadline, retry,
// circuit breaker; then rate limit and bulkhead (call_guards.cpp), timeout and hedge
// (step_runner_attempts.cpp).
#include <algorithm>
#include <utility>

#include "sim/policy/retry.h"
#include "sim/service/step_runner.h"

namespace sim {

bool StepRunner::call(const Instruction& step, std::uint32_t index, Strand& strand,
                      Context& context) {
    const CallProgram& call = m_process->calls[step.index];
    const Identity identity = mixed(strand.scope, step.place);
    if (call.probability < 1 &&
        drawUnit(m_program->keys.probability, identity) >= call.probability) {
        return true;
    }
    const Instant now = context.now();
    const Activation& owner = m_activations[strand.activation];
    CallState& state = *std::construct_at(&strand.call);
    state.started = now;
    state.identity = identity;
    state.deadline = strand.isUndo ? models::never : owner.deadline;
    if (!call.isPlain && call.deadline) {
        state.deadline = std::min(state.deadline, now + *call.deadline);
    }
    EdgeState& edge = m_edges[call.edge];
    edge.counts.start();
    edge.windows.forEachWith(*m_program, *m_process, now,
                             [](EdgeStats& stats) { stats.calls.counts.start(); });
    CallPolicyState& policy = m_policies[call.policy];
    ++policy.callsUnderWay;
    // A breaker may have been set since this program was compiled.
    if (call.isPlain && !policy.breaker && state.deadline == models::never && isNetworkPlain() &&
        !owner.sampled) {
        sendPlain(call, index, strand, owner, context);
        return false;
    }
    return beginAttempt(index, context);
}

// What beginAttempt and sendAttempt come to where nothing is between the call and the network.
void StepRunner::sendPlain(const CallProgram& call, std::uint32_t index, Strand& strand,
                           const Activation& owner, Context& context) {
    CallState& state = strand.call;
    state.attempt = 1;
    state.attemptStarted = context.now();
    state.copiesSent = 1;
    state.copiesOpen = 1;
    strand.awaits = Awaits::Reply;
    const StrandEvent replyTo{index, renewSerial(strand)};
    if (call.timeout) {
        armTimeout(call, replyTo, context);
    } else {
        state.expiresByDeadline = true;
    }
    RequestMessage& message = postRequest(context, call.callee);
    message.caller = id();
    message.endpoint = call.calleeEndpoint;
    message.replyTo = replyTo;
    message.identity = mixed(state.identity, 1);
    message.deadline = models::never;
    message.request = owner.request(strand.drawn);
    message.priority = call.priority;
    message.sampled = false;
    message.zone = 0;
    countAttempt(m_edges[call.edge], state.started);
}

bool StepRunner::beginAttempt(std::uint32_t index, Context& context) {
    Strand& strand = m_strands[index];
    const CallProgram& call = callOf(strand);
    CallPolicyState& policy = m_policies[call.policy];
    const Instant now = context.now();
    strand.awaits = Awaits::Nothing;
    ++strand.call.attempt;
    strand.call.attemptStarted = now;
    if (strand.call.deadline <= now) {
        return attemptEnded(index, Outcome::failure(Cause::Deadline, service()), Attempt::NotSent,
                            context);
    }
    if (policy.breaker) {
        const BreakerPermission permission = policy.breaker->tryAcquire(now);
        if (permission.changedTo) {
            noteBreaker(call, *permission.changedTo, now);
        }
        if (!permission.granted) {
            if (policy.openedBy.fault != noFault) {
                ++m_edges[call.edge].byFault[policy.openedBy.fault].refused;
            }
            const Origin origin{service(), policy.openedBy.fault, Cause::BreakerOpen};
            return attemptEnded(index, {origin, Cause::BreakerOpen, false}, Attempt::NotSent,
                                context);
        }
        strand.call.era = permission.era;
    }
    if (call.isGuarded) {
        return takeToken(call, index, context);
    }
    sendAttempt(call, index, context);
    return false;
}

void StepRunner::handleStrandEvent(const Event& event, Context& context) {
    switch (event.kind) {
        case EventKind::Reply:
            replyArrives(event, context);
            break;
        case EventKind::StepEnds:
            stepEnds(event, context);
            break;
        case EventKind::AttemptExpires:
            attemptExpires(event, context);
            break;
        case EventKind::BackoffEnds:
            backoffEnds(event, context);
            break;
        case EventKind::TokenComes:
            tokenComes(event, context);
            break;
        case EventKind::PermitGranted:
            permitGranted(event, context);
            break;
        case EventKind::PermitWaitEnds:
            permitWaitEnds(event, context);
            break;
        case EventKind::HedgeDue:
            hedgeDue(event, context);
            break;
        case EventKind::Confirm:
            confirmArrives(event, context);
            break;
        case EventKind::ConfirmExpires:
            confirmExpires(event, context);
            break;
        case EventKind::TimeoutsDue:
            timeoutsDue(event, context);
            break;
        default:
            break;  // not a strand's
    }
}

void StepRunner::replyArrives(const Event& event, Context& context) {
    if (plainAnswer(event, context)) {
        return;
    }
    const ReplyMessage& reply = event.payload.reply;
    const bool heeded = isAnswer(reply.replyTo);
    const Outcome outcome = reply.outcome;
    const std::uint32_t index = reply.replyTo.strand;
    executed(event, detailOf(outcome, heeded));
    if (!heeded) {
        m_unheard[event.key.senderRank()] += outcome.failed() ? 0 : 1;
        return;
    }
    const bool goesOn = m_strands[index].call.copies == 0
                            ? attemptEnded(index, outcome, Attempt::Sent, context)
                            : copyEnded(reply.replyTo, outcome, context);
    if (goesOn) {
        run(index, context);
    }
}

// What attemptEnded and callEnded come to where the answer of a plain call is good. Whether it was.
bool StepRunner::plainAnswer(const Event& event, Context& context) {
    const ReplyMessage& reply = event.payload.reply;
    const std::uint32_t index = reply.replyTo.strand;
    Strand& strand = m_strands[index];
    if (strand.awaits != Awaits::Reply || strand.serial != reply.replyTo.serial ||
        reply.outcome.failed()) {
        return false;
    }
    const CallProgram& call = callOf(strand);
    Activation& owner = m_activations[strand.activation];
    if (!call.isPlain || owner.sampled) {
        return false;
    }
    executed(event, detailOf(reply.outcome, true));
    renewSerial(strand);
    strand.awaits = Awaits::Nothing;
    --m_policies[call.policy].callsUnderWay;
    if (reply.outcome.degraded && !owner.outcome.degraded) {
        owner.outcome = Outcome::degradedBy(reply.outcome.origin);
    }
    countCall(call, strand.call, reply.outcome, context.now());
    run(index, context);
    return true;
}

void StepRunner::attemptExpires(const Event& event, Context& context) {
    const StrandEvent which = event.payload.strand;
    if (!isCurrent(which, Awaits::Reply)) {
        return;
    }
    executed(event);
    const bool byDeadline = m_strands[which.strand].call.expiresByDeadline;
    const CallProgram& call = callOf(m_strands[which.strand]);
    const auto callee = static_cast<std::size_t>(m_program->serviceOf(call.callee));
    const FaultId silencing =
        m_faults->silencing(m_program->scenario.services[callee], id(), call.callee, context.now());
    const Outcome outcome =
        Outcome::failure(byDeadline ? Cause::Deadline : Cause::Timeout, service(), silencing);
    if (call.cancels) {
        cancelCopies(call, which.strand, outcome, context);
    }
    if (attemptEnded(which.strand, outcome, Attempt::Sent, context)) {
        run(which.strand, context);
    }
}

void StepRunner::backoffEnds(const Event& event, Context& context) {
    const StrandEvent which = event.payload.strand;
    if (!isCurrent(which, Awaits::Backoff)) {
        return;
    }
    executed(event);
    noteReleased(which.strand, context.now());
    if (beginAttempt(which.strand, context)) {
        run(which.strand, context);
    }
}

bool StepRunner::attemptEnded(std::uint32_t index, const Outcome& outcome, Attempt attempt,
                              Context& context) {
    const CallProgram& call = callOf(m_strands[index]);
    if (m_activations[m_strands[index].activation].sampled) {
        traceAttempt(call, m_strands[index], outcome, attempt == Attempt::Sent, context.now());
    }
    renewSerial(index);  // a later reply or timer of this attempt is stale
    if (call.bulkhead) {
        releasePermit(call, index, context);
    }
    if (attempt != Attempt::NotSent) {
        judge(call, index, outcome, context);
    }
    if (m_strands[index].call.attempt > 1) {
        --m_policies[call.policy].retriesUnderWay;
    }
    if (!outcome.failed()) {
        return callEnded(index, outcome, context);
    }
    const std::optional<Duration> wait = waitBeforeRetry(call, index, context.now());
    if (!wait) {
        return callEnded(index, outcome, context);
    }
    ++m_policies[call.policy].retriesUnderWay;
    // Attempts that are refused here come one within the other: now and then the stack is left.
    constexpr std::uint32_t attemptsWithinEachOther = 1000;
    if (*wait == Duration{} && m_strands[index].call.attempt % attemptsWithinEachOther != 0) {
        return beginAttempt(index, context);
    }
    m_strands[index].awaits = Awaits::Backoff;
    noteHeld(index, TimeKind::BackOff, context.now());
    schedule(context, context.now() + *wait, EventClass::Timer, EventKind::BackoffEnds,
             StrandEvent{index, renewSerial(index)});
    return false;
}

void StepRunner::judge(const CallProgram& call, std::uint32_t index, const Outcome& outcome,
                       Context& context) {
    CallPolicyState& policy = m_policies[call.policy];
    if (!policy.breaker) {
        return;
    }
    const CallState& state = m_strands[index].call;
    const Instant now = context.now();
    const std::optional<BreakerState> changedTo =
        policy.breaker->onResult(state.era, outcome.failed(), now - state.attemptStarted, now);
    if (changedTo) {
        policy.openedBy = *changedTo == BreakerState::Open ? outcome.origin : Origin{};
        noteBreaker(call, *changedTo, now);
    }
}

void StepRunner::noteBreaker(const CallProgram& call, BreakerState changedTo, Instant now) {
    const ProcessProgram& callee = m_program->processes[call.callee];
    const std::string where =
        name() + " -> " + callee.name + "." + callee.endpoints[call.calleeEndpoint].name;
    switch (changedTo) {
        case BreakerState::Open:
            note(now, "breaker-open", where, {}, m_policies[call.policy].openedBy.fault);
            break;
        case BreakerState::HalfOpen:
            note(now, "breaker-half-open", where);
            break;
        case BreakerState::Closed:
            note(now, "breaker-closed", where);
            break;
    }
}

std::optional<Duration> StepRunner::waitBeforeRetry(const CallProgram& call, std::uint32_t index,
                                                    Instant now) const {
    const CallState& state = m_strands[index].call;
    if (!call.retry || static_cast<int>(state.attempt) >= call.retry->attempts) {
        return std::nullopt;
    }
    const CallPolicyState& policy = m_policies[call.policy];
    if (!retryAllowed(call.retry->budget, policy.retriesUnderWay, policy.callsUnderWay)) {
        return std::nullopt;
    }
    const Duration wait = retryWait(*call.retry, static_cast<int>(state.attempt),
                                    m_program->keys.jitter, mixed(state.identity, state.attempt));
    if (state.deadline != models::never && (now >= state.deadline || now + wait > state.deadline)) {
        return std::nullopt;
    }
    return wait;
}

bool StepRunner::callEnded(std::uint32_t index, const Outcome& outcome, Context& context) {
    Strand& strand = m_strands[index];
    const CallProgram& call = callOf(strand);
    strand.awaits = Awaits::Nothing;
    --m_policies[call.policy].callsUnderWay;
    countCall(call, strand.call, outcome, context.now());
    Activation& owner = m_activations[strand.activation];
    if (m_program->observe && owner.sampled) {
        m_samples.push_back({static_cast<int>(m_process->edges[call.edge].canvasEdge),
                             strand.call.started, context.now(), outcome.failed()});
    }
    if (outcome.failed() && !call.hasFallback) {
        endStrand(index, outcome, context);
        return false;
    }
    if (!owner.outcome.degraded && (outcome.failed() || outcome.degraded)) {
        owner.outcome = Outcome::degradedBy(outcome.origin);
    }
    if (outcome.failed()) {
        EdgeState& edge = m_edges[call.edge];
        ++edge.fallbacks;
        if (outcome.origin.fault != noFault) {
            ++edge.byFault[outcome.origin.fault].fallbacks;
        }
        strand.pc = call.fallback;
    }
    return true;
}

void StepRunner::countCall(const CallProgram& call, const CallState& state, const Outcome& outcome,
                           Instant now) {
    EdgeState& edge = m_edges[call.edge];
    const Duration took = now - state.started;
    edge.counts.end(outcome);
    if (edge.latency && !outcome.failed()) {
        edge.latency->add(took);
    }
    edge.windows.forEachWith(*m_program, *m_process, state.started,
                             [&](EdgeStats& stats) { stats.calls.end(outcome, took); });
    if (outcome.failed() && outcome.origin.fault != noFault) {
        ++edge.byFault[outcome.origin.fault].failed;
    }
}

}  // namespace sim
