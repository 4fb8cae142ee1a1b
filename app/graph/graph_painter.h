// Paints all of the graph that stands still, in as much detail as the zoom allows, and nothing that
// is out of sight.
#pragma once

#include <QPainter>
#include <vector>

#include "app/graph/card_values.h"
#include "app/graph/edge_painter.h"
#include "app/graph/graph_scene.h"
#include "app/graph/group_frames.h"

namespace app {

// Cards with all their figures, chips with glyph and name, coloured shapes.
enum class Detail { Cards, Chips, Shapes };

Detail detailAt(double zoom);

struct GraphPicture {
    const GraphScene& scene;
    const std::vector<CardValues>& cards;  // a node each
    const std::vector<EdgeValues>& edges;  // an edge each
    Detail detail = Detail::Cards;
    QRectF visible;  // the part of the scene that is in sight
    std::vector<bool> litNodes, litEdges;
    std::vector<bool> shownEdges;
    int selected = -1;
    int selectedEdge = -1;
    std::vector<GroupFrame> groups;
};

void paintGraph(QPainter& painter, const GraphPicture& picture);

}  // namespace app
