#include "app/desktop/sweep_chart.h"

#include <QMouseEvent>
#include <QPainter>
#include <cmath>

#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr double plotLeft = 60, plotTop = 40, plotRight = 24, plotBottom = 46;
constexpr double pointRadius = 3.5;

// 0 to 1 of the axis as y within the plot.
double yOf(const QRectF& plot, const ValueAxis& axis, double value) {
    return plot.bottom() - shareAlong(axis, value) * plot.height();
}

double lowestOf(const SweepCurve& curve) {
    double lowest = 1;
    for (const sim::SweptMeasure& point : curve.points) {
        if (point.mean)
            lowest = std::min(lowest, point.interval ? point.interval->low : *point.mean);
    }
    return std::max(lowest, 0.0);
}

}  // namespace

ValueAxis axisOf(const SweepCurve& curve) {
    if (!curve.isShare) {
        double highest = 0;
        for (const sim::SweptMeasure& point : curve.points) {
            if (point.mean)
                highest = std::max(highest, point.interval ? point.interval->high : *point.mean);
        }
        return linearAxis(highest);
    }
    const double missing = std::max(1 - lowestOf(curve), 0.001);
    double step = 0.25;
    for (const double nicer : {0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005}) {
        if (missing <= 4 * nicer)
            step = nicer;
    }
    const int decimals = step < 0.001 ? 2 : step < 0.01 ? 1 : 0;
    ValueAxis axis;
    axis.high = 1;
    const int steps = static_cast<int>(std::ceil(missing / step - 1e-9));
    axis.low = 1 - steps * step;
    for (int i = 0; i <= steps; ++i) {
        const double value = axis.low + i * step;
        axis.ticks.push_back({value, percentText(std::clamp(value, 0.0, 1.0), decimals)});
    }
    return axis;
}

SweepChart::SweepChart(QWidget* parent) : QWidget(parent) {
    setObjectName("sweepChart");
    setMinimumHeight(220);
}

void SweepChart::show(SweepCurve curve) {
    m_curve = std::move(curve);
    setAccessibleName(m_curve.title);
    update();
}

void SweepChart::setCurrent(int value) {
    m_current = value;
    update();
}

QRectF SweepChart::plot() const {
    return QRectF(rect()).adjusted(plotLeft, plotTop, -plotRight, -plotBottom);
}

// In the middle of each one's share: values have an order, and no distance.
double SweepChart::x(std::size_t value) const {
    const double pitch =
        plot().width() / static_cast<double>(std::max<qsizetype>(1, m_curve.values.size()));
    return plot().left() + pitch * (static_cast<double>(value) + 0.5);
}

void SweepChart::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& look = theme();
    painter.fillRect(rect(), look.panel);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(lookFont(13, 600));
    painter.setPen(look.ink);
    painter.drawText(QPointF(16, 24), m_curve.title);
    const double titleEnd = 16 + QFontMetricsF(painter.font()).horizontalAdvance(m_curve.title);
    painter.setFont(lookFont(12));
    painter.setPen(look.ink3);
    painter.drawText(QPointF(titleEnd + 8, 24), m_curve.unit);
    if (m_curve.points.empty())
        return;
    const QRectF area = plot();
    const ValueAxis axis = axisOf(m_curve);
    for (const AxisTick& tick : axis.ticks) {
        const double y = std::floor(yOf(area, axis, tick.value)) + 0.5;
        painter.setPen(QPen(tick.value == axis.low ? look.edge : look.line, 1));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(look.ink3);
        painter.drawText(QRectF(0, y - 8, plotLeft - 8, 16), Qt::AlignRight | Qt::AlignVCenter,
                         tick.label);
    }
    const double pitch = area.width() / static_cast<double>(m_curve.points.size());
    const QFontMetricsF metrics(painter.font());
    for (std::size_t i = 0; i < m_curve.points.size(); ++i) {
        const QRectF box(x(i) - pitch / 2, area.bottom() + 4, pitch, 16);
        painter.setPen(static_cast<int>(i) == m_current ? look.you : look.ink3);
        painter.drawText(box, Qt::AlignCenter,
                         metrics.elidedText(m_curve.values[static_cast<qsizetype>(i)],
                                            Qt::ElideRight, pitch - 8));
    }
    painter.setPen(look.ink3);
    painter.drawText(QRectF(area.left(), area.bottom() + 24, area.width(), 16), Qt::AlignCenter,
                     m_curve.xTitle);
    QPolygonF line;
    for (std::size_t i = 0; i < m_curve.points.size(); ++i) {
        const sim::SweptMeasure& point = m_curve.points[i];
        if (point.mean && point.interval) {  // a bar as wide as it is sure
            const double top = yOf(area, axis, point.interval->high);
            const double bottom = yOf(area, axis, point.interval->low);
            painter.fillRect(QRectF(x(i) - 5, top, 10, std::max(bottom - top, 1.0)), look.edge);
        }
        if (point.mean)
            line << QPointF(x(i), yOf(area, axis, *point.mean));
        if ((!point.mean || i + 1 == m_curve.points.size()) && !line.isEmpty()) {
            painter.setPen(QPen(look.ink, 1.5));
            painter.drawPolyline(line);
            line.clear();
        }
    }
    for (std::size_t i = 0; i < m_curve.points.size(); ++i) {
        if (!m_curve.points[i].mean)
            continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(static_cast<int>(i) == m_current ? look.you : look.ink);
        painter.drawEllipse(QPointF(x(i), yOf(area, axis, *m_curve.points[i].mean)), pointRadius,
                            pointRadius);
    }
}

void SweepChart::mousePressEvent(QMouseEvent* event) {
    if (m_curve.points.empty() || !plot().adjusted(0, 0, 0, plotBottom).contains(event->position()))
        return;
    const double pitch = plot().width() / static_cast<double>(m_curve.points.size());
    Q_EMIT chosen(std::clamp(static_cast<int>((event->position().x() - plot().left()) / pitch), 0,
                             static_cast<int>(m_curve.points.size()) - 1));
}

}  // namespace app
