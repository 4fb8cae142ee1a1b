#include "sim/service/topic_process.h"

#include <algorithm>
#include <utility>

namespace sim {

namespace {

// What became of a message on arrival, for the fingerprint.
enum class Reception : std::uint64_t { Accepted, Unavailable, Rejected };

}  // namespace

std::optional<double> meanBacklog(const Level& backlog, const Window& window, Instant now) {
    const Duration span = std::min(now, window.to) - window.from;
    if (span <= Duration{}) {
        return std::nullopt;
    }
    return static_cast<double>(backlog.integral(now, window.from, window.to)) /
           static_cast<double>(span.count());
}

TopicProcess::TopicProcess(std::shared_ptr<const Program> program, ProcessId id,
                           std::shared_ptr<const FaultLog> faults)
    : Messenger(std::move(program), id),
      m_process(m_program->processes[id]),
      m_topic(m_program->topics[static_cast<std::size_t>(m_process.index)]),
      m_faults(std::move(faults)),
      m_windows(m_process, {}),
      m_deliveredTo(m_topic.consumers.size()) {
    for (const std::vector<std::uint32_t>& group : m_topic.groups) {
        std::vector<Member> members;
        for (const std::uint32_t consumer : group) {
            const ConsumerProgram& service = m_topic.consumers[consumer];
            for (std::uint32_t instance = 0; instance < service.instances; ++instance) {
                members.push_back({consumer, instance, service.prefetch});
            }
        }
        m_groups.emplace_back(std::move(members), m_topic.partitions);
    }
}

void TopicProcess::handle(const Event& event, Context& context) {
    const bool isOfFault =
        event.kind == EventKind::FaultBegins || event.kind == EventKind::FaultEnds;
    if (isOfFault && handleLinkFault(event, context)) {
        return;
    }
    switch (event.kind) {
        case EventKind::Publish:
            publishArrives(event, context);
            break;
        case EventKind::Acknowledge:
            acknowledgeArrives(event, context);
            break;
        case EventKind::RedeliveryDue:
            redeliveryDue(event, context);
            break;
        case EventKind::ConsumerChanged:
            consumerChanged(event, context);
            break;
        case EventKind::FaultBegins:
            executed(event);
            faultBegins(event.payload.fault, context);
            break;
        case EventKind::FaultEnds:
            if (std::ranges::find(m_kills, event.payload.fault.fault) != m_kills.end()) {
                executed(event);
                std::erase(m_kills, event.payload.fault.fault);
                restart(event.payload.fault.fault, context);
            }
            break;
        case EventKind::RestartOrdered:
            executed(event);
            if (isDown() && m_kills.front() != noFault) {
                const FaultId ended = m_kills.front();
                m_kills.clear();
                restart(ended, context);
            }
            break;
        default:
            break;
    }
}

void TopicProcess::crash(const std::string& what, Context& context) {
    m_timeline.add({context.now(), "crashed", name(), what, noFault});
    m_downSince = isDown() ? m_downSince : context.now();
    m_kills = {noFault};  // no fault's end brings it back
}

// --------------------------------------------------------------------------------------------
// publishing

void TopicProcess::publishArrives(const Event& event, Context& context) {
    const PublishMessage& message = event.payload.publish;
    executed(event, message.identity);
    const int publisher = m_program->serviceOf(message.publisher);
    MessageCounts& sent = publishedBy(message);
    ++sent.sent;
    if (isDown()) {
        foldResult(static_cast<std::uint64_t>(Reception::Unavailable));
        ++sent.failed;
        count(&TopicCounts::refused, context.now());
        samplePublished(message, false, context.now());
        confirm(message, Outcome::failure(Cause::Unavailable, publisher, m_kills.front()), context);
        return;
    }
    if (backlog() >= m_topic.capacity) {
        foldResult(static_cast<std::uint64_t>(Reception::Rejected));
        ++sent.failed;
        count(&TopicCounts::refused, context.now());
        samplePublished(message, false, context.now());
        confirm(message, Outcome::failure(Cause::Rejected, publisher), context);
        return;
    }
    foldResult(static_cast<std::uint64_t>(Reception::Accepted));
    samplePublished(message, true, context.now());
    accept(message, context.now());
    confirm(message, {}, context);
    dispatch(context);
}

void TopicProcess::confirm(const PublishMessage& message, const Outcome& outcome,
                           Context& context) {
    if (message.confirms) {
        post(context, message.publisher, message.identity, Direction::Back, EventKind::Confirm,
             ReplyMessage{message.replyTo, outcome});
    }
}

void TopicProcess::accept(const PublishMessage& message, Instant now) {
    count(&TopicCounts::published, now);
    ++m_accepted;
    if (m_groups.empty()) {
        count(&TopicCounts::ended, now);  // nobody subscribes: there is nobody to keep it for
        return;
    }
    const auto [index, kept] = m_messages.take();
    kept.number = m_accepted;
    kept.published = now;
    kept.identity = message.identity;
    kept.request = message.request;
    kept.sampled = message.sampled;
    kept.partition = partitionOf(message.request);
    kept.open = static_cast<std::uint32_t>(m_groups.size());
    changeBacklog(now, 1);
    for (std::uint32_t group = 0; group < m_groups.size(); ++group) {
        const auto [place, copy] = m_copies.take();
        copy.message = index;
        copy.group = group;
        copy.stands = Copy::InLine;
        m_groups[group].add(place, kept.number, kept.partition);
    }
}

// By the member's number, so that all about one member stays in order; without a key in turn.
std::uint32_t TopicProcess::partitionOf(const RequestRef& request) const {
    if (m_topic.partitions == 0) {
        return 0;
    }
    if (m_topic.key == nowhere) {
        return static_cast<std::uint32_t>((m_accepted - 1) % m_topic.partitions);
    }
    const std::int64_t member =
        m_program->members.memberOf(m_topic.key, request, m_program->keys.member);
    return static_cast<std::uint32_t>(scrambled(static_cast<std::uint64_t>(member)) %
                                      m_topic.partitions);
}

// --------------------------------------------------------------------------------------------
// delivering

void TopicProcess::dispatch(Context& context) {
    if (isDown()) {
        return;
    }
    for (ConsumerGroup& group : m_groups) {
        while (const std::optional<ConsumerGroup::HandOver> next = group.next()) {
            m_copies[next->item].member = next->member;
            deliver(next->item, context);
        }
    }
}

void TopicProcess::deliver(std::uint32_t index, Context& context) {
    Copy& copy = m_copies[index];
    const Message& message = m_messages[copy.message];
    const ConsumerProgram& consumer = consumerOf(copy);
    ++copy.attempts;
    copy.stands = Copy::Handed;
    copy.serial = ++m_serial;
    ++m_deliveredTo[m_groups[copy.group].members()[copy.member].consumer].sent;
    count(copy.attempts == 1 ? &TopicCounts::delivered : &TopicCounts::redelivered,
          message.published);
    DeliveryMessage delivery{};
    delivery.topic = id();
    delivery.endpoint = consumer.endpoint;
    delivery.instance = m_groups[copy.group].members()[copy.member].instance;
    delivery.delivery = {index, copy.serial};
    delivery.identity = mixed(mixed(message.identity, consumer.name), copy.attempts);
    delivery.request = message.request;
    delivery.sampled = message.sampled;
    const Passage passage = post(context, consumer.service, delivery.identity, Direction::There,
                                 EventKind::Deliver, delivery);
    if (passage.isLost) {
        deliveryLost(copy, delivery.delivery, passage.lostBy, context);
    } else if (message.sampled) {
        m_samples.push_back({consumer.service, true, context.now(), m_latency + passage.added,
                             MessageSample::Fate::Taken});
    }
}

void TopicProcess::samplePublished(const PublishMessage& message, bool isTaken, Instant now) {
    if (message.sampled) {
        m_samples.push_back({message.publisher, false, now, now - message.sent,
                             isTaken ? MessageSample::Fate::Taken : MessageSample::Fate::Refused});
    }
}

void TopicProcess::sampleNotHandled(const Copy& copy, Instant now) {
    if (m_messages[copy.message].sampled) {
        m_samples.push_back(
            {consumerOf(copy).service, true, now, m_latency, MessageSample::Fate::NotHandled});
    }
}

// It is taken back as from an instance that has died, and comes again.
void TopicProcess::deliveryLost(const Copy& copy, StrandEvent delivery, FaultId fault,
                                Context& context) {
    const int service = m_program->serviceOf(consumerOf(copy).service);
    schedule(context, context.now() + connectionLostAfter, EventClass::Completion,
             EventKind::Acknowledge,
             AcknowledgeMessage{delivery, Outcome::failure(Cause::Unavailable, service, fault), 0});
}

void TopicProcess::acknowledgeArrives(const Event& event, Context& context) {
    const AcknowledgeMessage& message = event.payload.acknowledge;
    const std::uint32_t index = message.delivery.strand;
    const Copy& copy = m_copies[index];
    executed(event, static_cast<std::uint64_t>(message.outcome.cause));
    ConsumerGroup& group = m_groups[copy.group];
    if (message.deaths > 0) {
        group.heardDeath(copy.member, message.deaths);
    }
    const std::optional<std::uint32_t> most = consumerOf(copy).attempts;
    const bool isLast = most && copy.attempts >= *most;
    const bool isHandled = !message.outcome.failed();
    if (!isHandled) {
        ++m_deliveredTo[group.members()[copy.member].consumer].failed;
        sampleNotHandled(copy, context.now());
    }
    // An acknowledgement that finds the topic down is lost, whatever it says.
    const bool comesAgain = isDown() || (!isHandled && !isLast);
    group.takeBack(copy.member, m_messages[copy.message].partition, comesAgain);
    if (comesAgain) {
        comeAgain(index, context);
    } else if (isHandled) {
        endCopy(index, context.now());
    } else {
        giveUp(index, message.outcome, context);
    }
    dispatch(context);
}

void TopicProcess::comeAgain(std::uint32_t index, Context& context) {
    Copy& copy = m_copies[index];
    const Duration wait = consumerOf(copy).redeliverAfter;
    if (wait > Duration{}) {
        copy.stands = Copy::ComesAgain;
        schedule(context, context.now() + wait, EventClass::Timer, EventKind::RedeliveryDue,
                 StrandEvent{index, copy.serial});
        return;
    }
    returnToLine(index);
}

void TopicProcess::returnToLine(std::uint32_t index) {
    Copy& copy = m_copies[index];
    copy.stands = Copy::InLine;
    const Message& message = m_messages[copy.message];
    m_groups[copy.group].returnItem(index, message.number, message.partition);
}

void TopicProcess::redeliveryDue(const Event& event, Context& context) {
    executed(event);
    returnToLine(event.payload.strand.strand);
    dispatch(context);
}

void TopicProcess::giveUp(std::uint32_t index, const Outcome& outcome, Context& context) {
    const Copy& copy = m_copies[index];
    const ConsumerProgram& consumer = consumerOf(copy);
    const Instant published = m_messages[copy.message].published;
    if (consumer.keepsDeadLetters) {
        count(&TopicCounts::dead, published);
        const std::uint32_t who = m_groups[copy.group].members()[copy.member].consumer;
        m_timeline.add(
            {context.now(), "dead-letter", name(), nameOfConsumer(who), outcome.origin.fault});
        keepDeadLetter(copy, who, outcome, context.now());
    } else {
        count(&TopicCounts::dropped, published);
    }
    endCopy(index, context.now());
}

void TopicProcess::endCopy(std::uint32_t index, Instant now) {
    const std::uint32_t place = m_copies[index].message;
    m_copies[index].stands = Copy::Ended;
    m_copies.giveBack(index);
    Message& message = m_messages[place];
    if (--message.open == 0) {
        count(&TopicCounts::ended, message.published);
        changeBacklog(now, -1);
        m_messages.giveBack(place);
    }
}

void TopicProcess::consumerChanged(const Event& event, Context& context) {
    executed(event);
    const ConsumerMessage& message = event.payload.consumer;
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        ConsumerGroup& group = m_groups[i];
        std::uint32_t member = group.memberOf(message.consumer, message.instance);
        const std::vector<std::uint32_t>& consumers = m_topic.groups[i];
        if (member == nowhere && message.isReady &&
            std::ranges::find(consumers, message.consumer) != consumers.end()) {
            member = static_cast<std::uint32_t>(group.members().size());
            group.join({message.consumer, message.instance,
                        m_topic.consumers[message.consumer].prefetch, 0, false});
        }
        if (member != nowhere) {
            message.isReady ? group.heardReady(member, message.deaths)
                            : group.heardDeath(member, message.deaths);
        }
    }
    dispatch(context);
}

// --------------------------------------------------------------------------------------------
// faults

// The reader lets only kills through.
void TopicProcess::faultBegins(const FaultEvent& event, Context& context) {
    if (std::holds_alternative<models::Kill>((*m_faults)[event.fault].kind)) {
        m_downSince = isDown() ? m_downSince : context.now();
        m_kills.push_back(event.fault);
        m_timeline.add({context.now(), "killed", name(), {}, event.fault});
    }
}

void TopicProcess::restart(FaultId fault, Context& context) {
    if (isDown()) {
        return;  // another kill is still upon it
    }
    m_timeline.add({context.now(), "restarted", name(), {}, fault});
    m_timeline.add({context.now(), "ready", name(), {}, fault});
    m_recovered[fault] = context.now();
    dispatch(context);
}

std::optional<Instant> TopicProcess::recoveredAt(FaultId fault) const {
    const auto found = m_recovered.find(fault);
    return found == m_recovered.end() ? std::nullopt : std::optional(found->second);
}

// --------------------------------------------------------------------------------------------
// counting

void TopicProcess::count(std::int64_t TopicCounts::*counter, Instant published) {
    ++(m_counts.*counter);
    m_windows.forEachWith(*m_program, m_process, published,
                          [&](WindowStats& stats) { ++(stats.counts.*counter); });
}

void TopicProcess::changeBacklog(Instant now, std::int64_t by) {
    m_windows.forEach(*m_program, m_process, [&](WindowStats& stats, const Window& span) {
        stats.backlog.change(now, by, span.from, span.to);
    });
}

MessageCounts& TopicProcess::publishedBy(const PublishMessage& message) {
    if (m_publishedBy.size() <= message.publisher) {
        m_publishedBy.resize(message.publisher + 1);
    }
    return m_publishedBy[message.publisher];
}

// --------------------------------------------------------------------------------------------
// what can be seen

MessageCounts TopicProcess::publishedBy(ProcessId publisher) const {
    return publisher < m_publishedBy.size() ? m_publishedBy[publisher] : MessageCounts{};
}

MessageCounts TopicProcess::deliveredTo(ProcessId service) const {
    MessageCounts counts;
    for (std::size_t i = 0; i < m_deliveredTo.size(); ++i) {
        if (m_topic.consumers[i].service == service) {
            counts.sent += m_deliveredTo[i].sent;
            counts.failed += m_deliveredTo[i].failed;
        }
    }
    return counts;
}

TopicSnapshot TopicProcess::snapshot(Instant now) const {
    TopicSnapshot seen;
    seen.published = m_counts.published;
    seen.delivered = m_counts.delivered;
    seen.redelivered = m_counts.redelivered;
    seen.dead = m_counts.dead;
    seen.dropped = m_counts.dropped;
    seen.refused = m_counts.refused;
    seen.ended = m_counts.ended;
    seen.backlog = backlog();
    if (isDown()) {
        seen.downSince = m_downSince;
    }
    seen.waiting.resize(std::max(m_topic.partitions, 1U));
    for (const ConsumerGroup& group : m_groups) {
        const std::vector<ConsumerGroup::LineState> lines = group.lines();
        for (std::size_t i = 0; i < lines.size(); ++i) {
            seen.waiting[i] += static_cast<std::int64_t>(lines[i].waiting);
            if (lines[i].next) {
                const Message& message = m_messages[m_copies[*lines[i].next].message];
                const Duration waits = now - message.published;
                seen.oldestWaits = std::max(seen.oldestWaits.value_or(waits), waits);
            }
        }
        for (const Member& each : group.members()) {
            const ConsumerProgram& consumer = m_topic.consumers[each.consumer];
            seen.members.push_back({m_program->serviceOf(consumer.service),
                                    static_cast<int>(each.instance) + 1,
                                    static_cast<int>(each.held), each.isConnected});
        }
    }
    return seen;
}

}  // namespace sim
