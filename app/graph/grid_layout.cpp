#include "app/graph/grid_layout.h"

#include <algorithm>
#include <cmath>

namespace app {
namespace {

constexpr double leastGapX = 56, leastGapY = 32;  // lines and their words pass between
constexpr double mostGapX = 120, mostGapY = 84;

int rowsIn(int count, int columns) {
    return (count + columns - 1) / columns;
}

// How much of its size a card keeps when so many columns of them are fitted into the room.
double scaleOf(int count, int columns, QSizeF cell, QSizeF room) {
    return std::min({1.0, room.width() / (columns * cell.width()),
                     room.height() / (rowsIn(count, columns) * cell.height())});
}

// The fewest with which the cards are largest.
int columnsFor(int count, QSizeF cell, QSizeF room) {
    int best = 1;
    for (int columns = 2; columns <= count; ++columns)
        if (scaleOf(count, columns, cell, room) > scaleOf(count, best, cell, room) + 1e-9)
            best = columns;
    // Where all fit as they are, a wide grid is read in fewer rows.
    while (best < count && scaleOf(count, best + 1, cell, room) >= 1 &&
           scaleOf(count, best, cell, room) >= 1)
        ++best;
    return best;
}

double gapIn(double room, double size, int count, double least, double most) {
    if (count < 2)
        return least;
    return std::clamp(std::floor((room - count * size) / (count - 1)), least, most);
}

}  // namespace

Layout layOutInGrid(const LayoutInput& input, const std::vector<int>& order) {
    Layout layout;
    const auto count = static_cast<int>(input.sizes.size());
    if (count == 0)
        return layout;
    const QSizeF card = input.largestCard(), room = input.room();
    const int columns = columnsFor(count, card + QSizeF(leastGapX, leastGapY), room);
    const int rows = rowsIn(count, columns);
    const double stepX =
        card.width() + gapIn(room.width(), card.width(), columns, leastGapX, mostGapX);
    const double stepY =
        card.height() + gapIn(room.height(), card.height(), rows, leastGapY, mostGapY);
    const QSizeF used(columns * stepX - (stepX - card.width()),
                      rows * stepY - (stepY - card.height()));
    const QPointF first(
        std::round(input.margin + std::max(0.0, (room.width() - used.width()) / 2)),
        std::round(input.margin + std::max(0.0, (room.height() - used.height()) / 2)));
    layout.nodes.resize(input.sizes.size());
    layout.layer.resize(input.sizes.size());
    layout.runs.resize(input.edges.size());
    for (int i = 0; i < count; ++i) {
        const auto node = static_cast<std::size_t>(order[static_cast<std::size_t>(i)]);
        const QSizeF slack = (card - input.sizes[node]) / 2;
        const QPointF corner = first + QPointF((i % columns) * stepX + slack.width(),
                                               (i / columns) * stepY + slack.height());
        layout.layer[node] = i % columns;
        layout.nodes[node] = QRectF(corner, input.sizes[node]);
        layout.bounds |= layout.nodes[node];
    }
    return layout;
}

}  // namespace app
