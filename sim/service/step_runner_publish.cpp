// Publishing a message, and waiting for the topic to confirm it.
#include "sim/service/step_runner.h"

namespace sim {

// Returns whether the strand goes on at once.
bool StepRunner::publish(const Instruction& step, std::uint32_t index, Context& context) {
    const PublishProgram& publish = m_process->publishes[step.index];
    Strand& strand = m_strands[index];
    const Activation& owner = m_activations[strand.activation];
    if (publish.outbox) {
        m_transactions[index].push_back(
            {-1, context.now(), step.index, mixed(strand.scope, step.place), strand.drawn});
        return true;
    }
    PublishMessage message{};
    message.publisher = id();
    message.identity = mixed(strand.scope, step.place);
    message.request = owner.request(strand.drawn);
    message.sent = context.now();
    message.sampled = owner.sampled;
    message.confirms = publish.confirms;
    if (publish.confirms) {
        strand.awaits = Awaits::Confirmation;
        noteHeld(index, TimeKind::Topic, context.now());
        message.replyTo = {index, renewSerial(index)};
        if (publish.timeout) {
            scheduleTimer(context, *publish.timeout, EventKind::ConfirmExpires, message.replyTo);
        }
    }
    post(context, publish.topic, message.identity, Direction::There, EventKind::Publish, message);
    return !publish.confirms;
}

void StepRunner::confirmArrives(const Event& event, Context& context) {
    const ReplyMessage& answer = event.payload.reply;
    const bool isHeeded = isCurrent(answer.replyTo, Awaits::Confirmation);
    const Outcome outcome = answer.outcome;
    const std::uint32_t index = answer.replyTo.strand;
    executed(event, static_cast<std::uint64_t>(outcome.cause) * 2 + (isHeeded ? 1 : 0));
    if (isHeeded) {
        confirmed(index, outcome, context);
    }
}

void StepRunner::confirmExpires(const Event& event, Context& context) {
    const StrandEvent which = event.payload.strand;
    if (isCurrent(which, Awaits::Confirmation)) {
        executed(event);
        confirmed(which.strand, Outcome::failure(Cause::Timeout, service()), context);
    }
}

void StepRunner::confirmed(std::uint32_t index, const Outcome& outcome, Context& context) {
    renewSerial(index);  // a later answer or timer is stale
    noteReleased(index, context.now());
    m_strands[index].awaits = Awaits::Nothing;
    if (outcome.failed()) {
        if (m_strands[index].inTransaction) {
            closeTransaction(index, context);
        }
        endStrand(index, outcome, context);
    } else {
        run(index, context);
    }
}

}  // namespace sim
