// A line of the call graph, selected: by a click, or with Ctrl and an arrow from its card.
#include <QKeyEvent>
#include <algorithm>

#include "app/graph/call_graph_view.h"
#include "app/graph/graph_accessible.h"

namespace app {

int CallGraphView::edgeUnder(QPointF widgetPoint) const {
    const QPointF at = toScene(widgetPoint);
    return nodeAt(m_scene, at) >= 0 ? -1 : edgeAt(m_scene, at);
}

// Where a line stands for several, the cards at its ends are taken out of their groups.
void CallGraphView::selectEdge(int edge) {
    if (edge < 0 || edge >= static_cast<int>(m_scene.lineOf.size()) || edge == selectedEdge())
        return;
    const auto calls = static_cast<int>(m_graph.edges.size());
    const auto place = static_cast<std::size_t>(edge);
    int line = m_scene.lineOf[place];
    if (edge < calls && (line < 0 || m_scene.edges[line].isBundle())) {
        bringOut({m_graph.edges[place].caller, m_graph.edges[place].callee});
        line = m_scene.lineOf[place];
    }
    selectLine(line);
}

int CallGraphView::selectedEdge() const {
    return m_selectedEdge < 0 || m_scene.edges[m_selectedEdge].isBundle()
               ? -1
               : m_scene.edges[m_selectedEdge].parts.front();
}

void CallGraphView::selectLine(int line) {
    if (line == m_selectedEdge || line < 0 || line >= static_cast<int>(m_edges.size()))
        return;
    if (!m_scene.isCalls(line)) {
        selectIndex(m_scene.topicOf(line));
        return;
    }
    m_selected = -1;
    m_selectedEdge = line;
    refreshValues();
    setAccessibleDescription(m_edges[line].sentence);
    markStale(true);
    announceGraphChild(*this, static_cast<int>(m_scene.nodes.size()) + line);
    if (m_scene.edges[line].isBundle())
        Q_EMIT selectionChanged({});
    else
        Q_EMIT edgeSelected(selectedEdge());
}

// From top to bottom, as they leave the card or arrive at it.
std::vector<int> CallGraphView::edgesOf(int node, bool outgoing) const {
    std::vector<int> edges;
    for (int e = 0; e < m_scene.calls; ++e)
        if ((outgoing ? m_scene.edges[e].caller : m_scene.edges[e].callee) == node)
            edges.push_back(e);
    std::stable_sort(edges.begin(), edges.end(), [&](int a, int b) {
        const auto y = [&](int e) {
            const Curve& curve = m_scene.edges[e].curve;
            return curve.pointAt(outgoing ? 0 : curve.length()).y();
        };
        return y(a) < y(b);
    });
    return edges;
}

// The line above or below, of those that leave the same card.
void CallGraphView::selectBesides(int by) {
    const std::vector<int> edges = edgesOf(m_scene.edges[m_selectedEdge].caller, true);
    const auto now = std::find(edges.begin(), edges.end(), m_selectedEdge) - edges.begin();
    const auto to = now + by;
    if (to >= 0 && to < static_cast<std::ptrdiff_t>(edges.size()))
        selectLine(edges[static_cast<std::size_t>(to)]);
}

// Ctrl and an arrow go from a card to its lines; the arrows alone go on from there. False: the key
// is another's.
bool CallGraphView::pressEdgeKey(const QKeyEvent& event) {
    const bool ctrl = event.modifiers() & Qt::ControlModifier;
    const bool right = event.key() == Qt::Key_Right;
    const bool left = event.key() == Qt::Key_Left;
    if (m_selected >= 0 && ctrl && (right || left)) {
        const std::vector<int> edges = edgesOf(m_selected, right);
        if (!edges.empty())
            selectLine(edges.front());
        return true;
    }
    if (m_selectedEdge < 0)
        return false;
    const SceneEdge& edge = m_scene.edges[m_selectedEdge];
    if (right || left)
        selectIndex(right ? edge.callee : edge.caller);
    else if (event.key() == Qt::Key_Up || event.key() == Qt::Key_Down)
        selectBesides(event.key() == Qt::Key_Up ? -1 : 1);
    else if (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter)
        return selectedEdge() >= 0 ? (Q_EMIT edgeActivated(selectedEdge()), true) : true;
    else
        return false;
    return true;
}

}  // namespace app
