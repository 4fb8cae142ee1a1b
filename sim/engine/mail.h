// What the processes of one thread send to those of others within a window: kept until the barrier.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/engine/event_queue.h"

namespace sim {

class Mail {
  public:
    using Boxes = std::vector<std::vector<PendingEvent>>;  // by the thread that they are for

    // `threadOf`: by process, its thread; must outlive the mail.
    Mail(const std::vector<std::uint32_t>& threadOf, std::uint32_t own)
        : m_threadOf(threadOf), m_own(own) {}

    // From now on everything goes into these; they must outlive it.
    void begin(Boxes& boxes) {
        m_boxes = &boxes;
        m_earliest = models::never;
    }
    Instant earliest() const { return m_earliest; }  // that anything is due, since then

    // Where a message is to be written that is due a constant delay after it is sent, if that is
    // not zero; until the next is. Null: the receiver is one of this thread's own.
    EventPayload* placeFor(const EventKey& key, ProcessId to, EventKind kind, Duration delay) {
        const std::uint32_t thread = m_threadOf[to];
        if (thread == m_own) {
            return nullptr;
        }
        m_earliest = std::min(m_earliest, key.time);
        PendingEvent& place = (*m_boxes)[thread].emplace_back();
        place.event.key = key;
        place.event.to = to;
        place.event.kind = kind;
        place.delay = delay;
        return &place.event.payload;
    }

  private:
    const std::vector<std::uint32_t>& m_threadOf;
    std::uint32_t m_own;
    Boxes* m_boxes = nullptr;
    Instant m_earliest = models::never;
};

}  // namespace sim
