// What the session knows of traced requests.
#include <algorithm>

#include "app/session/session.h"

namespace app {

// Marks of a road that was taken after the state was read wait until that is known.
void Session::takeTraces() {
    followTracing();
    sim::TraceMarks taken = m_run->takeTraceMarks();
    if (taken.road != m_marksToCome.road)
        m_marksToCome = std::move(taken);
    else
        std::ranges::move(taken.marks, std::back_inserter(m_marksToCome.marks));
    if (m_marksToCome.road != m_state.road || m_marksToCome.marks.empty())
        return;
    const std::size_t before = traces().size();
    m_seen.traces.add(m_marksToCome.marks, m_run->traceNames());
    m_marksToCome.marks.clear();
    if (traces().size() != before)
        Q_EMIT tracesChanged();
}

std::optional<sim::Trace> Session::trace(std::int64_t request) const {
    if (!m_run)
        return std::nullopt;
    if (auto sampled = m_seen.traces.trace(request, m_run->traceNames()))
        return sampled;
    const auto again =
        std::ranges::find(tracedAgain(), request, [](const auto& trace) { return trace->request; });
    return again == tracedAgain().end() ? std::nullopt : std::optional(**again);
}

void Session::traceAgain(std::int64_t request) {
    orderTrace({.request = request});
}

void Session::orderTrace(const sim::TracingWanted& wanted) {
    if (!hasRun() || isPlanBeingTaken())
        return;
    m_tracing.emplace();
    m_tracing->order = ++m_tracingOrder;
    m_tracing->wanted = wanted;
    m_tracing->until = m_liveSnapshot->now;
    m_run->traceRequest(wanted, m_tracingOrder);
    Q_EMIT tracesChanged();
}

sim::TracingWanted Session::wantedPair(std::int64_t request,
                                       sim::TracingWanted::Beside beside) const {
    sim::TracingWanted wanted{.request = request, .beside = beside};
    if (const auto cost = costOfFault();
        cost && beside == sim::TracingWanted::Beside::WithoutFault) {
        wanted.without = cost->without;
        wanted.since = cost->from;
    }
    return wanted;
}

void Session::tracePair(std::int64_t request, sim::TracingWanted::Beside beside) {
    const sim::TracingWanted wanted = wantedPair(request, beside);
    const bool isUnderWay = m_tracing && m_tracing->wanted == wanted && !m_tracing->isDone;
    if (!isUnderWay && tracedPair(request, beside) == nullptr)
        orderTrace(wanted);
}

const TracedPair* Session::tracedPair(std::int64_t request,
                                      sim::TracingWanted::Beside beside) const {
    const auto found =
        std::ranges::find(m_seen.tracedPairs, wantedPair(request, beside), &TracedPair::wanted);
    return found == m_seen.tracedPairs.end() ? nullptr : &*found;
}

void Session::cancelTracing() {
    if (!m_tracing)
        return;
    m_run->cancelTracing();
    m_tracing.reset();
    Q_EMIT tracesChanged();
}

// What it left behind by messages comes later: the trace is shown before that, and once more.
// A state from before the order may still tell of the one before.
void Session::followTracing() {
    const std::optional<sim::TracingSeen>& seen = m_state.tracing;
    if (!m_tracing || !seen || seen->order != m_tracing->order)
        return;
    if (seen->reached == m_tracing->reached && seen->isDone == m_tracing->isDone)
        return;
    if (seen->trace) {
        std::erase_if(m_seen.tracedAgain,
                      [&](const auto& trace) { return trace->request == seen->wanted.request; });
        m_seen.tracedAgain.push_back(seen->trace);
    }
    const bool isOfPair = seen->wanted.beside != sim::TracingWanted::Beside::Nothing;
    if (isOfPair && (seen->trace || seen->beside || seen->isDone)) {
        std::erase_if(m_seen.tracedPairs,
                      [&](const TracedPair& each) { return each.wanted == seen->wanted; });
        m_seen.tracedPairs.push_back({seen->wanted, seen->beside, seen->trace});
    }
    m_tracing = seen;
    Q_EMIT tracesChanged();
}

}  // namespace app
