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
            if (m_queue.isFromHeap(event)) {
                fetchFromHeap();
            } else {
                fetchFromLanes();
            }
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

// In three stages, since each can only begin when the one before has arrived. Nearly every message
// is in one lane, or where there are two threads in two.
void EventLoop::fetchFromLanes() const {
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
}

void EventLoop::fetchFromHeap() const {
    const auto inHeap = [this](std::size_t n, auto fetch) {
        const EventQueue::Glimpse next = m_queue.inHeap(n);
        if (next.to != noProcess) {
            fetch(*m_processes[next.to], next);
        }
    };
    inHeap(3, [](const Process& process, const auto&) { process.fetch(); });
    inHeap(2, [](const Process& process, const auto& next) {
        process.fetchMembers(next.kind, next.strand);
    });
    inHeap(1, [](const Process& process, const auto& next) {
        process.fetchRest(next.kind, next.strand);
    });
}

}  // namespace sim
