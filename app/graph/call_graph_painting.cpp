// How the canvas paints itself: what stands still into a pixmap, the dots above it.
#include <QPaintEvent>
#include <QPainter>
#include <algorithm>

#include "app/graph/banded_layout.h"
#include "app/graph/call_graph_view.h"
#include "app/graph/dot_painter.h"
#include "app/graph/paint_tools.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"

namespace app {

namespace {

constexpr double dimmed = 0.25;

}  // namespace

// A kill dims nothing, and what was killed stays selected: then the question is who was hurt.
bool CallGraphView::isDimming() const {
    return m_selectedEdge >= 0 || (m_selected >= 0 && m_cards[m_selected].health != Health::Down);
}

bool CallGraphView::isEdgeLit(int edge) const {
    const SceneEdge& line = m_scene.edges[edge];
    if (!m_previewed.isEmpty())
        return isPreviewed(line.caller) && isPreviewed(line.callee);
    if (m_selectedEdge >= 0)
        return edge == m_selectedEdge;
    if (!isDimming())
        return true;
    const auto isWithin = [this](int node) {
        const int away = m_callsAway[static_cast<std::size_t>(node)];
        return away >= 0 && (m_callsLit == 0 || away < m_callsLit);
    };
    return isWithin(line.caller) || isWithin(line.callee);
}

// Against the direction of calls, too: who depends on it, and on what it depends. No farther than
// is lit: a pass over all lines for each call.
void CallGraphView::measureCallsAway() {
    m_callsAway.assign(m_scene.nodes.size(), -1);
    if (m_selected < 0)
        return;
    m_callsAway[static_cast<std::size_t>(m_selected)] = 0;
    bool isFarther = true;
    for (int away = 1; isFarther && (m_callsLit == 0 || away <= m_callsLit); ++away) {
        isFarther = false;
        for (const SceneEdge& line : m_scene.edges) {
            int& caller = m_callsAway[static_cast<std::size_t>(line.caller)];
            int& callee = m_callsAway[static_cast<std::size_t>(line.callee)];
            int& other = caller == away - 1 ? callee : caller;
            if (std::max(caller, callee) != away - 1 || other >= 0)
                continue;
            other = away;
            isFarther = true;
        }
    }
}

std::vector<bool> CallGraphView::litNodes() const {
    if (!m_previewed.isEmpty()) {
        std::vector<bool> reached;
        for (int n = 0; n < static_cast<int>(m_scene.nodes.size()); ++n)
            reached.push_back(isPreviewed(n));
        return reached;
    }
    std::vector<bool> lit(m_scene.nodes.size(), !isDimming());
    // The neighbours of the group that alone is shown stand at the rim.
    if (!isDimming()) {
        for (std::size_t n = 0; n < lit.size(); ++n)
            lit[n] = !m_scene.nodes[n].isOutside;
        return lit;
    }
    if (m_selected >= 0)
        lit[m_selected] = true;
    for (int e = 0; e < static_cast<int>(m_scene.edges.size()); ++e)
        if (isEdgeLit(e))
            lit[m_scene.edges[e].caller] = lit[m_scene.edges[e].callee] = true;
    return lit;
}

void CallGraphView::chooseShownEdges() {
    m_choice.shown.assign(m_scene.edges.size(), true);
    m_choice.hidden = 0;
    const bool isLarge = static_cast<int>(m_scene.nodes.size()) >= bandsFrom;
    if (!isLarge && detailAt(m_zoom) == Detail::Cards)
        return;
    const QRectF visible(toScene({0, 0}), QSizeF(size()) / m_zoom);
    EdgeChoice choice =
        chooseEdges(edgeSights(m_scene, visible), m_scene.edges, m_edges, m_selected);
    if (m_selectedEdge >= 0)
        choice.shown[m_selectedEdge] = true;
    m_choice.hidden = choice.hidden;
    if (!m_showsAllEdges)
        m_choice = std::move(choice);
}

// Shown or hidden between two paintings, not in the midst of one.
void CallGraphView::showEdgesChip() {
    if (m_choice.hidden > 0) {
        const QString edges = m_choice.hidden == 1 ? tr("healthy edge") : tr("healthy edges");
        const QString count = countText(m_choice.hidden) + QLatin1Char(' ');
        m_edgesChip->setText(m_showsAllEdges
                                 ? tr("showing %1 \u2013 hide").arg(count + tr("more ") + edges)
                                 : tr("hiding %1 \u2013 show").arg(count + edges));
        m_edgesChip->adjustSize();
        m_edgesChip->move(width() - m_edgesChip->width() - 12,
                          height() - (legendHeight + m_edgesChip->height()) / 2);
    }
    m_edgesChip->setVisible(m_choice.hidden > 0);
    showGroupButtons();
    showMinimap();
}

void CallGraphView::setMinimapWanted(bool wanted) {
    m_minimap->setWanted(wanted);
    showMinimap();
}

// Above the legend, while not all of the graph is in sight.
void CallGraphView::showMinimap() {
    const QRectF inSight(toScene({0, 0}), QSizeF(size()) / m_zoom);
    const QRectF room(0, 0, width(), height() - legendHeight);
    m_minimap->follow(m_scene, m_cards, inSight, m_selected, room);
}

void CallGraphView::paintStatic() {
    const double ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    if (m_static.size() != pixels)
        m_static = QPixmap(pixels);
    m_static.setDevicePixelRatio(ratio);
    m_static.fill(theme().canvas);
    QElapsedTimer cost;
    cost.start();
    refreshValues();
    chooseShownEdges();
    GraphPicture picture{m_scene, m_cards, m_edges};
    picture.detail = detailAt(m_zoom);
    picture.visible = QRectF(toScene({0, 0}), QSizeF(size()) / m_zoom);
    picture.litNodes = litNodes();
    for (int e = 0; e < static_cast<int>(m_scene.edges.size()); ++e)
        picture.litEdges.push_back(isEdgeLit(e));
    picture.shownEdges = m_choice.shown;
    picture.selected = m_selected;
    picture.selectedEdge = m_selectedEdge;
    picture.groups = m_groups;
    QPainter painter(&m_static);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.save();
    painter.translate(m_offset);
    painter.scale(m_zoom, m_zoom);
    paintGraph(painter, picture);
    painter.restore();
    const QRectF strip(0, height() - legendHeight, width(), legendHeight);
    QColor ground = theme().canvas;
    ground.setAlphaF(0.85F);
    painter.fillRect(strip, ground);
    double right = width() - 16.0;
    for (const QPushButton* chip : {m_edgesChip, m_hiddenChip})
        if (chip->isVisible())
            right = std::min(right, chip->x() - 12.0);
    paintLegend(painter, {m_compact ? 26.0 : 27.0, height() - 15.0}, right, legendSymbols());
    m_staticZoom = m_zoom;
    m_staticOffset = m_offset;
    m_stale = false;
    m_buildCost = cost.elapsed();
    m_builtAt.start();
    QMetaObject::invokeMethod(this, &CallGraphView::showEdgesChip, Qt::QueuedConnection);
}

// The pixmap as it would look from where the view is now; the legend stays where it is.
void CallGraphView::paintMoved(QPainter& painter) {
    const double ratio = m_zoom / m_staticZoom;
    painter.fillRect(rect(), theme().canvas);
    painter.save();
    painter.setClipRect(0, 0, width(), height() - legendHeight);
    painter.translate(m_offset - m_staticOffset * ratio);
    painter.scale(ratio, ratio);
    painter.drawPixmap(0, 0, m_static);
    painter.restore();
    painter.setClipRect(0, height() - legendHeight, width(), legendHeight);
    painter.drawPixmap(0, 0, m_static);
    painter.setClipping(false);
}

LegendSymbols CallGraphView::legendSymbols() const {
    LegendSymbols symbols;
    for (const EdgeValues& edge : m_edges) {
        symbols.width = symbols.width || edge.traffic;
        symbols.colour = symbols.colour || (edge.traffic && edge.failedShare >= degradedFrom());
        symbols.breaker = symbols.breaker || edge.breaker == sim::BreakerState::Open;
        symbols.breakerHalfOpen =
            symbols.breakerHalfOpen || edge.breaker == sim::BreakerState::HalfOpen;
        symbols.fallback = symbols.fallback || edge.fallsBack;
    }
    symbols.difference = m_compared != nullptr;
    symbols.messages = m_scene.calls < static_cast<int>(m_scene.edges.size());
    for (const CardValues& card : m_cards) {
        symbols.didNotNotice = symbols.didNotNotice || card.badge == Badge::DidNotNotice;
        symbols.fault = symbols.fault || card.badge == Badge::Fault;
    }
    if (areDotsSeen() && symbols.width) {
        symbols.requestsPerDot = m_dots.requestsPerDot();
        symbols.replies = true;
        symbols.failures = symbols.colour;
        symbols.movingMessages = symbols.messages;
    }
    return symbols;
}

void CallGraphView::paintDots(QPainter& painter) {
    m_stamps.prepare(m_zoom, devicePixelRatioF());
    const QRectF visible(toScene({0, 0}), QSizeF(size()) / m_zoom);
    std::vector<QRectF> cards;
    for (const SceneNode& node : m_scene.nodes)
        if (node.rect.intersects(visible))
            cards.push_back(node.rect.adjusted(3, 3, -3, -3));
    for (const Dot& dot : m_dots.dots()) {
        const Curve& curve = m_scene.edges[dot.edge].curve;
        if (!curve.bounds().intersects(visible))
            continue;
        QPointF at = curve.pointAt(dot.at);
        if (dot.kind == DotKind::Reply || dot.kind == DotKind::FailedReply)
            at += curve.sideAt(dot.at) * replyOffset;
        // A line that runs under a card takes its dots along.
        const bool hidden = std::any_of(cards.begin(), cards.end(),
                                        [&](const QRectF& card) { return card.contains(at); });
        if (hidden || !visible.contains(at))
            continue;
        painter.setOpacity(isEdgeLit(dot.edge) ? 1 : dimmed);
        m_stamps.paint(painter, toWidget(at), dot.kind);
    }
}

void CallGraphView::paintEvent(QPaintEvent*) {
    // Not by its age: only markStale() has all of the widget painted.
    const bool due = m_stale && !m_builtAt.isValid();
    if (due || m_static.deviceIndependentSize() != QSizeF(size()) ||
        m_static.devicePixelRatio() != devicePixelRatioF())
        paintStatic();
    QPainter painter(this);
    if (m_staticZoom == m_zoom && m_staticOffset == m_offset)
        painter.drawPixmap(0, 0, m_static);
    else
        paintMoved(painter);
    if (areDotsSeen()) {
        painter.save();
        paintDots(painter);
        painter.restore();
    }
    if (m_drag == Drag::Frame) {
        QColor fill = theme().you;
        fill.setAlphaF(0.12F);
        painter.setPen(QPen(theme().you, 1));
        painter.setBrush(fill);
        painter.drawRect(m_frame.normalized().adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (hasFocus() && m_showsFocus && !hasSelection()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme().you, 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

// Only the lines that something moves on are painted anew; of many, their rectangles would cost
// more than they spare.
QRegion CallGraphView::regionOfDots() const {
    constexpr double air = 12;  // beyond the line: replies walk beside it
    constexpr std::size_t fewEdges = 60;
    if (m_scene.edges.size() > fewEdges)
        return rect();
    QRegion region;
    int last = -1;
    for (const Dot& dot : m_dots.dots()) {
        if (dot.edge == last)
            continue;  // they come line by line
        last = dot.edge;
        const QRectF area = m_scene.edges[dot.edge].curve.bounds().adjusted(-air, -air, air, air);
        region += QRectF(toWidget(area.topLeft()), area.size() * m_zoom).toAlignedRect();
    }
    return region;
}

// From far away they would be specks.
bool CallGraphView::areDotsSeen() const {
    return m_dotsShown && detailAt(m_zoom) != Detail::Shapes;
}

}  // namespace app
