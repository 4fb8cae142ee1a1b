// What the session knows of traced requests.
#include <algorithm>

#include "app/session/session.h"

namespace app {

// Marks of a road that was taken after the state was read wait until that is known.
void Session::takeTraces() {
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
    return m_run ? m_seen.traces.trace(request, m_run->traceNames()) : std::nullopt;
}

}  // namespace app
