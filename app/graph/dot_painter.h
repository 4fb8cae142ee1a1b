// The moving signs: a disc for a request, a ring for its reply, a diamond for a failed one.
#pragma once

#include <QPainter>

#include "app/graph/dots.h"

namespace app {

inline constexpr double replyOffset = 6.5;  // beside the line

void paintDot(QPainter& painter, QPointF at, DotKind kind);

}  // namespace app
