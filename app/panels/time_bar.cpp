#include "app/panels/time_bar.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/charts/chart_axis.h"
#include "app/charts/chart_patterns.h"
#include "app/look/caption_ink.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int timeBarHeight = 44;
constexpr double pillLeft = 12, pillWidth = 72, pillHeight = 24;
constexpr double clockRight = 180, trackLeft = 196, trackHeight = 18, trackTop = 10;
constexpr double endWidth = 84;
constexpr double handleWidth = 10, handleHeight = 9;
constexpr double faultStrip = 4;
constexpr int buttonGap = 16;
constexpr double rolloutMark = 4;
constexpr double flagWidth = 7, flagHeight = 8;
constexpr qint64 pictureEvery = 200;  // ms, as the charts

// 05:00
QString wholeMinutes(sim::Instant at) {
    const auto seconds = static_cast<qint64>(secondsOf(at));
    return QStringLiteral("%1:%2")
        .arg(seconds / 60, 2, 10, QLatin1Char('0'))
        .arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

bool isRolloutStep(const std::string& what) {
    return what == "scaled" || what == "canary-step" || what == "promoted" || what == "deployed" ||
           what == "set";
}

}  // namespace

TimeBar::TimeBar(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setFixedHeight(timeBarHeight);
    setAccessibleName(tr("Time"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_goOn = new QPushButton(tr("Go on from here"), this);
    m_goOn->setToolTip(
        tr("The run continues from this instant; what came after it is kept as the "
           "other road"));
    connect(m_goOn, &QPushButton::clicked, &session, &Session::goOnFromHere);
    m_backToLive = new QPushButton(tr("Back to live  End"), this);
    m_backToLive->setObjectName("backToLive");
    m_backToLive->setToolTip(tr("Show the run where it waits"));
    connect(m_backToLive, &QPushButton::clicked, &session, &Session::backToLive);
    m_goOn->hide();
    m_backToLive->hide();
    const auto redraw = [this] {
        setAccessibleDescription(stateWord() + QLatin1Char(' ') +
                                 clockText(m_session.snapshot()->now));
        update();
    };
    // Most snapshots move the handle by less than a pixel and leave the clock's tenth as it is.
    connect(&session, &Session::snapshotChanged, this, [this, redraw] {
        const sim::Snapshot& seen = *m_session.snapshot();
        const QString spoken = stateWord() + QLatin1Char(' ') + clockText(seen.now);
        if (spoken != accessibleDescription() || seen.faults.size() != m_faultsShown)
            redraw();
        m_faultsShown = seen.faults.size();
    });
    connect(&session, &Session::stateChanged, this, [this, redraw] {
        showState();
        redraw();
    });
    connect(&session, &Session::bookmarksChanged, this, redraw);
    connect(&session, &Session::focusChanged, this, redraw);
    connect(&session, &Session::opened, this, [this, redraw] {
        m_columns.clear();  // of another run
        m_track = {};
        redraw();
    });
}

QString TimeBar::clockText(sim::Instant at) {
    const std::int64_t tenths = models::sinceStart(at).count() / 100'000'000;
    return QStringLiteral("%1:%2.%3")
        .arg(tenths / 600, 2, 10, QLatin1Char('0'))
        .arg(tenths / 10 % 60, 2, 10, QLatin1Char('0'))
        .arg(tenths % 10);
}

QString TimeBar::stateWord() const {
    return m_session.isInReview()        ? QStringLiteral("REVIEW")
           : m_session.state().retracing ? QStringLiteral("OPENING")
           : m_session.state().running   ? QStringLiteral("LIVE")
                                         : QStringLiteral("PAUSED");
}

QRectF TimeBar::track() const {
    const double right =
        m_backToLive->isVisibleTo(this) ? width() - m_goOn->x() + buttonGap : endWidth;
    return {trackLeft, trackTop, std::max(60.0, width() - trackLeft - right), trackHeight};
}

// The run's duration, or more once it goes on beyond.
sim::Instant TimeBar::endShown() const {
    const sim::Snapshot& seen = *m_session.liveSnapshot();
    return std::max({seen.end, seen.now, models::runStart + sim::Duration(1)});
}

double TimeBar::x(sim::Instant at) const {
    const QRectF area = track();
    const double share = secondsOf(at) / secondsOf(endShown());
    return area.left() + std::clamp(share, 0.0, 1.0) * area.width();
}

void TimeBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& look = theme();
    const bool isReview = m_session.isInReview();
    painter.fillRect(rect(), isReview ? look.hover : look.win);
    painter.fillRect(0, 0, width(), isReview ? 2 : 1, isReview ? look.ink : look.line);
    if (!m_session.hasRun())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    paintPill(painter);
    painter.setPen(look.ink);
    painter.setFont(lookFont(16, 600));
    painter.drawText(
        QRectF(pillLeft + pillWidth, 0, clockRight - pillLeft - pillWidth, height() - 2),
        Qt::AlignRight | Qt::AlignVCenter,
        clockText(m_session.state().seeking.value_or(m_session.snapshot()->now)));
    painter.setFont(lookFont(12));
    painter.setPen(look.ink2);
    if (!isReview)
        painter.drawText(QRectF(width() - endWidth, 0, endWidth - 16, height() - 2),
                         Qt::AlignRight | Qt::AlignVCenter,
                         tr("of %1").arg(wholeMinutes(m_session.snapshot()->end)));
    paintTrack(painter);
    paintFocus(painter);
    paintFaults(painter);
    paintRollouts(painter);
    paintBookmarks(painter);
    paintScale(painter);
    if (isReview)
        paintHandle(painter, *m_session.state().liveAt, false);
    paintHandle(painter, m_session.state().seeking.value_or(m_session.snapshot()->now), true);
}

void TimeBar::paintFocus(QPainter& painter) const {
    const auto& focus = m_session.focus();
    if (!focus)
        return;
    const QRectF area(QPointF(x(focus->from), track().top()),
                      QPointF(x(focus->to), track().bottom()));
    QColor tint = theme().you;
    tint.setAlphaF(0.25F);
    painter.fillRect(area, tint);
    painter.fillRect(QRectF(area.left(), area.top(), 1, area.height()), theme().you);
    painter.fillRect(QRectF(area.right() - 1, area.top(), 1, area.height()), theme().you);
}

void TimeBar::paintPill(QPainter& painter) const {
    const Theme& look = theme();
    const bool isLive = m_session.state().running;
    const QRectF pill(pillLeft + 0.5, (height() - pillHeight) / 2 + 0.5, pillWidth - 1,
                      pillHeight - 1);
    const bool isReview = m_session.isInReview();
    painter.setBrush(isReview ? QBrush(look.ink) : QBrush(Qt::NoBrush));
    painter.setPen(QPen(isReview ? look.ink : isLive ? look.you : look.edge, 1));
    painter.drawRoundedRect(pill, 4, 4);
    painter.setFont(lookFont(12, 600));
    const double textWidth = QFontMetricsF(painter.font()).horizontalAdvance(stateWord());
    const double left = pill.center().x() - (textWidth + (isLive ? 14 : 0)) / 2;
    if (isLive) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.you);
        painter.drawEllipse(QPointF(left + 4, pill.center().y()), 4, 4);
    }
    painter.setPen(isReview ? look.win : look.ink);
    painter.drawText(QPointF(left + (isLive ? 14 : 0), pill.center().y() + 4.5), stateWord());
}

// One column a pixel holds the highest of its ticks.
void TimeBar::collectThroughput() {
    const auto& ticks = m_session.chartTicks();
    const QRectF area = track().adjusted(1, 1, -1, -1);
    const auto count = static_cast<std::size_t>(area.width()) + 1;
    if (m_columns.size() != count || m_endCollected != endShown() ||
        m_ticksCollected > ticks.size()) {
        m_columns.assign(count, {});
        m_ticksCollected = 0;
        m_endCollected = endShown();
    }
    for (; m_ticksCollected < ticks.size(); ++m_ticksCollected) {
        const sim::ChartTick& tick = ticks[m_ticksCollected];
        const auto column = static_cast<std::size_t>(std::max(0.0, x(tick.at) - area.left()));
        const sim::ChartPoint& all = tick.allJourneys;
        const auto failed = static_cast<double>(
            std::accumulate(all.byCause.begin(), all.byCause.end(), std::int64_t(0)));
        Column& held = m_columns[std::min(column, count - 1)];
        held.ended = std::max(held.ended, static_cast<double>(all.completed) + failed);
        held.failed = std::max(held.failed, failed);
    }
}

// Its frame, too: to stroke so long a path costs more than all else that stands on it.
QPixmap TimeBar::pictureOfTrack() const {
    const double ratio = devicePixelRatioF();
    const QRectF frame(QPointF(0, 0), track().size());
    QPixmap picture((frame.size() * ratio).toSize());
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().line, 1));
    painter.setBrush(theme().field);
    painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.translate(1, 1);
    const QSizeF area = frame.adjusted(1, 1, -1, -1).size();
    double highest = 1;
    for (const Column& column : m_columns)
        highest = std::max(highest, column.ended);
    const double scale = (area.height() - 5) / highest;
    QColor tint = theme().ink3;
    tint.setAlphaF(0.45f);
    double height = 0, failed = 0;
    std::size_t last = m_columns.size();
    while (last > 0 && m_columns[last - 1].ended < 0)
        --last;
    for (std::size_t i = 0; i < last; ++i) {
        if (m_columns[i].ended >= 0) {
            height = m_columns[i].ended * scale;
            failed = m_columns[i].failed > 0 ? std::max(1.0, m_columns[i].failed * scale) : 0;
        }
        const auto left = static_cast<double>(i);
        painter.fillRect(QRectF(left, area.height() - height, 1, height), tint);
        painter.fillRect(QRectF(left, area.height() - failed, 1, failed), theme().failing);
    }
    if (last > 0) {
        QColor warm = theme().dark ? QColor(Qt::white) : QColor(0x00, 0x1f, 0x4d);
        warm.setAlphaF(0.045f);
        const double warmUp = x(m_session.snapshot()->warmUpEnd) - track().left() - 1;
        painter.fillRect(QRectF(0, 0, warmUp, area.height()), warm);
    }
    return picture;
}

void TimeBar::paintTrack(QPainter& painter) {
    const double ratio = devicePixelRatioF();
    const bool fits = m_track.size() == (track().size() * ratio).toSize() &&
                      m_track.devicePixelRatio() == ratio && m_trackTheme == &theme() &&
                      m_ticksCollected <= m_session.chartTicks().size();
    // The last picture of a run that stands is its newest.
    const bool isDue = !m_session.state().running || m_trackAge.elapsed() >= pictureEvery;
    if (!fits || isDue) {
        collectThroughput();
        m_track = pictureOfTrack();
        m_trackTheme = &theme();
        m_trackAge.start();
    }
    painter.drawPixmap(track().topLeft(), m_track);
}

void TimeBar::paintFaults(QPainter& painter) const {
    const sim::Instant now = m_session.liveSnapshot()->now;
    QColor ink = theme().ink;
    ink.setAlphaF(0.16f);
    for (const SeenFault& fault : m_session.seenFaults()) {
        const double left = x(fault.begun.since);
        const double right = x(fault.endedAt.value_or(now));
        const QRectF area = track();
        painter.fillRect(QRectF(left, area.top(), right - left, area.height()),
                         hatchBrush(ink, 1, 6, devicePixelRatioF()));
        painter.fillRect(QRectF(std::floor(left), area.top(), 1, area.height()), theme().ink);
        const double until = fault.endedAt       ? right
                             : fault.begun.until ? x(*fault.begun.until)
                                                 : right;
        painter.fillRect(QRectF(left, area.top(), std::max(1.0, until - left), faultStrip),
                         theme().down);
    }
}

// What has come of rollouts: a diamond a step, an arrow back where one was rolled back.
void TimeBar::paintRollouts(QPainter& painter) const {
    const sim::Snapshot& seen = *m_session.liveSnapshot();
    const QRectF area = track();
    const double middle = area.top() + rolloutMark + 1;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().ink);
    for (const sim::TimelineRow& row : seen.timeline) {
        const bool isBack = row.what == "rolled-back";
        if (!isBack && !isRolloutStep(row.what))
            continue;
        const double at = std::floor(x(row.at)) + 0.5;
        const QPointF left(at - rolloutMark, middle), right(at + rolloutMark, middle),
            top(isBack ? at + rolloutMark : at, middle - rolloutMark),
            bottom(isBack ? at + rolloutMark : at, middle + rolloutMark);
        painter.drawPolygon(QPolygonF({left, top, isBack ? top : right, bottom}));
    }
}

// A flag each, of the user's colour.
void TimeBar::paintBookmarks(QPainter& painter) const {
    const QRectF area = track();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().you);
    for (const sim::Bookmark& each : m_session.bookmarks()) {
        const double at = std::floor(x(each.at));
        const double top = area.top() - flagHeight;
        painter.fillRect(QRectF(at, top, 1, area.height() + flagHeight), theme().you);
        painter.drawPolygon(
            QPolygonF({QPointF(at, top), QPointF(at + flagWidth, top + 3), QPointF(at, top + 6)}));
    }
}

void TimeBar::paintScale(QPainter& painter) const {
    const QRectF area = track();
    painter.setFont(lookFont(12));
    const QFontMetricsF metrics(painter.font());
    const double end = secondsOf(endShown());
    for (const AxisTick& tick : timeTicks(0, end, timeStep(end, 6))) {
        const double at = area.left() + tick.value / end * area.width();
        painter.fillRect(QRectF(std::min(std::floor(at), area.right() - 1), area.bottom(), 1, 3),
                         theme().edge);
        const double half = metrics.horizontalAdvance(tick.label) / 2;
        painter.setPen(captionInk(m_session.isInReview()));
        painter.drawText(QPointF(std::clamp(at - half, area.left() - half / 2, area.right() - half),
                                 area.bottom() + 13),
                         tick.label);
    }
}

// Filled: of the instant that is shown. Hollow: where the run waits meanwhile.
void TimeBar::paintHandle(QPainter& painter, sim::Instant instant, bool isFilled) const {
    const double at = x(instant);
    const QRectF area = track();
    const QColor colour = isFilled && m_session.isInReview() ? theme().ink : theme().you;
    painter.fillRect(QRectF(at - 0.75, area.top(), 1.5, area.height()), colour);
    const double top = area.top() - 5;
    QPainterPath path;
    path.moveTo(at - handleWidth / 2, top);
    path.lineTo(at + handleWidth / 2, top);
    path.lineTo(at + handleWidth / 2, top + handleHeight - 4);
    path.lineTo(at, top + handleHeight);
    path.lineTo(at - handleWidth / 2, top + handleHeight - 4);
    path.closeSubpath();
    if (isFilled)
        painter.fillPath(path, colour);
    else
        painter.strokePath(path, QPen(colour, 1));
}

}  // namespace app
