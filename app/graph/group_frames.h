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
    bool isGroup = true;  // else a lane that is none: nothing to collapse
};

// Of the groups whose cards stand together: of two cards or more, with no other card and no other
// frame between them, and not so far apart that the frame would be mostly empty. The layout does
// not move cards for it.
std::vector<GroupFrame> groupFrames(const GraphScene& scene, const models::Scenario& scenario);

// Of lanes that are rows, as wide as the widest of them: a group each, and what has none.
std::vector<GroupFrame> laneFrames(const GraphScene& scene, const models::Scenario& scenario,
                                   const std::vector<int>& lane);
// Of lanes that are columns: all that is so many calls away from the clients.
std::vector<GroupFrame> distanceFrames(const GraphScene& scene, const std::vector<int>& distance);

void paintGroupFrame(QPainter& painter, const GroupFrame& frame);

}  // namespace app
