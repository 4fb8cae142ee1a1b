// Zones: the door has chosen an instance in another zone than its caller's, so the request is on
// its way for longer; and so is the reply. Until it is there it counts as a message, not as
// received.
#include "sim/service/service_process.h"

namespace sim {

// Whether it does not come to its instance at once.
bool ServiceProcess::crosses(Instance& instance, const RequestMessage& message, Context& context) {
    const Duration takes =
        betweenZones(message.zone, instance.zone, message.identity, Direction::There);
    if (takes == Duration{}) {
        return false;
    }
    const auto [index, crossing] = m_crossings->take();
    crossing.message = message;
    crossing.instance = placeOf(instance);
    crossing.deaths = instance.deaths;
    if (m_model->cancellation != models::Cancellation::None) {
        m_crossingByKey[openKey(message.caller, message.replyTo)] = index;
    }
    ++instance.coming;
    schedule(context, context.now() + takes, EventClass::Arrival, EventKind::RequestCrosses,
             StrandEvent{index, 0});
    return true;
}

void ServiceProcess::requestCrosses(const Event& event, Context& context) {
    const std::uint32_t index = event.payload.strand.strand;
    const Crossing crossing = (*m_crossings)[index];
    m_crossings->giveBack(index);
    const RequestMessage& message = crossing.message;
    m_crossingByKey.erase(openKey(message.caller, message.replyTo));
    executed(event, message.identity);
    Instance& instance = m_instances[crossing.instance];
    --instance.coming;
    countArrival(message.endpoint, context.now());
    const bool isToldToStop = instance.isStopping && crossing.deaths + 1 == instance.deaths;
    if (crossing.deaths != instance.deaths && !isToldToStop) {
        // Its connection dropped while it was on its way.
        const FaultId fault = instance.isDown() ? instance.kills.front() : m_lastStartedBy;
        refuse(message, Outcome::failure(Cause::Unavailable, service(), fault), context,
               wayBack(instance, message));
        return;
    }
    admit(instance, message, context);
    if (crossing.isCancelled) {
        cancelArrives({event.key, id(), EventKind::Cancel, crossing.cancel}, context);
    }
}

// A cancellation that comes to the door before its request has come to its instance goes with it.
void ServiceProcess::cancelCrossing(const CancelMessage& message) {
    const auto found = m_crossingByKey.find(openKey(message.caller, message.replyTo));
    if (found != m_crossingByKey.end()) {
        (*m_crossings)[found->second].isCancelled = true;
        (*m_crossings)[found->second].cancel = message;
    }
}

}  // namespace sim
