// Paints one card, pill or hexagon at its place, from plain values: what it says is decided in
// card_values.
#pragma once

#include <QPainter>

#include "app/graph/card_values.h"
#include "app/graph/graph_scene.h"

namespace app {

void paintCard(QPainter& painter, const SceneNode& node, const CardValues& values, bool compact);
// Seen from far away: glyph and name, large.
void paintChip(QPainter& painter, const SceneNode& node, const CardValues& values);
void paintSelection(QPainter& painter, const SceneNode& node);

}  // namespace app
