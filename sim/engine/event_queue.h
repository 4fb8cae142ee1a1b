// Pending events in their total order: a 4-ary implicit heap of keys, the rest of each event apart
// in reused places, so that sifting moves 24 bytes and pushing allocates nothing once warm. Events
// that are due a constant delay after they are pushed never enter the heap: pushed in the order of
// time, they stand in a lane, a plain line, for each delay. Those are the timers, most of which are
// stale when they come and would only have swollen the heap, and the messages of a network whose
// latency does not vary. Source of the shape: LaMarca and Ladner, The Influence of Caches on the
// Performance of Heaps (1996).
#pragma once

#include <cstdint>
#include <vector>

#include "sim/engine/event.h"

namespace sim {

// An event on its way from one queue to another; `delay` is its timer's, zero for all others.
struct PendingEvent {
    Event event;
    Duration delay{};

    bool operator<(const PendingEvent& other) const {
        return event.key == other.event.key ? event.to < other.event.to
                                            : event.key < other.event.key;
    }
};

class EventQueue {
  public:
    bool isEmpty() const { return m_heap.empty() && m_inLanes == 0; }
    std::size_t size() const { return m_heap.size() + m_inLanes; }
    // Of the least event; `never` where there is none.
    Instant nextTime() const;

    void push(const Event& event);
    // The same, of an event that is due a constant `delay` after it is pushed.
    void pushDelayed(const Event& event, Duration delay);
    Event pop();  // the least; the queue must not be empty
    // Takes the least where it is due before `end`.
    bool popBefore(Instant end, Event& event);

    // Empties the queue into `pending`, in no particular order. To be put into a queue in theirs,
    // or timers lose their lanes.
    void moveTo(std::vector<PendingEvent>& pending);
    void put(const PendingEvent& pending);

  private:
    struct Entry {
        EventKey key;
        ProcessId to;
        std::uint32_t place;

        // The script delivers one command to several processes under one key; `to` tells those
        // apart.
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

    // A strand's event is short and stands in the lane itself; what else an event says is apart.
    struct InLine {
        EventKey key;
        ProcessId to = noProcess;
        EventKind kind = EventKind::StepEnds;
        bool isApart = false;
        union {
            StrandEvent strand{};
            std::uint32_t place;  // isApart
        };

        Entry entry() const { return {key, to, 0}; }
    };
    // A ring whose size is a power of two.
    struct Lane {
        Duration delay{};
        std::vector<InLine> ring;
        std::size_t head = 0;
        std::size_t count = 0;

        const InLine& front() const { return ring[head]; }
        const InLine& back() const { return ring[(head + count - 1) & (ring.size() - 1)]; }
        void push(const InLine& next);
    };
    static constexpr std::size_t lanesAtMost = 8;

    std::uint32_t putApart(const Event& event);
    Lane* laneOf(Duration delay);
    void findLeastLane();
    bool isInLane() const {
        return m_inLanes > 0 &&
               (m_heap.empty() || m_lanes[m_leastLane].front().entry() < m_heap.front());
    }
    Event popFromLane();
    Event popFromHeap();
    void siftUp(std::size_t index);
    void siftDown(std::size_t index);

    std::vector<Entry> m_heap;
    std::vector<Rest> m_rests;
    std::vector<std::uint32_t> m_freePlaces;
    std::vector<Lane> m_lanes;
    std::size_t m_leastLane = 0;  // whose front is the least; meaningless while all are empty
    std::size_t m_inLanes = 0;
};

}  // namespace sim
