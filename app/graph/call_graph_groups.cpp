// Groups of services on the canvas: collapsed into one card, expanded, or one of them alone.
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "app/graph/banded_layout.h"
#include "app/graph/call_graph_view.h"
#include "app/graph/group_painter.h"
#include "app/look/number_text.h"
#include "app/look/utf8_text.h"

namespace app {
namespace {

constexpr double expandedGap = 20;  // between the cards of a group that was moved as one
constexpr int buttonInset = 12;

// The corners of so many cards, in rows, whose mean is `middle`.
std::vector<QPointF> cornersAround(QPointF middle, std::size_t count, QSizeF card) {
    const auto columns = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
    std::vector<QPointF> corners;
    QPointF sum;
    for (std::size_t i = 0; i < count; ++i) {
        corners.emplace_back(static_cast<double>(i % columns) * (card.width() + expandedGap),
                             static_cast<double>(i / columns) * (card.height() + expandedGap));
        sum += corners.back();
    }
    const QPointF shift = middle - sum / static_cast<double>(std::max<std::size_t>(1, count));
    for (QPointF& corner : corners)
        corner += QPointF(std::round(shift.x()), std::round(shift.y()));
    return corners;
}

}  // namespace

void CallGraphView::makeGroupButtons() {
    m_hiddenChip = new QPushButton(this);
    m_hiddenChip->setObjectName("hiddenChip");
    m_path = new QPushButton(this);
    m_path->setObjectName("groupPath");
    m_path->setToolTip(tr("Back to all of the call graph"));
    for (QPushButton* button : {m_hiddenChip, m_path}) {
        button->setCursor(Qt::ArrowCursor);
        button->hide();
    }
    connect(m_path, &QPushButton::clicked, this, [this] { showWithin({}); });
    connect(m_hiddenChip, &QPushButton::clicked, this,
            [this] { m_folding.within.isEmpty() ? refold({}) : showWithin({}); });
}

// A graph so large that no card could be read opens as an overview of its groups.
void CallGraphView::foldAsOpened() {
    m_foldable = foldableGroups(m_scenario);
    m_folding = {};
    if (static_cast<int>(m_graph.nodes.size()) >= bandsFrom)
        m_folding.collapsed = QSet<QString>(m_foldable.begin(), m_foldable.end());
}

void CallGraphView::setCollapsed(const QSet<QString>& groups) {
    Folding wanted = m_folding;
    wanted.collapsed.clear();
    for (const QString& group : m_foldable)
        if (groups.contains(group))
            wanted.collapsed.insert(group);
    refold(wanted);
}

void CallGraphView::showWithin(const QString& group) {
    Folding wanted = m_folding;
    wanted.within = m_foldable.contains(group) ? group : QString();
    refold(wanted);
}

void CallGraphView::toggleGroup(const QString& group) {
    if (!m_foldable.contains(group))
        return;
    Folding wanted = m_folding;
    if (wanted.within == group)
        wanted.within.clear();
    if (!wanted.collapsed.remove(group))
        wanted.collapsed.insert(group);
    refold(wanted);
}

void CallGraphView::toggleAllGroups() {
    Folding wanted;
    if (m_folding.collapsed.isEmpty())
        wanted.collapsed = QSet<QString>(m_foldable.begin(), m_foldable.end());
    refold(wanted);
}

QString CallGraphView::selectedGroup() const {
    if (m_selected < 0)
        return {};
    const SceneNode& node = m_scene.nodes[static_cast<std::size_t>(m_selected)];
    if (node.isGroup())
        return groupOfCard(node.name);
    const QString group =
        node.isService() ? text(m_scenario.services[node.index].group) : QString();
    return m_foldable.contains(group) ? group : QString();
}

bool CallGraphView::isOwnSelection() const {
    return (m_selected >= 0 && m_scene.nodes[static_cast<std::size_t>(m_selected)].isGroup()) ||
           (m_selectedEdge >= 0 && selectedEdge() < 0);
}

// What was selected stays so, as what it has become. Cards that the layout places find new places,
// so that all of them shall be seen.
void CallGraphView::refold(const Folding& wanted) {
    if (wanted == m_folding)
        return;
    const QString node = selected();
    const int edge = selectedEdge();
    const bool isMovedInto = wanted.within != m_folding.within;
    m_folding = wanted;
    m_selected = m_selectedEdge = m_hoveredEdge = -1;
    m_dots.freeze(-1);
    m_dots.clear();
    m_ranking.reset();
    m_forceCentres.clear();
    if (m_arrangement.byHand.isEmpty() || isMovedInto)
        m_viewChosen = false;
    rebuildScene();
    askGraphviz();
    // Who goes into a group wants to see all of it, none of it dimmed.
    if (isMovedInto && !groupOfCard(node).isEmpty() && !wanted.within.isEmpty())
        Q_EMIT selectionChanged({});
    else
        selectAgain(node, edge);
    showGroupButtons();
    Q_EMIT foldingChanged();
}

void CallGraphView::selectAgain(const QString& node, int edge) {
    if (node.isEmpty() && edge < 0)
        return;
    const int card = cardOf(node);
    const int line = edge < 0 ? -1 : m_scene.lineOf[static_cast<std::size_t>(edge)];
    if (card >= 0 && m_scene.nodes[static_cast<std::size_t>(card)].name == node) {
        m_selected = card;
        measureCallsAway();
        markStale(true);
    } else if (card >= 0) {
        selectIndex(card);
    } else if (line >= 0) {
        selectLine(line);
    } else {
        Q_EMIT selectionChanged({});
    }
}

// Where what was called so is now: as itself, in the card of its group, or, of a group that was
// expanded, as its first service. -1: nowhere.
int CallGraphView::cardOf(const QString& node) const {
    if (node.isEmpty())
        return -1;
    if (const int found = m_scene.find(node); found >= 0)
        return found;
    const QString expanded = groupOfCard(node);
    for (int n = 0; n < static_cast<int>(m_scene.nodes.size()); ++n) {
        const SceneNode& card = m_scene.nodes[static_cast<std::size_t>(n)];
        if (card.isService() && !expanded.isEmpty() &&
            text(m_scenario.services[static_cast<std::size_t>(card.index)].group) == expanded)
            return n;
        for (const int member : card.members)
            if (text(m_scenario.services[static_cast<std::size_t>(member)].name) == node)
                return n;
    }
    return -1;
}

// So that each of them has a card of its own.
void CallGraphView::bringOut(const std::vector<int>& nodes) {
    Folding wanted = m_folding;
    for (const int node : nodes) {
        const models::CallGraphNode& hidden = m_graph.nodes[static_cast<std::size_t>(node)];
        if (hidden.kind == models::NodeKind::Service)
            wanted.collapsed.remove(
                text(m_scenario.services[static_cast<std::size_t>(hidden.index)].group));
    }
    if (wanted == m_folding)
        wanted.within.clear();
    m_selected = m_selectedEdge = -1;  // something else is about to be selected
    refold(wanted);
    // It may be in none of the groups that are in sight now.
    const bool areAllSeen = std::ranges::all_of(nodes, [this](int node) {
        return m_scene.find(text(m_graph.nodes[static_cast<std::size_t>(node)].name)) >= 0;
    });
    if (!areAllSeen)
        showWithin({});
}

QMap<QString, QPointF> CallGraphView::placesByHand(const GraphScene& scene) const {
    if (!m_folding.within.isEmpty())
        return {};
    QMap<QString, QPointF> places = m_arrangement.byHand;
    if (places.isEmpty())
        return places;
    for (const SceneNode& card : scene.nodes) {
        QPointF sum;
        int placed = 0;
        for (const int member : card.members) {
            const auto found =
                places.constFind(text(m_scenario.services[static_cast<std::size_t>(member)].name));
            if (found == places.cend())
                continue;
            sum += *found;
            ++placed;
        }
        if (placed > 0)
            places.insert(card.name, {std::round(sum.x() / placed), std::round(sum.y() / placed)});
    }
    return places;
}

// Where they stand now; those of a collapsed group around its card.
void CallGraphView::pinAll() {
    for (const SceneNode& node : m_scene.nodes) {
        if (!node.isGroup())
            m_arrangement.byHand.insert(node.name, node.rect.topLeft());
        const std::vector<QPointF> corners =
            cornersAround(node.rect.topLeft(), node.members.size(), sizeOf(Shape::Card, m_compact));
        for (std::size_t i = 0; i < node.members.size(); ++i)
            m_arrangement.byHand.insert(
                text(m_scenario.services[static_cast<std::size_t>(node.members[i])].name),
                corners[i]);
    }
}

// The group whose sign to collapse or expand is there.
QString CallGraphView::signUnder(QPointF widgetPoint) const {
    if (detailAt(m_zoom) == Detail::Shapes)
        return {};
    const QPointF at = toScene(widgetPoint);
    if (const int node = nodeAt(m_scene, at); node >= 0) {
        const SceneNode& card = m_scene.nodes[static_cast<std::size_t>(node)];
        const bool isSign = card.isGroup() && detailAt(m_zoom) == Detail::Cards &&
                            foldSignRect(card).adjusted(-4, -4, 4, 4).contains(at);
        return isSign ? groupOfCard(card.name) : QString();
    }
    for (const GroupFrame& frame : m_groups)
        if (frame.isGroup && foldSignRect(frame).adjusted(-4, -4, 4, 4).contains(at))
            return frame.name;
    return {};
}

// The group whose card, or the title of whose frame, is there.
QString CallGraphView::titleUnder(QPointF widgetPoint) const {
    const QPointF at = toScene(widgetPoint);
    if (const int node = nodeAt(m_scene, at); node >= 0)
        return groupOfCard(m_scene.nodes[static_cast<std::size_t>(node)].name);
    for (const GroupFrame& frame : m_groups)
        if (frame.isGroup && titleRect(frame).contains(at))
            return frame.name;
    return {};
}

bool CallGraphView::isPreviewed(int node) const {
    const SceneNode& card = m_scene.nodes[static_cast<std::size_t>(node)];
    return m_previewed.contains(card.name) || std::ranges::any_of(card.members, [this](int member) {
               return m_previewed.contains(
                   text(m_scenario.services[static_cast<std::size_t>(member)].name));
           });
}

// Whatever is hidden is counted.
void CallGraphView::showGroupButtons() {
    const bool isWithin = !m_folding.within.isEmpty();
    const auto placeOfChip = [this] {
        return m_hiddenChip->isVisible() ? m_hiddenChip->geometry() : QRect();
    };
    const QRect before = placeOfChip();
    if (isWithin)
        m_path->setText(tr("All \u203a %1").arg(m_folding.within));
    m_path->adjustSize();
    m_path->move(buttonInset, buttonInset);
    m_path->setVisible(isWithin);
    if (m_scene.hidden > 0) {
        const auto groups = std::ranges::count_if(
            m_scene.nodes, [](const SceneNode& node) { return node.isGroup(); });
        QString said = m_scene.hidden == 1
                           ? tr("hidden: 1 service")
                           : tr("hidden: %1 services").arg(countText(m_scene.hidden));
        if (!isWithin)
            said += groups == 1 ? tr(" in 1 group") : tr(" in %1 groups").arg(countText(groups));
        m_hiddenChip->setText(said + tr(" \u2013 show"));
        m_hiddenChip->adjustSize();
        const bool isBeside = m_choice.hidden > 0;
        const int right = isBeside ? m_edgesChip->x() - 8 : width() - buttonInset;
        m_hiddenChip->move(right - m_hiddenChip->width(),
                           height() - (legendHeight + m_hiddenChip->height()) / 2);
    }
    m_hiddenChip->setVisible(m_scene.hidden > 0);
    if (placeOfChip() != before)
        markStale(true);  // the legend ends beside it
}

}  // namespace app
