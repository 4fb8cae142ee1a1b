#include "sim/engine/sequential_scheduler.h"

#include <exception>
#include <utility>

namespace sim {

SequentialScheduler::SequentialScheduler(std::vector<Process*> processes)
    : m_processes(std::move(processes)), m_context(m_queue, nullptr) {}

void SequentialScheduler::begin() {
    for (Process* process : m_processes) {
        process->begin(m_context);
    }
}

namespace {

// So many processes do not fit into a processor's own caches any more.
constexpr std::size_t processesWorthFetching = 2000;

}  // namespace

void SequentialScheduler::advanceTo(Instant until) {
    if (m_processes.size() < processesWorthFetching) {
        advance<false>(until);
    } else {
        advance<true>(until);
    }
    if (m_context.machineFault.empty() && m_stuck.empty()) {
        m_context.setNow(until);
    }
}

template <bool fetches>
void SequentialScheduler::advance(Instant until) {
    while (m_context.machineFault.empty()) {
        const Event* const event = m_queue.takeBefore(until);
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

// In three stages, since each can only begin when the one before has arrived.
void SequentialScheduler::fetchAhead() const {
    constexpr std::size_t farAhead = 12, ahead = 6, near = 2;
    if (const Event* event = m_queue.inLane(farAhead)) {
        m_processes[event->to]->fetch();
    }
    if (const Event* event = m_queue.inLane(ahead)) {
        m_processes[event->to]->fetchMembers(event->kind, event->payload.reply.replyTo.strand);
    }
    if (const Event* event = m_queue.inLane(near)) {
        m_processes[event->to]->fetchRest(event->kind, event->payload.reply.replyTo.strand);
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

std::vector<PendingEvent> SequentialScheduler::pending() const {
    std::vector<PendingEvent> pending;
    m_queue.copyTo(pending);
    return pending;
}

void SequentialScheduler::adopt(const std::vector<PendingEvent>& pending, Instant now) {
    for (const PendingEvent& each : pending) {
        m_queue.put(each);
    }
    m_context.setNow(now);
}

void SequentialScheduler::deliver(const Event& event) {
    m_queue.push(event);
}

}  // namespace sim
