#include "sim/engine/event_queue.h"

#include <algorithm>
#include <utility>

namespace sim {

namespace {
constexpr std::size_t arity = 4;
}

Event EventQueue::pop() {
    Event event;
    popBefore(models::never, event);
    return event;
}

void EventQueue::moveTo(std::vector<PendingEvent>& pending) {
    for (const Entry& entry : m_heap) {
        take(entry, pending.emplace_back().event);
    }
    m_heap.clear();
    for (Lane& lane : m_lanes) {
        for (; !lane.line.isEmpty(); lane.dropFront()) {
            PendingEvent& next = pending.emplace_back();
            next.delay = lane.delay;
            take(lane.line.front(), next.event);
        }
    }
    m_inLanes = 0;
    m_laneFront = noKey;
}

void EventQueue::put(const PendingEvent& pending) {
    if (pending.delay > Duration{}) {
        pushDelayed(pending.event, pending.delay);
    } else {
        push(pending.event);
    }
}

// ------------------------------------------------------------------------------------------ lanes

EventQueue::Lane* EventQueue::laneOf(Duration delay) {
    for (Lane& lane : m_lanes) {
        if (lane.delay == delay) {
            return &lane;
        }
    }
    if (m_lanes.size() == lanesAtMost) {
        return nullptr;
    }
    m_lanes.push_back({.delay = delay});
    return &m_lanes.back();
}

bool EventQueue::pushInLane(const Entry& next, Duration delay) {
    Lane* lane = laneOf(delay);
    if (lane == nullptr) {
        return false;
    }
    // Processes of one instant push in an order of their own: who comes before the last in line
    // takes the heap.
    if (lane->line.isEmpty()) {
        lane->front = next.key;
        if (next.key < m_laneFront) {
            m_laneFront = next.key;
            m_leastLane = static_cast<std::size_t>(lane - m_lanes.data());
        }
    } else if (next < lane->line.back()) {
        return false;
    }
    lane->line.push(next);
    ++m_inLanes;
    return true;
}

// ------------------------------------------------------------------------------------------- heap

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
        const std::size_t end = std::min(first + arity, count);
        for (std::size_t child = first + 1; child < end; ++child) {
            if (heap[child] < heap[least]) {
                least = child;
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
