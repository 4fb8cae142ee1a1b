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

void SequentialScheduler::advanceTo(Instant until) {
    Event event;
    while (m_context.machineFault.empty() && m_queue.popBefore(until, event)) {
        ++m_handled;
        m_context.setNow(event.time());
        handleContained(*m_processes[event.to], event, m_context);
        if (m_context.isStuck()) {
            m_stuck = stuckMessage(*m_processes[event.to], event.time());
            return;
        }
    }
    if (m_context.machineFault.empty()) {
        m_context.setNow(until);
    }
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
