// One line at the bottom of the canvas that explains the symbols in view, and no others.
#pragma once

#include <QPainter>

namespace app {

struct LegendSymbols {
    int requestsPerDot = 0;  // 0: no dots
    bool replies = false;
    bool failures = false;
    bool width = false;
    bool colour = false;
    bool messages = false;
    bool movingMessages = false;  // as squares
    bool breaker = false;         // open
    bool breakerHalfOpen = false;
    bool fallback = false;
    bool didNotNotice = false;
    bool fault = false;
    bool difference = false;  // from another road, in the place of health
};

// From `left` on the baseline; what does not fit before `right` is left out.
void paintLegend(QPainter& painter, QPointF left, double right, const LegendSymbols& symbols);

}  // namespace app
