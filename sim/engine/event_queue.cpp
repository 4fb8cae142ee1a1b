#include "sim/engine/event_queue.h"

#include <algorithm>
#include <utility>

namespace sim {

namespace {
constexpr std::size_t arity = 4;
}

std::uint32_t EventQueue::putApart(const Event& event) {
    std::uint32_t place = 0;
    if (m_freePlaces.empty()) {
        place = static_cast<std::uint32_t>(m_rests.size());
        m_rests.emplace_back();
    } else {
        place = m_freePlaces.back();
        m_freePlaces.pop_back();
    }
    m_rests[place] = {event.kind, event.payload};
    return place;
}

void EventQueue::push(const Event& event) {
    m_heap.push_back({event.key, event.to, putApart(event)});
    siftUp(m_heap.size() - 1);
}

Event EventQueue::pop() {
    return isInLane() ? popFromLane() : popFromHeap();
}

bool EventQueue::popBefore(Instant end, Event& event) {
    if (isInLane()) {
        if (m_lanes[m_leastLane].front().key.time >= end) {
            return false;
        }
        event = popFromLane();
        return true;
    }
    if (m_heap.empty() || m_heap.front().key.time >= end) {
        return false;
    }
    event = popFromHeap();
    return true;
}

Event EventQueue::popFromHeap() {
    const Entry least = m_heap.front();
    const Entry last = m_heap.back();
    m_heap.pop_back();
    if (!m_heap.empty()) {
        m_heap.front() = last;
        siftDown(0);
    }
    const Rest& rest = m_rests[least.place];
    m_freePlaces.push_back(least.place);
    return {least.key, least.to, rest.kind, rest.payload};
}

Instant EventQueue::nextTime() const {
    if (isInLane()) {
        return m_lanes[m_leastLane].front().key.time;
    }
    return m_heap.empty() ? models::never : m_heap.front().key.time;
}

void EventQueue::moveTo(std::vector<PendingEvent>& pending) {
    for (const Entry& entry : m_heap) {
        const Rest& rest = m_rests[entry.place];
        pending.push_back({{entry.key, entry.to, rest.kind, rest.payload}, {}});
        m_freePlaces.push_back(entry.place);
    }
    m_heap.clear();
    while (m_inLanes > 0) {
        const Duration delay = m_lanes[m_leastLane].delay;
        pending.push_back({popFromLane(), delay});
    }
}

void EventQueue::put(const PendingEvent& pending) {
    if (pending.delay > Duration{}) {
        pushDelayed(pending.event, pending.delay);
    } else {
        push(pending.event);
    }
}

// ------------------------------------------------------------------------------------------ lanes

void EventQueue::Lane::push(const InLine& next) {
    if (count == ring.size()) {
        constexpr std::size_t least = 16;
        std::vector<InLine> larger(std::max(least, 2 * ring.size()));
        for (std::size_t i = 0; i < count; ++i) {
            larger[i] = ring[(head + i) & (ring.size() - 1)];
        }
        ring = std::move(larger);
        head = 0;
    }
    ring[(head + count) & (ring.size() - 1)] = next;
    ++count;
}

EventQueue::Lane* EventQueue::laneOf(Duration delay) {
    const auto found = std::ranges::find(m_lanes, delay, &Lane::delay);
    if (found != m_lanes.end()) {
        return &*found;
    }
    if (m_lanes.size() == lanesAtMost) {
        return nullptr;
    }
    m_lanes.push_back({delay, {}, 0, 0});
    return &m_lanes.back();
}

void EventQueue::pushDelayed(const Event& event, Duration delay) {
    Lane* lane = laneOf(delay);
    // Processes of one instant push in an order of their own: who comes before the last in line
    // takes the heap.
    if (lane == nullptr ||
        (lane->count > 0 && Entry{event.key, event.to, 0} < lane->back().entry())) {
        push(event);
        return;
    }
    InLine next;
    next.key = event.key;
    next.to = event.to;
    next.kind = event.kind;
    next.isApart = !saysStrandOnly(event.kind);
    if (next.isApart) {
        next.place = putApart(event);
    } else {
        next.strand = event.payload.strand;
    }
    lane->push(next);
    ++m_inLanes;
    if (lane->count == 1) {
        findLeastLane();
    }
}

void EventQueue::findLeastLane() {
    const Lane* least = nullptr;
    for (const Lane& lane : m_lanes) {
        if (lane.count > 0 && (least == nullptr || lane.front().entry() < least->front().entry())) {
            least = &lane;
        }
    }
    m_leastLane = least == nullptr ? 0 : static_cast<std::size_t>(least - m_lanes.data());
}

Event EventQueue::popFromLane() {
    Lane& lane = m_lanes[m_leastLane];
    const InLine least = lane.front();
    lane.head = (lane.head + 1) & (lane.ring.size() - 1);
    --lane.count;
    --m_inLanes;
    findLeastLane();
    if (!least.isApart) {
        return {least.key, least.to, least.kind, least.strand};
    }
    m_freePlaces.push_back(least.place);
    return {least.key, least.to, least.kind, m_rests[least.place].payload};
}

void EventQueue::siftUp(std::size_t index) {
    const Entry moving = m_heap[index];
    while (index > 0) {
        const std::size_t parent = (index - 1) / arity;
        if (!(moving < m_heap[parent])) {
            break;
        }
        m_heap[index] = m_heap[parent];
        index = parent;
    }
    m_heap[index] = moving;
}

void EventQueue::siftDown(std::size_t index) {
    const Entry moving = m_heap[index];
    const std::size_t count = m_heap.size();
    while (true) {
        const std::size_t first = index * arity + 1;
        if (first >= count) {
            break;
        }
        std::size_t least = first;
        const std::size_t end = std::min(first + arity, count);
        for (std::size_t child = first + 1; child < end; ++child) {
            if (m_heap[child] < m_heap[least]) {
                least = child;
            }
        }
        if (!(m_heap[least] < moving)) {
            break;
        }
        m_heap[index] = m_heap[least];
        index = least;
    }
    m_heap[index] = moving;
}

}  // namespace sim
