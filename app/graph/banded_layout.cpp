#include "app/graph/banded_layout.h"

#include <algorithm>
#include <cmath>

namespace app {

namespace {

constexpr double columnGap = 44;  // within a layer
constexpr double rowGap = 36;
constexpr double bandGap = 160;  // between layers, so that one sees where a layer ends

using Band = std::vector<int>;  // the nodes of a layer, in their order

// In the order of who calls them: children stand together, near their parents.
std::vector<double> orderByCallers(const LayoutInput& input, const std::vector<int>& layer) {
    std::vector<int> byLayer(layer.size());
    for (std::size_t n = 0; n < byLayer.size(); ++n)
        byLayer[n] = static_cast<int>(n);
    std::stable_sort(byLayer.begin(), byLayer.end(),
                     [&](int a, int b) { return layer[a] < layer[b]; });
    std::vector<std::vector<int>> callers(layer.size());
    for (const auto& [from, to] : input.edges)
        if (layer[from] < layer[to])
            callers[to].push_back(from);
    std::vector<double> order(layer.size(), 0);
    for (const int node : byLayer) {
        double sum = 0;
        for (const int caller : callers[node])
            sum += order[caller];
        // The place in the file breaks ties, and by far less than a caller does.
        const double own = static_cast<double>(node) / static_cast<double>(layer.size());
        order[node] = callers[node].empty() ? own : sum / static_cast<double>(callers[node].size());
    }
    return order;
}

std::vector<Band> bandsOf(const std::vector<int>& layer, const std::vector<double>& order) {
    std::vector<Band> bands(layer.empty() ? 0 : *std::max_element(layer.begin(), layer.end()) + 1);
    for (std::size_t n = 0; n < layer.size(); ++n)
        bands[layer[n]].push_back(static_cast<int>(n));
    for (Band& band : bands)
        std::stable_sort(band.begin(), band.end(),
                         [&](int a, int b) { return order[a] < order[b]; });
    return bands;
}

int columnsFor(const Band& band, int rows) {
    return (static_cast<int>(band.size()) + rows - 1) / rows;
}

QSizeF extent(const std::vector<Band>& bands, int rows, QSizeF cell) {
    double width = bandGap * static_cast<double>(bands.size() - 1);
    for (const Band& band : bands)
        width += columnsFor(band, rows) * cell.width();
    return {width, rows * cell.height()};
}

// The fewest rows with which the whole is no wider, in proportion, than the canvas.
int rowsFor(const std::vector<Band>& bands, QSizeF cell, QSizeF canvas) {
    const auto most =
        std::max_element(bands.begin(), bands.end(),
                         [](const Band& a, const Band& b) { return a.size() < b.size(); });
    int least = 1, enough = static_cast<int>(most->size());
    while (least < enough) {
        const int rows = (least + enough) / 2;
        const QSizeF size = extent(bands, rows, cell);
        if (size.width() * canvas.height() <= size.height() * canvas.width())
            enough = rows;
        else
            least = rows + 1;
    }
    return enough;
}

}  // namespace

Layout layOutInBands(const LayoutInput& input, const std::optional<Ranking>& given) {
    Layout layout;
    if (input.sizes.empty())
        return layout;
    layout.layer =
        given ? given->layer : layersOf(static_cast<int>(input.sizes.size()), input.edges);
    const std::vector<Band> bands =
        bandsOf(layout.layer, given ? given->order : orderByCallers(input, layout.layer));
    const QSizeF largest = input.largestCard();
    const QSizeF cell(largest.width() + columnGap, largest.height() + rowGap);
    const QSizeF room = input.room();
    const int rows = rowsFor(bands, cell, room);
    layout.nodes.resize(input.sizes.size());
    layout.runs.resize(input.edges.size());
    double left = input.margin;
    for (const Band& band : bands) {
        const int columns = std::max(1, columnsFor(band, rows));
        const int inColumn = (static_cast<int>(band.size()) + columns - 1) / columns;
        const double top = input.margin + (rows - inColumn) * cell.height() / 2;
        for (int i = 0; i < static_cast<int>(band.size()); ++i) {
            const QSizeF size = input.sizes[band[i]];
            const QPointF corner(left + (i / inColumn) * cell.width(),
                                 top + (i % inColumn) * cell.height());
            const QPointF slack((largest.width() - size.width()) / 2,
                                (largest.height() - size.height()) / 2);
            layout.nodes[band[i]] = QRectF(corner + slack, size);
            layout.bounds |= layout.nodes[band[i]];
        }
        left += columns * cell.width() + bandGap;
    }
    return layout;
}

}  // namespace app
