#include "app/graph/call_graph_view.h"

#include <QPainter>
#include <QResizeEvent>
#include <algorithm>
#include <cmath>

#include "app/graph/card_painter.h"
#include "app/graph/dot_painter.h"
#include "app/graph/graph_accessible.h"
#include "app/graph/paint_tools.h"
#include "app/look/theme.h"

namespace app {

namespace {

constexpr int rebuildEvery = 200;  // ms: figures that change faster cannot be read
constexpr int frameEvery = 25;     // ms
constexpr double dimmed = 0.25;
constexpr double wordsFrom = 0.5;  // of zoom; below, small text is only noise
constexpr double zoomLeast = 0.1, zoomMost = 4;
constexpr auto fallbackShownFor = std::chrono::seconds(2);  // simulated

}  // namespace

CallGraphView::CallGraphView(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    // Before the name: naming a widget already makes, and keeps, what a screen reader asks.
    installGraphAccessibility();
    setAccessibleName(QStringLiteral("Call graph"));
    connect(&m_graphviz, &GraphvizRanking::ranked, this, [this](const Ranking& ranking) {
        m_ranking = ranking;
        layOutAgain();
        markStale(true);
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
    m_byHand.clear();
    for (const models::CanvasPosition& position : scenario.layout)
        m_byHand.insert(QString::fromStdString(position.name), {position.x, position.y});
    const bool hadSelection = hasSelection();
    m_selected = -1;
    m_selectedEdge = -1;
    m_hoveredEdge = -1;
    m_unaffected.clear();
    m_fallbacks.assign(m_graph.edges.size(), 0);
    m_fallbackSeenAt.assign(m_graph.edges.size(), sim::Instant::min());
    m_dots = {};
    m_viewChosen = false;
    m_graphviz.cancel();
    rebuildScene();
    if (static_cast<int>(m_scene.nodes.size()) >= graphvizFrom && m_byHand.isEmpty())
        m_graphviz.ask(layoutInput(m_scene, QSizeF(size())));
    if (hadSelection)
        Q_EMIT selectionChanged({});
}

void CallGraphView::rebuildScene() {
    m_scene = sceneOf(m_graph, m_compact);
    m_layout = {};
    layOutAgain();
    tellValues();
    markStale(true);
}

void CallGraphView::layOutAgain() {
    if (m_byHand.isEmpty() || m_layout.nodes.empty())
        m_layout = filledLayout();
    route();
    if (!m_viewChosen)
        fitTo(m_scene.bounds);
}

// A graph that is too large for the canvas is laid out on a larger one of the same proportions, so
// that it fills what it is then shrunk to.
Layout CallGraphView::filledLayout() const {
    LayoutInput input = layoutInput(m_scene, QSizeF(size()));
    Layout layout = layOut(input, m_ranking);
    const double roomX = std::max(1.0, input.canvas.width() - 2 * input.margin);
    const double roomY = std::max(1.0, input.canvas.height() - 2 * input.margin - input.footer);
    const double excess = std::max(layout.bounds.width() / roomX, layout.bounds.height() / roomY);
    if (excess <= 1)
        return layout;
    input.canvas = {roomX * excess + 2 * input.margin,
                    roomY * excess + 2 * input.margin + input.footer};
    input.maxGapX *= excess;
    input.maxGapY *= excess;
    return layOut(input, m_ranking);
}

void CallGraphView::route() {
    arrange(m_scene, m_layout, m_byHand);
    m_groups = groupFrames(m_scene, m_scenario);
    std::vector<double> lengths;
    for (const SceneEdge& edge : m_scene.edges)
        lengths.push_back(edge.curve.length());
    m_dots.setLengths(lengths);
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
    tellValues();
    markStale(false);
    runFrames();
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

void CallGraphView::tellValues() {
    m_cards.clear();
    m_edges.clear();
    for (const SceneNode& node : m_scene.nodes) {
        const bool spared = m_unaffected.contains(node.name);
        m_cards.push_back(node.isJourney()
                              ? journeyValues(m_scenario, node.index, m_snapshot.get(), spared)
                              : serviceValues(m_scenario, node.index, m_snapshot.get(), spared));
    }
    for (int e = 0; e < static_cast<int>(m_scene.edges.size()); ++e) {
        const sim::Instant seen = m_fallbackSeenAt[e];
        const bool fallsBack =
            m_snapshot && seen != sim::Instant::min() && m_snapshot->now - seen <= fallbackShownFor;
        m_edges.push_back(edgeValues(m_scene, e, m_snapshot.get(), m_label, fallsBack));
    }
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
    tellValues();
    markStale(false);
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

void CallGraphView::setPositions(const QMap<QString, QPointF>& positions) {
    m_byHand = positions;
    layOutAgain();
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

// All of the area within the canvas, never larger than life.
void CallGraphView::fitTo(const QRectF& area) {
    const LayoutInput input = layoutInput(m_scene, QSizeF(size()));
    const QRectF room(0, 0, width(), std::max(40.0, height() - input.footer));
    const QRectF inner = room.adjusted(input.margin, input.margin, -input.margin, 0);
    if (area.isEmpty() || inner.width() <= 0) {
        setView(1, {0, 0});
        return;
    }
    const double zoom = std::clamp(
        std::min(inner.width() / area.width(), inner.height() / area.height()), zoomLeast, 1.0);
    const bool asLaidOut = m_byHand.isEmpty() && zoom >= 1 && inner.contains(area);
    setView(zoom, asLaidOut ? QPointF(0, 0) : inner.center() - area.center() * zoom);
}

void CallGraphView::setView(double zoom, QPointF offset) {
    const bool changed = std::abs(zoom - m_zoom) > 1e-6;
    m_zoom = zoom;
    // Whole pixels, so that borders and text stay crisp.
    m_offset = QPointF(std::round(offset.x()), std::round(offset.y()));
    markStale(true);
    if (changed)
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

// A kill dims nothing, and what was killed stays selected: then the question is who was hurt.
bool CallGraphView::isDimming() const {
    return m_selectedEdge >= 0 || (m_selected >= 0 && m_cards[m_selected].health != Health::Down);
}

bool CallGraphView::isEdgeLit(int edge) const {
    const SceneEdge& line = m_scene.edges[edge];
    if (m_selectedEdge >= 0)
        return edge == m_selectedEdge;
    return !isDimming() || line.caller == m_selected || line.callee == m_selected;
}

bool CallGraphView::isLit(int node) const {
    if (!isDimming() || node == m_selected)
        return true;
    for (int e = 0; e < static_cast<int>(m_scene.edges.size()); ++e)
        if (isEdgeLit(e) && (m_scene.edges[e].caller == node || m_scene.edges[e].callee == node))
            return true;
    return false;
}

void CallGraphView::paintStatic() {
    const double ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    if (m_static.size() != pixels)
        m_static = QPixmap(pixels);
    m_static.setDevicePixelRatio(ratio);
    m_static.fill(theme().canvas);
    QPainter painter(&m_static);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.save();
    painter.translate(m_offset);
    painter.scale(m_zoom, m_zoom);
    paintGraph(painter);
    painter.restore();
    const QRectF strip(0, height() - 34, width(), 34);
    QColor ground = theme().canvas;
    ground.setAlphaF(0.85F);
    painter.fillRect(strip, ground);
    paintLegend(painter, {m_compact ? 26.0 : 27.0, height() - 15.0}, width() - 16.0,
                legendSymbols());
    m_stale = false;
    m_builtAt.start();
}

void CallGraphView::paintGraph(QPainter& painter) {
    for (const GroupFrame& group : m_groups)
        paintGroupFrame(painter, group);
    // What is dimmed lies below what is lit.
    for (const bool lit : {false, true}) {
        if (lit && m_selectedEdge >= 0) {
            painter.setOpacity(1);
            paintEdgeRing(painter, m_scene.edges[m_selectedEdge], m_edges[m_selectedEdge]);
        }
        for (int e = 0; e < static_cast<int>(m_scene.edges.size()); ++e)
            if (isEdgeLit(e) == lit) {
                painter.setOpacity(lit ? 1 : dimmed);
                paintEdge(painter, m_scene.edges[e], m_edges[e]);
            }
    }
    for (int n = 0; n < static_cast<int>(m_scene.nodes.size()); ++n) {
        painter.setOpacity(isLit(n) ? 1 : dimmed);
        if (m_zoom < wordsFrom)
            paintChip(painter, m_scene.nodes[n], m_cards[n]);
        else
            paintCard(painter, m_scene.nodes[n], m_cards[n], m_compact);
    }
    for (int e = 0; e < static_cast<int>(m_scene.edges.size()) && m_zoom >= wordsFrom; ++e) {
        painter.setOpacity(isEdgeLit(e) ? 1 : dimmed);
        paintEdgeWords(painter, m_scene.edges[e], m_edges[e], m_scene);
    }
    painter.setOpacity(1);
    if (m_selected >= 0)
        paintSelection(painter, m_scene.nodes[m_selected]);
}

LegendSymbols CallGraphView::legendSymbols() const {
    LegendSymbols symbols;
    for (const EdgeValues& edge : m_edges) {
        symbols.width = symbols.width || edge.traffic;
        symbols.colour = symbols.colour || (edge.traffic && edge.failedShare >= degradedFrom);
        symbols.breaker = symbols.breaker || edge.breaker == sim::BreakerState::Open;
        symbols.breakerHalfOpen =
            symbols.breakerHalfOpen || edge.breaker == sim::BreakerState::HalfOpen;
        symbols.fallback = symbols.fallback || edge.fallsBack;
    }
    for (const CardValues& card : m_cards) {
        symbols.didNotNotice = symbols.didNotNotice || card.badge == Badge::DidNotNotice;
        symbols.fault = symbols.fault || card.badge == Badge::Fault;
    }
    if (m_dotsShown && symbols.width) {
        symbols.requestsPerDot = m_dots.requestsPerDot();
        symbols.replies = true;
        symbols.failures = symbols.colour;
    }
    return symbols;
}

void CallGraphView::paintDots(QPainter& painter) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(m_offset);
    painter.scale(m_zoom, m_zoom);
    for (const Dot& dot : m_dots.dots()) {
        const Curve& curve = m_scene.edges[dot.edge].curve;
        QPointF at = curve.pointAt(dot.at);
        if (dot.kind != DotKind::Request)
            at += curve.sideAt(dot.at) * replyOffset;
        // A line that runs under a card takes its dots along.
        const bool hidden = std::any_of(
            m_scene.nodes.begin(), m_scene.nodes.end(),
            [&](const SceneNode& node) { return node.rect.adjusted(3, 3, -3, -3).contains(at); });
        if (hidden)
            continue;
        painter.setOpacity(isEdgeLit(dot.edge) ? 1 : dimmed);
        paintDot(painter, at, dot.kind);
    }
}

void CallGraphView::paintEvent(QPaintEvent*) {
    const bool due = m_stale && (!m_builtAt.isValid() || m_builtAt.elapsed() >= rebuildEvery);
    if (due || m_static.deviceIndependentSize() != QSizeF(size()) ||
        m_static.devicePixelRatio() != devicePixelRatioF())
        paintStatic();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_static);
    if (m_dotsShown) {
        painter.save();
        paintDots(painter);
        painter.restore();
    }
    if (hasFocus() && m_showsFocus && !hasSelection()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme().you, 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

void CallGraphView::advanceDots(double seconds) {
    m_dots.advance(seconds);
    update();
    runFrames();
}

// Nothing runs while nobody sees it or nothing moves.
void CallGraphView::runFrames() {
    const bool wanted = m_running && m_dotsShown && isVisible() && !m_dots.empty();
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
