#include "sim/engine/event_queue.h"

#include <algorithm>

namespace sim {

namespace {
constexpr std::size_t arity = 4;
}

void EventQueue::push(const Event& event) {
    std::uint32_t place = 0;
    if (m_freePlaces.empty()) {
        place = static_cast<std::uint32_t>(m_rests.size());
        m_rests.emplace_back();
    } else {
        place = m_freePlaces.back();
        m_freePlaces.pop_back();
    }
    m_rests[place] = {event.kind, event.payload};
    m_heap.push_back({event.key, event.to, place});
    siftUp(m_heap.size() - 1);
}

Event EventQueue::pop() {
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
