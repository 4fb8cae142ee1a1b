// A chart on any painter, by our own means: for files, where no widget is. What the widget shows of
// axes, bands and values is the same (chart_overlay).
#pragma once

#include "app/charts/chart_overlay.h"

namespace app {

// A line is one piece where nothing is missing of it.
struct LinePiece {
    std::size_t line = 0;  // into ChartContent::lines
    QVector<QPointF> points;
};

std::vector<LinePiece> piecesOf(const std::vector<ChartLine>& lines);

// The axis that all values in the range have room on.
ValueAxis fittingAxis(const ChartContent& content, TimeRange range, bool compact);

QPen penOf(const ChartLine& line);

// `seconds`: where the values are read.
void paintChart(QPainter& painter, QSizeF size, TimeRange range, const ChartContent& content,
                double seconds);

}  // namespace app
