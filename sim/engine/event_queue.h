// Pending events in their total order: a 4-ary implicit heap of keys, the rest of each event apart in
// reused places, so that sifting moves 24 bytes and pushing allocates nothing once warm.
// Source of the shape: LaMarca and Ladner, The Influence of Caches on the Performance of Heaps (1996).
#pragma once

#include <cstdint>
#include <vector>

#include "sim/engine/event.h"

namespace sim {

class EventQueue {
  public:
    bool isEmpty() const { return m_heap.empty(); }
    std::size_t size() const { return m_heap.size(); }
    // Of the least event; `never` where there is none.
    Instant nextTime() const { return m_heap.empty() ? models::never : m_heap.front().key.time; }

    void push(const Event& event);
    Event pop();  // the least; the queue must not be empty

  private:
    struct Entry {
        EventKey key;
        ProcessId to;
        std::uint32_t place;

        // The script delivers one command to several processes under one key; `to` tells those apart.
        bool operator<(const Entry& other) const {
            if (key.time != other.key.time) {
                return key.time < other.key.time;
            }
            if (key.order != other.key.order) {
                return key.order < other.key.order;
            }
            return to < other.to;
        }
    };
    struct Rest {
        EventKind kind = EventKind::StepEnds;
        EventPayload payload;
    };

    void siftUp(std::size_t index);
    void siftDown(std::size_t index);

    std::vector<Entry> m_heap;
    std::vector<Rest> m_rests;
    std::vector<std::uint32_t> m_freePlaces;
};

}  // namespace sim
