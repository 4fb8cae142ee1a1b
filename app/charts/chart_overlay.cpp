#include "app/charts/chart_overlay.h"

#include <QFontMetricsF>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "app/charts/chart_heat.h"
#include "app/charts/chart_patterns.h"
#include "app/export/painting.h"
#include "app/look/fonts.h"
#include "app/look/glyphs.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr double insetLeft = 44, insetTop = 40, insetRight = 116, insetBottom = 26;
constexpr double valueGap = 15;   // between the values at the cursor
constexpr double labelRise = 4;   // from a line's middle to the baseline of its label
constexpr double valueInset = 9;  // of the values from the plot and from the edge
constexpr double glyphSide = 12;
constexpr double stateHeight = 8;
constexpr double staleAfter = 1.5;  // seconds; three ticks without a value: there is none

// The newest point at or before a moment.
std::optional<double> valueOf(const QVector<QPointF>& points, double seconds) {
    const auto after = std::upper_bound(points.begin(), points.end(), seconds + 1e-6,
                                        [](double t, const QPointF& p) { return t < p.x(); });
    if (after == points.begin())
        return std::nullopt;
    const double oldest =
        std::max(staleAfter, 2 * std::abs(points.back().x() - points.front().x()) /
                                 static_cast<double>(points.size()));
    return seconds - std::prev(after)->x() > oldest ? std::nullopt
                                                    : std::optional<double>(std::prev(after)->y());
}

double crisp(double at) {
    return std::floor(at) + 0.5;
}

void paintWarmUp(QPainter& painter, const ChartGeometry& g, const ChartContent& content) {
    if (content.warmUpEnd <= g.range.from)
        return;
    QRectF area = g.plot;
    area.setRight(g.x(std::min(content.warmUpEnd, g.range.to)));
    area.setLeft(g.x(std::max(0.0, g.range.from)));
    const Theme& look = theme();
    QColor tint = look.dark ? QColor(Qt::white) : QColor(0x00, 0x1f, 0x4d);
    tint.setAlphaF(0.045f);
    painter.fillRect(area, tint);
    if (area.width() < 64)
        return;
    painter.setPen(look.ink3);
    painter.setFont(lookFont(12));
    const double width = QFontMetricsF(painter.font()).horizontalAdvance("warm-up");
    painter.drawText(QPointF(area.center().x() - width / 2, g.plot.bottom() - 10), "warm-up");
}

void paintGrid(QPainter& painter, const ChartGeometry& g) {
    painter.setPen(QPen(theme().line, 1));
    for (const AxisTick& tick : g.axis.ticks) {
        const double y = crisp(g.y(tick.value));
        painter.drawLine(QPointF(g.plot.left(), y), QPointF(g.plot.right(), y));
    }
}

QRectF bandRect(const ChartGeometry& g, const ChartContent& content, const ChartBand& band) {
    QRectF area = g.plot;
    area.setLeft(g.x(std::max(band.from, g.range.from)));
    area.setRight(g.x(std::min(band.to.value_or(content.now), g.range.to)));
    return area;
}

bool isVisible(const ChartGeometry& g, const ChartContent& content, const ChartBand& band) {
    return band.from <= g.range.to && band.to.value_or(content.now) >= g.range.from;
}

void paintBands(QPainter& painter, const ChartGeometry& g, const ChartContent& content) {
    QColor ink = theme().ink;
    ink.setAlphaF(0.16f);
    const QBrush hatch = hatchBrush(ink, 1, 6, patternRatio(painter));
    for (const ChartBand& band : content.bands) {
        if (!isVisible(g, content, band))
            continue;
        const QRectF area = bandRect(g, content, band);
        painter.fillRect(area, hatch);
        painter.setPen(QPen(theme().ink, 1));
        if (band.from >= g.range.from)
            painter.drawLine(QPointF(crisp(area.left()), area.top()),
                             QPointF(crisp(area.left()), area.bottom()));
        if (band.to && *band.to <= g.range.to)
            painter.drawLine(QPointF(crisp(area.right()), area.top()),
                             QPointF(crisp(area.right()), area.bottom()));
    }
}

// The glyph stands over the band's start, the name left of it, or right of it at the plot's edge.
void paintBandNames(QPainter& painter, const ChartGeometry& g, const ChartContent& content) {
    painter.setFont(lookFont(12));
    const QFontMetricsF metrics(painter.font());
    double occupied = -1e9;
    for (const ChartBand& band : content.bands) {
        if (!isVisible(g, content, band) || band.from < g.range.from)
            continue;
        const double x = g.x(band.from);
        const double top = g.plot.top() - 13;
        const double width = metrics.horizontalAdvance(band.name);
        // Left of the plot stand the labels of the axis.
        const bool fitsLeft = x - glyphSide / 2 - 5 - width >= g.plot.left() + 4;
        const double left = fitsLeft ? x - glyphSide / 2 - 5 - width : x - glyphSide / 2;
        if (left < occupied)
            continue;
        occupied = x + glyphSide / 2 + 4 + (fitsLeft ? 0 : width + 5);
        paintGlyph(painter, QRectF(x - glyphSide / 2, top, glyphSide, glyphSide), Glyph::Down);
        painter.setPen(theme().ink2);
        painter.drawText(QPointF(fitsLeft ? left : x + glyphSide / 2 + 5, top + 10), band.name);
    }
}

void paintAxes(QPainter& painter, const ChartGeometry& g) {
    const Theme& look = theme();
    painter.setFont(lookFont(12));
    const QFontMetricsF metrics(painter.font());
    painter.setPen(QPen(look.edge, 1));
    const double bottom = crisp(g.plot.bottom());
    painter.drawLine(QPointF(g.plot.left(), bottom), QPointF(g.plot.right(), bottom));
    const auto times =
        timeTicks(g.range.from, g.range.to,
                  timeStep(g.range.span(), std::max(2, static_cast<int>(g.plot.width() / 42))));
    double taken = -1e9;  // up to where the last label stands
    for (const AxisTick& tick : times) {
        const double x = crisp(g.x(tick.value));
        painter.setPen(QPen(look.edge, 1));
        painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 4));
        const double width = metrics.horizontalAdvance(tick.label);
        if (x - width / 2 < taken + 4)
            continue;
        taken = x + width / 2;
        painter.setPen(look.ink3);
        painter.drawText(QPointF(x - width / 2, bottom + 16), tick.label);
    }
    painter.setPen(look.ink3);
    for (const AxisTick& tick : g.axis.ticks)
        painter.drawText(QPointF(g.plot.left() - 8 - metrics.horizontalAdvance(tick.label),
                                 g.y(tick.value) + labelRise),
                         tick.label);
}

// The unit gives way first, then the title.
void paintTitle(QPainter& painter, const ChartGeometry& g, const ChartContent& content) {
    constexpr double left = 16, between = 8;
    const double room = g.size.width() - 2 * left;
    const auto draw = [&](double x, const QString& text, const QFont& font, const QColor& ink) {
        const QFontMetricsF metrics(font);
        const QString shown = metrics.elidedText(text, Qt::ElideRight, room + left - x);
        painter.setFont(font);
        painter.setPen(ink);
        painter.drawText(QPointF(x, 20), shown);
        return metrics.horizontalAdvance(shown);
    };
    const double width = draw(left, content.title, lookFont(13, 600), theme().ink);
    if (left + width + between < room)
        draw(left + width + between, content.unit, lookFont(12), theme().ink3);
}

void paintCursor(QPainter& painter, const ChartGeometry& g, const ChartCursor& cursor) {
    if (cursor.seconds < g.range.from || cursor.seconds > g.range.to)
        return;
    painter.setPen(QPen(theme().you, 1.5));
    const double x = std::min(g.x(cursor.seconds), g.plot.right() - 0.5);
    painter.drawLine(QPointF(x, g.plot.top()), QPointF(x, g.plot.bottom()));
    const double left = g.plot.right() + valueInset;
    const double right = g.size.width() - valueInset;
    for (const CursorValue& value : cursor.values) {
        painter.setFont(lookFont(12, 600));
        const double width = QFontMetricsF(painter.font()).horizontalAdvance(value.value);
        painter.setPen(value.colour);
        painter.drawText(QPointF(right - width, value.y + labelRise), value.value);
        painter.setFont(lookFont(12));
        const QString name = QFontMetricsF(painter.font())
                                 .elidedText(value.name, Qt::ElideRight, right - width - 1 - left);
        painter.drawText(QPointF(left, value.y + labelRise), name);
    }
}

const ChartState* stateAt(const ChartContent& content, double seconds) {
    const auto next = std::ranges::upper_bound(content.states, seconds, {}, &ChartState::from);
    return next == content.states.begin() ? nullptr : &*std::prev(next);
}

// At the plot's foot: a line, a frame or a filled strip, so that it is read in grey, too.
void paintStates(QPainter& painter, const ChartGeometry& g, const ChartContent& content) {
    const double end = std::min(content.now, g.range.to);
    for (std::size_t i = 0; i < content.states.size(); ++i) {
        const ChartState& state = content.states[i];
        const double until = i + 1 < content.states.size() ? content.states[i + 1].from : end;
        if (until < g.range.from || state.from > end)
            continue;
        const double left = g.x(std::max(state.from, g.range.from));
        const QRectF strip(left, g.plot.bottom() - stateHeight,
                           std::max(2.0, g.x(std::min(until, end)) - left), stateHeight);
        if (state.weight == ChartState::Weight::Line) {
            painter.fillRect(QRectF(strip.left(), strip.center().y(), strip.width(), 1),
                             theme().edge);
            continue;
        }
        const bool isFilled = state.weight == ChartState::Weight::Filled;
        painter.setPen(QPen(theme().breaker, 1));
        painter.setBrush(isFilled ? QBrush(theme().breaker) : QBrush(theme().panel));
        painter.drawRect(strip.adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

bool allAreasAreZero(const ChartGeometry& g, const ChartContent& content) {
    for (const ChartArea& area : content.areas) {
        for (const QPointF& point : area.points) {
            if (point.y() > 0 && point.x() >= g.range.from && point.x() <= g.range.to)
                return false;
        }
    }
    return true;
}

}  // namespace

QColor inkColour(ChartInk ink) {
    const Theme& look = theme();
    switch (ink) {
        case ChartInk::Main:
            return look.ink;
        case ChartInk::Second:
            return look.ink2;
        case ChartInk::Third:
            return look.ink3;
        case ChartInk::OtherRoad:
            break;
    }
    return look.you;
}

double ChartGeometry::x(double seconds) const {
    return plot.left() + (seconds - range.from) / range.span() * plot.width();
}

double ChartGeometry::y(double value) const {
    return plot.bottom() - shareAlong(axis, value) * plot.height();
}

double ChartGeometry::secondsAt(double px) const {
    return range.from + (px - plot.left()) / plot.width() * range.span();
}

QRectF plotRectOf(QSizeF size) {
    return {insetLeft, insetTop, std::max(1.0, size.width() - insetLeft - insetRight),
            std::max(1.0, size.height() - insetTop - insetBottom)};
}

QString shortNumber(double value) {
    if (value >= 10 || value == 0)
        return QLocale(QLocale::English).toString(static_cast<qlonglong>(std::llround(value)));
    return QString::number(value, 'f', value < 1 ? 2 : 1);
}

std::vector<CursorValue> valuesAt(const ChartGeometry& g, const ChartContent& content,
                                  double seconds) {
    std::vector<CursorValue> values;
    for (const ChartLine& line : content.lines) {
        if (const auto value = valueOf(line.points, seconds))
            values.push_back({line.name, shortNumber(*value), inkColour(line.ink), g.y(*value)});
    }
    if (const ChartState* state = stateAt(content, seconds))
        values.push_back({content.statesOf, state->name,
                          state->weight == ChartState::Weight::Line
                              ? theme().ink2
                              : fillTextColour(ChartFill::BreakerOpen),
                          g.plot.bottom() - stateHeight / 2});
    double stacked = 0;
    for (const ChartArea& area : content.areas) {
        const bool everSeen =
            std::any_of(area.points.begin(), area.points.end(), [&](const QPointF& p) {
                return p.y() > 0 && p.x() >= g.range.from && p.x() <= seconds + 1e-6;
            });
        if (!everSeen)
            continue;
        const double value = valueOf(area.points, seconds).value_or(0);
        stacked += value;
        values.push_back({area.name, shortNumber(value), fillTextColour(area.fill), g.y(stacked)});
    }
    if (values.empty() && !content.nameWhenEmpty.isEmpty())
        values.push_back({content.nameWhenEmpty, "0", theme().ink, g.y(0)});
    std::vector<double> heights;
    for (const CursorValue& value : values)
        heights.push_back(value.y);
    heights = spreadLabels(heights, valueGap, g.plot.top(), g.plot.bottom());
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i].y = heights[i];
    return values;
}

// In as many lines as a narrow plot needs, legible over what is drawn there.
void paintNote(QPainter& painter, const ChartGeometry& g, const QString& note) {
    constexpr int flags = Qt::AlignLeft | Qt::AlignBottom | Qt::TextWordWrap;
    const QRectF room = g.plot.adjusted(8, 0, -4, -4);
    painter.setFont(lookFont(12));
    const QRectF taken = painter.boundingRect(room, flags, note);
    QColor backing = theme().panel;
    backing.setAlphaF(0.85f);
    painter.fillRect(taken.adjusted(-3, -1, 3, 1), backing);
    painter.setPen(theme().ink3);
    painter.drawText(room, flags, note);
}

namespace {

// Over the cursor, which would cut through the words.
void paintEmpty(QPainter& painter, const ChartGeometry& g, const QString& words) {
    painter.setFont(lookFont(12));
    const QRectF taken = painter.boundingRect(g.plot, Qt::AlignCenter, words);
    painter.fillRect(taken.adjusted(-4, 0, 4, 0), theme().panel);
    painter.setPen(theme().ink3);
    painter.drawText(g.plot, Qt::AlignCenter, words);
}

}  // namespace

void paintBeneath(QPainter& painter, const ChartGeometry& g, const ChartContent& content) {
    painter.fillRect(QRectF(QPointF(0, 0), g.size), theme().panel);
    paintWarmUp(painter, g, content);
    paintGrid(painter, g);
    if (content.heat)
        paintHeat(painter, g, *content.heat);
    paintBands(painter, g, content);
}

void paintOver(QPainter& painter, const ChartGeometry& g, const ChartContent& content,
               const ChartCursor& cursor) {
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxes(painter, g);
    paintTitle(painter, g, content);
    paintBandNames(painter, g, content);
    paintStates(painter, g, content);
    if (!content.note.isEmpty())
        paintNote(painter, g, content.note);
    paintCursor(painter, g, cursor);
    if (!content.whenEmpty.isEmpty() && allAreasAreZero(g, content))
        paintEmpty(painter, g, content.whenEmpty);
}

}  // namespace app
