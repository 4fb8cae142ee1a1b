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
            if (m_queue.isFromHeap()) {
                fetchAhead([this](std::size_t n) { return m_queue.inHeap(n); });
            } else {
                fetchAhead([this](std::size_t n) { return m_queue.inLane(n); });
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

// The n-th that comes is a stage further than those behind it.
template <typename Coming>
void EventLoop::fetchAhead(Coming coming) const {
    using Stage = Process::FetchStage;
    const auto fetchFor = [&](std::size_t n, Stage stage) {
        const ComingEvent next = coming(n);
        if (next.to != noProcess) {
            m_processes[next.to]->fetchFor(next, stage);
        }
    };
    if (const ComingEvent next = coming(15); next.to != noProcess) {
        __builtin_prefetch(&m_processes[next.to]);
    }
    if (const ComingEvent next = coming(12); next.to != noProcess) {
        m_processes[next.to]->fetch();
    }
    fetchFor(8, Stage::Members);
    fetchFor(5, Stage::Strand);
    fetchFor(3, Stage::Rest);
    fetchFor(1, Stage::Last);
}

}  // namespace sim
