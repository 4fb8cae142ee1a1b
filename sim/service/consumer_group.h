// The consumers of a topic that share its messages: who of them gets which message next. Pure: no
// time, no network; the topic tells it what it has heard.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "sim/engine/ring.h"
#include "sim/service/pool.h"
#include "sim/service/topic_program.h"

namespace sim {

// One instance of a consuming service, as the topic knows it.
struct Member {
    std::uint32_t consumer = 0;  // into TopicProgram::consumers
    std::uint32_t instance = 0;  // index
    std::uint32_t prefetch = 1;
    std::uint32_t deaths = 0;  // that the topic has heard of
    bool isConnected = true;
    std::uint32_t held = 0;  // messages handed to it and not answered

    bool hasRoom() const { return isConnected && held < prefetch; }
};

class ConsumerGroup {
  public:
    // With partitions each belongs to one connected member at a time, by ranges in the members'
    // order (Kafka's range assignment), and gives one message at a time, in order. 0: there are
    // none, any member takes any message.
    ConsumerGroup(std::vector<Member> members, std::uint32_t partitions);

    const std::vector<Member>& members() const { return m_members; }
    // Of a service's instance; nowhere: it is not in this group.
    std::uint32_t memberOf(std::uint32_t consumer, std::uint32_t instance) const;

    // An instance that was not there at the start; it is connected once it is heard to be ready.
    void join(const Member& member) { m_members.push_back(member); }

    // `item` waits, behind all that waited before. `number` is its place in the topic's order.
    void add(std::uint32_t item, std::uint64_t number, std::uint32_t partition);
    struct HandOver {
        std::uint32_t item = 0;
        std::uint32_t member = 0;
    };
    // Takes the next message that somebody has room for, and notes that he holds it.
    std::optional<HandOver> next();
    // The member holds it no longer. Whether it comes again: until then its partition waits.
    void takeBack(std::uint32_t member, std::uint32_t partition, bool comesAgain);
    // It waits again, before all that was published after it.
    void returnItem(std::uint32_t item, std::uint64_t number, std::uint32_t partition);

    // Of a partition, or all where there are none: how many wait, and which is next.
    struct LineState {
        std::size_t waiting = 0;
        std::optional<std::uint32_t> next;  // an item; absent: none waits
    };
    std::vector<LineState> lines() const;

    // The member is ready after so many deaths, or has died for the n-th time. What is out of date
    // is ignored: of two messages on their way the later may come first.
    void heardReady(std::uint32_t member, std::uint32_t deaths);
    void heardDeath(std::uint32_t member, std::uint32_t deaths);

  private:
    struct Waiting {
        std::uint32_t item = 0;
        std::uint64_t number = 0;
    };
    // A partition, or all messages where there are none.
    struct Line {
        Ring<Waiting> fresh;                              // never handed over
        std::map<std::uint64_t, std::uint32_t> returned;  // by number; before all fresh ones
        std::uint32_t owner = nowhere;                    // member; nowhere: nobody is connected
        bool isHeld = false;       // of a partition: a member has a message of it
        bool isPostponed = false;  // of a partition: its message comes again later
    };

    bool hasNext(const Line& line) const;
    std::uint64_t nextNumber(const Line& line) const;
    std::uint32_t takeNext(Line& line);
    void update(std::uint32_t line);
    void assign();
    std::optional<HandOver> nextOfPartitions();
    std::uint32_t leastLoaded() const;
    HandOver handOver(std::uint32_t line, std::uint32_t member);

    std::vector<Member> m_members;  // by consumer, then instance; behind them who came later
    bool m_isPartitioned;
    std::vector<Line> m_lines;
    std::set<std::uint32_t> m_waitingLines;  // those with a message that may be handed over now
};

}  // namespace sim
