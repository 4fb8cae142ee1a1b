#include "app/traces/trace_scatter.h"

#include <QMouseEvent>
#include <QPainter>
#include <cmath>

#include "app/charts/chart_patterns.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr double insetLeft = 52, insetTop = 36, insetRight = 16, insetBottom = 28;
constexpr double near = 14;  // px: a click takes the nearest point so far away

double milliseconds(const sim::Trace& trace) {
    return models::inSeconds(trace.took()) * 1000;
}

}  // namespace

TraceScatter::TraceScatter(QWidget* parent) : QWidget(parent) {
    setObjectName("traceScatter");
    setAccessibleName(tr("Durations of traces"));
    setMinimumHeight(180);
}

void TraceScatter::show(std::vector<TracePointer> listed, std::vector<TracePointer> others,
                        TimeRange range, double now, std::vector<ChartBand> bands) {
    m_listed = std::move(listed);
    m_others = std::move(others);
    m_range = range;
    m_now = now;
    m_bands = std::move(bands);
    double lowest = 1e12, highest = 0;
    for (const auto* traces : {&m_listed, &m_others}) {
        for (const TracePointer& trace : *traces) {
            // A journey that only publishes takes no time at all, for which this axis has no place.
            if (milliseconds(*trace) > 0)
                lowest = std::min(lowest, milliseconds(*trace));
            highest = std::max(highest, milliseconds(*trace));
        }
    }
    m_axis = logAxis(std::min(lowest, highest), std::max(highest, 1.0), 6);
    setAccessibleDescription(tr("%1 traces").arg(m_listed.size()));
    update();
}

void TraceScatter::select(std::optional<std::int64_t> request) {
    m_selected = request;
    update();
}

QRectF TraceScatter::plot() const {
    return {insetLeft, insetTop, std::max(1.0, width() - insetLeft - insetRight),
            std::max(1.0, height() - insetTop - insetBottom)};
}

QPointF TraceScatter::pointOf(const sim::Trace& trace) const {
    const QRectF area = plot();
    const double x = (secondsOf(trace.begun) - m_range.from) / m_range.span();
    return {area.left() + x * area.width(),
            area.bottom() - shareAlong(m_axis, milliseconds(trace)) * area.height()};
}

void TraceScatter::mousePressEvent(QMouseEvent* event) {
    const sim::Trace* nearest = nullptr;
    double least = near;
    for (const TracePointer& trace : m_listed) {
        const QPointF away = pointOf(*trace) - event->position();
        const double distance = std::hypot(away.x(), away.y());
        if (distance < least) {
            least = distance;
            nearest = trace.get();
        }
    }
    if (nearest)
        Q_EMIT chosen(nearest->request);
}

void TraceScatter::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme().panel);
    painter.setFont(lookFont(13, 600));
    painter.setPen(theme().ink);
    painter.drawText(QPointF(16, 22), tr("Duration"));
    const double after = 16 + QFontMetricsF(painter.font()).horizontalAdvance(tr("Duration")) + 8;
    painter.setFont(lookFont(12));
    painter.setPen(theme().ink3);
    painter.drawText(QPointF(after, 22), tr("ms, log scale, by start"));
    paintBands(painter);
    paintAxes(painter);
    painter.setClipRect(plot().adjusted(-6, -6, 6, 6));
    for (const TracePointer& trace : m_others)
        paintPoint(painter, *trace, true);
    for (const TracePointer& trace : m_listed)
        paintPoint(painter, *trace, false);
    for (const TracePointer& trace : m_listed) {
        if (m_selected == trace->request) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(theme().you, 2));
            painter.drawEllipse(pointOf(*trace), 8, 8);
        }
    }
}

void TraceScatter::paintBands(QPainter& painter) const {
    const QRectF area = plot();
    const auto x = [&](double seconds) {
        const double share = (seconds - m_range.from) / m_range.span();
        return area.left() + std::clamp(share, 0.0, 1.0) * area.width();
    };
    for (const ChartBand& band : m_bands) {
        const double from = x(band.from), to = x(band.to.value_or(m_now));
        if (to - from < 1)
            continue;
        painter.fillRect(QRectF(from, area.top(), to - from, area.height()),
                         hatchBrush(theme().line, 1, 6, devicePixelRatioF()));
        painter.setPen(QPen(theme().ink2, 1));
        painter.drawLine(QPointF(from, area.top()), QPointF(from, area.bottom()));
        painter.setFont(lookFont(12));
        painter.setPen(theme().ink2);
        painter.drawText(QPointF(from + 6, area.top() + 13), band.name);
    }
}

void TraceScatter::paintAxes(QPainter& painter) const {
    const QRectF area = plot();
    painter.setFont(lookFont(12));
    const QFontMetricsF metrics(painter.font());
    for (const AxisTick& tick : m_axis.ticks) {
        const double y = std::round(area.bottom() - shareAlong(m_axis, tick.value) * area.height());
        painter.fillRect(QRectF(area.left(), y, area.width(), 1), theme().line);
        painter.setPen(theme().ink3);
        painter.drawText(QPointF(area.left() - 8 - metrics.horizontalAdvance(tick.label), y + 4),
                         tick.label);
    }
    const int ticksMax = std::max(2, static_cast<int>(area.width() / 80));
    for (const AxisTick& tick :
         timeTicks(m_range.from, m_range.to, timeStep(m_range.span(), ticksMax))) {
        const double x = area.left() + (tick.value - m_range.from) / m_range.span() * area.width();
        painter.drawText(QPointF(x - metrics.horizontalAdvance(tick.label) / 2, area.bottom() + 18),
                         tick.label);
    }
}

// Outcomes differ in shape, not in colour alone.
void TraceScatter::paintPoint(QPainter& painter, const sim::Trace& trace, bool isFaint) const {
    const QPointF at = pointOf(trace);
    painter.setOpacity(isFaint ? 0.3 : 1);
    switch (glyphOf(trace)) {
        case Glyph::Failing: {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme().failing);
            painter.drawPolygon(QPolygonF({at + QPointF(0, -5), at + QPointF(5, 0),
                                           at + QPointF(0, 5), at + QPointF(-5, 0)}));
            break;
        }
        case Glyph::Degraded:
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme().degraded);
            painter.drawPolygon(
                QPolygonF({at + QPointF(0, -4.5), at + QPointF(5, 4), at + QPointF(-5, 4)}));
            break;
        default:
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(theme().ink2, 1.25));
            painter.drawEllipse(at, 3, 3);
    }
    painter.setOpacity(1);
}

}  // namespace app
