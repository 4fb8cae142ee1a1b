// Where the cards stand: layers from left to right, few crossings, equal gaps, long edges flat.
// Pure and deterministic: the same input gives the same positions on every machine.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <optional>
#include <utility>
#include <vector>

namespace app {

struct LayoutInput {
    std::vector<QSizeF> sizes;               // a node each
    std::vector<std::pair<int, int>> edges;  // from, to
    QSizeF canvas;                           // to be filled
    double margin = 24;
    double footer = 44;  // kept free at the bottom, for the legend
    double minGapX = 48;
    double maxGapX = 160;
    double minGapY = 20;
    double maxGapY = 84;

    // Of the canvas, what is there for cards; a pixel at least.
    QSizeF room() const {
        return QSizeF(canvas.width() - 2 * margin, canvas.height() - 2 * margin - footer)
            .expandedTo({1, 1});
    }
    // As wide as the widest card and as high as the highest.
    QSizeF largestCard() const {
        QSizeF largest;
        for (const QSizeF& size : sizes)
            largest = largest.expandedTo(size);
        return largest;
    }
};

// Layers of the nodes and their order within each: what decides everything else.
struct Ranking {
    std::vector<int> layer;     // a node each, from 0
    std::vector<double> order;  // a node each; sorts the nodes of one layer
    bool operator==(const Ranking&) const = default;
};

struct Layout {
    std::vector<QRectF> nodes;
    std::vector<int> layer;
    // Centres of the flat runs of an edge that passes over layers: from and to x, at one y.
    struct Run {
        double left = 0, right = 0, y = 0;
    };
    std::vector<std::vector<Run>> runs;  // an edge each, from left to right; mostly empty
    QRectF bounds;                       // of nodes and runs
};

// Longest path from the nodes that nobody calls; edges that close a cycle are left out.
std::vector<int> layersOf(int nodes, const std::vector<std::pair<int, int>>& edges);

Layout layOut(const LayoutInput& input, const std::optional<Ranking>& given = std::nullopt);

}  // namespace app
