#include "app/graph/edge_choice.h"

#include <algorithm>

namespace app {

namespace {

bool matters(const SceneEdge& edge, const EdgeValues& values, int selected) {
    const bool isSelected = selected >= 0 && (edge.caller == selected || edge.callee == selected);
    return isSelected || severity(values.health) > 0 || values.breaker || values.fallsBack;
}

}  // namespace

std::vector<EdgeSight> edgeSights(const GraphScene& scene, const QRectF& visible) {
    std::vector<EdgeSight> sights;
    for (const SceneEdge& edge : scene.edges) {
        const bool hasEnd = scene.nodes[edge.caller].rect.intersects(visible) ||
                            scene.nodes[edge.callee].rect.intersects(visible);
        if (hasEnd)
            sights.push_back(EdgeSight::End);
        else
            sights.push_back(edge.curve.bounds().intersects(visible) ? EdgeSight::Passing
                                                                     : EdgeSight::None);
    }
    return sights;
}

EdgeChoice chooseEdges(const std::vector<EdgeSight>& sights, const std::vector<SceneEdge>& edges,
                       const std::vector<EdgeValues>& values, int selected, int atMost) {
    EdgeChoice choice;
    choice.shown.assign(edges.size(), true);
    std::vector<std::size_t> ordinary;
    for (std::size_t e = 0; e < edges.size(); ++e) {
        if (sights[e] == EdgeSight::None || matters(edges[e], values[e], selected))
            continue;
        if (sights[e] == EdgeSight::End) {
            ordinary.push_back(e);
        } else {
            choice.shown[e] = false;
            ++choice.hidden;
        }
    }
    if (static_cast<int>(ordinary.size()) <= atMost)
        return choice;
    choice.hidden += static_cast<int>(ordinary.size()) - atMost;
    std::stable_sort(ordinary.begin(), ordinary.end(), [&](std::size_t a, std::size_t b) {
        return values[a].perSecond > values[b].perSecond;
    });
    for (auto i = static_cast<std::size_t>(atMost); i < ordinary.size(); ++i)
        choice.shown[ordinary[i]] = false;
    return choice;
}

}  // namespace app
