// What stands around and over a chart's lines: axes, warm-up, fault bands, the cursor and the
// values at it. Painted by us, to the pixel.
#pragma once

#include <QPainter>

#include "app/charts/chart_panel.h"

namespace app {

struct ChartGeometry {
    QRectF plot;
    QSizeF size;
    TimeRange range;
    ValueAxis axis;
    bool compact = false;

    double x(double seconds) const;
    double y(double value) const;
    double secondsAt(double px) const;
};

QRectF plotRectOf(QSizeF size);
QColor inkColour(ChartInk ink);

// One value at the cursor, right of the plot.
struct CursorValue {
    QString name;
    QString value;
    QColor colour;
    double y = 0;
};

struct ChartCursor {
    double seconds = 0;
    std::vector<CursorValue> values;
};

// Beneath the lines: warm-up, grid, bands' hatch. Over them: axes, titles, cursor.
void paintBeneath(QPainter& painter, const ChartGeometry& geometry, const ChartContent& content);
void paintOver(QPainter& painter, const ChartGeometry& geometry, const ChartContent& content,
               const ChartCursor& cursor);

// The values of all lines and areas at `seconds`, at their heights and then spread apart.
std::vector<CursorValue> valuesAt(const ChartGeometry& geometry, const ChartContent& content,
                                  double seconds);

// "337", "46", "0.4": as many digits as tell something.
QString shortNumber(double value);

}  // namespace app
