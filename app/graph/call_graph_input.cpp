// What mouse and keyboard do to the canvas.
#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/graph/call_graph_view.h"
#include "app/graph/graph_accessible.h"
#include "app/look/utf8_text.h"

namespace app {

QString CallGraphView::selected() const {
    return m_selected < 0 ? QString() : m_scene.nodes[m_selected].name;
}

void CallGraphView::select(const QString& node) {
    if (!node.isEmpty() && m_scene.find(node) < 0)
        if (const auto hidden = m_graph.node(node.toStdString()))
            bringOut({*hidden});
    selectIndex(node.isEmpty() ? -1 : m_scene.find(node));
}

void CallGraphView::selectIndex(int node) {
    if (node == m_selected && m_selectedEdge < 0)
        return;
    m_selected = node;
    m_selectedEdge = -1;
    measureCallsAway();
    refreshValues();
    setAccessibleDescription(node < 0 ? QString() : m_cards[node].sentence);
    markStale(true);
    if (node >= 0)
        announceGraphChild(*this, node);
    Q_EMIT selectionChanged(selected());
}

QRectF CallGraphView::neighbourhood() const {
    QRectF area;
    const std::vector<bool> lit = litNodes();
    for (int n = 0; n < static_cast<int>(m_scene.nodes.size()); ++n)
        if (lit[n])
            area |= m_scene.nodes[n].rect;
    return area.adjusted(-8, -8, 8, 8);
}

// The card, or the two cards of the line.
QRectF CallGraphView::selectedArea() const {
    const auto rectOf = [this](int node) {
        return m_scene.nodes[static_cast<std::size_t>(node)].rect;
    };
    if (m_selected >= 0)
        return rectOf(m_selected);
    const SceneEdge& edge = m_scene.edges[static_cast<std::size_t>(m_selectedEdge)];
    return rectOf(edge.caller) | rectOf(edge.callee);
}

void CallGraphView::mousePressEvent(QMouseEvent* event) {
    m_wasSignClicked = false;
    m_pressedAt = event->position();
    m_grip = m_offset;
    if (event->button() == Qt::MiddleButton) {
        m_drag = Drag::Pan;
        setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    if (event->modifiers() & Qt::ControlModifier) {
        m_drag = Drag::Frame;
        m_frame = QRectF(m_pressedAt, m_pressedAt);
        setCursor(Qt::CrossCursor);
        return;
    }
    m_draggedNode = nodeAt(m_scene, toScene(event->position()));
    if (m_draggedNode >= 0)
        m_grip = toScene(event->position()) - m_scene.nodes[m_draggedNode].rect.topLeft();
    m_drag = Drag::Pressed;
}

void CallGraphView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (m_drag == Drag::Pressed &&
        (at - m_pressedAt).manhattanLength() >= QApplication::startDragDistance()) {
        // Where one group alone is shown, that is a look and no arrangement.
        const bool isMovable = m_draggedNode >= 0 && m_folding.within.isEmpty();
        m_drag = isMovable ? Drag::Card : Drag::Pan;
        if (!isMovable)
            m_grip = m_offset;
        setCursor(Qt::ClosedHandCursor);
    }
    if (m_drag == Drag::Card) {
        moveCard(at);
    } else if (m_drag == Drag::Pan) {
        m_viewChosen = true;
        setView(m_zoom, m_grip + at - m_pressedAt);
    } else if (m_drag == Drag::Frame) {
        m_frame.setBottomRight(at);
        update();
    } else if (m_drag == Drag::None) {
        hover(at);
    }
}

// The first card that is moved pins all the others: a resize shall not tear them apart.
void CallGraphView::moveCard(QPointF widgetPoint) {
    if (m_arrangement.byHand.isEmpty())
        pinAll();
    const QPointF at = toScene(widgetPoint) - m_grip;
    const QPointF corner(std::round(at.x()), std::round(at.y()));
    const SceneNode& moved = m_scene.nodes[m_draggedNode];
    if (!moved.isGroup())
        m_arrangement.byHand.insert(moved.name, corner);
    // A group takes its services along.
    for (const int member : moved.members)
        m_arrangement.byHand[text(m_scenario.services[static_cast<std::size_t>(member)].name)] +=
            corner - moved.rect.topLeft();
    m_viewChosen = true;
    route();
    markStale(true);
}

void CallGraphView::mouseReleaseEvent(QMouseEvent* event) {
    const Drag was = m_drag;
    m_drag = Drag::None;
    unsetCursor();
    if (was == Drag::Card)
        Q_EMIT positionsChanged();
    if (was == Drag::Frame)
        zoomToFrame();
    if (was == Drag::Pressed && event->button() == Qt::LeftButton) {
        const QString sign = signUnder(m_pressedAt);
        const int edge = edgeUnder(event->position());
        if (!sign.isEmpty()) {
            m_wasSignClicked = true;
            toggleGroup(sign);
        } else if (edge >= 0)
            selectLine(edge);
        else
            selectIndex(m_draggedNode);
    }
    m_draggedNode = -1;
}

// What lies in the frame fills the canvas; a click draws none.
void CallGraphView::zoomToFrame() {
    const QRectF framed = m_frame.normalized();
    update();
    if (std::min(framed.width(), framed.height()) < QApplication::startDragDistance())
        return;
    const double zoom = m_zoom * std::min(width() / framed.width(), height() / framed.height());
    const QPointF middle = toScene(framed.center());
    const double wanted = std::clamp(zoom, zoomLeast, zoomMost);
    m_viewChosen = true;
    setView(wanted, QRectF(rect()).center() - middle * wanted);
}

void CallGraphView::mouseDoubleClickEvent(QMouseEvent* event) {
    const int node = nodeAt(m_scene, toScene(event->position()));
    if (event->button() != Qt::LeftButton || m_wasSignClicked)
        return;
    const QString title = titleUnder(event->position());
    if (!title.isEmpty())
        showWithin(title);
    else if (node >= 0)
        Q_EMIT activated(m_scene.nodes[node].name);
    else if (const int edge = edgeUnder(event->position()); m_scene.isCalls(edge)) {
        if (!m_scene.edges[edge].isBundle())
            Q_EMIT edgeActivated(m_scene.edges[edge].parts.front());
    } else if (edge >= 0)
        Q_EMIT activated(m_scene.nodes[m_scene.topicOf(edge)].name);
}

void CallGraphView::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (steps == 0) {
        event->ignore();
        return;
    }
    zoomAt(m_zoom * std::pow(1.15, steps), event->position());
    event->accept();
}

void CallGraphView::hover(QPointF widgetPoint) {
    const QPointF at = toScene(widgetPoint);
    const int node = nodeAt(m_scene, at);
    const int edge = edgeUnder(widgetPoint);
    setCursor(node >= 0 || edge >= 0 || !signUnder(widgetPoint).isEmpty() ? Qt::PointingHandCursor
                                                                          : Qt::ArrowCursor);
    if (edge == m_hoveredEdge)
        return;
    m_hoveredEdge = edge;
    m_dots.freeze(edge);
}

void CallGraphView::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    m_hoveredEdge = -1;
    m_dots.freeze(-1);
}

bool CallGraphView::showTip(QPointF widgetPoint, QPoint global) {
    refreshValues();
    const QPointF at = toScene(widgetPoint);
    const int node = nodeAt(m_scene, at);
    const int edge = edgeUnder(widgetPoint);
    const QString sign = signUnder(widgetPoint);
    if (!sign.isEmpty()) {
        const bool isCollapsed = m_folding.collapsed.contains(sign);
        QToolTip::showText(global, (isCollapsed ? tr("Expand %1") : tr("Collapse %1")).arg(sign),
                           this);
        return true;
    }
    if (node < 0 && edge < 0) {
        QToolTip::hideText();
        return false;
    }
    QString text = node >= 0 ? m_cards[node].sentence : m_edges[edge].sentence;
    // The compact card has no room to name its bars.
    if (node >= 0 && m_compact && m_scene.nodes[node].isService() &&
        m_cards[node].health != Health::Down && m_snapshot) {
        const CardValues& card = m_cards[node];
        for (const BarValue* bar : {&card.slotsBar, &card.inboxBar, &card.errorsBar})
            text += QStringLiteral(", ") + bar->label + QChar(' ') + bar->text;
    }
    QToolTip::showText(global, text, this);
    return true;
}

bool CallGraphView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (!showTip(help->pos(), help->globalPos()))
            event->ignore();
        return true;
    }
    return QWidget::event(event);
}

void CallGraphView::askForMenu(int node, int edge, QPoint global) {
    if (node >= 0)
        selectIndex(node);
    else if (edge >= 0)
        selectLine(edge);
    else
        selectIndex(-1);
    Q_EMIT contextMenuRequested(selected(), global);
}

void CallGraphView::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() == QContextMenuEvent::Mouse) {
        askForMenu(nodeAt(m_scene, toScene(event->pos())), edgeUnder(event->pos()),
                   event->globalPos());
        return;
    }
    QPointF at(width() / 2.0, height() / 2.0);
    if (m_selected >= 0)
        at = toWidget(m_scene.nodes[m_selected].rect.center());
    if (m_selectedEdge >= 0) {
        const Curve& curve = m_scene.edges[m_selectedEdge].curve;
        at = toWidget(curve.pointAt(curve.length() / 2));
    }
    askForMenu(m_selected, m_selectedEdge, mapToGlobal(at.toPoint()));
}

// The nearest card in that direction; going sideways counts double.
void CallGraphView::selectTowards(QPointF direction) {
    if (m_scene.nodes.empty())
        return;
    if (m_selected < 0) {
        selectIndex(0);
        return;
    }
    const QPointF from = m_scene.nodes[m_selected].rect.center();
    int best = -1;
    double least = 1e12;
    for (int n = 0; n < static_cast<int>(m_scene.nodes.size()); ++n) {
        const QPointF way = m_scene.nodes[n].rect.center() - from;
        const double ahead = QPointF::dotProduct(way, direction);
        const double aside = std::abs(way.x() * direction.y()) + std::abs(way.y() * direction.x());
        if (n == m_selected || ahead <= 1 || aside > 3 * ahead)
            continue;
        if (ahead + 2 * aside < least) {
            least = ahead + 2 * aside;
            best = n;
        }
    }
    if (best >= 0)
        selectIndex(best);
}

// Worst first, then in the order of the nodes; from the present one on.
void CallGraphView::selectNextUnhealthy() {
    refreshValues();
    std::vector<int> ill;
    for (int n = 0; n < static_cast<int>(m_cards.size()); ++n)
        if (severity(m_cards[n].health) > 0)
            ill.push_back(n);
    if (ill.empty())
        return;
    std::stable_sort(ill.begin(), ill.end(), [this](int a, int b) {
        return severity(m_cards[a].health) > severity(m_cards[b].health);
    });
    const auto now = std::find(ill.begin(), ill.end(), m_selected);
    const bool wrap = now == ill.end() || now + 1 == ill.end();
    selectIndex(wrap ? ill.front() : *(now + 1));
}

void CallGraphView::keyPressEvent(QKeyEvent* event) {
    if (pressEdgeKey(*event))
        return;
    const bool plain = !(event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    if (!plain) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
        case Qt::Key_Left:
            return selectTowards({-1, 0});
        case Qt::Key_Right:
            return selectTowards({1, 0});
        case Qt::Key_Up:
            return selectTowards({0, -1});
        case Qt::Key_Down:
            return selectTowards({0, 1});
        case Qt::Key_Escape:
            if (hasSelection())
                return selectIndex(-1);
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (m_selected >= 0 && m_scene.nodes[m_selected].isGroup())
                return showWithin(selectedGroup());
            if (m_selected >= 0) {
                Q_EMIT activated(selected());
                return;
            }
            break;
        default:
            break;
    }
    QWidget::keyPressEvent(event);
}

bool CallGraphView::isAtEnd(bool next) const {
    const int last = static_cast<int>(m_scene.nodes.size()) - 1;
    return last < 0 || m_selected == (next ? last : 0);
}

// Tab walks through the cards and leaves after the last: a keyboard must not be caught here.
bool CallGraphView::focusNextPrevChild(bool next) {
    if (!hasFocus() || isAtEnd(next))
        return QWidget::focusNextPrevChild(next);
    if (m_selected < 0)
        selectIndex(next ? 0 : static_cast<int>(m_scene.nodes.size()) - 1);
    else
        selectIndex(m_selected + (next ? 1 : -1));
    return true;
}

void CallGraphView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    m_showsFocus =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
}

void CallGraphView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

}  // namespace app
