#include "app/graph/group_frames.h"

#include <algorithm>

#include "app/graph/group_painter.h"
#include "app/graph/paint_tools.h"

namespace app {
namespace {

constexpr double frameSide = 12;  // from a card to its frame
constexpr double headroom = 26;   // above, where the name stands
constexpr double radius = 10;
constexpr double filledLeast = 0.3;  // of the frame, by its cards

struct Group {
    QString name;
    QRectF around;  // the cards, without the frame's air
    double filled = 0;
    std::vector<int> nodes;
};

std::vector<Group> groupsOf(const GraphScene& scene, const models::Scenario& scenario) {
    std::vector<Group> groups;
    for (int n = 0; n < static_cast<int>(scene.nodes.size()); ++n) {
        const SceneNode& node = scene.nodes[n];
        if (!node.isService())
            continue;
        const std::string& name = scenario.services[static_cast<std::size_t>(node.index)].group;
        if (name.empty())
            continue;
        const QString text = QString::fromStdString(name);
        auto group = std::find_if(groups.begin(), groups.end(),
                                  [&](const Group& known) { return known.name == text; });
        if (group == groups.end())
            group = groups.insert(groups.end(), Group{text, {}, 0, {}});
        group->around |= node.rect;
        group->filled += node.rect.width() * node.rect.height();
        group->nodes.push_back(n);
    }
    return groups;
}

}  // namespace

std::vector<GroupFrame> groupFrames(const GraphScene& scene, const models::Scenario& scenario) {
    std::vector<GroupFrame> frames;
    for (const Group& group : groupsOf(scene, scenario)) {
        const QRectF rect = group.around.adjusted(-frameSide, -headroom, frameSide, frameSide);
        const bool isSparse = group.filled < filledLeast * rect.width() * rect.height();
        if (group.nodes.size() < 2 || isSparse)
            continue;
        bool isAlone = true;
        for (int n = 0; n < static_cast<int>(scene.nodes.size()); ++n) {
            const bool isMember =
                std::find(group.nodes.begin(), group.nodes.end(), n) != group.nodes.end();
            isAlone = isAlone && (isMember || !scene.nodes[n].rect.intersects(rect));
        }
        for (const GroupFrame& other : frames)
            isAlone = isAlone && !other.rect.intersects(rect);
        if (isAlone)
            frames.push_back({group.name, rect});
    }
    return frames;
}

void paintGroupFrame(QPainter& painter, const GroupFrame& frame) {
    painter.setPen(QPen(theme().line, 1));
    QColor ground = theme().panel;
    ground.setAlphaF(0.6F);
    painter.setBrush(ground);
    painter.drawRoundedRect(frame.rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    paintFoldSign(painter, foldSignRect(frame), false);
    paintText(painter, frame.rect.topLeft() + QPointF(frameSide + 18, 17), frame.name,
              {12, 400, theme().ink3});
}

}  // namespace app
