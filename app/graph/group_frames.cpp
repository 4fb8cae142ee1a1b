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

std::vector<GroupFrame> laneFrames(const GraphScene& scene, const models::Scenario& scenario,
                                   const std::vector<int>& lane) {
    std::vector<GroupFrame> frames;
    std::vector<int> services;  // a frame each: with a card of their own
    QRectF all;
    for (std::size_t n = 0; n < scene.nodes.size(); ++n) {
        if (lane[n] < 0)
            continue;
        const SceneNode& node = scene.nodes[n];
        const auto at = static_cast<std::size_t>(lane[n]);
        if (at >= frames.size()) {
            frames.resize(at + 1);
            services.resize(at + 1, 0);
        }
        frames[at].rect |= node.rect;
        all |= node.rect;
        if (node.isTopic())
            continue;
        services[at] += node.isService() ? 1 : 0;
        const int service = node.isGroup() ? node.members.front() : node.index;
        frames[at].name =
            QString::fromStdString(scenario.services[static_cast<std::size_t>(service)].group);
    }
    for (std::size_t at = 0; at < frames.size(); ++at) {
        GroupFrame& frame = frames[at];
        frame.isGroup = !frame.name.isEmpty() && services[at] > 1;
        if (frame.name.isEmpty())
            frame.name = QStringLiteral("without a group");
        frame.rect.setLeft(all.left());
        frame.rect.setRight(all.right());
        frame.rect.adjust(-frameSide, -headroom, frameSide, frameSide);
    }
    return frames;
}

std::vector<GroupFrame> distanceFrames(const GraphScene& scene, const std::vector<int>& distance) {
    std::vector<GroupFrame> frames;
    std::vector<bool> isReached;  // the last lane may be of those that no client's call reaches
    QRectF all;
    const auto laneOf = [&](int node) {
        return static_cast<std::size_t>(distance[static_cast<std::size_t>(node)]);
    };
    for (int n = 0; n < static_cast<int>(scene.nodes.size()); ++n) {
        if (laneOf(n) >= frames.size()) {
            frames.resize(laneOf(n) + 1);
            isReached.resize(laneOf(n) + 1, false);
        }
        const SceneNode& node = scene.nodes[static_cast<std::size_t>(n)];
        frames[laneOf(n)].rect |= node.rect;
        all |= node.rect;
        if (node.isJourney())
            isReached[laneOf(n)] = true;
    }
    for (const SceneEdge& edge : scene.edges)
        if (laneOf(edge.callee) == laneOf(edge.caller) + 1)
            isReached[laneOf(edge.callee)] = true;
    for (std::size_t at = 0; at < frames.size(); ++at) {
        GroupFrame& frame = frames[at];
        frame.isGroup = false;
        frame.name = !isReached[at] ? QStringLiteral("not called")
                     : at == 0      ? QStringLiteral("clients")
                     : at == 1      ? QStringLiteral("1 call away")
                                    : QStringLiteral("%1 calls away").arg(at);
        frame.rect.setTop(all.top());
        frame.rect.setBottom(all.bottom());
        frame.rect.adjust(-frameSide, -headroom, frameSide, frameSide);
    }
    return frames;
}

void paintGroupFrame(QPainter& painter, const GroupFrame& frame) {
    painter.setPen(QPen(theme().line, 1));
    QColor ground = theme().panel;
    ground.setAlphaF(0.6F);
    painter.setBrush(ground);
    painter.drawRoundedRect(frame.rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    if (frame.isGroup)
        paintFoldSign(painter, foldSignRect(frame), false);
    const double nameLeft = frameSide + (frame.isGroup ? 18 : 0);
    paintText(painter, frame.rect.topLeft() + QPointF(nameLeft, 17), frame.name,
              {12, 400, theme().ink3});
}

}  // namespace app
