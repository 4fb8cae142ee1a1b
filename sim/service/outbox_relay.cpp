// The outbox: messages that a transaction stored, and the relay that sends them. It runs on one
// ready instance, sends at once and again each second until the topic confirms; who takes it over
// from an instance that died sends everything again: duplicates, never loss.
#include <algorithm>
#include <utility>

#include "sim/service/service_process.h"

namespace sim {

namespace {

constexpr Duration sendAgainAfter = std::chrono::seconds(1);

// No strand waits for these confirmations.
StrandEvent ofRelay(std::uint32_t serial) {
    return {nowhere, serial};
}

}  // namespace

StoreResult ServiceProcess::addToOutbox(std::uint32_t index, const StatementToCome& step) {
    const PublishProgram& publish = m_process->publishes[step.publish];
    const Activation& owner = m_activations[m_strands[index].activation];
    OutboxMessage message;
    message.topic = publish.topic;
    message.identity = step.identity;
    message.request = owner.request(step.drawn);
    message.sampled = owner.sampled;
    const std::int64_t number = ++m_outboxCount;
    const FaultId refusedBy = storeWriteRefusedBy();
    StoreResult result;
    result.refusedBy = refusedBy;
    if (refusedBy == noFault && m_store) {
        result = m_store->addToOutbox(
            {number, m_program->processes[publish.topic].name, owner.requestNumber});
    }
    m_stored.emplace_back(number, message);
    return result;
}

// What the transaction stored is there for good, or not at all.
void ServiceProcess::outboxDone(bool isKept, Context& context) {
    for (auto& [number, message] : std::exchange(m_stored, {})) {
        if (isKept) {
            m_outbox.emplace(number, message);
            if (relayWorks()) {
                sendFromOutbox(number, context);
            }
        }
    }
}

bool ServiceProcess::relayWorks() const {
    return m_relay != nowhere && !m_instances[m_relay].isHung();
}

void ServiceProcess::sendFromOutbox(std::int64_t number, Context& context) {
    OutboxMessage& message = m_outbox.at(number);
    m_sent.erase(message.serial);
    message.serial = ++m_relaySerial;
    m_sent[message.serial] = number;
    PublishMessage sent{};
    sent.publisher = id();
    sent.replyTo = ofRelay(message.serial);
    sent.identity = mixed(message.identity, ++message.tries);
    sent.request = message.request;
    sent.sent = context.now();
    sent.sampled = message.sampled;
    sent.confirms = true;
    post(context, message.topic, sent.identity, Direction::There, EventKind::Publish, sent);
    scheduleTimer(context, sendAgainAfter, EventKind::RelayDue, ofRelay(message.serial));
}

// The ready instance of the lowest number; when it changes, all is sent again.
void ServiceProcess::chooseRelay(Context& context) {
    if (m_process->publishes.empty()) {
        return;
    }
    const bool stays = m_relay != nowhere && m_instances[m_relay].isReady();
    const auto ready = std::ranges::find_if(m_instances, &Instance::isReady);
    if (stays) {
        return;
    }
    m_sent.clear();
    m_relay = ready == m_instances.end() ? nowhere
                                         : static_cast<std::uint32_t>(ready - m_instances.begin());
    goOnRelaying(context);
}

void ServiceProcess::goOnRelaying(Context& context) {
    if (relayWorks()) {
        for (const auto& [number, message] : m_outbox) {
            sendFromOutbox(number, context);
        }
    }
}

void ServiceProcess::relayDue(const Event& event, Context& context) {
    const auto sent = m_sent.find(event.payload.strand.serial);
    if (sent == m_sent.end() || !relayWorks()) {
        return;  // a hang sends again when it is over
    }
    executed(event);
    sendFromOutbox(sent->second, context);
}

void ServiceProcess::outboxConfirmed(const Event& event) {
    const ReplyMessage& answer = event.payload.reply;
    const auto sent = m_sent.find(answer.replyTo.serial);
    const bool isHeeded = sent != m_sent.end();
    executed(event, static_cast<std::uint64_t>(answer.outcome.cause) * 2 + (isHeeded ? 1 : 0));
    // While the store cannot be written, nothing is marked as sent.
    if (!isHeeded || answer.outcome.failed() || storeWriteRefusedBy() != noFault) {
        return;
    }
    if (m_store) {
        m_store->removeFromOutbox(sent->second);
    }
    m_outbox.erase(sent->second);
    m_sent.erase(sent);
}

}  // namespace sim
