// What the painters of the canvas share: colours of health, text on a baseline, small symbols.
#pragma once

#include <QPainter>
#include <QString>

#include "app/graph/health.h"
#include "app/look/glyphs.h"
#include "app/look/theme.h"

namespace app {

inline constexpr double leastContrast = 3;  // of what is drawn, to its ground

QColor healthColor(Health health);
QColor healthTextColor(Health health);
// Of a line, in pixels: calls are solid, messages dashed. Without hues the share of those that fail
// is told so, too.
QList<qreal> lineDashes(bool isMessages, double failedShare);
Glyph healthGlyph(Health health);
Glyph breakerGlyph(sim::BreakerState state);

struct TextStyle {
    int px = 12;
    int weight = 400;
    QColor color;
};

double textWidth(const QString& text, const TextStyle& style);
// On the baseline `at`; cut with an ellipsis where wider than `room` (0: never). Gives the width.
double paintText(QPainter& painter, QPointF at, const QString& text, const TextStyle& style,
                 double room = 0);
double paintTextRight(QPainter& painter, QPointF at, const QString& text, const TextStyle& style);

void paintCylinder(QPainter& painter, const QRectF& box, const QColor& color);
// Slanted stripes within the clip of the painter.
void paintHatch(QPainter& painter, const QRectF& area, const QColor& color, double stripe,
                double every);

}  // namespace app
