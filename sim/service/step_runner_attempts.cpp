// Attempts on their way: their messages, the copies that a hedge sends of them, and the
// cancellation of what nobody waits for any longer.

#include "sim/service/step_runner.h"

namespace sim {

Identity StepRunner::copyIdentity(const CallState& state, std::uint32_t copy) const {
    const Identity attempt = mixed(state.identity, state.attempt);
    constexpr std::uint64_t beyondDirections = 3;
    return copy == 0 ? attempt : mixed(mixed(attempt, beyondDirections), copy);
}

void StepRunner::sendAttempt(const CallProgram& call, std::uint32_t index, Context& context) {
    Strand& strand = m_strands[index];
    const Instant now = context.now();
    strand.awaits = Awaits::Reply;
    const StrandEvent replyTo{index, renewSerial(index)};

    const Instant deadline = strand.call.deadline;
    strand.call.expiresByDeadline = !call.timeout || deadline < now + *call.timeout;
    if (!strand.call.expiresByDeadline) {
        armTimeout(call, replyTo, context);
    } else if (deadline != models::never) {
        schedule(context, deadline, EventClass::Timer, EventKind::AttemptExpires, replyTo);
    }
    strand.call.copiesSent = 0;
    strand.call.copiesOpen = 0;
    if (call.hedge) {
        // Copy n answers to the attempt's serial and n more, so that a reply tells which it is of.
        strand.call.copies = static_cast<std::uint8_t>(call.hedge->copies);
        m_serial += strand.call.copies;
        strand.call.firstFailure = {};
    }
    transmit(call, index, context);
    if (call.hedge) {
        awaitNextCopy(call, index, context);
    }
}

void StepRunner::armTimeout(const CallProgram& call, StrandEvent attempt, Context& context) {
    TimeoutLine& line = m_policies[call.timeoutLine].timeouts;
    if (line.attempts.isFull()) {
        line.attempts.makeRoom([this](const TimeoutLine::Armed& each) { return isArmed(each); });
    }
    const EventKey key = reserveKey(context.now() + *call.timeout, EventClass::Timer);
    line.attempts.push({key, attempt});
    if (!line.isAwaited) {
        line.isAwaited = true;
        pushReserved(context, key, EventKind::TimeoutsDue, TimeoutsEvent{call.timeoutLine});
    }
}

// Comes with the key of a timeout that stood in front when it was pushed. Where that attempt still
// waits, this is the event of its expiry, in its exact place among all others.
void StepRunner::timeoutsDue(const Event& event, Context& context) {
    TimeoutLine& line = m_policies[event.payload.timeouts.policy].timeouts;
    line.isAwaited = false;
    dropStaleTimeouts(line);
    if (line.attempts.isEmpty()) {
        return;
    }
    const TimeoutLine::Armed first = line.attempts.front();
    const bool expires = first.key == event.key;
    if (expires) {
        line.attempts.dropFront();
    }
    if (!line.attempts.isEmpty()) {
        line.isAwaited = true;
        pushReserved(context, line.attempts.front().key, EventKind::TimeoutsDue,
                     event.payload.timeouts);
    }
    if (expires) {
        handle({first.key, id(), EventKind::AttemptExpires, first.attempt}, context);
    }
}

// Sends the next copy; the attempt's first transmission is copy 0.
void StepRunner::transmit(const CallProgram& call, std::uint32_t index, Context& context) {
    Strand& strand = m_strands[index];
    const Activation& owner = m_activations[strand.activation];
    const std::uint32_t copy = strand.call.copiesSent++;
    strand.call.copiesOpen |= 1U << copy;
    const Identity identity = copyIdentity(strand.call, copy);
    RequestMessage message{};
    message.caller = id();
    message.replyTo = {index, strand.serial + copy};
    message.endpoint = call.calleeEndpoint;
    message.identity = identity;
    message.deadline = strand.call.deadline;
    message.request = owner.request(strand.drawn);
    message.priority = call.priority;
    message.sampled = owner.sampled;
    message.zone = zoneOf(owner);
    post(context, call.callee, identity, Direction::There, EventKind::Request, message);

    if (owner.sampled) {
        traceSent(call, strand, copy, context.now());
    }
    countAttempt(m_edges[call.edge], strand.call.started);
}

// The timer of copy n carries the attempt's serial and n more: it is stale once copy n was sent.
void StepRunner::awaitNextCopy(const CallProgram& call, std::uint32_t index, Context& context) {
    const Strand& strand = m_strands[index];
    if (strand.call.copiesSent <= strand.call.copies) {
        scheduleTimer(context, call.hedge->after, EventKind::HedgeDue,
                      {index, strand.serial + strand.call.copiesSent});
    }
}

bool StepRunner::isNextCopy(StrandEvent timer) const {
    const Strand& strand = m_strands[timer.strand];
    return strand.awaits == Awaits::Reply && strand.call.copies > 0 &&
           timer.serial == strand.serial + strand.call.copiesSent;
}

void StepRunner::hedgeDue(const Event& event, Context& context) {
    const StrandEvent which = event.payload.strand;
    if (!isNextCopy(which)) {
        return;
    }
    executed(event);
    const CallProgram& call = callOf(m_strands[which.strand]);
    transmit(call, which.strand, context);
    awaitNextCopy(call, which.strand, context);
}

// A good answer ends the attempt; a failure sends the next copy, or is the attempt's when it was
// the last. Returns whether the strand goes on at once.
bool StepRunner::copyEnded(StrandEvent replyTo, const Outcome& outcome, Context& context) {
    Strand& strand = m_strands[replyTo.strand];
    const CallProgram& call = callOf(strand);
    const std::uint32_t copy = replyTo.serial - strand.serial;
    strand.call.copiesOpen &= ~(1U << copy);
    if (m_activations[strand.activation].sampled) {
        traceAnswered(call, strand, copy, outcome, context.now());
    }
    if (!outcome.failed()) {
        if (call.cancels) {
            cancelCopies(call, replyTo.strand, Outcome::failure(Cause::Timeout, service()),
                         context);
        }
        return attemptEnded(replyTo.strand, outcome, Attempt::Sent, context);
    }
    if (!strand.call.firstFailure.failed()) {
        strand.call.firstFailure = outcome;
    }
    if (strand.call.copiesSent <= strand.call.copies) {
        transmit(call, replyTo.strand, context);
        awaitNextCopy(call, replyTo.strand, context);
        return false;
    }
    if (strand.call.copiesOpen != 0) {
        return false;
    }
    const Outcome first = strand.call.firstFailure;
    return attemptEnded(replyTo.strand, first, Attempt::Sent, context);
}

// Takes as long as the request did, so that it cannot overtake it.
void StepRunner::cancelCopies(const CallProgram& call, std::uint32_t index, const Outcome& outcome,
                              Context& context) {
    const Strand& strand = m_strands[index];
    for (std::uint32_t copy = 0; copy < strand.call.copiesSent; ++copy) {
        if ((strand.call.copiesOpen & (1U << copy)) == 0) {
            continue;
        }
        post(context, call.callee, copyIdentity(strand.call, copy), Direction::There,
             EventKind::Cancel, CancelMessage{id(), {index, strand.serial + copy}, outcome});
    }
}

void StepRunner::cancelCalls(std::uint32_t activation, const Outcome& outcome, Context& context) {
    for (std::uint32_t each = m_activations[activation].firstStrand; each != nowhere;
         each = m_strands[each].next) {
        if (m_strands[each].awaits == Awaits::Reply && callOf(m_strands[each]).cancels) {
            cancelCopies(callOf(m_strands[each]), each, outcome, context);
        }
    }
}

}  // namespace sim
