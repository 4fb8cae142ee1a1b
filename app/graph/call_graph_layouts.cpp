// Where the cards of CallGraphView stand: by the layout that was chosen, or by hand.
#include <algorithm>
#include <cmath>

#include "app/graph/banded_layout.h"
#include "app/graph/call_graph_view.h"
#include "app/graph/force_layout.h"
#include "app/graph/grid_layout.h"
#include "app/graph/lanes_layout.h"

namespace app {
namespace {

// Beyond, Graphviz needs longer than anybody waits.
constexpr int rankedUpTo = 1500;

std::vector<int> sourcesOf(const GraphScene& scene) {
    std::vector<int> journeys;
    for (int n = 0; n < static_cast<int>(scene.nodes.size()); ++n)
        if (scene.nodes[static_cast<std::size_t>(n)].isJourney())
            journeys.push_back(n);
    return journeys;
}

}  // namespace

void CallGraphView::connectGraphviz() {
    connect(&m_graphviz, &Graphviz::ranked, this, [this](const Ranking& ranking) {
        m_ranking = ranking;
        takeNewPlaces();
    });
    connect(&m_graphviz, &Graphviz::placed, this, [this](const std::vector<QPointF>& centres) {
        m_forceCentres = centres;
        takeNewPlaces();
    });
    // Later: it may fail while it is being asked.
    connect(
        &m_graphviz, &Graphviz::failed, this,
        [this] {
            if (m_arrangement.kind != LayoutKind::Force)
                return;
            m_arrangement.kind = LayoutKind::Layered;
            askGraphviz();
            takeNewPlaces();
            Q_EMIT layoutFailed();
        },
        Qt::QueuedConnection);
}

bool CallGraphView::awaitsForces() const {
    return m_arrangement.kind == LayoutKind::Force && m_arrangement.byHand.isEmpty() &&
           m_scene.nodes.size() > 1 && m_forceCentres.empty();
}

// What is selected stays where the eye is, though it now has another place.
void CallGraphView::takeNewPlaces() {
    const QPointF seenAt = hasSelection() ? toWidget(selectedArea().center()) : QPointF(-1, -1);
    layOutAgain();
    if (m_viewChosen && QRectF(rect()).contains(seenAt))
        setView(m_zoom, seenAt - selectedArea().center() * m_zoom);
    markStale(true);
}

void CallGraphView::askGraphviz() {
    m_graphviz.cancel();
    const auto nodes = static_cast<int>(m_scene.nodes.size());
    const bool isByHand = !m_arrangement.byHand.isEmpty() && m_folding.within.isEmpty();
    if (isByHand)
        return;
    const LayoutInput input = layoutInput(m_scene, QSizeF(size()));
    if (m_arrangement.kind == LayoutKind::Force && nodes > 1)
        m_graphviz.askForces(input);
    else if (m_arrangement.kind == LayoutKind::Layered && nodes >= graphvizFrom &&
             nodes <= rankedUpTo) {
        m_graphviz.askRanking(input);
    }
}

void CallGraphView::setPositions(const QMap<QString, QPointF>& positions) {
    m_arrangement.byHand = positions;
    layOutAgain();
    markStale(true);
}

void CallGraphView::setArrangement(const Arrangement& arrangement) {
    // A card that was only moved leaves the view alone.
    if (arrangement.kind != m_arrangement.kind || arrangement.byHand.isEmpty())
        m_viewChosen = false;
    m_arrangement = arrangement;
    m_ranking.reset();
    m_forceCentres.clear();
    m_layout = {};
    layOutAgain();
    askGraphviz();
    markStale(true);
}

void CallGraphView::layOutBy(LayoutKind kind, GridMeasure measure) {
    Arrangement wanted{kind, measure};
    if (kind == LayoutKind::Grid)
        wanted.order = gridOrder(m_graph, m_snapshot.get(), measure);
    setArrangement(wanted);
    Q_EMIT positionsChanged();
}

Layout CallGraphView::filledLayout(const GraphScene& scene, QSizeF canvas) const {
    switch (m_arrangement.kind) {
        case LayoutKind::Grid:
            return layOutInGrid(layoutInput(scene, canvas),
                                placesInGrid(scene, m_scenario, m_arrangement.order));
        case LayoutKind::Lanes:
            return lanesLayout(scene, canvas);
        case LayoutKind::Force:
            if (m_forceCentres.size() == scene.nodes.size())
                return layOutByForces(layoutInput(scene, canvas), m_forceCentres);
            break;
        case LayoutKind::Layered:
            break;
    }
    return layeredLayout(scene, canvas);
}

// A graph that is too large for the canvas is laid out on a larger one of the same proportions, so
// that it fills what it is then shrunk to.
Layout CallGraphView::layeredLayout(const GraphScene& scene, QSizeF canvas) const {
    LayoutInput input = layoutInput(scene, canvas);
    if (static_cast<int>(scene.nodes.size()) >= bandsFrom)
        return layOutInBands(input, m_ranking);
    Layout layout = layOut(input, m_ranking);
    const QSizeF room = input.room();
    const double excess =
        std::max(layout.bounds.width() / room.width(), layout.bounds.height() / room.height());
    if (excess <= 1)
        return layout;
    input.canvas = {room.width() * excess + 2 * input.margin,
                    room.height() * excess + 2 * input.margin + input.footer};
    input.maxGapX *= excess;
    input.maxGapY *= excess;
    return layOut(input, m_ranking);
}

Layout CallGraphView::lanesLayout(const GraphScene& scene, QSizeF canvas) const {
    const LayoutInput input = layoutInput(scene, canvas);
    const std::vector<int> lanes = lanesByGroup(scene, m_scenario);
    if (!lanes.empty())
        return layOutInLanes(input, lanes);
    return layOutByDistance(input, distancesFrom(sourcesOf(scene), input));
}

// A frame around each group that stands together, or around each lane.
std::vector<GroupFrame> CallGraphView::framesOf(const GraphScene& scene) const {
    if (!m_folding.within.isEmpty())  // it is the whole picture
        return {};
    if (m_arrangement.kind != LayoutKind::Lanes || !m_arrangement.byHand.isEmpty())
        return groupFrames(scene, m_scenario);
    if (const std::vector<int> lanes = lanesByGroup(scene, m_scenario); !lanes.empty())
        return laneFrames(scene, m_scenario, lanes);
    return distanceFrames(scene, distancesFrom(sourcesOf(scene), layoutInput(scene, {})));
}

}  // namespace app
