#include "app/session/edge_words.h"

#include "app/look/utf8_text.h"

namespace app {

QString edgeName(const models::CallGraph& graph, std::size_t edge) {
    const models::CallGraphEdge& line = graph.edges[edge];
    const auto name = [&](int node) {
        return text(graph.nodes[static_cast<std::size_t>(node)].name);
    };
    return name(line.caller) + QStringLiteral(" \u2192 ") + name(line.callee);
}

double attemptsPerCall(const sim::EdgeSnapshot& edge) {
    const auto refused = static_cast<std::size_t>(models::Cause::BreakerOpen);
    const std::int64_t calls = edge.recent.counts.started - edge.recent.counts.byCause[refused];
    return calls <= 0 ? 0 : static_cast<double>(edge.recentAttempts) / static_cast<double>(calls);
}

QString attemptsPerCallText(double attempts) {
    return QStringLiteral("×%1").arg(attempts, 0, 'f', 1);
}

}  // namespace app
