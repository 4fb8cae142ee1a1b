// Pending events in their total order: a queue of keys (ladder_queue.h), the rest of each event
// apart in reused places, so that pushing moves 32 bytes and allocates nothing once warm. Events
// that are due a constant delay after they are pushed never enter it: pushed in the order of time,
// they stand in a lane, a plain line, for each delay. Those are the messages of a network whose
// latency does not vary, and timers. What comes from another thread is in an order of its own, and
// has a lane of its own. In a lane an event is written once, whole, and is handled where it stands.
#pragma once

#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include "sim/engine/event.h"
#include "sim/engine/ladder_queue.h"
#include "sim/engine/ring.h"

namespace sim {

// An event on its way from one queue to another; `delay` is that of its timer or its network, zero
// where it varies.
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
    bool isEmpty() const { return m_heap.isEmpty() && m_inLanes == 0; }
    std::size_t size() const { return m_heap.size() + m_inLanes; }
    // Of the least event; `never` where there is none.
    Instant nextTime() const { return isLaneNext() ? m_laneFront.time : m_heap.least().key.time; }

    // `Payload` is one of those that EventPayload may hold; it is written once, to where it stays.
    template <typename Payload>
    void push(const EventKey& key, ProcessId to, EventKind kind, const Payload& payload) {
        m_heap.push(entryOf(key, to, kind, payload));
    }
    // The same, of an event that is due a constant `delay` after it is pushed, by the one thread
    // that is the `source`.
    template <typename Payload>
    void pushDelayed(const EventKey& key, ProcessId to, EventKind kind, const Payload& payload,
                     Duration delay, std::uint32_t source = 0) {
        Event* place = placeInLane(key, delay, source);
        if (place == nullptr) [[unlikely]] {
            push(key, to, kind, payload);
            return;
        }
        place->key = key;
        place->to = to;
        place->kind = kind;
        std::construct_at(&place->payload, payload);
    }
    // The same, of a message that the caller writes: where it stays.
    EventPayload& placeDelayed(const EventKey& key, ProcessId to, EventKind kind, Duration delay) {
        Event* place = placeInLane(key, delay, 0);
        if (place == nullptr) [[unlikely]] {
            return placeInHeap(key, to, kind);
        }
        place->key = key;
        place->to = to;
        place->kind = kind;
        return place->payload;
    }
    void push(const Event& event) { push(event.key, event.to, event.kind, event.payload); }

    // Takes the least where it is due before `end`; null where none is. It may be read until the
    // next is taken, whatever is pushed meanwhile.
    [[gnu::always_inline]] const Event* takeBefore(Instant end) {
        if (isLaneNext()) {
            if (m_laneFront.time >= end) {
                return nullptr;
            }
            m_takenFrom = m_leastLane;
            Lane& lane = m_lanes[m_leastLane];
            const Event& event = lane.line.front();
            dropFrontOf(lane);
            return &event;
        }
        if (m_heap.least().key.time >= end) {
            return nullptr;
        }
        m_takenFrom = heap;
        read(m_heap.least(), m_taken);
        m_heap.dropLeast();
        return &m_taken;
    }
    // What is likely to come next but a few, for who wants to fetch ahead what it will need: the
    // n-th of where the last that was taken came from, a lane or the heap.
    bool isFromHeap() const { return m_takenFrom == heap; }
    ComingEvent inHeap(std::size_t n) const {
        if (n >= m_heap.frontSize()) {
            return {};
        }
        const Entry& entry = m_heap.at(n);
        return {entry.to, entry.kind, entry.isApart ? 0 : entry.strand.strand, entry.key.time};
    }
    ComingEvent inLane(std::size_t n) const {
        const Ring<Event>& line = m_lanes[m_takenFrom].line;
        if (n >= line.size()) {
            return {};
        }
        const Event& event = line.at(n);
        return {event.to, event.kind, event.payload.reply.replyTo.strand, event.key.time};
    }
    Event pop() { return *takeBefore(models::never); }  // the queue must not be empty

    // Empties the queue into `pending`, in no particular order. To be put into a queue in theirs,
    // or timers lose their lanes.
    void moveTo(std::vector<PendingEvent>& pending);
    void put(const PendingEvent& pending, std::uint32_t source = 0);
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

        Instant time() const { return key.time; }
        // The script delivers one command to several processes under one key; `to` tells those
        // apart.
        bool operator<(const Entry& other) const {
            const EventKey::Number mine = key.number();
            const EventKey::Number others = other.key.number();
            return mine < others || (mine == others && to < other.to);
        }
    };
    // Behind every event's.
    static constexpr EventKey noKey{models::never, 0};

    struct Lane {
        Duration delay{};
        std::uint32_t source = 0;
        EventKey front = noKey;  // of the first in line
        EventKey back{};         // of the last that came
        Ring<Event> line;

        bool is(Duration ofDelay, std::uint32_t ofSource) const {
            return delay == ofDelay && source == ofSource;
        }
        void dropFront() {
            line.dropFront();
            front = line.isEmpty() ? noKey : line.front().key;
        }
    };
    static constexpr std::size_t lanesAtMost = 16;
    static constexpr std::size_t heap = lanesAtMost;  // where the last was taken from

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
    void read(const Entry& entry, Event& event) {
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
    bool isLaneNext() const { return m_heap.isEmpty() || m_laneFront < m_heap.least().key; }
    // Where the event is to be written; null: it has to go to the heap. Processes of one instant
    // push in an order of their own, and who comes before the last in line takes the heap.
    Event* placeInLane(const EventKey& key, Duration delay, std::uint32_t source) {
        Lane* lane = !m_lanes.empty() && m_lanes.front().is(delay, source) ? m_lanes.data()
                                                                           : laneOf(delay, source);
        if (lane == nullptr) [[unlikely]] {
            return nullptr;
        }
        if (lane->line.isEmpty()) {
            lane->front = key;
            if (key < m_laneFront) {
                m_laneFront = key;
                m_leastLane = static_cast<std::size_t>(lane - m_lanes.data());
            }
        } else if (key < lane->back) [[unlikely]] {
            return nullptr;
        }
        lane->back = key;
        ++m_inLanes;
        return &lane->line.pushed();
    }
    Lane* laneOf(Duration delay, std::uint32_t source);
    void dropFrontOf(Lane& lane) {
        lane.dropFront();
        --m_inLanes;
        m_laneFront = m_lanes.front().front;
        m_leastLane = 0;
        for (std::size_t i = 1; i < m_lanes.size(); ++i) {
            if (m_lanes[i].front < m_laneFront) {
                m_laneFront = m_lanes[i].front;
                m_leastLane = i;
            }
        }
    }
    EventPayload& placeInHeap(const EventKey& key, ProcessId to, EventKind kind);

    LadderQueue<Entry> m_heap;
    std::vector<EventPayload> m_apart;
    std::vector<std::uint32_t> m_freePlaces;
    std::vector<Lane> m_lanes;
    EventKey m_laneFront = noKey;  // the least of the lanes' fronts
    std::size_t m_leastLane = 0;   // whose it is
    std::size_t m_inLanes = 0;
    std::size_t m_takenFrom = heap;
    Event m_taken;  // the last that was taken from the heap
};

}  // namespace sim
