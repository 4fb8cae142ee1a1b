// The heat map of a chart: a cell of time and latency is the stronger the more requests took so
// long then.
#pragma once

#include "app/charts/chart_overlay.h"

namespace app {

void paintHeat(QPainter& painter, const ChartGeometry& geometry, const ChartHeat& heat);

}  // namespace app
