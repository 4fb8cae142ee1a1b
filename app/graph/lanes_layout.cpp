#include "app/graph/lanes_layout.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace app {
namespace {

constexpr double rowGapInLane = 24;
constexpr double laneGap = 50;         // between two lanes: their frames and the name of the lower
constexpr double columnGapLeast = 24;  // of cards in one layer of a lane
constexpr double layerGapLeast = 64, layerGapMost = 160;

// What is in one layer of one lane, wrapped into columns of so many rows.
using Cells = std::map<std::pair<int, int>, std::vector<int>>;  // by lane and layer

int columnsOf(std::size_t count, int rows) {
    return (static_cast<int>(count) + rows - 1) / rows;
}

struct Plan {
    std::vector<int> rows;     // a lane each
    std::vector<int> columns;  // a layer each
};

Plan planFor(const Cells& cells, int lanes, int layers, int mostRows) {
    Plan plan{std::vector<int>(static_cast<std::size_t>(lanes), 1),
              std::vector<int>(static_cast<std::size_t>(layers), 0)};
    int all = 0;
    for (const auto& [where, nodes] : cells)
        if (where.first >= 0) {
            int& rows = plan.rows[static_cast<std::size_t>(where.first)];
            rows = std::max(rows, std::min(mostRows, static_cast<int>(nodes.size())));
        }
    for (const int rows : plan.rows)
        all += rows;
    for (const auto& [where, nodes] : cells) {
        const int rows =
            where.first < 0 ? std::max(1, all) : plan.rows[static_cast<std::size_t>(where.first)];
        int& columns = plan.columns[static_cast<std::size_t>(where.second)];
        columns = std::max(columns, columnsOf(nodes.size(), rows));
    }
    return plan;
}

QSizeF sizeOfPlan(const Plan& plan, QSizeF card) {
    double width = 0, height = 0;
    for (const int columns : plan.columns)
        width += columns * (card.width() + columnGapLeast) + layerGapLeast - columnGapLeast;
    for (const int rows : plan.rows)
        height += rows * (card.height() + rowGapInLane) + laneGap - rowGapInLane;
    return {width, height};
}

// The most rows in a lane with which the whole is shown largest.
Plan bestPlan(const Cells& cells, int lanes, int layers, QSizeF card, QSizeF room) {
    std::size_t most = 1;
    for (const auto& [where, nodes] : cells)
        most = std::max(most, nodes.size());
    const auto scaleWith = [&](int rows) {
        const QSizeF size = sizeOfPlan(planFor(cells, lanes, layers, rows), card);
        return std::min({1.0, room.width() / size.width(), room.height() / size.height()});
    };
    // More rows make it higher and narrower: the best is where one begins to outweigh the other.
    int best = 1;
    for (int rows = 1; rows <= static_cast<int>(most); rows += 1 + rows / 8)
        if (scaleWith(rows) >= scaleWith(best))
            best = rows;
    return planFor(cells, lanes, layers, best);
}

// The nodes of a cell down its columns, about the middle of the lane.
void placeCell(const std::vector<int>& nodes, int rows, QPointF corner, double height,
               const LayoutInput& input, QSizeF card, Layout& layout) {
    const int columns = columnsOf(nodes.size(), rows);
    const int inColumn = (static_cast<int>(nodes.size()) + columns - 1) / columns;
    const double step = card.height() + rowGapInLane;
    const double top = corner.y() + (height - (inColumn * step - rowGapInLane)) / 2;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto node = static_cast<std::size_t>(nodes[i]);
        const QSizeF slack = (card - input.sizes[node]) / 2;
        const auto at = static_cast<int>(i);
        const QPointF place(
            corner.x() + (at / inColumn) * (card.width() + columnGapLeast) + slack.width(),
            top + (at % inColumn) * step + slack.height());
        layout.nodes[node] =
            QRectF(QPointF(std::round(place.x()), std::round(place.y())), input.sizes[node]);
        layout.bounds |= layout.nodes[node];
    }
}

Layout placed(const LayoutInput& input, const std::vector<int>& lane,
              const std::vector<int>& layer) {
    Layout layout;
    layout.nodes.resize(input.sizes.size());
    layout.runs.resize(input.edges.size());
    layout.layer = layer;
    if (input.sizes.empty())
        return layout;
    Cells cells;
    for (std::size_t n = 0; n < lane.size(); ++n)
        cells[{lane[n], layer[n]}].push_back(static_cast<int>(n));
    const int lanes = std::max(1, *std::ranges::max_element(lane) + 1);
    const int layers = *std::ranges::max_element(layer) + 1;
    const QSizeF card = input.largestCard(), room = input.room();
    const Plan plan = bestPlan(cells, lanes, layers, card, room);
    const double free = room.width() - sizeOfPlan(plan, card).width();
    const double layerGap = std::clamp(layerGapLeast + std::floor(free / std::max(1, layers - 1)),
                                       layerGapLeast, layerGapMost);
    std::vector<double> left{input.margin};
    for (const int columns : plan.columns)
        left.push_back(left.back() + columns * (card.width() + columnGapLeast) - columnGapLeast +
                       layerGap);
    std::vector<double> top{input.margin + laneGap / 2};
    for (const int rows : plan.rows)
        top.push_back(top.back() + rows * (card.height() + rowGapInLane) - rowGapInLane + laneGap);
    for (const auto& [where, nodes] : cells) {
        const bool isBefore = where.first < 0;
        const auto row = static_cast<std::size_t>(std::max(0, where.first));
        const double end = isBefore ? top.back() : top[row + 1];
        int rows = isBefore ? 0 : plan.rows[row];
        if (isBefore)
            for (const int each : plan.rows)
                rows += each;
        placeCell(nodes, rows, {left[static_cast<std::size_t>(where.second)], top[row]},
                  end - laneGap - top[row], input, card, layout);
    }
    return layout;
}

}  // namespace

Layout layOutInLanes(const LayoutInput& input, const std::vector<int>& lane) {
    std::vector<int> layer = layersOf(static_cast<int>(input.sizes.size()), input.edges);
    // Who stands in no lane stands alone in the first column.
    const bool areSomeOutside = std::ranges::find(lane, -1) != lane.end();
    for (std::size_t n = 0; n < lane.size(); ++n) {
        if (lane[n] < 0)
            layer[n] = 0;
        else if (areSomeOutside)
            layer[n] = std::max(1, layer[n]);
    }
    return placed(input, lane, layer);
}

std::vector<int> distancesFrom(const std::vector<int>& sources, const LayoutInput& input) {
    std::vector<std::vector<int>> callees(input.sizes.size());
    for (const auto& [from, to] : input.edges)
        callees[static_cast<std::size_t>(from)].push_back(to);
    std::vector<int> distance(input.sizes.size(), -1);
    std::vector<int> now = sources;
    int far = 0;
    for (; !now.empty(); ++far) {
        std::vector<int> next;
        for (const int node : now) {
            int& known = distance[static_cast<std::size_t>(node)];
            if (known >= 0)
                continue;
            known = far;
            next.insert(next.end(), callees[static_cast<std::size_t>(node)].begin(),
                        callees[static_cast<std::size_t>(node)].end());
        }
        now = std::move(next);
    }
    const int last = distance.empty() ? 0 : *std::ranges::max_element(distance) + 1;
    for (int& each : distance)
        if (each < 0)
            each = last;
    return distance;
}

Layout layOutByDistance(const LayoutInput& input, const std::vector<int>& distance) {
    return placed(input, std::vector<int>(input.sizes.size(), 0), distance);
}

}  // namespace app
