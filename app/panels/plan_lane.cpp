#include "app/panels/plan_lane.h"

#include <QHash>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "app/charts/chart_patterns.h"
#include "app/look/caption_ink.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr double rowHeight = 18, barHeight = 14, topGap = 5, bottomGap = 1;
constexpr double markSize = 5;
constexpr double barWidthLeast = 4;
constexpr double labelGap = 6, labelWidthMost = 240;
constexpr int rowsMost = 4;
constexpr double captionLeft = 16;

// A deployment that is over says what became of it; why, its tooltip does.
QString labelOf(const PlanBar& bar) {
    return bar.outcome.isEmpty()
               ? bar.label()
               : bar.label() + QStringLiteral(", ") + bar.outcome.section(QLatin1Char(':'), 0, 0);
}

// Of a name once: a run with many faults has few names.
double labelWidth(const QString& text) {
    static QHash<QString, double> widths;
    const auto known = widths.constFind(text);
    if (known != widths.constEnd())
        return *known;
    const double width =
        std::min(labelWidthMost, QFontMetricsF(lookFont(12)).horizontalAdvance(text) + 2);
    widths.insert(text, width);
    return width;
}

// Behind a deployment, whose steps it would cover.
bool fitsInside(const PlanBar& bar, const QRectF& box) {
    return !bar.isMark && !bar.isDeployment() &&
           box.width() >= labelWidth(labelOf(bar)) + 2 * labelGap;
}

}  // namespace

PlanLane::PlanLane(Session& session, const TimeBar& axis, QWidget* parent)
    : QWidget(parent), m_session(session), m_axis(axis) {
    setObjectName("planLane");
    setAccessibleName(tr("Plan of faults"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    const auto again = [this] { refresh(); };
    connect(&session, &Session::opened, this, again);
    connect(&session, &Session::planChanged, this, again);
    connect(&session, &Session::stateChanged, this, again);
    connect(&session, &Session::snapshotChanged, this, again);
    refresh();
}

// Snapshots come thirty times a second: only what is another is drawn again, and the cursor where
// it has moved.
void PlanLane::refresh() {
    if (m_draft && m_draft->grabbedAt >= 0)
        return;  // under the mouse
    std::vector<PlanBar> bars = m_session.hasRun() ? planBars(m_session) : std::vector<PlanBar>();
    const auto isSame = [](const PlanBar& one, const PlanBar& other) {
        return one.what == other.what && one.name == other.name && one.from == other.from &&
               one.until == other.until && one.stage == other.stage && one.own == other.own &&
               one.isMark == other.isMark && one.steps == other.steps &&
               one.outcome == other.outcome;
    };
    const bool isAnother = !std::ranges::equal(bars, m_bars, isSame);
    if (isAnother) {
        if (bars.size() != m_bars.size()) {
            m_chosen.reset();
            m_draft.reset();
        }
        m_bars = std::move(bars);
    }
    if (isAnother || m_drawn != surroundings()) {
        placeInRows();
        setVisible(!m_bars.empty());
        redraw();
    } else if (cursorRect() != m_cursorShown) {
        update(m_cursorShown);
        m_cursorShown = cursorRect();
        update(m_cursorShown);
    }
}

void PlanLane::resizeEvent(QResizeEvent*) {
    placeInRows();
    redraw();
}

void PlanLane::redraw() {
    m_picture = {};
    update();
}

PlanLane::Surroundings PlanLane::surroundings() const {
    const QString caption = m_session.isPlanBeingTaken() ? tr("Executed again…")
                            : m_session.playsOwnFaults() ? tr("Faults")
                                                         : tr("Faults, as planned");
    return {caption,
            m_session.isInReview(),
            theme().dark,
            m_axis.track(),
            m_axis.x(models::runStart + std::chrono::seconds(1)),
            devicePixelRatioF()};
}

QRect PlanLane::cursorRect() const {
    const double now = m_axis.x(m_session.state().seeking.value_or(m_session.snapshot()->now));
    return {static_cast<int>(std::floor(now)) - 1, 1, 3, height() - 1};
}

// Each into the first row that has room for it and its label; where none has, into the row that is
// free soonest.
void PlanLane::placeInRows() {
    m_rows.assign(m_bars.size(), 0);
    std::vector<double> takenUntil;
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const QRectF box = barRect(i);
        const double right = fitsInside(m_bars[i], box)
                                 ? box.right()
                                 : box.right() + labelGap + labelWidth(labelOf(m_bars[i]));
        const auto free = std::ranges::find_if(
            takenUntil, [&](double until) { return until + labelGap <= box.left(); });
        auto row = free - takenUntil.begin();
        if (free == takenUntil.end() && takenUntil.size() < rowsMost)
            takenUntil.push_back(0);
        else if (free == takenUntil.end())
            row = std::ranges::min_element(takenUntil) - takenUntil.begin();
        takenUntil[static_cast<std::size_t>(row)] = right;
        m_rows[i] = static_cast<int>(row);
    }
    const double rows = static_cast<double>(std::max<std::size_t>(1, takenUntil.size()));
    setFixedHeight(static_cast<int>(topGap + rows * rowHeight + bottomGap));
}

sim::Instant PlanLane::fromOf(std::size_t bar) const {
    return m_draft && m_draft->bar == bar ? m_draft->from : m_bars[bar].from;
}

std::optional<sim::Instant> PlanLane::untilOf(std::size_t bar) const {
    return m_draft && m_draft->bar == bar ? m_draft->until : m_bars[bar].until;
}

QRectF PlanLane::barRect(std::size_t bar) const {
    const QRectF track = m_axis.track();
    const double top = topGap + m_rows[bar] * rowHeight;
    const double left = std::floor(m_axis.x(fromOf(bar)));
    if (m_bars[bar].isMark)
        return {left - markSize, top, 2 * markSize, barHeight};
    const auto until = untilOf(bar);
    const double right = until ? std::floor(m_axis.x(*until)) : track.right();
    return {left, top, std::max(barWidthLeast, right - left), barHeight};
}

// ---------------------------------------------------------------------------------------- painting

void PlanLane::paintEvent(QPaintEvent*) {
    if (m_picture.isNull() || m_drawn != surroundings())
        drawPicture();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    m_cursorShown = cursorRect();
    painter.setRenderHint(QPainter::Antialiasing);
    const double now = m_axis.x(m_session.state().seeking.value_or(m_session.snapshot()->now));
    painter.fillRect(QRectF(now - 0.75, 1, 1.5, height() - 1),
                     m_drawn.isReview ? theme().ink : theme().you);
}

// All but the cursor: the bars of a run with many faults take longer to draw than the call graph.
void PlanLane::drawPicture() {
    m_drawn = surroundings();
    m_picture = QPixmap((QSizeF(size()) * m_drawn.ratio).toSize());
    m_picture.setDevicePixelRatio(m_drawn.ratio);
    QPainter painter(&m_picture);
    painter.fillRect(rect(), m_drawn.isReview ? theme().hover : theme().win);
    painter.fillRect(0, 0, width(), 1, theme().line);
    painter.setFont(lookFont(12));
    painter.setPen(captionInk(m_drawn.isReview));
    painter.drawText(QRectF(captionLeft, topGap, m_drawn.track.left() - captionLeft, barHeight),
                     Qt::AlignLeft | Qt::AlignVCenter, m_drawn.caption);
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        if (m_bars[i].isMark)
            paintMark(painter, i);
        else if (m_bars[i].isDeployment())
            paintDeployment(painter, i);
        else
            paintBar(painter, i);
        paintLabel(painter, i);
    }
}

void PlanLane::paintBar(QPainter& painter, std::size_t bar) const {
    const PlanBar& shown = m_bars[bar];
    const QRectF box = barRect(bar).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool isPlanned = shown.stage == PlanBar::Stage::Planned;
    painter.setBrush(isPlanned ? theme().field : theme().hover);
    QPen pen(isPlanned ? theme().edge : theme().ink3, 1);
    if (isPlanned)
        pen.setDashPattern({3, 2});
    painter.setPen(pen);
    painter.drawRoundedRect(box, 2, 2);
    if (!isPlanned) {
        QColor ink = theme().ink;
        ink.setAlphaF(0.16f);
        painter.fillRect(box, hatchBrush(ink, 1, 6, devicePixelRatioF()));
    }
    if (shown.stage == PlanBar::Stage::Active)
        painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme().failing);
    if (m_chosen == bar && hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme().you, 2));
        painter.drawRoundedRect(box, 2, 2);
    }
}

// From its beginning to now or to its end: of a canary as high as the new version's share of the
// requests, a step at a time. No hatch: nothing is broken.
void PlanLane::paintDeployment(QPainter& painter, std::size_t bar) const {
    const PlanBar& shown = m_bars[bar];
    const QRectF box = barRect(bar).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setBrush(theme().field);
    painter.setPen(QPen(theme().ink3, 1));
    painter.drawRoundedRect(box, 2, 2);
    const QRectF inside = box.adjusted(0.5, 0.5, -0.5, -0.5);
    for (std::size_t i = 0; i < shown.steps.size(); ++i) {
        const bool isLast = i + 1 == shown.steps.size();
        const sim::Instant until = isLast ? *shown.until : shown.steps[i + 1].at;
        const double left = std::floor(m_axis.x(shown.steps[i].at));
        const double high = std::max(1.0, std::round(inside.height() * shown.steps[i].weight));
        painter.fillRect(
            QRectF(left, inside.bottom() - high,
                   std::max(0.0, std::min(m_axis.x(until), inside.right()) - left), high),
            theme().edge);
    }
    if (m_chosen == bar && hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme().you, 2));
        painter.drawRoundedRect(box, 2, 2);
    }
}

void PlanLane::paintMark(QPainter& painter, std::size_t bar) const {
    const QPointF centre = barRect(bar).center();
    const bool isPlanned = m_bars[bar].stage == PlanBar::Stage::Planned;
    const bool isChosen = m_chosen == bar && hasFocus();
    painter.setBrush(isPlanned ? theme().field : theme().ink2);
    painter.setPen(isChosen ? QPen(theme().you, 2) : QPen(theme().ink2, 1));
    painter.drawPolygon(QPolygonF({centre - QPointF(markSize, 0), centre - QPointF(0, markSize),
                                   centre + QPointF(markSize, 0), centre + QPointF(0, markSize)}));
}

void PlanLane::paintLabel(QPainter& painter, std::size_t bar) const {
    const QRectF box = barRect(bar);
    const QString label = labelOf(m_bars[bar]);
    const bool isInside = fitsInside(m_bars[bar], box);
    const double wide = labelWidth(label);
    QRectF place(box.left() + labelGap, box.top(), wide, box.height());
    if (!isInside)  // behind it, or before it where the axis ends
        place.moveLeft(box.right() + labelGap + wide > width() ? box.left() - labelGap - wide
                                                               : box.right() + labelGap - 2);
    painter.setPen(m_bars[bar].stage == PlanBar::Stage::Over ? theme().ink2 : theme().ink);
    const bool isWhole = wide < labelWidthMost;
    painter.drawText(
        place, Qt::AlignLeft | Qt::AlignVCenter,
        isWhole ? label : QFontMetricsF(painter.font()).elidedText(label, Qt::ElideRight, wide));
}

// ------------------------------------------------------------------------------------------- words

// "01:00.0 to 01:30.0, 30 s"
QString PlanLane::spanText(std::size_t bar) const {
    const QString from = clockText(fromOf(bar), 1);
    if (m_bars[bar].isMark)
        return tr("at %1").arg(from);
    const auto until = untilOf(bar);
    if (!until)
        return tr("from %1 on").arg(from);
    return tr("%1 to %2, %3").arg(from, clockText(*until, 1), durationText(*until - fromOf(bar)));
}

QString PlanLane::toolTipOf(std::size_t bar) const {
    const PlanBar& shown = m_bars[bar];
    QStringList lines{shown.name.isEmpty() ? shown.what
                                           : shown.name + QStringLiteral(": ") + shown.what};
    lines << spanText(bar);
    for (const PlanBar::Step& step : shown.steps)
        lines << tr("%1 of the requests from %2")
                     .arg(percentText(step.weight, 0), clockText(step.at, 1));
    if (shown.isDeployment())
        lines << (shown.outcome.isEmpty() ? tr("under way")
                                          : shown.outcome[0].toUpper() + shown.outcome.mid(1));
    if (!shown.own)
        lines << tr("Ordered by hand");
    else if (!m_session.playsOwnFaults())
        lines << tr("Planned by the scenario, which waits for “Play its faults”");
    if (shown.own && !shown.isMark && !shown.isDeployment())
        lines << tr("Drag it to another time, or its end; right-click for more");
    else if (shown.own)
        lines << tr("Drag it to another time; right-click for more");
    return lines.join(QLatin1Char('\n'));
}

}  // namespace app
