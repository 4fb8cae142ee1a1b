#include "sim/engine/event_queue.h"

#include <algorithm>
#include <utility>

namespace sim {

namespace {
constexpr std::size_t arity = 4;
}

void EventQueue::moveTo(std::vector<PendingEvent>& pending) {
    for (const Entry& entry : m_heap) {
        read(entry, pending.emplace_back().event);
    }
    m_heap.clear();
    for (Lane& lane : m_lanes) {
        for (; !lane.line.isEmpty(); lane.dropFront()) {
            PendingEvent& next = pending.emplace_back();
            next.delay = lane.delay;
            next.event = lane.line.front();
        }
    }
    m_inLanes = 0;
    m_laneFront = noKey;
}

void EventQueue::put(const PendingEvent& pending, std::uint32_t source) {
    const Event& event = pending.event;
    if (pending.delay > Duration{}) {
        pushDelayed(event.key, event.to, event.kind, event.payload, pending.delay, source);
    } else {
        push(event);
    }
}

// ------------------------------------------------------------------------------------------ lanes

EventQueue::Lane* EventQueue::laneOf(Duration delay, std::uint32_t source) {
    for (Lane& lane : m_lanes) {
        if (lane.is(delay, source)) {
            return &lane;
        }
    }
    if (m_lanes.size() == lanesAtMost) {
        return nullptr;
    }
    m_lanes.push_back({.delay = delay, .source = source});
    return &m_lanes.back();
}

// ------------------------------------------------------------------------------------------- heap

EventPayload& EventQueue::placeInHeap(const EventKey& key, ProcessId to, EventKind kind) {
    Entry entry;
    entry.key = key;
    entry.to = to;
    entry.kind = kind;
    entry.isApart = true;
    entry.place = newPlace();
    pushInHeap(entry);
    return m_apart[entry.place];
}

void EventQueue::dropHeapFront() {
    const Entry last = m_heap.back();
    m_heap.pop_back();
    if (!m_heap.empty()) {
        m_heap.front() = last;
        siftDown(0);
    }
}

void EventQueue::siftUp(std::size_t index) {
    Entry* const heap = m_heap.data();
    const Entry moving = heap[index];
    while (index > 0) {
        const std::size_t parent = (index - 1) / arity;
        if (!(moving < heap[parent])) {
            break;
        }
        heap[index] = heap[parent];
        index = parent;
    }
    heap[index] = moving;
}

void EventQueue::siftDown(std::size_t index) {
    Entry* const heap = m_heap.data();
    const Entry moving = heap[index];
    const std::size_t count = m_heap.size();
    while (true) {
        const std::size_t first = index * arity + 1;
        if (first >= count) {
            break;
        }
        std::size_t least = first;
        EventKey::Number leastKey = heap[first].key.number();
        const std::size_t end = std::min(first + arity, count);
        for (std::size_t child = first + 1; child < end; ++child) {
            const EventKey::Number key = heap[child].key.number();
            if (key <= leastKey && (key < leastKey || heap[child].to < heap[least].to)) {
                least = child;
                leastKey = key;
            }
        }
        if (!(heap[least] < moving)) {
            break;
        }
        heap[index] = heap[least];
        index = least;
    }
    heap[index] = moving;
}

}  // namespace sim
