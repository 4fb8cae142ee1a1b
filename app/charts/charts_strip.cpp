#include "app/charts/charts_strip.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "app/charts/chart_numbers.h"
#include "app/charts/chart_painter.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/session/edge_words.h"

namespace app {
namespace {

constexpr int heightFull = 216, heightCompact = 168;
constexpr double spans[] = {10, 30, 60, 300, 0};  // seconds; 0: all of the run
constexpr double leastSpanOfAll = 10;             // of a run that has only begun
constexpr double leastSpan = 2;                   // seconds; four ticks
constexpr int fourFrom = 1000;                    // px; narrower there is room for three
constexpr int chartsRefreshMs = 200;              // charts need no more than five pictures a second

constexpr QSizeF chartInFile(920, 260);
constexpr double titleOfFile = 44, titleOfFileBaseline = 28;

sim::Instant instantAt(double seconds) {
    return models::runStart + sim::Duration(std::llround(seconds * 1e9));
}

QString spanText(double seconds) {
    if (seconds == 0)
        return ChartsStrip::tr("All of the run");
    return seconds < 60 ? ChartsStrip::tr("%1\u00a0s").arg(seconds)
                        : ChartsStrip::tr("%1\u00a0min").arg(seconds / 60);
}

}  // namespace

ChartsStrip::ChartsStrip(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    for (std::size_t i = 0; i < chartCount; ++i) {
        auto* chart = m_charts[i] = new ChartPanel(this);
        connect(chart, &ChartPanel::rangeWanted, this,
                [this, i](TimeRange range) { detach(i, range); });
        connect(chart, &ChartPanel::cursorWanted, this, &ChartsStrip::setCursor);
        connect(chart, &ChartPanel::backToLiveWanted, this, [this] {
            backToLive();
            m_session.backToLive();
        });
        connect(chart, &ChartPanel::instantWanted, this,
                [this](double seconds) { m_session.review(instantAt(seconds)); });
    }
    m_backToLive = new QPushButton(tr("Back to live  End"), this);
    m_backToLive->setObjectName("backToLive");
    m_backToLive->setToolTip(tr("Follow the run again"));
    m_backToLive->hide();
    connect(m_backToLive, &QPushButton::clicked, this, &ChartsStrip::backToLive);
    makeChoices();
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(chartsRefreshMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &ChartsStrip::refresh);
    connect(&session, &Session::chartTicksChanged, this, &ChartsStrip::refreshSoon);
    connect(&session, &Session::stateChanged, this, &ChartsStrip::showReview);
    connect(&session, &Session::focusChanged, this, [this] {
        backToLive();
        refresh();
    });
    connect(&session, &Session::snapshotChanged, this, [this] {
        if (m_session.isInReview())
            showReview();
    });
    connect(&session, &Session::selectionChanged, this, &ChartsStrip::refresh);
    connect(&session, &Session::opened, this, [this] {
        m_detached = {};
        refresh();
    });
    setAccessibleName(tr("Charts"));
    setFixedHeight(heightFull);
}

void ChartsStrip::makeChoices() {
    m_spans = new QActionGroup(this);
    for (const double seconds : spans) {
        QAction* choice = m_spans->addAction(spanText(seconds));
        choice->setCheckable(true);
        choice->setData(seconds);
    }
    connect(m_spans, &QActionGroup::triggered, this,
            [this](QAction* chosen) { setSpan(chosen->data().toDouble()); });
    m_heat = new QAction(tr("Latency as a heat map"), this);
    m_heat->setObjectName("latencyHeat");
    m_heat->setCheckable(true);
    connect(m_heat, &QAction::toggled, this, &ChartsStrip::refresh);
    m_together = new QAction(tr("Zoom all charts together"), this);
    m_together->setObjectName("zoomTogether");
    m_together->setCheckable(true);
    m_together->setChecked(true);
    connect(m_together, &QAction::toggled, this, &ChartsStrip::zoomTogether);
    m_choices = new QToolButton(this);
    m_choices->setObjectName("chartChoices");
    m_choices->setAutoRaise(true);
    m_choices->setPopupMode(QToolButton::InstantPopup);
    m_choices->setToolTip(tr("How much of the run the charts show"));
    auto* menu = new QMenu(m_choices);
    addChoicesTo(*menu);
    m_choices->setMenu(menu);
    showChoices();
}

void ChartsStrip::addChoicesTo(QMenu& menu) const {
    menu.addActions(m_spans->actions());
    menu.addSeparator();
    menu.addActions({m_heat, m_together});
}

void ChartsStrip::showChoices() {
    for (QAction* choice : m_spans->actions())
        choice->setChecked(choice->data().toDouble() == m_span);
    m_choices->setText(m_span == 0 ? tr("All") : spanText(m_span));
    m_choices->setAccessibleName(tr("Charts show %1").arg(spanText(m_span)));
    layOut();
}

// A choice of how much to follow is one to follow.
void ChartsStrip::setSpan(double seconds) {
    m_span = seconds;
    showChoices();
    if (isDetached())
        backToLive();
    else
        refresh();
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

// In review what is around the instant that is shown, which stands three quarters along.
TimeRange ChartsStrip::liveRange() const {
    if (const auto& focus = m_session.focus())
        return {secondsOf(focus->from), secondsOf(focus->to)};
    const auto& ticks = m_session.chartTicks();
    double now = ticks.empty() ? 0 : secondsOf(ticks.back().at);
    if (m_span == 0)
        return {0, std::max(now, leastSpanOfAll)};
    if (m_session.isInReview())
        now = std::min(now, secondsOf(m_session.snapshot()->now) + m_span / 4);
    return now <= m_span ? TimeRange{0, m_span} : TimeRange{now - m_span, now};
}

ChartSubject ChartsStrip::subject() const {
    // After a kill the question is who was hurt, and the target itself has nothing to draw.
    if (m_session.selectedEdge() >= 0)
        return edgeSubject();
    if (const auto topic = m_session.selectedTopicIndex()) {
        ChartSubject whose;
        whose.topic = static_cast<int>(*topic);
        whose.name = QString::fromStdString(m_session.scenario().topics[*topic].name);
        return whose;
    }
    const QString selected = m_session.selectedService();
    if (selected.isEmpty() || m_session.isHeldDown(selected))
        return {};
    return serviceSubject();
}

ChartSubject ChartsStrip::serviceSubject() const {
    const std::size_t service = *m_session.selectedServiceIndex();
    const models::Service& model = m_session.scenario().services[service];
    ChartSubject whose{static_cast<int>(service), QString::fromStdString(model.name)};
    whose.versions << QString::fromStdString(model.version);
    for (const models::Version& each : model.versions)
        whose.versions << QString::fromStdString(each.name);
    return whose;
}

// A graph of very many edges has no points of them.
ChartSubject ChartsStrip::edgeSubject() const {
    const models::CallGraph& graph = m_session.graph();
    if (graph.edges.size() > sim::edgesInChartsAtMost)
        return {};
    const auto edge = static_cast<std::size_t>(m_session.selectedEdge());
    return {-1, edgeName(graph, edge), m_session.selectedEdge()};
}

bool ChartsStrip::isDetached() const {
    return std::ranges::any_of(m_detached, [](const auto& range) { return range.has_value(); });
}

TimeRange ChartsStrip::shownRange(std::size_t chart) const {
    return m_detached[chart].value_or(liveRange());
}

// Of what is shown.
TimeRange ChartsStrip::widestRange() const {
    TimeRange widest = shownRange(0);
    for (std::size_t i = 1; i < static_cast<std::size_t>(visibleCharts()); ++i) {
        widest.from = std::min(widest.from, shownRange(i).from);
        widest.to = std::max(widest.to, shownRange(i).to);
    }
    return widest;
}

void ChartsStrip::detach(std::size_t chart, TimeRange range) {
    const double middle = (range.from + range.to) / 2;
    if (range.span() < leastSpan)
        range = {middle - leastSpan / 2, middle + leastSpan / 2};
    const double end = secondsOf(m_session.liveSnapshot()->now);
    range.to = std::min(range.to, std::max(end, liveRange().to));
    const bool wasDetached = isDetached();
    if (areZoomedTogether())
        m_detached.fill(range);
    else
        m_detached[chart] = range;
    refresh();
    if (!wasDetached)
        Q_EMIT detachedChanged(true);
}

// The first that is zoomed takes the others along.
void ChartsStrip::zoomTogether(bool together) {
    const auto zoomed =
        std::ranges::find_if(m_detached, [](const auto& range) { return range.has_value(); });
    if (together && zoomed != m_detached.end())
        m_detached.fill(TimeRange(**zoomed));
    refresh();
}

void ChartsStrip::backToLive() {
    if (!isDetached())
        return;
    m_detached = {};
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
    const ChartSubject whose = subject();
    const bool hasFourth = whose.service >= 0 ||
                           hasBreakerChart(*m_session.liveSnapshot(), whose) ||
                           hasRetries(m_session.chartTicks(), whose);
    return hasFourth && width() >= fourFrom ? 4 : 3;
}

void ChartsStrip::refresh() {
    if (!isVisibleTo(parentWidget()) || !m_session.hasRun())
        return;
    const std::vector<ChartContent> shown = contents();
    for (std::size_t i = 0; i < shown.size(); ++i)
        m_charts[i]->show(shown[i], shownRange(i));
    layOut();
}

ChartFrame ChartsStrip::frameOf(std::size_t chart) const {
    const auto& ticks = m_session.chartTicks();
    return {shownRange(chart), ticks.empty() ? 0 : secondsOf(ticks.back().at),
            secondsOf(m_session.snapshot()->warmUpEnd), faultBands(m_session.seenFaults()),
            &m_session.otherChartTicks()};
}

// Of a service there are four, of anything else three or four.
std::vector<ChartContent> ChartsStrip::contents() const {
    const ChartSubject whose = subject();
    const ChartTicks ticks = ticksOf(m_session.chartTicks(), whose);
    if (whose.topic >= 0)
        return {messagesChart(ticks, whose, frameOf(0)), backlogChart(ticks, whose, frameOf(1)),
                oldestMessageChart(ticks, whose, frameOf(2))};
    // While two versions answer, the question is which of them fares worse.
    const bool byVersion = hasTwoVersions(ticks, whose, widestRange());
    std::vector<ChartContent> charts{throughputChart(ticks, whose, frameOf(0)),
                                     byVersion ? errorsByVersionChart(ticks, whose, frameOf(1))
                                               : errorsChart(ticks, whose, frameOf(1))};
    charts.push_back(showsHeat() ? latencyHeatChart(ticks, whose, frameOf(2))
                     : byVersion ? p99ByVersionChart(ticks, whose, frameOf(2))
                                 : latencyChart(ticks, whose, frameOf(2)));
    const sim::Snapshot& seen = *m_session.liveSnapshot();
    if (whose.service >= 0)
        charts.push_back(slotsChart(ticks, whose, frameOf(3)));
    else if (hasBreakerChart(seen, whose))
        charts.push_back(breakerChart(ticks, whose, frameOf(3), seen, m_session.graph()));
    else if (hasRetries(ticks, whose))
        charts.push_back(attemptsChart(ticks, whose, frameOf(3)));
    return charts;
}

Painting ChartsStrip::painting(const QString& title) const {
    const std::vector<ChartContent> shown = contents();
    const QSizeF size(chartInFile.width(),
                      titleOfFile + static_cast<double>(shown.size()) * chartInFile.height());
    const auto paint = [=, this](QPainter& painter) {
        painter.fillRect(QRectF({0, 0}, size), theme().panel);
        painter.setPen(theme().ink);
        painter.setFont(lookFont(16, 600));
        painter.drawText(QPointF(16, titleOfFileBaseline), title);
        painter.translate(0, titleOfFile);
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const ChartContent& chart = shown[i];
            const TimeRange range = shownRange(i);
            const double now = m_session.isInReview() ? secondsOf(m_session.snapshot()->now)
                                                      : std::min(chart.now, range.to);
            paintChart(painter, chartInFile, range, chart, now);
            painter.translate(0, chartInFile.height());
        }
    };
    return {title, size, paint};
}

QString ChartsStrip::numbers() const {
    const ChartSubject whose = subject();
    return chartNumbers(ticksOf(m_session.chartTicks(), whose), whose, widestRange());
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
    // Beside the axis of time, whose length it is.
    m_choices->adjustSize();
    m_choices->move(width() - m_choices->width() - 8, height() - m_choices->height() - 3);
    m_choices->raise();
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
