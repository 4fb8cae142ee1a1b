// The whole graph as a painting for a file: all cards in full, all edges, nothing dimmed and
// nothing selected, whatever part of it the canvas shows.
#include "app/export/painting.h"
#include "app/graph/call_graph_view.h"
#include "app/graph/paint_tools.h"

namespace app {
namespace {

constexpr double airAround = 28;  // around the cards: badges and rings reach beyond them
constexpr double titleHeight = 44, titleBaseline = 28;
constexpr double legendFooter = 40;
constexpr QSizeF exportCanvas(1240, 612);  // the canvas of a window of 1600x1000

}  // namespace

// In a small window the cards are compact; a file has room for the full ones.
GraphScene CallGraphView::fullScene() const {
    if (!m_compact)
        return m_scene;
    GraphScene scene = folded(sceneOf(m_graph, false), m_scenario, m_folding);
    arrange(scene, filledLayout(scene, exportCanvas), placesByHand(scene));
    return scene;
}

LegendSymbols CallGraphView::legendOfStill() const {
    LegendSymbols symbols = legendSymbols();
    symbols.requestsPerDot = 0;  // nothing moves on paper
    symbols.replies = symbols.failures = false;
    return symbols;
}

Painting CallGraphView::painting(const QString& title) {
    refreshValues();
    const auto scene = std::make_shared<const GraphScene>(fullScene());
    QRectF bounds = scene->bounds;
    for (const SceneEdge& edge : scene->edges)
        bounds |= edge.curve.bounds();
    const std::vector<GroupFrame> groups = framesOf(*scene);
    for (const GroupFrame& group : groups)
        bounds |= group.rect;
    bounds.adjust(-airAround, -airAround, airAround, airAround);
    const double least = textWidth(title, {16, 600, {}}) + 2 * airAround;
    const QSizeF size(std::ceil(std::max(bounds.width(), least)),
                      std::ceil(bounds.height() + titleHeight + legendFooter));
    const auto paint = [=, this](QPainter& painter) {
        painter.fillRect(QRectF({0, 0}, size), theme().canvas);
        paintText(painter, {airAround, titleBaseline}, title, {16, 600, theme().ink});
        painter.save();
        painter.translate(-bounds.left(), titleHeight - bounds.top());
        GraphPicture picture{*scene, m_cards, m_edges};
        picture.visible = bounds;
        picture.litNodes.assign(scene->nodes.size(), true);
        picture.litEdges.assign(scene->edges.size(), true);
        picture.shownEdges.assign(scene->edges.size(), true);
        picture.groups = groups;
        paintGraph(painter, picture);
        painter.restore();
        paintLegend(painter, {airAround, size.height() - 16}, size.width() - airAround,
                    legendOfStill());
    };
    return {title, size, paint};
}

}  // namespace app
