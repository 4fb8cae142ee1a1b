#include "app/graph/label_room.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace app {

namespace {

constexpr double cellsAtMost = 10'000;  // cards put by hand may stand very far apart
constexpr double sampleEvery = 6;       // along a line
constexpr double beside = 11;           // from the line to its words: replies pass between them

// Beside, above and below the line, from its middle outwards.
std::vector<QRectF> placesOf(const SceneEdge& edge, QSizeF size, double lineWidth) {
    std::vector<QRectF> places;
    if (edge.flat) {
        const double left = edge.labelAt.x() - size.width() / 2;
        const double above = edge.labelAt.y() - 10 - lineWidth / 2 - 12;
        places.emplace_back(QPointF(left, above), size);
        places.emplace_back(QPointF(left, edge.labelAt.y() + 14), size);
        return places;
    }
    for (const double part : {0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78}) {
        const QPointF at = edge.curve.pointAt(edge.curve.length() * part);
        const double up = edge.falls ? -14 : -2;
        const double down = edge.falls ? -2 : -14;
        places.emplace_back(QPointF(at.x() + beside, at.y() + up), size);
        places.emplace_back(QPointF(at.x() - beside - size.width(), at.y() + down), size);
        places.emplace_back(QPointF(at.x() - size.width() / 2, at.y() + beside), size);
        places.emplace_back(QPointF(at.x() - size.width() / 2, at.y() - beside - 16), size);
    }
    return places;
}

}  // namespace

LabelRoom::LabelRoom(const GraphScene& scene, const std::vector<bool>& shown, const QRectF& sight)
    : m_scene(scene), m_area(sight) {
    m_cellSize = std::max(m_cellSize, std::sqrt(m_area.width() / cellsAtMost * m_area.height()));
    m_columns = std::max(1, static_cast<int>(std::ceil(m_area.width() / m_cellSize)));
    m_rows = std::max(1, static_cast<int>(std::ceil(m_area.height() / m_cellSize)));
    m_cells.resize(static_cast<std::size_t>(m_columns) * static_cast<std::size_t>(m_rows));
    m_given.resize(m_cells.size());
    for (int e = 0; e < static_cast<int>(scene.edges.size()); ++e)
        if (shown[e] && scene.edges[e].curve.bounds().intersects(m_area))
            addSamples(e);
}

void LabelRoom::addSamples(int edge) {
    const Curve& curve = m_scene.edges[edge].curve;
    for (double along = 0; along <= curve.length(); along += sampleEvery) {
        const QPointF at = curve.pointAt(along);
        if (!m_area.contains(at))
            continue;
        const Cells cell = cellsOf(QRectF(at, QSizeF(0, 0)));
        m_cells[placeOf(cell.top, cell.left)].push_back({at, edge});
    }
}

std::size_t LabelRoom::placeOf(int row, int column) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns) +
           static_cast<std::size_t>(column);
}

LabelRoom::Cells LabelRoom::cellsOf(const QRectF& area) const {
    const auto cell = [this](double from, double at, int count) {
        return std::clamp(static_cast<int>(std::floor((at - from) / m_cellSize)), 0, count - 1);
    };
    return {cell(m_area.left(), area.left(), m_columns), cell(m_area.top(), area.top(), m_rows),
            cell(m_area.left(), area.right(), m_columns),
            cell(m_area.top(), area.bottom(), m_rows)};
}

// Those in the area, and some around it.
template <typename Visit>
void LabelRoom::visitSamples(const QRectF& area, const Visit& visit) const {
    const Cells cells = cellsOf(area);
    for (int row = cells.top; row <= cells.bottom; ++row)
        for (int column = cells.left; column <= cells.right; ++column)
            for (const Sample& sample : m_cells[placeOf(row, column)])
                visit(sample);
}

// With a little air around each, and room for the badge on its corner.
std::vector<QRectF> LabelRoom::cardsNear(const std::vector<QRectF>& places) const {
    QRectF around;
    for (const QRectF& place : places)
        around |= place;
    std::vector<QRectF> taken;
    for (const SceneNode& node : m_scene.nodes) {
        const QRectF card = node.rect.adjusted(-2, -3, 2, 3);
        const QRectF badge(node.rect.topRight() - QPointF(14, 11), QSizeF(26, 26));
        if (!around.intersects(card | badge))
            continue;
        taken.push_back(card);
        taken.push_back(badge);
    }
    return taken;
}

// How much of a card or of another line the box would cover; words go where it is least.
double LabelRoom::covered(const QRectF& box, int edge, const std::vector<QRectF>& cards) const {
    double sum = 0;
    for (const QRectF& card : cards) {
        const QRectF common = box & card;
        sum += 5 * common.width() * common.height();
    }
    const QRectF clear = box.adjusted(-5, -2, 5, 2);
    visitSamples(clear, [&](const Sample& sample) {
        if (sample.edge == edge)
            sum += box.contains(sample.at) ? 12 : 0;
        else
            sum += clear.contains(sample.at) ? 40 : 0;
    });
    sum += 5 * coveredOfWords(clear, edge);
    // They would be read as that line's.
    if (isNearerToAnother(box.center(), edge))
        sum += 60;
    return sum;
}

// Of those that were given out before. What spans several cells counts as often: it is large.
double LabelRoom::coveredOfWords(const QRectF& box, int edge) const {
    double area = 0;
    const Cells cells = cellsOf(box);
    for (int row = cells.top; row <= cells.bottom; ++row) {
        for (int column = cells.left; column <= cells.right; ++column) {
            for (const Words& words : m_given[placeOf(row, column)]) {
                const QRectF common = box & words.box;
                if (words.edge != edge && !common.isEmpty())
                    area += common.width() * common.height();
            }
        }
    }
    return area;
}

void LabelRoom::give(const QRectF& box, int edge) {
    const Cells cells = cellsOf(box);
    for (int row = cells.top; row <= cells.bottom; ++row)
        for (int column = cells.left; column <= cells.right; ++column)
            m_given[placeOf(row, column)].push_back({box, edge});
}

bool LabelRoom::isNearerToAnother(QPointF point, int edge) const {
    const double away = m_scene.edges[edge].curve.distanceTo(point);
    // A line that near has a sample that near.
    const double reach = away + sampleEvery;
    const QRectF around = QRectF(point, QSizeF(0, 0)).adjusted(-reach, -reach, reach, reach);
    bool isNearer = false;
    int last = edge;  // the samples of a line come one after the other
    visitSamples(around, [&](const Sample& sample) {
        if (isNearer || sample.edge == edge || sample.edge == last || !around.contains(sample.at))
            return;
        last = sample.edge;
        isNearer = m_scene.edges[last].curve.distanceTo(point) < away;
    });
    return isNearer;
}

QRectF LabelRoom::boxFor(int edge, QSizeF size, double lineWidth) {
    const SceneEdge& line = m_scene.edges[edge];
    const std::vector<QRectF> places = placesOf(line, size, lineWidth);
    const std::vector<QRectF> cards = cardsNear(places);
    // Of a flat line's two places the one above is taken unless it is clearly worse.
    const double clearly = line.flat ? 20 : 0.5;
    QRectF best = places.front();
    double least = std::numeric_limits<double>::max();
    for (const QRectF& place : places) {
        const double now = covered(place, edge, cards);
        if (now < least - clearly) {
            least = now;
            best = place;
        }
    }
    give(best, edge);
    return best;
}

}  // namespace app
