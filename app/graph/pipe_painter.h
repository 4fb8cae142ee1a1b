// Paints a topic: a pipe with an open mouth on the left, where messages go in.
#pragma once

#include <QPainter>

#include "app/graph/card_values.h"
#include "app/graph/graph_scene.h"

namespace app {

// Within the pipe's outline, which is filled already.
void paintPipe(QPainter& painter, const SceneNode& node, const CardValues& values, bool compact);
// The ellipse at its left end, in the colour of what is not healthy.
void paintMouth(QPainter& painter, const SceneNode& node, Health health);

}  // namespace app
