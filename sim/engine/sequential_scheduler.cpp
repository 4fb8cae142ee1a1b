#include "sim/engine/sequential_scheduler.h"

#include <utility>

namespace sim {

SequentialScheduler::SequentialScheduler(std::vector<Process*> processes)
    : m_processes(std::move(processes)), m_loop(m_processes, nullptr) {}

void SequentialScheduler::begin() {
    for (Process* process : m_processes) {
        process->begin(m_loop.context());
    }
}

void SequentialScheduler::advanceTo(Instant until) {
    m_loop.runBefore(until);
    if (m_loop.canGoOn()) {
        m_loop.context().setNow(until);
    }
}

std::vector<PendingEvent> SequentialScheduler::pending() const {
    std::vector<PendingEvent> pending;
    m_loop.queue().copyTo(pending);
    return pending;
}

void SequentialScheduler::adopt(const std::vector<PendingEvent>& pending, Instant now) {
    for (const PendingEvent& each : pending) {
        m_loop.queue().put(each);
    }
    m_loop.context().setNow(now);
}

void SequentialScheduler::deliver(const Event& event) {
    m_loop.queue().push(event);
}

}  // namespace sim
