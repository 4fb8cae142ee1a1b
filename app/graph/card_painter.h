// Paints one card, pill, hexagon or pipe at its place, from plain values: what it says is decided
// in card_values.
#pragma once

#include <QPainter>

#include "app/graph/card_values.h"
#include "app/graph/graph_scene.h"

namespace app {

void paintCard(QPainter& painter, const SceneNode& node, const CardValues& values, bool compact);
// Seen from afar: glyph and name, large.
void paintChip(QPainter& painter, const SceneNode& node, const CardValues& values);
// From farther away, where no word can be read: filled in the colour of health, and what is not
// healthy has its glyph besides.
void paintShape(QPainter& painter, const SceneNode& node, const CardValues& values);
void paintSelection(QPainter& painter, const SceneNode& node);

}  // namespace app
