// Which lines of a large graph are drawn: hundreds of healthy ones would hide the few that matter,
// and take the time in which the picture should move.
#pragma once

#include <vector>

#include "app/graph/edge_painter.h"

namespace app {

inline constexpr int healthyEdgesAtMost = 300;

// What is in sight of a line: nothing, only a part that passes by, or a card at one of its ends.
enum class EdgeSight { None, Passing, End };

std::vector<EdgeSight> edgeSights(const GraphScene& scene, const QRectF& visible);

struct EdgeChoice {
    std::vector<bool> shown;  // an edge each
    int hidden = 0;           // healthy ones that are in sight, all of them
};

// The busiest `atMost` of those with an end in sight, and besides all that are not healthy, have an
// open breaker or a fallback at work, or belong to the selected node (-1: none).
EdgeChoice chooseEdges(const std::vector<EdgeSight>& sights, const std::vector<SceneEdge>& edges,
                       const std::vector<EdgeValues>& values, int selected,
                       int atMost = healthyEdgesAtMost);

}  // namespace app
