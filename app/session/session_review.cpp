// The past of a session's run: looked at, gone on from, and the road that was left for it.
#include <algorithm>

#include "app/session/session.h"

namespace app {

sim::Instant Session::instantShown() const {
    return m_state.seeking.value_or(m_state.snapshot->now);
}

void Session::review(sim::Instant at) {
    if (!hasRun())
        return;
    m_run->review(at);
    poll();
}

void Session::reviewBy(sim::Duration by) {
    review(instantShown() + by);
}

void Session::backToLive() {
    if (!hasRun() || !isInReview())
        return;
    m_run->backToLive();
    poll();
}

void Session::goOnFromHere() {
    if (!hasRun() || !isInReview())
        return;
    leaveRoad();
    m_run->goOnFromHere();
    m_run->run();
    poll();
}

void Session::takeOtherRoad() {
    if (!hasRun() || !m_state.otherRoad)
        return;
    cancelTracing();
    std::swap(m_seen, m_seenOnOtherRoad);
    m_seen.tracedPairs.clear();  // they are of two roads, or of the fault of one
    m_undoStack.clear();
    Q_EMIT bookmarksChanged();
    m_run->takeOtherRoad();
    poll();
}

// What is remembered of the time since the instant shown belongs to the other road from now on.
void Session::leaveRoad() {
    if (!isInReview())
        return;
    const sim::Instant here = instantShown();
    cancelTracing();
    m_seenOnOtherRoad = m_seen;
    forgetFrom(here);
    m_seen.traces.forgetAfter(here);
    m_seen.tracedPairs.clear();
    std::erase_if(m_seen.tracedAgain, [here](const auto& each) { return each->ended >= here; });
    std::erase_if(m_seen.bookmarks, [here](const sim::Bookmark& each) { return each.at > here; });
    Q_EMIT bookmarksChanged();
    if (m_seen.playsOwnFrom && *m_seen.playsOwnFrom >= here)
        m_seen.playsOwnFrom.reset();
    m_undoStack.clear();
    noteAct(tr("Another road from here"));
}

}  // namespace app
