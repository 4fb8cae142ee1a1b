// A topic: keeps the messages that are published to it until every group of its consumers has
// handled them, hands them over, and hands them over again where that failed. Knows publishers and
// consumers only by messages. Source: language.md, "Topics".
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/metrics/level.h"
#include "sim/service/by_window.h"
#include "sim/service/consumer_group.h"
#include "sim/service/fault_log.h"
#include "sim/service/messenger.h"
#include "sim/service/timeline.h"
#include "sim/snapshot.h"
#include "sim/table_rows.h"

namespace sim {

// Of messages published within a window; refused ones by when they were.
struct TopicCounts {
    std::int64_t published = 0;    // accepted
    std::int64_t delivered = 0;    // handed over for the first time, once a group
    std::int64_t redelivered = 0;  // handed over again
    std::int64_t dead = 0;         // given up and kept as dead letters, once a group
    std::int64_t dropped = 0;      // given up where `dead-letter` is false
    std::int64_t refused = 0;      // topic full or killed
    std::int64_t ended = 0;        // handled or given up by every group
    bool operator==(const TopicCounts&) const = default;
};

// Absent where the window has not begun.
std::optional<double> meanBacklog(const Level& backlog, const Window& window, Instant now);

class TopicProcess final : public Messenger {
  public:
    TopicProcess(std::shared_ptr<const Program> program, ProcessId id,
                 std::shared_ptr<const FaultLog> faults);

    void begin(Context&) override {}
    // Of a copy, in place of begin().
    void goOn(std::shared_ptr<const FaultLog> faults) { m_faults = std::move(faults); }
    void handle(const Event& event, Context& context) override;
    void crash(const std::string& what, Context& context) override;

    const ProcessProgram& process() const { return m_process; }
    struct WindowStats {
        TopicCounts counts;
        Level backlog;  // published and not ended
    };
    const ByWindow<WindowStats>& windows() const { return m_windows; }
    std::int64_t backlog() const { return static_cast<std::int64_t>(m_messages.taken()); }
    const std::vector<ConsumerGroup>& groups() const { return m_groups; }
    const Timeline& timeline() const { return m_timeline; }
    // Its messages, the oldest first, or its dead letters, the latest first, a row for each group
    // (topic_messages.cpp).
    TableRows messageRows(const RowsWanted& wanted, Instant now) const;
    // From the run's start, without what is recent: the process knows no past.
    TopicSnapshot snapshot(Instant now) const;
    const TopicCounts& counts() const { return m_counts; }
    MessageCounts publishedBy(ProcessId publisher) const;
    MessageCounts deliveredTo(ProcessId service) const;
    std::optional<Instant> recoveredAt(FaultId fault) const;
    // A sampled message on its way from `other` to here, or from here to it.
    struct Sampled {
        ProcessId other = 0;
        bool isDelivery = false;
        Instant at{};
        Duration way{};
        MessageSample::Fate fate = MessageSample::Fate::Taken;
    };
    // Since the last time.
    std::vector<Sampled> takeSamples() { return std::exchange(m_samples, {}); }

  private:
    struct Message {
        std::uint64_t number = 0;  // in the order of arrival, from 1
        Instant published{};
        Identity identity = 0;
        RequestRef request;
        std::uint32_t partition = 0;
        std::uint32_t open = 0;  // groups that have not ended it
        bool sampled = false;
    };
    // A message on its way through one group.
    struct Copy {
        std::uint32_t message = nowhere;
        std::uint32_t group = 0;
        std::uint32_t member = nowhere;  // who has it, or had it last
        std::uint32_t attempts = 0;
        std::uint32_t serial = 0;  // of its last delivery
        enum Stands : std::uint8_t { Ended, InLine, Handed, ComesAgain } stands = Ended;
    };
    // Given up by one group, and kept for who looks.
    struct DeadLetter {
        std::int64_t request = 0;
        std::uint32_t consumer = 0;  // into TopicProgram::consumers
        std::uint32_t attempts = 0;
        Instant died{};
        Outcome outcome;  // of the last attempt
    };

    bool isDown() const { return !m_kills.empty(); }
    void publishArrives(const Event& event, Context& context);
    void accept(const PublishMessage& message, Instant now);
    void confirm(const PublishMessage& message, const Outcome& outcome, Context& context);
    std::uint32_t partitionOf(const RequestRef& request) const;
    void dispatch(Context& context);
    void deliver(std::uint32_t copy, Context& context);
    void acknowledgeArrives(const Event& event, Context& context);
    void comeAgain(std::uint32_t copy, Context& context);
    void returnToLine(std::uint32_t copy);
    void redeliveryDue(const Event& event, Context& context);
    void samplePublished(const PublishMessage& message, bool isTaken, Instant now);
    void sampleNotHandled(const Copy& copy, Instant now);
    void giveUp(std::uint32_t copy, const Outcome& outcome, Context& context);
    void keepDeadLetter(const Copy& copy, std::uint32_t consumer, const Outcome& outcome,
                        Instant now);
    void endCopy(std::uint32_t copy, Instant now);
    void consumerChanged(const Event& event, Context& context);

    bool handleLinkFault(const Event& event, Context& context);  // link_events.cpp
    void deliveryLost(const Copy& copy, StrandEvent delivery, FaultId fault, Context& context);
    void faultBegins(const FaultEvent& event, Context& context);
    void restart(FaultId fault, Context& context);

    const ConsumerProgram& consumerOf(const Copy& copy) const {
        return m_topic.consumers[m_groups[copy.group].members()[copy.member].consumer];
    }
    // What one group is called: its first consumer's endpoint.
    std::string nameOfGroup(std::uint32_t group) const;
    std::string nameOfConsumer(std::uint32_t consumer) const;  // worker.work
    std::string whereIs(const Copy& copy) const;
    void addMessages(std::size_t most, Instant now, TableRows& rows) const;
    void addDeadLetters(std::size_t most, TableRows& rows) const;
    MessageCounts& publishedBy(const PublishMessage& message);
    void count(std::int64_t TopicCounts::*counter, Instant published);
    void changeBacklog(Instant now, std::int64_t by);

    const ProcessProgram& m_process;  // in *m_program
    const TopicProgram& m_topic;      // in *m_program
    std::shared_ptr<const FaultLog> m_faults;
    Pool<Message> m_messages;
    Pool<Copy> m_copies;
    std::deque<DeadLetter> m_deadLetters;  // the last few of them
    std::vector<ConsumerGroup> m_groups;
    std::uint64_t m_accepted = 0;
    std::uint32_t m_serial = 0;
    std::vector<FaultId> m_kills;  // active; it is down while there is one
    ByWindow<WindowStats> m_windows;
    Instant m_downSince{};                     // while it is down
    TopicCounts m_counts;                      // from the run's start
    std::vector<MessageCounts> m_publishedBy;  // by ProcessId; short of those who never did
    std::vector<MessageCounts> m_deliveredTo;  // as TopicProgram::consumers
    std::map<FaultId, Instant> m_recovered;
    Timeline m_timeline;
    std::vector<Sampled> m_samples;
};

}  // namespace sim
