#include "app/graph/edge_choice.h"

#include <algorithm>

namespace app {

namespace {

bool matters(const SceneEdge& edge, const EdgeValues& values, int selected) {
    const bool isSelected = selected >= 0 && (edge.caller == selected || edge.callee == selected);
    return isSelected || severity(values.health) > 0 || values.breaker || values.fallsBack;
}

}  // namespace

EdgeChoice chooseEdges(const std::vector<SceneEdge>& edges, const std::vector<EdgeValues>& values,
                       int selected, int atMost) {
    EdgeChoice choice;
    choice.shown.assign(edges.size(), true);
    std::vector<std::size_t> ordinary;
    for (std::size_t e = 0; e < edges.size(); ++e)
        if (!matters(edges[e], values[e], selected))
            ordinary.push_back(e);
    choice.hidden = std::max(0, static_cast<int>(ordinary.size()) - atMost);
    if (choice.hidden == 0)
        return choice;
    std::stable_sort(ordinary.begin(), ordinary.end(), [&](std::size_t a, std::size_t b) {
        return values[a].perSecond > values[b].perSecond;
    });
    for (std::size_t i = static_cast<std::size_t>(atMost); i < ordinary.size(); ++i)
        choice.shown[ordinary[i]] = false;
    return choice;
}

}  // namespace app
