#include "app/charts/chart_painter.h"

#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/charts/chart_patterns.h"
#include "app/export/painting.h"

namespace app {
namespace {

constexpr int logLabels = 7, logLabelsCompact = 4;
constexpr double singlePoint = 0.25;  // seconds that a point is drawn as which has no neighbours

double highestIn(const QVector<QPointF>& points, TimeRange range) {
    double highest = 0;
    for (const QPointF& point : points) {
        if (point.x() >= range.from && point.x() <= range.to)
            highest = std::max(highest, point.y());
    }
    return highest;
}

double lowestIn(const QVector<QPointF>& points, TimeRange range) {
    double lowest = std::numeric_limits<double>::infinity();
    for (const QPointF& point : points) {
        if (point.y() > 0 && point.x() >= range.from && point.x() <= range.to)
            lowest = std::min(lowest, point.y());
    }
    return lowest;
}

void addChartPoints(QPolygonF& polygon, const ChartGeometry& g, const QVector<QPointF>& points) {
    for (const QPointF& point : points)
        polygon << QPointF(g.x(point.x()), g.y(point.y()));
}

void paintBetween(QPainter& painter, const ChartGeometry& g, const QVector<QPointF>& lower,
                  QVector<QPointF> upper, ChartFill fill) {
    std::reverse(upper.begin(), upper.end());
    QPolygonF polygon;
    addChartPoints(polygon, g, lower);
    addChartPoints(polygon, g, upper);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fillBrush(fill, patternRatio(painter)));
    painter.drawPolygon(polygon);
}

void paintChartAreas(QPainter& painter, const ChartGeometry& g, const ChartContent& content) {
    QVector<QPointF> floor;
    for (const ChartArea& area : content.areas) {
        if (floor.size() != area.points.size()) {
            floor = area.points;
            for (QPointF& point : floor)
                point.setY(0);
        }
        QVector<QPointF> top = area.points;
        for (qsizetype i = 0; i < top.size(); ++i)
            top[i].ry() += floor[i].y();
        if (highestIn(area.points, g.range) > 0)
            paintBetween(painter, g, floor, top, area.fill);
        floor = top;
    }
    if (content.gap)
        paintBetween(painter, g, content.gap->lower, content.gap->upper, ChartFill::Gap);
}

void paintChartLines(QPainter& painter, const ChartGeometry& g, const ChartContent& content) {
    painter.setBrush(Qt::NoBrush);
    for (const LinePiece& piece : piecesOf(content.lines)) {
        QPolygonF line;
        addChartPoints(line, g, piece.points);
        painter.setPen(penOf(content.lines[piece.line]));
        painter.drawPolyline(line);
    }
}

}  // namespace

std::vector<LinePiece> piecesOf(const std::vector<ChartLine>& lines) {
    std::vector<LinePiece> pieces;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        pieces.push_back({i, {}});
        for (const QPointF& point : lines[i].points) {
            const QVector<QPointF>& begun = pieces.back().points;
            const bool isApart = lines[i].gapAbove > 0 && !begun.isEmpty() &&
                                 point.x() - begun.back().x() > lines[i].gapAbove;
            if (isApart)
                pieces.push_back({i, {}});
            pieces.back().points.push_back(point);
        }
    }
    for (LinePiece& piece : pieces) {  // a single point would not be seen
        if (piece.points.size() == 1)
            piece.points.push_back(piece.points.front() + QPointF(singlePoint, 0));
    }
    return pieces;
}

ValueAxis fittingAxis(const ChartContent& content, TimeRange range, bool compact) {
    double highest = content.highestAtLeast;
    double lowest = std::numeric_limits<double>::infinity();
    for (const ChartLine& line : content.lines) {
        highest = std::max(highest, highestIn(line.points, range));
        lowest = std::min(lowest, lowestIn(line.points, range));
    }
    if (content.heat) {
        const auto [low, high] = content.heat->extentIn(range);
        highest = std::max(highest, high);
        lowest = std::min(lowest, low);
    }
    QVector<QPointF> stack;
    for (const ChartArea& area : content.areas) {
        stack.resize(area.points.size());
        for (qsizetype i = 0; i < area.points.size(); ++i)
            stack[i] = {area.points[i].x(), stack[i].y() + area.points[i].y()};
    }
    highest = std::max(highest, highestIn(stack, range));
    if (content.scale == AxisScale::Linear)
        return linearAxis(highest);
    return logAxis(lowest, highest, compact ? logLabelsCompact : logLabels);
}

QPen penOf(const ChartLine& line) {
    QPen pen(inkColour(line.ink), line.width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (line.dashed) {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern({4 / line.width, 3 / line.width});
    }
    return pen;
}

void paintChart(QPainter& painter, QSizeF size, TimeRange range, const ChartContent& content,
                double seconds) {
    const ChartGeometry g{plotRectOf(size), size, range, fittingAxis(content, range, false), false};
    paintBeneath(painter, g, content);
    painter.save();
    painter.setClipRect(g.plot.adjusted(0, -1, 0, 1));
    paintChartAreas(painter, g, content);
    paintChartLines(painter, g, content);
    painter.restore();
    paintOver(painter, g, content, {seconds, valuesAt(g, content, seconds)});
}

}  // namespace app
