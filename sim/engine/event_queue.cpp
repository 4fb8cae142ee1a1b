#include "sim/engine/event_queue.h"

#include <utility>

namespace sim {

void EventQueue::moveTo(std::vector<PendingEvent>& pending) {
    m_heap.forEach([&](const Entry& entry) { read(entry, pending.emplace_back().event); });
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
    m_heap.push(entry);
    return m_apart[entry.place];
}

}  // namespace sim
