// Where the cards stand in rows: in a given order, from the top left on, in as many columns as show
// them largest. Pure and deterministic.
#pragma once

#include "app/graph/layered_layout.h"

namespace app {

// `order` has every node once.
Layout layOutInGrid(const LayoutInput& input, const std::vector<int>& order);

}  // namespace app
