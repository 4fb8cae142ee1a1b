#include "sim/later_trace.h"

#include <algorithm>
#include <utility>

namespace sim {

namespace {

// Of simulated time, between two looks at the clock.
constexpr Duration tracingStep = std::chrono::milliseconds(20);

}  // namespace

LaterTrace::LaterTrace(TracedRun run, std::uint64_t order, std::int64_t request, Instant until)
    : m_run(std::move(run)) {
    m_seen.order = order;
    m_seen.request = request;
    m_seen.from = m_seen.reached = m_run.run().now();
    m_seen.until = until;
}

void LaterTrace::goOn(std::chrono::steady_clock::duration slice,
                      const std::function<bool()>& isAsked) {
    const auto sliceEnd = std::chrono::steady_clock::now() + slice;
    while (!m_seen.isDone && std::chrono::steady_clock::now() < sliceEnd && !isAsked()) {
        const Instant next = std::min(m_seen.until, m_run.run().now() + tracingStep);
        m_run.advanceTo(next);
        m_seen.reached = m_run.run().now();
        m_seen.isDone = m_seen.reached >= m_seen.until || m_seen.reached < next;
    }
    if (auto found = m_run.trace(m_seen.request); found && (found->isOver || m_seen.isDone)) {
        m_seen.trace = std::make_shared<const Trace>(*std::move(found));
    }
    if (const auto& fault = m_run.run().machineFault()) {
        m_seen.failure = fault->message;
    }
}

}  // namespace sim
