#include "app/graph/force_layout.h"

#include <algorithm>
#include <cmath>

namespace app {
namespace {

constexpr QSizeF airBetween(64, 36);  // for a line and its words

// As they lie, in a room of these proportions.
std::vector<QPointF> stretched(const std::vector<QPointF>& centres, QSizeF room) {
    QPointF least = centres.front(), most = least;
    for (const QPointF& each : centres) {
        least = {std::min(least.x(), each.x()), std::min(least.y(), each.y())};
        most = {std::max(most.x(), each.x()), std::max(most.y(), each.y())};
    }
    const QPointF size = most - least;
    const double wide = size.x() > 0 ? room.width() / size.x() : 1;
    const double high = size.y() > 0 ? room.height() / size.y() : 1;
    std::vector<QPointF> places;
    for (const QPointF& each : centres)
        places.emplace_back((each.x() - least.x()) * wide, (each.y() - least.y()) * high);
    return places;
}

// The least factor with which no two cards come closer than the air between them.
double factorWithout(const std::vector<QPointF>& places, const std::vector<QSizeF>& sizes) {
    constexpr double touching = 1e-6;  // px: of two at one place no factor is large enough
    double factor = 0;
    for (std::size_t a = 0; a < places.size(); ++a) {
        for (std::size_t b = a + 1; b < places.size(); ++b) {
            const QSizeF needed = (sizes[a] + sizes[b]) / 2 + airBetween;
            const QPointF apart = places[a] - places[b];
            factor = std::max(factor,
                              std::min(needed.width() / std::max(touching, std::abs(apart.x())),
                                       needed.height() / std::max(touching, std::abs(apart.y()))));
        }
    }
    return factor;
}

}  // namespace

Layout layOutByForces(const LayoutInput& input, const std::vector<QPointF>& centres) {
    Layout layout;
    if (input.sizes.empty())
        return layout;
    const QSizeF card = input.largestCard();
    const QSizeF room = (input.room() - card).expandedTo({1, 1});
    const std::vector<QPointF> places = stretched(centres, room);
    // Where all have room as it is, they fill the canvas.
    const double factor = std::max(1.0, factorWithout(places, input.sizes));
    layout.layer.assign(input.sizes.size(), 0);
    layout.runs.resize(input.edges.size());
    const QPointF first(input.margin + card.width() / 2, input.margin + card.height() / 2);
    for (std::size_t n = 0; n < input.sizes.size(); ++n) {
        const QSizeF size = input.sizes[n];
        const QPointF corner =
            first + places[n] * factor - QPointF(size.width(), size.height()) / 2;
        layout.nodes.emplace_back(QPointF(std::round(corner.x()), std::round(corner.y())), size);
        layout.bounds |= layout.nodes.back();
    }
    return layout;
}

}  // namespace app
