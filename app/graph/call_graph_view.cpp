#include "app/graph/call_graph_view.h"

#include <QResizeEvent>
#include <algorithm>
#include <cmath>

#include "app/graph/graph_accessible.h"
#include "app/graph/group_values.h"
#include "app/graph/topic_values.h"

namespace app {

namespace {

constexpr int frameEvery = 25;  // ms
constexpr qint64 fluent = 12;   // ms: what takes longer to paint is painted late while it moves
constexpr auto fallbackShownFor = std::chrono::seconds(2);  // simulated

}  // namespace

CallGraphView::CallGraphView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    // Before the name: naming a widget already makes, and keeps, what a screen reader asks.
    installGraphAccessibility();
    setAccessibleName(QStringLiteral("Call graph"));
    connectGraphviz();
    m_edgesChip = new QPushButton(this);
    m_edgesChip->setObjectName("edgesChip");
    m_edgesChip->setCursor(Qt::ArrowCursor);
    m_edgesChip->hide();
    connect(m_edgesChip, &QPushButton::clicked, this, [this] {
        m_showsAllEdges = !m_showsAllEdges;
        markStale(true);
    });
    makeGroupButtons();
    m_minimap = new Minimap(this);
    connect(m_minimap, &Minimap::centreWanted, this, [this](QPointF scenePoint) {
        m_viewChosen = true;
        setView(m_zoom, QRectF(rect()).center() - scenePoint * m_zoom);
    });
    m_rebuild.setSingleShot(true);
    connect(&m_rebuild, &QTimer::timeout, this, [this] { markStale(true); });
    m_frames.setInterval(frameEvery);
    m_frames.setTimerType(Qt::PreciseTimer);
    connect(&m_frames, &QTimer::timeout, this, [this] {
        const double seconds = static_cast<double>(m_frameClock.restart()) / 1000;
        advanceDots(std::min(seconds, 0.1));
    });
}

CallGraphView::~CallGraphView() = default;

void CallGraphView::setScenario(const models::Scenario& scenario) {
    m_scenario = scenario;
    m_graph = models::callGraph(scenario);
    m_snapshot.reset();
    m_ranking.reset();
    m_arrangement = {};
    m_forceCentres.clear();
    for (const models::CanvasPosition& position : scenario.layout)
        m_arrangement.byHand.insert(QString::fromStdString(position.name),
                                    {position.x, position.y});
    const bool hadSelection = hasSelection();
    m_selected = -1;
    m_selectedEdge = -1;
    m_hoveredEdge = -1;
    m_unaffected.clear();
    m_fallbacks.assign(m_graph.edges.size(), 0);
    m_fallbackSeenAt.assign(m_graph.edges.size(), sim::Instant::min());
    m_dots = {};
    m_viewChosen = false;
    m_showsAllEdges = false;
    foldAsOpened();
    rebuildScene();
    askGraphviz();
    if (hadSelection)
        Q_EMIT selectionChanged({});
}

void CallGraphView::rebuildScene() {
    m_scene = folded(sceneOf(m_graph, m_compact), m_scenario, m_folding);
    m_layout = {};
    measureCallsAway();
    layOutAgain();
    tellValues();
    markStale(true);
}

void CallGraphView::layOutAgain() {
    if (m_arrangement.byHand.isEmpty() || !m_folding.within.isEmpty() || m_layout.nodes.empty())
        m_layout = filledLayout(m_scene, QSizeF(size()));
    route();
    if (m_viewChosen)
        return;
    QRectF all = m_scene.bounds;
    for (const GroupFrame& frame : m_groups)
        all |= frame.rect;
    fitTo(all);
}

void CallGraphView::route() {
    arrange(m_scene, m_layout, placesByHand(m_scene));
    m_groups = framesOf(m_scene);
    std::vector<double> lengths;
    for (const SceneEdge& edge : m_scene.edges)
        lengths.push_back(edge.curve.length());
    m_dots.setLengths(lengths, m_scene.lineOf);
}

void CallGraphView::setSnapshot(std::shared_ptr<const sim::Snapshot> snapshot) {
    if (snapshot && snapshot == m_snapshot)
        return;  // asked for again before there was a newer one
    // A step that is being carried out is as fast as the machine, which is no pace.
    const bool paced = m_running && m_offerClock.isValid();
    const double waited = paced ? static_cast<double>(m_offerClock.elapsed()) / 1000 : 0;
    m_offerClock.start();
    setSnapshot(std::move(snapshot), waited);
}

void CallGraphView::setSnapshot(std::shared_ptr<const sim::Snapshot> snapshot,
                                double secondsSinceLast) {
    m_snapshot = std::move(snapshot);
    if (m_snapshot) {
        watchFallbacks();
        m_dots.offer(*m_snapshot, secondsSinceLast);
    } else {
        m_dots.clear();
    }
    m_valuesStale = true;
    // What a click did is seen at once, before the other panes say more; figures when their turn
    // comes.
    const bool hasNews = hasNewFaults();
    markStale(hasNews);
    runFrames();
    if (hasNews)
        repaint();
}

// Whether a fault has begun or ended since this was last asked.
bool CallGraphView::hasNewFaults() {
    std::vector<sim::FaultId> active;
    if (m_snapshot)
        for (const sim::ActiveFault& fault : m_snapshot->faults)
            active.push_back(fault.id);
    const bool isNew = active != m_activeFaults;
    m_activeFaults = std::move(active);
    return isNew;
}

// A fallback is shown while its count grows, and a little longer so that the sign does not flicker.
void CallGraphView::watchFallbacks() {
    for (std::size_t e = 0; e < m_snapshot->edges.size() && e < m_fallbacks.size(); ++e) {
        const std::int64_t now = m_snapshot->edges[e].fallbacks;
        if (now > m_fallbacks[e])
            m_fallbackSeenAt[e] = m_snapshot->now;
        else if (now < m_fallbacks[e] || m_fallbackSeenAt[e] > m_snapshot->now)
            m_fallbackSeenAt[e] = sim::Instant::min();
        m_fallbacks[e] = now;
    }
}

// Words are made when they are looked at: a snapshot comes more often than anybody can read.
void CallGraphView::refreshValues() {
    if (m_valuesStale)
        tellValues();
}

void CallGraphView::tellValues() {
    m_valuesStale = false;
    m_cards.clear();
    m_edges.clear();
    for (const SceneNode& node : m_scene.nodes) {
        const bool spared = m_unaffected.contains(node.name);
        if (node.isGroup())
            m_cards.push_back(groupCardValues(m_scenario, node, m_snapshot.get(), m_unaffected));
        else if (node.isTopic())
            m_cards.push_back(topicValues(m_scenario, node.index, m_snapshot.get()));
        else
            m_cards.push_back(
                node.isJourney() ? journeyValues(m_scenario, node.index, m_snapshot.get(), spared)
                                 : serviceValues(m_scenario, node.index, m_snapshot.get(), spared));
    }
    for (int e = 0; e < static_cast<int>(m_scene.edges.size()); ++e) {
        if (!m_scene.isCalls(e)) {
            m_edges.push_back(messageValues(m_scene, e, m_snapshot.get(), m_label));
            continue;
        }
        const bool fallsBack = std::ranges::any_of(m_scene.edges[e].parts, [this](int part) {
            const sim::Instant seen = m_fallbackSeenAt[static_cast<std::size_t>(part)];
            return m_snapshot && seen != sim::Instant::min() &&
                   m_snapshot->now - seen <= fallbackShownFor;
        });
        m_edges.push_back(edgeValues(m_scene, e, m_snapshot.get(), m_label, fallsBack));
    }
    if (m_compared)
        compareValues();
}

// Of topics and messages nothing is compared.
void CallGraphView::compareValues() {
    const auto compare = [](auto& one, const std::vector<ComparedValue>& values,
                            const std::vector<int>& places) {
        if (places.front() >= static_cast<int>(values.size()))
            return;
        one.compared = places.size() == 1 ? values[static_cast<std::size_t>(places.front())]
                                          : comparedTogether(values, places);
        if (!one.compared->spoken.isEmpty())
            one.sentence += QStringLiteral("; ") + one.compared->spoken;
    };
    const auto journeys = static_cast<int>(m_scenario.journeys.size());
    for (std::size_t n = 0; n < m_cards.size(); ++n) {
        std::vector<int> places{m_scene.nodes[n].node};
        if (m_scene.nodes[n].isGroup()) {
            places = m_scene.nodes[n].members;
            for (int& place : places)
                place += journeys;
        }
        compare(m_cards[n], m_compared->nodes, places);
    }
    for (int e = 0; e < m_scene.calls; ++e)
        compare(m_edges[e], m_compared->edges, m_scene.edges[e].parts);
    for (EdgeValues& edge : m_edges) {
        if (!edge.compared)
            continue;
        edge.traffic = edge.traffic || edge.compared->direction != Direction::Same;
        edge.label = edge.compared->text;
    }
}

void CallGraphView::setCompared(std::shared_ptr<const ComparedGraph> compared) {
    if (compared == m_compared)
        return;
    m_compared = std::move(compared);
    m_valuesStale = true;
    markStale(false);
}

void CallGraphView::setRunning(bool running) {
    m_running = running;
    m_offerClock.invalidate();
    runFrames();
}

void CallGraphView::themeChanged() {
    markStale(true);
}

void CallGraphView::setCompact(bool compact) {
    if (m_compact == compact)
        return;
    m_compact = compact;
    rebuildScene();
}

void CallGraphView::setUnaffected(const QSet<QString>& nodeNames) {
    if (m_unaffected == nodeNames)
        return;
    m_unaffected = nodeNames;
    m_valuesStale = true;
    markStale(false);
}

void CallGraphView::setPreviewed(const QSet<QString>& nodeNames) {
    if (m_previewed == nodeNames)
        return;
    m_previewed = nodeNames;
    markStale(true);
}

void CallGraphView::setEdgeLabel(EdgeLabel label) {
    m_label = label;
    tellValues();
    markStale(true);
}

void CallGraphView::setDotsShown(bool shown) {
    m_dotsShown = shown;
    markStale(true);
    runFrames();
}

void CallGraphView::setCallsLit(int calls) {
    m_callsLit = calls;
    measureCallsAway();
    markStale(true);
}

void CallGraphView::fitAll() {
    m_viewChosen = false;
    layOutAgain();
    markStale(true);
}

void CallGraphView::fitSelection() {
    if (!hasSelection()) {
        fitAll();
        return;
    }
    m_viewChosen = true;
    fitTo(neighbourhood());
}

void CallGraphView::reveal() {
    if (!hasSelection())
        return;
    const QRectF area = selectedArea();
    const QRectF seen(toWidget(area.topLeft()), toWidget(area.bottomRight()));
    if (detailAt(m_zoom) == Detail::Cards && QRectF(rect()).contains(seen))
        return;
    fitSelection();
    if (detailAt(m_zoom) != Detail::Cards)  // among very many neighbours
        setView(1, QRectF(rect()).center() - area.center());
}

// All of the area within the canvas, never larger than life.
void CallGraphView::fitTo(const QRectF& area) {
    const LayoutInput input = layoutInput(m_scene, QSizeF(size()));
    const QRectF room(0, 0, width(), std::max(40.0, height() - input.footer));
    // The way up stands above what is shown alone.
    const double above = m_folding.within.isEmpty() ? 0 : m_path->height();
    const QRectF inner = room.adjusted(input.margin, input.margin + above, -input.margin, 0);
    if (area.isEmpty() || inner.width() <= 0) {
        setView(1, {0, 0});
        return;
    }
    const double zoom = std::clamp(
        std::min(inner.width() / area.width(), inner.height() / area.height()), zoomLeast, 1.0);
    const bool asLaidOut =
        m_arrangement.byHand.isEmpty() && above == 0 && zoom >= 1 && inner.contains(area);
    setView(zoom, asLaidOut ? QPointF(0, 0) : inner.center() - area.center() * zoom);
}

void CallGraphView::setView(double zoom, QPointF offset) {
    const bool changed = std::abs(zoom - m_zoom) > 1e-6;
    m_zoom = zoom;
    // Whole pixels, so that borders and text stay crisp.
    m_offset = QPointF(std::round(offset.x()), std::round(offset.y()));
    // What is quick to paint follows at once, else the pixmap moves and is painted anew now and
    // then.
    markStale(m_buildCost <= fluent);
    update();
    showMinimap();
    if (!changed)
        return;
    runFrames();
    Q_EMIT zoomChanged(m_zoom);
}

void CallGraphView::zoomAt(double zoom, QPointF widgetPoint) {
    zoom = std::clamp(zoom, zoomLeast, zoomMost);
    const QPointF fixed = toScene(widgetPoint);
    m_viewChosen = true;
    setView(zoom, widgetPoint - fixed * zoom);
}

void CallGraphView::setZoom(double zoom) {
    zoomAt(zoom, QPointF(width() / 2.0, height() / 2.0));
}

void CallGraphView::zoomBy(double factor) {
    setZoom(m_zoom * factor);
}

int CallGraphView::zoomPercent() const {
    return static_cast<int>(std::lround(m_zoom * 100));
}

void CallGraphView::markStale(bool atOnce) {
    m_stale = true;
    const qint64 age = m_builtAt.isValid() ? m_builtAt.elapsed() : rebuildEvery;
    if (atOnce || age >= rebuildEvery) {
        m_rebuild.stop();
        m_builtAt.invalidate();  // the next paint builds, whatever the age
        update();
    } else if (!m_rebuild.isActive()) {
        m_rebuild.start(static_cast<int>(rebuildEvery - age));
    }
}

void CallGraphView::advanceDots(double seconds) {
    m_dots.advance(seconds);
    const QRegion now = regionOfDots();
    update(m_dotsRegion | now);
    m_dotsRegion = now;
    runFrames();
}

// Nothing runs while nobody sees it or nothing moves.
void CallGraphView::runFrames() {
    const bool wanted = m_running && areDotsSeen() && isVisible() && !m_dots.empty();
    if (wanted == m_frames.isActive())
        return;
    if (wanted) {
        m_frameClock.start();
        m_frames.start();
    } else {
        m_frames.stop();
    }
}

void CallGraphView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layOutAgain();
    markStale(true);
}

void CallGraphView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    runFrames();
}

void CallGraphView::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    runFrames();
}

}  // namespace app
