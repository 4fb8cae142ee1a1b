// Pending events in their total order: a 4-ary implicit heap of keys, the rest of each event apart
// in reused places, so that sifting moves 32 bytes and pushing allocates nothing once warm. Events
// that are due a constant delay after they are pushed never enter the heap: pushed in the order of
// time, they stand in a lane, a plain line, for each delay. Those are the timers, most of which are
// stale when they come and would only have swollen the heap, and the messages of a network whose
// latency does not vary. Source of the shape: LaMarca and Ladner, The Influence of Caches on the
// Performance of Heaps (1996).
#pragma once

#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include "sim/engine/event.h"
#include "sim/engine/ring.h"

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
    Instant nextTime() const { return isLaneNext() ? m_laneFront.time : m_heap.front().key.time; }

    // `Payload` is one of those that EventPayload may hold; it is written once, to where it stays.
    template <typename Payload>
    void push(const EventKey& key, ProcessId to, EventKind kind, const Payload& payload) {
        pushInHeap(entryOf(key, to, kind, payload));
    }
    // The same, of an event that is due a constant `delay` after it is pushed.
    template <typename Payload>
    void pushDelayed(const EventKey& key, ProcessId to, EventKind kind, const Payload& payload,
                     Duration delay) {
        const Entry next = entryOf(key, to, kind, payload);
        if (!pushInLane(next, delay)) {
            pushInHeap(next);
        }
    }
    void push(const Event& event) { push(event.key, event.to, event.kind, event.payload); }
    void pushDelayed(const Event& event, Duration delay) {
        pushDelayed(event.key, event.to, event.kind, event.payload, delay);
    }

    Event pop();  // the least; the queue must not be empty
    // Takes the least where it is due before `end`.
    bool popBefore(Instant end, Event& event) {
        if (isLaneNext()) {
            if (m_laneFront.time >= end) {
                return false;
            }
            Lane& lane = m_lanes[m_leastLane];
            take(lane.line.front(), event);
            dropFrontOf(lane);
            return true;
        }
        if (m_heap.front().key.time >= end) {
            return false;
        }
        take(m_heap.front(), event);
        dropHeapFront();
        return true;
    }

    // Empties the queue into `pending`, in no particular order. To be put into a queue in theirs,
    // or timers lose their lanes.
    void moveTo(std::vector<PendingEvent>& pending);
    void put(const PendingEvent& pending);
    // The same, and the queue keeps its own.
    void copyTo(std::vector<PendingEvent>& pending) const { EventQueue(*this).moveTo(pending); }

  private:
    // A strand's event is short and stands in the entry itself; what else an event says is apart.
    struct Entry {
        EventKey key;
        ProcessId to = noProcess;
        EventKind kind = EventKind::StepEnds;
        bool isApart = false;
        union {
            StrandEvent strand{};
            std::uint32_t place;  // isApart
        };

        // The script delivers one command to several processes under one key; `to` tells those
        // apart.
        bool operator<(const Entry& other) const {
            return key < other.key || (key == other.key && to < other.to);
        }
    };
    // Behind every event's.
    static constexpr EventKey noKey{models::never, 0};

    struct Lane {
        Duration delay{};
        EventKey front = noKey;  // of the first in line
        Ring<Entry> line;

        void dropFront() {
            line.dropFront();
            front = line.isEmpty() ? noKey : line.front().key;
        }
    };
    static constexpr std::size_t lanesAtMost = 8;

    template <typename Payload>
    Entry entryOf(const EventKey& key, ProcessId to, EventKind kind, const Payload& payload) {
        Entry entry;
        entry.key = key;
        entry.to = to;
        entry.kind = kind;
        if constexpr (std::is_same_v<Payload, StrandEvent>) {
            entry.strand = payload;
        } else if (std::is_same_v<Payload, EventPayload> && saysStrandOnly(kind)) {
            entry.strand = EventPayload(payload).strand;
        } else {
            entry.isApart = true;
            entry.place = newPlace();
            std::construct_at(&m_apart[entry.place], payload);
        }
        return entry;
    }
    std::uint32_t newPlace() {
        if (m_freePlaces.empty()) [[unlikely]] {
            m_apart.emplace_back();
            return static_cast<std::uint32_t>(m_apart.size() - 1);
        }
        const std::uint32_t place = m_freePlaces.back();
        m_freePlaces.pop_back();
        return place;
    }
    void take(const Entry& entry, Event& event) {
        event.key = entry.key;
        event.to = entry.to;
        event.kind = entry.kind;
        if (entry.isApart) {
            event.payload = m_apart[entry.place];
            m_freePlaces.push_back(entry.place);
        } else {
            event.payload.strand = entry.strand;
        }
    }

    // What stands in lanes was sent by a process, so that its key is nobody else's.
    bool isLaneNext() const { return m_heap.empty() || m_laneFront < m_heap.front().key; }
    void pushInHeap(const Entry& next) {
        m_heap.push_back(next);
        siftUp(m_heap.size() - 1);
    }
    // False where it has to go to the heap.
    bool pushInLane(const Entry& next, Duration delay);
    Lane* laneOf(Duration delay);
    void dropFrontOf(Lane& lane) {
        lane.dropFront();
        --m_inLanes;
        m_laneFront = noKey;
        for (std::size_t i = 0; i < m_lanes.size(); ++i) {
            if (m_lanes[i].front < m_laneFront) {
                m_laneFront = m_lanes[i].front;
                m_leastLane = i;
            }
        }
    }
    void dropHeapFront();
    void siftUp(std::size_t index);
    void siftDown(std::size_t index);

    std::vector<Entry> m_heap;
    std::vector<EventPayload> m_apart;
    std::vector<std::uint32_t> m_freePlaces;
    std::vector<Lane> m_lanes;
    EventKey m_laneFront = noKey;  // the least of the lanes' fronts
    std::size_t m_leastLane = 0;   // whose it is
    std::size_t m_inLanes = 0;
};

}  // namespace sim
