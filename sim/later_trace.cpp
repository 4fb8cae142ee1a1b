#include "sim/later_trace.h"

#include <algorithm>
#include <utility>

namespace sim {

namespace {

// Of simulated time, between two looks at the clock.
constexpr Duration tracingStep = std::chrono::milliseconds(20);

}  // namespace

LaterTrace::LaterTrace(TracedRun run, std::optional<TracedRun> beside, std::uint64_t order,
                       const TracingWanted& wanted, Instant until)
    : m_way{std::move(run)} {
    if (beside) {
        m_beside = Way{*std::move(beside)};
    }
    m_seen.order = order;
    m_seen.wanted = wanted;
    m_seen.until = until;
    look();
    m_seen.from = m_seen.reached;
}

// The one that is behind, so that both have the request at about the same time.
LaterTrace::Way& LaterTrace::nextToAdvance() {
    const bool isBesideNext = m_beside && !m_beside->isDone &&
                              (m_way.isDone || m_beside->run.run().now() < m_way.run.run().now());
    return isBesideNext ? *m_beside : m_way;
}

void LaterTrace::advance(Way& way) const {
    const Instant next = std::min(m_seen.until, way.run.run().now() + tracingStep);
    way.run.advanceTo(next);
    way.isDone = way.run.run().now() >= m_seen.until || way.run.run().now() < next;
}

void LaterTrace::goOn(std::chrono::steady_clock::duration slice,
                      const std::function<bool()>& isAsked) {
    const auto sliceEnd = std::chrono::steady_clock::now() + slice;
    while (!m_seen.isDone && std::chrono::steady_clock::now() < sliceEnd && !isAsked()) {
        advance(nextToAdvance());
        m_seen.isDone = m_way.isDone && (!m_beside || m_beside->isDone);
    }
    look();
}

void LaterTrace::look() {
    const auto traceOf = [this](const Way& way) {
        auto found = way.run.trace(m_seen.wanted.request);
        return found && (found->isOver || m_seen.isDone)
                   ? std::make_shared<const Trace>(*std::move(found))
                   : std::shared_ptr<const Trace>();
    };
    m_seen.reached = m_way.run.run().now();
    std::shared_ptr<const Trace> trace = traceOf(m_way);
    std::shared_ptr<const Trace> beside;
    if (m_beside) {
        m_seen.reached = std::min(m_seen.reached, m_beside->run.run().now());
        beside = traceOf(*m_beside);
    }
    if ((trace && (beside || !m_beside)) || m_seen.isDone) {
        m_seen.trace = std::move(trace);
        m_seen.beside = std::move(beside);
    }
    for (const Way* way : {&m_way, m_beside ? &*m_beside : &m_way}) {
        if (const auto& fault = way->run.run().machineFault()) {
            m_seen.failure = fault->message;
        }
    }
}

}  // namespace sim
