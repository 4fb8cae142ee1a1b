// Which lines of a large graph are drawn while it is seen from far away: hundreds of healthy ones
// would hide the few that matter, and take the time in which the picture should move.
#pragma once

#include <vector>

#include "app/graph/edge_painter.h"

namespace app {

inline constexpr int healthyEdgesAtMost = 300;

struct EdgeChoice {
    std::vector<bool> shown;  // an edge each
    int hidden = 0;           // healthy ones, all of them
};

// The busiest `atMost`, and besides all that are not healthy, have an open breaker or a fallback at
// work, or belong to the selected node (-1: none).
EdgeChoice chooseEdges(const std::vector<SceneEdge>& edges, const std::vector<EdgeValues>& values,
                       int selected, int atMost = healthyEdgesAtMost);

}  // namespace app
