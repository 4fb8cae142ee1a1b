// What becomes of a request whose caller no longer waits, by the service's `cancellation`.
#include "sim/service/service_process.h"

namespace sim {

void ServiceProcess::cancelArrives(const Event& event, Context& context) {
    const CancelMessage& message = event.payload.cancel;
    const auto found = m_openRequests.find(openKey(message.caller, message.replyTo));
    if (found == m_openRequests.end()) {
        cancelCrossing(message);
        return;  // on its way, or refused, answered or lost before
    }
    const std::uint32_t index = found->second;
    const Activation& activation = m_activations[index];
    Instance& instance = m_instances[activation.instance];
    if (instance.isHung()) {
        instance.deferred.push_back(event);
        return;
    }
    const bool isInInbox = !activation.hadSlot && activation.waiting > 0;
    if (m_model->cancellation == models::Cancellation::Queued && !isInInbox) {
        return;
    }
    executed(event);
    const Outcome outcome = message.outcome;
    cancel(instance, index, outcome, context);
}

void ServiceProcess::cancel(Instance& instance, std::uint32_t index, const Outcome& outcome,
                            Context& context) {
    const Instant now = context.now();
    cancelCalls(index, outcome, context);
    Activation& activation = m_activations[index];
    closeRequest(activation);
    if (!activation.hadSlot && activation.waiting > 0) {
        --instance.inbox;
        changeLevel(&Levels::inbox, now, -1);
    }
    Held held = leaveLines(instance, index, now);
    activation.settle(now);
    activation.outcome = outcome;
    countEnded(activation);
    unlink(instance, activation);
    leave(instance, now);
    held.slots += activation.holdsSlot ? 1 : 0;
    abandon(index, context);
    if (instance.cores) {
        scheduleFirstEnd(instance, context);
    }
    for (; held.slots > 0; --held.slots) {
        releaseSlot(instance, now);
    }
    for (; held.connections > 0; --held.connections) {
        releaseConnection(context);
    }
    grantSlots(instance, context);
    takeOverSagas(context);
}

ServiceProcess::Held ServiceProcess::leaveLines(Instance& instance, std::uint32_t index,
                                                Instant now) {
    const Activation& activation = m_activations[index];
    Held held;
    for (std::uint32_t each = activation.firstStrand; each != nowhere;
         each = m_strands[each].next) {
        switch (m_strands[each].awaits) {
            case Awaits::Slot:
                instance.queue.remove(m_strands, each, activation.priority);
                break;
            case Awaits::Compute:
                held.slots += isEventLoop() ? 1 : 0;
                if (instance.cores && instance.cores->busy() > 0) {  // a kill has emptied them
                    const std::int64_t busy = instance.cores->busy();
                    instance.cores->remove(each, now);
                    changeLevel(&Levels::busy, now, instance.cores->busy() - busy);
                }
                break;
            case Awaits::Connection:
                m_connectionQueue.remove(m_strands, each);
                break;
            case Awaits::Storing:
                ++held.connections;
                break;
            default:
                break;
        }
        const bool holdsConnection =
            m_strands[each].inTransaction && m_strands[each].awaits != Awaits::Storing;
        held.connections += holdsConnection ? 1 : 0;
    }
    return held;
}

}  // namespace sim
