// Hatches, so that no area is told from another by colour alone.
#pragma once

#include <QBrush>

#include "app/charts/chart_panel.h"

namespace app {

// How a cause is filled; `devicePixelRatio` keeps the lines sharp.
QBrush fillBrush(ChartFill fill, double devicePixelRatio);

// 45° lines `width` thick, one every `period` px across them.
QBrush hatchBrush(const QColor& colour, double width, double period, double devicePixelRatio);

// The tint in which a cause is named.
QColor fillTextColour(ChartFill fill);

}  // namespace app
