#include "app/charts/chart_view.h"

#include <QGraphicsLayout>
#include <QLogValueAxis>
#include <QMouseEvent>
#include <QValueAxis>
#include <cmath>

#include "app/charts/chart_patterns.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr double dragMinimum = 4;  // px; a shorter drag is a click

QVector<QPointF> heldAbove(QVector<QPointF> points, double least) {
    for (QPointF& point : points)
        point.setY(std::max(point.y(), least));
    return points;
}

}  // namespace

ChartView::ChartView(QWidget* parent) : QChartView(new QChart, parent) {
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
}

void ChartView::show(ChartContent content, TimeRange range) {
    m_content = std::move(content);
    m_range = range;
    matchSeries();
    placeAxes();
    fillSeries();
    viewport()->update();
}

void ChartView::setCursorTime(std::optional<double> seconds) {
    m_cursorTime = seconds;
    viewport()->update();
}

void ChartView::setCompact(bool compact) {
    m_isCompact = compact;
    placeAxes();
    viewport()->update();
}

void ChartView::restyle() {
    styleSeries();
    viewport()->update();
}

ChartGeometry ChartView::geometryNow() const {
    const QSizeF size = viewport()->size();
    return {plotRectOf(size), size, m_range, m_axis, m_isCompact};
}

ChartCursor ChartView::cursorNow() const {
    const double seconds = m_cursorTime.value_or(std::min(m_content.now, m_range.to));
    return {seconds, valuesAt(geometryNow(), m_content, seconds)};
}

// The axes only place the lines; what is seen of axes is painted in chart_overlay.
void ChartView::placeAxes() {
    m_axis = fittingAxis(m_content, m_range, m_isCompact);
    chart()->setPlotArea(plotRectOf(QSizeF(viewport()->size())));
    if (!m_valueAxis || m_scale != m_content.scale) {
        delete m_valueAxis;
        m_scale = m_content.scale;
        m_valueAxis = m_scale == AxisScale::Log ? static_cast<QAbstractAxis*>(new QLogValueAxis)
                                                : static_cast<QAbstractAxis*>(new QValueAxis);
        m_valueAxis->setVisible(false);
        chart()->addAxis(m_valueAxis, Qt::AlignLeft);
        for (QAbstractSeries* series : chart()->series())
            series->attachAxis(m_valueAxis);
    }
    if (!m_timeAxis) {
        m_timeAxis = new QValueAxis;
        m_timeAxis->setVisible(false);
        chart()->addAxis(m_timeAxis, Qt::AlignBottom);
        for (QAbstractSeries* series : chart()->series())
            series->attachAxis(m_timeAxis);
    }
    m_valueAxis->setRange(m_axis.low, m_axis.high);
    m_timeAxis->setRange(m_range.from, m_range.to);
}

ChartView::Area ChartView::makeArea() {
    Area area{new QLineSeries, new QLineSeries, new QAreaSeries};
    area.area->setUpperSeries(area.upper);
    area.area->setLowerSeries(area.lower);
    area.area->setPen(Qt::NoPen);
    area.upper->setParent(area.area);
    area.lower->setParent(area.area);
    return area;
}

// As many series as the content has; areas are made first, so that lines lie over them.
void ChartView::matchSeries() {
    const std::size_t areas = m_content.areas.size() + (m_content.gap ? 1 : 0);
    std::vector<LinePiece> pieces = piecesOf(m_content.lines);
    const bool sameLines =
        std::ranges::equal(pieces, m_pieces, {}, &LinePiece::line, &LinePiece::line);
    m_pieces = std::move(pieces);
    if (sameLines && m_areas.size() == areas)
        return;
    chart()->removeAllSeries();
    m_lines.clear();
    m_areas.clear();
    for (std::size_t i = 0; i < areas; ++i) {
        m_areas.push_back(makeArea());
        chart()->addSeries(m_areas.back().area);
    }
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        m_lines.push_back(new QLineSeries);
        chart()->addSeries(m_lines.back());
    }
    for (QAbstractSeries* series : chart()->series()) {
        if (m_valueAxis)
            series->attachAxis(m_valueAxis);
        if (m_timeAxis)
            series->attachAxis(m_timeAxis);
    }
    styleSeries();
}

void ChartView::fillSeries() {
    const double least = m_axis.scale == AxisScale::Log ? m_axis.low : 0;
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        m_lines[i]->replace(heldAbove(m_pieces[i].points, least));
    QVector<QPointF> floor;
    for (std::size_t i = 0; i < m_content.areas.size(); ++i) {
        const QVector<QPointF>& own = m_content.areas[i].points;
        QVector<QPointF> top = own;
        if (floor.size() != own.size()) {
            floor = own;
            for (QPointF& point : floor)
                point.setY(0);
        }
        for (qsizetype p = 0; p < own.size(); ++p)
            top[p].setY(floor[p].y() + own[p].y());
        m_areas[i].lower->replace(floor);
        m_areas[i].upper->replace(top);
        floor = top;
    }
    if (m_content.gap) {
        m_areas.back().lower->replace(m_content.gap->lower);
        m_areas.back().upper->replace(m_content.gap->upper);
    }
}

void ChartView::styleSeries() {
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        m_lines[i]->setPen(penOf(m_content.lines[m_pieces[i].line]));
    }
    for (std::size_t i = 0; i < m_areas.size(); ++i) {
        const bool isGap = i >= m_content.areas.size();
        m_areas[i].area->setBrush(
            fillBrush(isGap ? ChartFill::Gap : m_content.areas[i].fill, devicePixelRatioF()));
    }
}

// ------------------------------------------------------------------------------------- painting

void ChartView::drawBackground(QPainter* painter, const QRectF&) {
    paintBeneath(*painter, geometryNow(), m_content);
}

void ChartView::drawForeground(QPainter* painter, const QRectF&) {
    paintOver(*painter, geometryNow(), m_content, cursorNow());
    if (!m_dragFrom)
        return;
    const ChartGeometry g = geometryNow();
    QColor tint = theme().you;
    tint.setAlphaF(0.2f);
    painter->fillRect(
        QRectF(QPointF(g.x(*m_dragFrom), g.plot.top()), QPointF(g.x(m_dragTo), g.plot.bottom()))
            .normalized(),
        tint);
}

void ChartView::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    placeAxes();
}

// ------------------------------------------------------------------------------------------ mouse

void ChartView::mousePressEvent(QMouseEvent* event) {
    const ChartGeometry g = geometryNow();
    if (event->button() == Qt::LeftButton && g.plot.contains(event->position())) {
        m_dragFrom = g.secondsAt(event->position().x());
        m_dragTo = *m_dragFrom;
    }
}

void ChartView::mouseMoveEvent(QMouseEvent* event) {
    const ChartGeometry g = geometryNow();
    const double x = std::clamp(event->position().x(), g.plot.left(), g.plot.right());
    if (m_dragFrom) {
        m_dragTo = g.secondsAt(x);
        viewport()->update();
    }
    if (g.plot.contains(event->position()))
        Q_EMIT cursorWanted(g.secondsAt(x));
    else
        Q_EMIT cursorWanted(std::nullopt);
}

void ChartView::mouseReleaseEvent(QMouseEvent*) {
    if (!m_dragFrom)
        return;
    const ChartGeometry g = geometryNow();
    const TimeRange wanted{std::min(*m_dragFrom, m_dragTo), std::max(*m_dragFrom, m_dragTo)};
    m_dragFrom.reset();
    if (g.x(wanted.to) - g.x(wanted.from) >= dragMinimum)
        Q_EMIT rangeWanted(wanted);
    else if (wanted.from <= m_content.now)
        Q_EMIT instantWanted(wanted.from);
    viewport()->update();
}

void ChartView::mouseDoubleClickEvent(QMouseEvent*) {
    m_dragFrom.reset();
    Q_EMIT backToLiveWanted();
}

void ChartView::leaveEvent(QEvent*) {
    Q_EMIT cursorWanted(std::nullopt);
}

void ChartView::wheelEvent(QWheelEvent* event) {
    const ChartGeometry g = geometryNow();
    const double centre =
        g.secondsAt(std::clamp(event->position().x(), g.plot.left(), g.plot.right()));
    const double factor = std::pow(0.8, event->angleDelta().y() / 120.0);
    const double from = centre - (centre - m_range.from) * factor;
    const double to = centre + (m_range.to - centre) * factor;
    Q_EMIT rangeWanted({std::max(0.0, from), to});
    event->accept();
}

}  // namespace app
