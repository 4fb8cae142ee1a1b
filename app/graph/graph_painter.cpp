#include "app/graph/graph_painter.h"

#include "app/graph/banded_layout.h"
#include "app/graph/card_painter.h"

namespace app {

namespace {

constexpr double cardsFrom = 0.7, chipsFrom = 0.35;  // of zoom; below, small text is only noise
constexpr double dimmed = 0.25;
constexpr double overhang = 24;  // selections and badges reach beyond their card

void paintLines(QPainter& painter, const GraphPicture& picture) {
    // What is dimmed lies below what is lit.
    for (const bool lit : {false, true}) {
        painter.setOpacity(lit ? 1 : dimmed);
        if (lit && picture.selectedEdge >= 0)
            paintEdgeRing(painter, picture.scene.edges[picture.selectedEdge],
                          picture.edges[picture.selectedEdge]);
        for (std::size_t e = 0; e < picture.scene.edges.size(); ++e) {
            const SceneEdge& edge = picture.scene.edges[e];
            if (picture.litEdges[e] == lit && picture.shownEdges[e] &&
                edge.curve.bounds().intersects(picture.visible))
                paintEdge(painter, edge, picture.edges[e]);
        }
    }
}

void paintNodes(QPainter& painter, const GraphPicture& picture) {
    const QRectF reach = picture.visible.adjusted(-overhang, -overhang, overhang, overhang);
    for (std::size_t n = 0; n < picture.scene.nodes.size(); ++n) {
        const SceneNode& node = picture.scene.nodes[n];
        if (!node.rect.intersects(reach))
            continue;
        painter.setOpacity(picture.litNodes[n] ? 1 : dimmed);
        switch (picture.detail) {
            case Detail::Cards:
                paintCard(painter, node, picture.cards[n], picture.scene.compact);
                break;
            case Detail::Chips:
                paintChip(painter, node, picture.cards[n]);
                break;
            case Detail::Shapes:
                paintShape(painter, node, picture.cards[n]);
                break;
        }
    }
}

// Where words go depends on all that is near. Of a small graph that is all of it, so that no word
// moves while the view does; of a large one what is in sight.
void paintWords(QPainter& painter, const GraphPicture& picture) {
    const GraphScene& scene = picture.scene;
    const bool isSmall = static_cast<int>(scene.nodes.size()) < bandsFrom;
    QRectF sight = picture.visible.adjusted(-overhang, -overhang, overhang, overhang);
    if (isSmall)
        for (const SceneEdge& edge : scene.edges)
            sight |= edge.curve.bounds();
    LabelRoom room(scene, picture.shownEdges, sight);
    for (std::size_t e = 0; e < scene.edges.size(); ++e) {
        if (!picture.shownEdges[e] || !scene.edges[e].curve.bounds().intersects(picture.visible))
            continue;
        painter.setOpacity(picture.litEdges[e] ? 1 : dimmed);
        paintEdgeWords(painter, scene, static_cast<int>(e), picture.edges[e], room);
    }
}

}  // namespace

Detail detailAt(double zoom) {
    return zoom >= cardsFrom ? Detail::Cards : zoom >= chipsFrom ? Detail::Chips : Detail::Shapes;
}

void paintGraph(QPainter& painter, const GraphPicture& picture) {
    for (const GroupFrame& group : picture.groups)
        paintGroupFrame(painter, group);
    paintLines(painter, picture);
    paintNodes(painter, picture);
    if (picture.detail == Detail::Cards)
        paintWords(painter, picture);
    painter.setOpacity(1);
    if (picture.selected >= 0)
        paintSelection(painter, picture.scene.nodes[picture.selected]);
}

}  // namespace app
