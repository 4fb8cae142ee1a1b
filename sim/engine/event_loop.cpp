#include "sim/engine/event_loop.h"

#include <algorithm>

namespace sim {

namespace {

// So many processes do not fit into a processor's own caches any more.
constexpr std::size_t processesWorthFetching = 2000;

}  // namespace

void EventLoop::runBefore(Instant end) {
    if (m_processes.size() < processesWorthFetching) {
        run<false>(end);
    } else {
        run<true>(end);
    }
}

template <bool fetches>
void EventLoop::run(Instant end) {
    while (m_context.machineFault.empty()) {
        const Event* const event = m_queue.takeBefore(end);
        if (event == nullptr) {
            return;
        }
        if constexpr (fetches) {
            fetchAhead();
        }
        ++m_handled;
        m_context.setNow(event->time());
        Process& process = *m_processes[event->to];
        handleContained(process, *event, m_context);
        if (m_context.isStuck()) [[unlikely]] {
            m_stuck = stuckMessage(process, m_context.now());
            return;
        }
    }
}

// In three stages, since each can only begin when the one before has arrived. Nearly everything is
// in one lane, or where there are two threads in two.
void EventLoop::fetchAhead() const {
    constexpr std::size_t farAhead = 12, ahead = 6, near = 2;
    constexpr std::size_t lanes = 2;
    for (std::size_t lane = 0; lane < std::min(lanes, m_queue.lanes()); ++lane) {
        if (const Event* event = m_queue.inLane(lane, farAhead)) {
            m_processes[event->to]->fetch();
        }
        if (const Event* event = m_queue.inLane(lane, ahead)) {
            m_processes[event->to]->fetchMembers(event->kind, event->payload.reply.replyTo.strand);
        }
        if (const Event* event = m_queue.inLane(lane, near)) {
            m_processes[event->to]->fetchRest(event->kind, event->payload.reply.replyTo.strand);
        }
    }
    constexpr std::size_t children = 5;
    if (m_queue.heapSize() < children) {
        return;
    }
    for (std::size_t child = 1; child < children; ++child) {
        m_processes[m_queue.inHeap(child).to]->fetch();
    }
    const EventQueue::Glimpse first = m_queue.inHeap(0);
    m_processes[first.to]->fetchMembers(first.kind, first.strand);
    m_processes[first.to]->fetchRest(first.kind, first.strand);
}

}  // namespace sim
