// Frames around the cards of one group (`group` of a service), behind everything else.
#pragma once

#include <QPainter>
#include <vector>

#include "app/graph/graph_scene.h"
#include "models/scenario.h"

namespace app {

struct GroupFrame {
    QString name;
    QRectF rect;
};

// Of the groups whose cards stand together: of two cards or more, with no other card and no other
// frame between them, and not so far apart that the frame would be mostly empty. The layout does
// not move cards for it.
std::vector<GroupFrame> groupFrames(const GraphScene& scene, const models::Scenario& scenario);

void paintGroupFrame(QPainter& painter, const GroupFrame& frame);

}  // namespace app
