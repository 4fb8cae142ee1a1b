#include "app/graph/layered_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace app {

namespace {

constexpr double runHeight = 28;  // room that a passing edge takes in a layer, its label included

struct Item {
    int node = -1;  // -1: a passing edge
    int edge = -1;
    double height = 0;
    double y = 0;                                       // centre
    std::vector<std::pair<int, double>> before, after;  // neighbours and their weights
};

struct Work {
    std::vector<Item> items;
    std::vector<std::vector<int>> layers;  // items, top to bottom
    std::vector<int> layerOf;              // of an item
    std::vector<int> itemOf;               // of a node
    std::vector<std::vector<int>> chain;   // of an edge: its dummies, left to right
};

// True for the edges that close a cycle, met in file order.
std::vector<bool> backEdges(int nodes, const std::vector<std::pair<int, int>>& edges) {
    std::vector<std::vector<int>> out(nodes);
    for (int e = 0; e < static_cast<int>(edges.size()); ++e)
        out[edges[e].first].push_back(e);
    enum class Mark { Fresh, Open, Done };
    std::vector<Mark> marks(nodes, Mark::Fresh);
    std::vector<bool> back(edges.size(), false);
    for (int start = 0; start < nodes; ++start) {
        if (marks[start] != Mark::Fresh)
            continue;
        std::vector<std::pair<int, std::size_t>> stack{{start, 0}};
        marks[start] = Mark::Open;
        while (!stack.empty()) {
            auto& [node, next] = stack.back();
            if (next == out[node].size()) {
                marks[node] = Mark::Done;
                stack.pop_back();
                continue;
            }
            const int edge = out[node][next++];
            const int to = edges[edge].second;
            if (marks[to] == Mark::Open)
                back[edge] = true;
            if (marks[to] == Mark::Fresh) {
                marks[to] = Mark::Open;
                stack.emplace_back(to, 0);
            }
        }
    }
    return back;
}

void link(Work& work, int from, int to, double weight) {
    work.items[from].after.emplace_back(to, weight);
    work.items[to].before.emplace_back(from, weight);
}

int addItem(Work& work, int layer, Item item) {
    const int index = static_cast<int>(work.items.size());
    work.items.push_back(std::move(item));
    work.layerOf.push_back(layer);
    work.layers[layer].push_back(index);
    return index;
}

Work prepare(const LayoutInput& input, const std::vector<int>& layer) {
    Work work;
    const int last = layer.empty() ? 0 : *std::max_element(layer.begin(), layer.end());
    work.layers.resize(last + 1);
    for (int n = 0; n < static_cast<int>(layer.size()); ++n) {
        Item item;
        item.node = n;
        item.height = input.sizes[n].height();
        work.itemOf.push_back(addItem(work, layer[n], item));
    }
    work.chain.resize(input.edges.size());
    for (int e = 0; e < static_cast<int>(input.edges.size()); ++e) {
        const auto [from, to] = input.edges[e];
        if (layer[to] <= layer[from])
            continue;
        int previous = work.itemOf[from];
        for (int l = layer[from] + 1; l < layer[to]; ++l) {
            Item item;
            item.edge = e;
            item.height = runHeight;
            const int dummy = addItem(work, l, item);
            // Straight chains matter more than centred cards.
            link(work, previous, dummy, work.chain[e].empty() ? 1 : 8);
            work.chain[e].push_back(dummy);
            previous = dummy;
        }
        link(work, previous, work.itemOf[to], work.chain[e].empty() ? 1 : 2);
    }
    return work;
}

int crossings(const Work& work, const std::vector<double>& place) {
    int count = 0;
    for (const std::vector<int>& layer : work.layers)
        for (std::size_t i = 0; i < layer.size(); ++i)
            for (std::size_t j = i + 1; j < layer.size(); ++j)
                for (const auto& [a, weightA] : work.items[layer[i]].after)
                    for (const auto& [b, weightB] : work.items[layer[j]].after)
                        if (place[a] > place[b])
                            ++count;
    return count;
}

void numberPlaces(const Work& work, std::vector<double>& place) {
    for (const std::vector<int>& layer : work.layers)
        for (std::size_t i = 0; i < layer.size(); ++i)
            place[layer[i]] = (static_cast<double>(i) + 0.5) / static_cast<double>(layer.size());
}

double barycentre(const std::vector<std::pair<int, double>>& neighbours,
                  const std::vector<double>& place, double fallback) {
    if (neighbours.empty())
        return fallback;
    double sum = 0;
    for (const auto& [item, weight] : neighbours)
        sum += place[item];
    return sum / static_cast<double>(neighbours.size());
}

void sortLayer(Work& work, int layer, bool forward, std::vector<double>& place) {
    std::vector<std::pair<double, int>> keyed;
    for (const int item : work.layers[layer]) {
        const auto& side = forward ? work.items[item].before : work.items[item].after;
        keyed.emplace_back(barycentre(side, place, place[item]), item);
    }
    std::stable_sort(keyed.begin(), keyed.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first - 1e-9; });
    for (std::size_t i = 0; i < keyed.size(); ++i)
        work.layers[layer][i] = keyed[i].second;
    numberPlaces(work, place);
}

// Swaps neighbours of a layer wherever that takes crossings away: barycentres leave ties.
bool swapNeighbours(Work& work, std::vector<double>& place) {
    bool better = false;
    int best = crossings(work, place);
    for (std::vector<int>& layer : work.layers)
        for (std::size_t i = 0; i + 1 < layer.size(); ++i) {
            std::swap(layer[i], layer[i + 1]);
            numberPlaces(work, place);
            const int now = crossings(work, place);
            if (now < best) {
                best = now;
                better = true;
            } else {
                std::swap(layer[i], layer[i + 1]);
                numberPlaces(work, place);
            }
        }
    return better;
}

void orderBySweeps(Work& work) {
    std::vector<double> place(work.items.size());
    numberPlaces(work, place);
    std::vector<std::vector<int>> bestLayers = work.layers;
    int best = crossings(work, place);
    const int last = static_cast<int>(work.layers.size()) - 1;
    for (int sweep = 0; sweep < 12; ++sweep) {
        if (sweep % 2 == 0)
            for (int l = 1; l <= last; ++l)
                sortLayer(work, l, true, place);
        else
            for (int l = last - 1; l >= 0; --l)
                sortLayer(work, l, false, place);
        const int now = crossings(work, place);
        if (now < best) {
            best = now;
            bestLayers = work.layers;
        }
    }
    work.layers = bestLayers;
    numberPlaces(work, place);
    constexpr std::size_t fewItems = 60;  // the swaps look at all pairs of edges
    for (int round = 0; round < 4 && work.items.size() <= fewItems; ++round)
        if (!swapNeighbours(work, place))
            break;
}

void orderAsGiven(Work& work, const std::vector<double>& order) {
    std::vector<double> key(work.items.size());
    const auto& nodes = work.itemOf;
    for (std::size_t n = 0; n < nodes.size(); ++n)
        key[nodes[n]] = order[n];
    for (const std::vector<int>& chain : work.chain) {
        for (std::size_t i = 0; i < chain.size(); ++i) {
            // A dummy stands on the straight line between the ends of its edge.
            const double from = key[work.items[chain[i]].before.front().first];
            const int end = work.items[chain.back()].after.front().first;
            const auto left = static_cast<double>(chain.size() - i + 1);
            key[chain[i]] = from + (key[end] - from) / left;
        }
    }
    for (std::vector<int>& layer : work.layers)
        std::stable_sort(layer.begin(), layer.end(), [&](int a, int b) { return key[a] < key[b]; });
}

// The positions nearest to the wished ones that keep the order and the distances: isotonic
// regression by pooling neighbours that would overlap.
void placeLayer(Work& work, const std::vector<int>& layer, const std::vector<double>& wish,
                const std::vector<double>& weight, double gap) {
    struct Pool {
        double sum, weight;
        std::size_t count;
    };
    std::vector<double> offset(layer.size(), 0);
    for (std::size_t i = 1; i < layer.size(); ++i)
        offset[i] = offset[i - 1] + gap +
                    (work.items[layer[i - 1]].height + work.items[layer[i]].height) / 2;
    std::vector<Pool> pools;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        pools.push_back({(wish[i] - offset[i]) * weight[i], weight[i], 1});
        while (pools.size() > 1) {
            const Pool& top = pools[pools.size() - 1];
            const Pool& under = pools[pools.size() - 2];
            if (under.sum / under.weight <= top.sum / top.weight)
                break;
            const Pool merged{under.sum + top.sum, under.weight + top.weight,
                              under.count + top.count};
            pools.pop_back();
            pools.back() = merged;
        }
    }
    std::size_t i = 0;
    for (const Pool& pool : pools)
        for (std::size_t k = 0; k < pool.count; ++k, ++i)
            work.items[layer[i]].y = pool.sum / pool.weight + offset[i];
}

void pullLayer(Work& work, const std::vector<int>& layer, double gap) {
    std::vector<double> wish, weights;
    for (const int index : layer) {
        const Item& item = work.items[index];
        double sum = 0, weight = 0;
        for (const auto* side : {&item.before, &item.after})
            for (const auto& [other, w] : *side) {
                sum += work.items[other].y * w;
                weight += w;
            }
        wish.push_back(weight > 0 ? sum / weight : item.y);
        weights.push_back(std::max(weight, 0.5));
    }
    placeLayer(work, layer, wish, weights, gap);
}

std::pair<double, double> extent(const Work& work) {
    double top = std::numeric_limits<double>::max(), bottom = std::numeric_limits<double>::lowest();
    for (const Item& item : work.items) {
        top = std::min(top, item.y - item.height / 2);
        bottom = std::max(bottom, item.y + item.height / 2);
    }
    return {top, bottom};
}

void placeVertically(Work& work, double gap) {
    for (const std::vector<int>& layer : work.layers) {
        const std::vector<double> zero(layer.size(), 0), one(layer.size(), 1);
        placeLayer(work, layer, zero, one, gap);
    }
    const int last = static_cast<int>(work.layers.size()) - 1;
    for (int round = 0; round < 10; ++round) {
        for (int l = 0; l <= last; ++l)
            pullLayer(work, work.layers[l], gap);
        for (int l = last; l >= 0; --l)
            pullLayer(work, work.layers[l], gap);
    }
}

// The widest gap with which everything still fits, so that the graph fills its canvas.
void fillHeight(Work& work, const LayoutInput& input) {
    const double room = input.canvas.height() - 2 * input.margin - input.footer;
    for (double gap = input.maxGapY;; gap -= 4) {
        placeVertically(work, std::max(gap, input.minGapY));
        const auto [top, bottom] = extent(work);
        if (bottom - top <= room || gap <= input.minGapY) {
            const double shift = input.margin + std::max(0.0, (room - (bottom - top)) / 2) - top;
            for (Item& item : work.items)
                item.y = std::round(item.y + shift);
            return;
        }
    }
}

Layout collect(const Work& work, const LayoutInput& input, const std::vector<int>& layer) {
    std::vector<double> width(work.layers.size(), 0);
    for (std::size_t n = 0; n < layer.size(); ++n)
        width[layer[n]] = std::max(width[layer[n]], input.sizes[n].width());
    const double sum = std::accumulate(width.begin(), width.end(), 0.0);
    const double gaps = static_cast<double>(std::max<std::size_t>(1, width.size() - 1));
    const double room = input.canvas.width() - 2 * input.margin - sum;
    const double gap = std::clamp(std::floor(room / gaps), input.minGapX, input.maxGapX);
    const double used = sum + gap * static_cast<double>(width.size() - 1);
    double x = std::round(std::max(input.margin, (input.canvas.width() - used) / 2));
    std::vector<double> left;
    for (const double w : width) {
        left.push_back(x);
        x += w + gap;
    }
    Layout layout;
    layout.layer = layer;
    for (std::size_t n = 0; n < layer.size(); ++n) {
        const QSizeF size = input.sizes[n];
        const double slack = (width[layer[n]] - size.width()) / 2;
        layout.nodes.emplace_back(
            QPointF(left[layer[n]] + slack, work.items[work.itemOf[n]].y - size.height() / 2),
            size);
        layout.bounds |= layout.nodes.back();
    }
    layout.runs.resize(input.edges.size());
    for (std::size_t e = 0; e < work.chain.size(); ++e)
        for (const int dummy : work.chain[e]) {
            const int l = work.layerOf[dummy];
            const double y = work.items[dummy].y;
            layout.runs[e].push_back({left[l], left[l] + width[l], y});
            layout.bounds |= QRectF(left[l], y - runHeight / 2, width[l], runHeight);
        }
    return layout;
}

}  // namespace

std::vector<int> layersOf(int nodes, const std::vector<std::pair<int, int>>& edges) {
    const std::vector<bool> back = backEdges(nodes, edges);
    std::vector<int> layer(nodes, 0);
    // At most one pass a layer: without the back edges there is no cycle.
    for (int pass = 0; pass < nodes; ++pass) {
        bool changed = false;
        for (std::size_t e = 0; e < edges.size(); ++e) {
            const auto [from, to] = edges[e];
            if (!back[e] && layer[to] < layer[from] + 1) {
                layer[to] = layer[from] + 1;
                changed = true;
            }
        }
        if (!changed)
            break;
    }
    return layer;
}

Layout layOut(const LayoutInput& input, const std::optional<Ranking>& given) {
    if (input.sizes.empty())
        return {};
    const std::vector<int> layer =
        given ? given->layer : layersOf(static_cast<int>(input.sizes.size()), input.edges);
    Work work = prepare(input, layer);
    if (given)
        orderAsGiven(work, given->order);
    else
        orderBySweeps(work);
    fillHeight(work, input);
    return collect(work, input, layer);
}

}  // namespace app
