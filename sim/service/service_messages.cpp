// Messages of the topics that a service consumes: how they become requests of an instance, and what
// the topics are told.
#include "sim/service/service_process.h"

namespace sim {

// Prefetch bounds them, and the topic has chosen the instance: so neither the rate limit nor the
// balancer nor the inbox's size has a say.
void ServiceProcess::deliveryArrives(const Event& event, Context& context) {
    const DeliveryMessage& delivery = event.payload.delivery;
    executed(event, delivery.identity);
    Instance& instance = m_instances[delivery.instance];
    RequestMessage message{};
    message.caller = delivery.topic;
    message.endpoint = delivery.endpoint;
    message.replyTo = delivery.delivery;
    message.identity = delivery.identity;
    message.deadline = models::never;
    message.request = delivery.request;
    message.sampled = delivery.sampled;
    if (!instance.isUp()) {
        const FaultId fault = instance.isDown() ? instance.kills.front() : m_lastStartedBy;
        acknowledge(message.caller, message.replyTo, message.identity,
                    Outcome::failure(Cause::Unavailable, service(), fault), instance.deaths,
                    context);
        return;
    }
    countArrival(message.endpoint, context.now());
    if (m_process->endpoint(message.endpoint, instance.version).first == nowhere) {
        const FaultId removed = rolloutThatRemoved(message.endpoint, instance.version);
        failAtOnce(instance, message, Outcome::failure(Cause::Error, service(), removed), context);
        return;
    }
    if (!failsOnAcceptance(instance, message, context)) {
        accept(instance, message, context);
    }
}

// `deaths` of the instance, if it is dead.
void ServiceProcess::acknowledge(ProcessId topic, StrandEvent delivery, Identity identity,
                                 const Outcome& outcome, std::uint32_t deaths, Context& context) {
    const Passage passage = post(context, topic, identity, Direction::Back, EventKind::Acknowledge,
                                 AcknowledgeMessage{delivery, outcome, deaths});
    if (passage.isLost) {
        // The topic finds its connection gone, and hands the message over again.
        const Outcome lost = Outcome::failure(Cause::Unavailable, service(), passage.lostBy);
        const Identity draw = mixed(identity, static_cast<std::uint64_t>(Direction::Back));
        const Duration takes =
            connectionLostAfter + m_program->latency.draw(m_program->keys.network, draw);
        send(context, topic, context.now() + takes, EventClass::Completion, EventKind::Acknowledge,
             AcknowledgeMessage{delivery, lost, deaths});
    }
}

void ServiceProcess::drop(const Activation& activation, const Outcome& outcome,
                          std::uint32_t deaths, Context& context) {
    if (m_program->isTopic(activation.caller)) {
        acknowledge(activation.caller, activation.replyTo, activation.identity, outcome, deaths,
                    context);
    } else {
        reply(activation.caller, activation.replyTo, activation.identity, outcome, context,
              wayBack(activation));
    }
}

// A death is a dropped connection, heard before anything else of that instant; a ready instance
// introduces itself.
void ServiceProcess::tellTopics(const Instance& instance, bool isReady, Context& context) {
    const auto place = placeOf(instance);
    for (const ConsumedTopic& each : m_process->consumed) {
        const Identity topic = identityOf(m_program->processes[each.topic].name);
        const Identity message =
            mixed(mixed(mixed(identityOf(name()), topic), place), instance.deaths);
        post(context, each.topic, message, isReady ? Direction::There : Direction::Back,
             EventKind::ConsumerChanged,
             ConsumerMessage{each.consumer, place, instance.deaths, isReady});
    }
}

}  // namespace sim
