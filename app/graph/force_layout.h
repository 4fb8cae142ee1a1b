// Where the cards stand that forces have placed: drawn out to the proportions of the canvas, and as
// close together as they can be without touching. Pure and deterministic.
#pragma once

#include "app/graph/layered_layout.h"

namespace app {

// `centres` has one of every node, in any unit.
Layout layOutByForces(const LayoutInput& input, const std::vector<QPointF>& centres);

}  // namespace app
