// Paints the card of a collapsed group, and the sign that collapses or expands one.
#pragma once

#include "app/graph/card_painter.h"
#include "app/graph/group_frames.h"

namespace app {

// A second sheet behind the card: it stands for several. Before the card's own shape is filled.
void paintSheetBehind(QPainter& painter, const QPainterPath& shape);
// Within the card's outline, which is filled already.
void paintGroupCard(QPainter& painter, const SceneNode& node, const CardValues& values,
                    bool compact);

// Where it is clicked: at the top right of a card, before the name of a frame.
QRectF foldSignRect(const SceneNode& card);
QRectF foldSignRect(const GroupFrame& frame);
QRectF titleRect(const GroupFrame& frame);
// A plus or a minus in a box.
void paintFoldSign(QPainter& painter, const QRectF& box, bool isCollapsed);

}  // namespace app
