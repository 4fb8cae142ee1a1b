// The yardstick of the engine's benchmarks: the call tree over a bare event loop, written for it
// and nothing else: std::priority_queue of 32-byte events, timers that are left in the heap and
// ignored when they come.
#pragma once

#include <cstdint>
#include <queue>

#include "tests/benchmarks/call_tree_model.h"

namespace bench {

class BareCallTree {
  public:
    explicit BareCallTree(int copies) : m_model(copies, *this) {}

    void run(std::int64_t until) {
        while (m_events.top().time < until) {
            const Event event = m_events.top();
            m_events.pop();
            m_now = event.time;
            m_model.handle(event.what, m_now);
        }
    }

    std::int64_t ended() const { return m_model.ended(); }
    double meanMilliseconds() const { return m_model.meanMilliseconds(); }

    // What the model asks of its loop.
    struct Timer {};
    void happen(std::int64_t delay, const Happening& what) {
        m_events.push({m_now + delay, m_sequence++, what});
    }
    Timer arm(std::int64_t delay, const Happening& what) {
        happen(delay, what);
        return {};
    }
    void disarm(Timer&) {}

  private:
    struct Event {
        std::int64_t time;
        std::uint64_t sequence;
        Happening what;
        bool operator<(const Event& other) const {
            return time != other.time ? time > other.time : sequence > other.sequence;
        }
    };
    static_assert(sizeof(Event) == 32);

    std::priority_queue<Event> m_events;
    std::uint64_t m_sequence = 0;
    std::int64_t m_now = 0;
    CallTreeModel<BareCallTree> m_model;
};

}  // namespace bench
