// Where the cards of a large graph stand: layers from left to right as in layered_layout.h, but
// each wrapped into columns, since a layer of hundreds in one column could not be seen at any zoom.
// Lines run as they may; there is no room that could be kept for them. Pure and deterministic, and
// fast enough to be called while the window is resized.
#pragma once

#include "app/graph/layered_layout.h"

namespace app {

// From this many nodes on.
inline constexpr int bandsFrom = 150;

Layout layOutInBands(const LayoutInput& input, const std::optional<Ranking>& given = std::nullopt);

}  // namespace app
