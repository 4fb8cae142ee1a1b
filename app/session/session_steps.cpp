// Going on by events, and until something happens.
#include "app/session/awaited_words.h"
#include "app/session/session.h"

namespace app {

void Session::stepEvent() {
    if (!hasRun())
        return;
    m_run->pause();
    m_run->stepEvent({});
    poll();
}

void Session::stepEventOfSelected() {
    if (!hasRun() || selectedProcess().isEmpty())
        return;
    m_run->pause();
    m_run->stepEvent(selectedProcess().toStdString());
    poll();
}

// Every card is one.
QString Session::selectedProcess() const {
    return m_selectedNode < 0 ? QString()
                              : QString::fromStdString(
                                    m_graph.nodes[static_cast<std::size_t>(m_selectedNode)].name);
}

void Session::runUntil(const sim::Awaited& awaited) {
    if (!hasRun())
        return;
    if (m_state.finished)
        m_run->goOnBeyondEnd();
    m_run->runUntil(awaited);
    noteAwaited(awaitedWords(awaited));
}

void Session::runUntil(sim::Instant until) {
    if (!hasRun() || until <= m_liveSnapshot->now)
        return;
    if (m_state.finished)
        m_run->goOnBeyondEnd();
    m_run->runUntil(until);
    noteAwaited(awaitedWords(until));
}

void Session::noteAwaited(const QString& words) {
    m_awaited = words;
    m_isAwaiting = false;
    poll();
    Q_EMIT stateChanged();
}

// The engine was told to run a moment ago, and may not have heard of it yet.
void Session::watchAwaited() {
    if (m_state.running)
        m_isAwaiting = true;
    else if (m_isAwaiting || !m_state.stoppedFor.empty())
        m_awaited.clear();
}

void Session::stopAwaiting() {
    if (!m_awaited.isEmpty())
        run();
}

QString Session::steppedText() const {
    const std::vector<sim::ExecutedEvent>& stepped = m_state.stepped;
    if (stepped.empty())
        return {};
    const sim::ExecutedEvent& first = stepped.front();
    const QString text = QStringLiteral("%1: %2").arg(QString::fromStdString(first.process),
                                                      QString::fromStdString(first.what));
    return stepped.size() == 1 ? text : tr("%1, and %2 more").arg(text).arg(stepped.size() - 1);
}

}  // namespace app
