#include "app/charts/charts_strip.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/session/edge_words.h"

namespace app {
namespace {

constexpr int heightFull = 216, heightCompact = 168;
constexpr double liveSpan = 60;       // seconds
constexpr double leastSpan = 2;       // seconds; four ticks
constexpr int chartsRefreshMs = 200;  // charts need no more than five pictures a second

sim::Instant instantAt(double seconds) {
    return models::runStart + sim::Duration(std::llround(seconds * 1e9));
}

}  // namespace

ChartsStrip::ChartsStrip(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    for (ChartPanel*& chart : m_charts) {
        chart = new ChartPanel(this);
        connect(chart, &ChartPanel::rangeWanted, this, &ChartsStrip::detach);
        connect(chart, &ChartPanel::cursorWanted, this, &ChartsStrip::setCursor);
        connect(chart, &ChartPanel::backToLiveWanted, this, [this] {
            backToLive();
            m_session.backToLive();
        });
        connect(chart, &ChartPanel::instantWanted, this,
                [this](double seconds) { m_session.review(instantAt(seconds)); });
    }
    m_backToLive = new QPushButton(tr("Back to live  End"), this);
    m_backToLive->setToolTip(tr("Show the last minute again (End)"));
    m_backToLive->hide();
    connect(m_backToLive, &QPushButton::clicked, this, &ChartsStrip::backToLive);
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(chartsRefreshMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &ChartsStrip::refresh);
    connect(&session, &Session::chartTicksChanged, this, &ChartsStrip::refreshSoon);
    connect(&session, &Session::stateChanged, this, &ChartsStrip::showReview);
    connect(&session, &Session::snapshotChanged, this, [this] {
        if (m_session.isInReview())
            showReview();
    });
    connect(&session, &Session::selectionChanged, this, &ChartsStrip::refresh);
    connect(&session, &Session::opened, this, [this] {
        m_detached.reset();
        refresh();
    });
    setAccessibleName(tr("Charts"));
    setFixedHeight(heightFull);
}

void ChartsStrip::setCompact(bool compact) {
    m_isCompact = compact;
    for (ChartPanel* chart : m_charts)
        chart->setCompact(compact);
}

void ChartsStrip::restyle() {
    for (ChartPanel* chart : m_charts)
        chart->restyle();
    update();
}

// In review the minute around the instant that is shown, which stands three quarters along.
TimeRange ChartsStrip::liveRange() const {
    const auto& ticks = m_session.chartTicks();
    double now = ticks.empty() ? 0 : secondsOf(ticks.back().at);
    if (m_session.isInReview())
        now = std::min(now, secondsOf(m_session.snapshot()->now) + liveSpan / 4);
    return now <= liveSpan ? TimeRange{0, liveSpan} : TimeRange{now - liveSpan, now};
}

ChartSubject ChartsStrip::subject() const {
    // After a kill the question is who was hurt, and the target itself has nothing to draw.
    if (m_session.selectedEdge() >= 0)
        return edgeSubject();
    const QString selected = m_session.selectedService();
    if (selected.isEmpty() || m_session.isHeldDown(selected))
        return {};
    const auto node = static_cast<std::size_t>(m_session.selectedNode());
    return {m_session.graph().nodes[node].index, m_session.selectedService()};
}

// A graph of very many edges has no points of them.
ChartSubject ChartsStrip::edgeSubject() const {
    const models::CallGraph& graph = m_session.graph();
    if (graph.edges.size() > sim::edgesInChartsAtMost)
        return {};
    const auto edge = static_cast<std::size_t>(m_session.selectedEdge());
    return {-1, edgeName(graph, edge), m_session.selectedEdge()};
}

void ChartsStrip::detach(TimeRange range) {
    const double middle = (range.from + range.to) / 2;
    if (range.span() < leastSpan)
        range = {middle - leastSpan / 2, middle + leastSpan / 2};
    const double end = secondsOf(m_session.liveSnapshot()->now);
    range.to = std::min(range.to, std::max(end, liveSpan));
    const bool wasDetached = isDetached();
    m_detached = range;
    refresh();
    if (!wasDetached)
        Q_EMIT detachedChanged(true);
}

void ChartsStrip::backToLive() {
    if (!m_detached)
        return;
    m_detached.reset();
    refresh();
    Q_EMIT detachedChanged(false);
}

// The line of the charts stands at the instant of review, where no mouse holds it elsewhere.
void ChartsStrip::showReview() {
    if (m_session.isInReview() == m_isInReview && !m_isInReview)
        return;
    m_isInReview = m_session.isInReview();
    setCursor(std::nullopt);
    refresh();
}

void ChartsStrip::setCursor(std::optional<double> seconds) {
    if (!seconds && m_session.isInReview())
        seconds = secondsOf(m_session.snapshot()->now);
    for (ChartPanel* chart : m_charts)
        chart->setCursorTime(seconds);
}

void ChartsStrip::refreshSoon() {
    if (!m_refreshTimer.isActive())
        m_refreshTimer.start();
}

int ChartsStrip::visibleCharts() const {
    const bool hasFourth = subject().service >= 0 && width() >= 1000;
    return hasFourth ? 4 : 3;
}

void ChartsStrip::refresh() {
    if (!isVisibleTo(parentWidget()) || !m_session.hasRun())
        return;
    const auto& ticks = m_session.chartTicks();
    const TimeRange range = m_detached.value_or(liveRange());
    const ChartFrame frame{range, ticks.empty() ? 0 : secondsOf(ticks.back().at),
                           secondsOf(m_session.snapshot()->warmUpEnd),
                           faultBands(m_session.seenFaults()), &m_session.otherChartTicks()};
    const ChartSubject whose = subject();
    m_charts[0]->setContent(throughputChart(ticks, whose, frame));
    m_charts[1]->setContent(errorsChart(ticks, whose, frame));
    m_charts[2]->setContent(latencyChart(ticks, whose, frame));
    if (whose.service >= 0)
        m_charts[3]->setContent(slotsChart(ticks, whose, frame));
    for (ChartPanel* chart : m_charts)
        chart->setRange(range);
    layOut();
}

void ChartsStrip::layOut() {
    const int count = visibleCharts();
    const int top = 1;  // the line that parts the strip from the canvas
    for (int i = 0; i < static_cast<int>(chartCount); ++i) {
        ChartPanel* chart = m_charts[static_cast<std::size_t>(i)];
        chart->setVisible(i < count);
        if (i >= count)
            continue;
        const int left = width() * i / count + (i > 0 ? 1 : 0);
        const int right = width() * (i + 1) / count;
        chart->setGeometry(left, top, right - left, height() - top);
    }
    m_backToLive->setVisible(isDetached());
    m_backToLive->adjustSize();
    m_backToLive->move(width() - m_backToLive->width() - 8, 5);
    m_backToLive->raise();
}

void ChartsStrip::resizeEvent(QResizeEvent*) {
    setFixedHeight(window()->height() < 900 ? heightCompact : heightFull);
    layOut();
}

void ChartsStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& look = theme();
    painter.fillRect(rect(), look.panel);
    painter.fillRect(0, 0, width(), 1, look.line);
    const int count = visibleCharts();
    for (int i = 1; i < count; ++i)
        painter.fillRect(width() * i / count, 12, 1, height() - 24, look.line);
}

}  // namespace app
