#include "app/panels/linked_section.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <utility>

#include "app/look/theme.h"

namespace app {

LinkedSection::LinkedSection(QWidget* parent) : PanelSection(parent) {
    setMouseTracking(true);
}

void LinkedSection::addLink(PanelPen& pen, double top, double bottom,
                            std::function<void()> go) const {
    addLink(pen, QRectF(0, top, pen.width(), bottom - top), std::move(go));
}

void LinkedSection::addLink(PanelPen& pen, const QRectF& area, std::function<void()> go) const {
    if (pen.painter() && m_showsFocus && hasFocus() && links() == m_current) {
        const double left = std::max(8.0, area.left() - 4);
        const double right = std::min(pen.width() - 8, area.right() + 4);
        pen.painter()->setBrush(Qt::NoBrush);
        pen.painter()->setPen(QPen(theme().you, 2));
        pen.painter()->drawRoundedRect(
            QRectF(left, area.top() - 2, right - left, area.height() + 4), 4, 4);
    }
    m_links.push_back({area, std::move(go)});
}

// After the content changed: a row without a link is no stop for Tab.
void LinkedSection::linksChanged() {
    contentChanged();
    m_current = std::clamp(m_current, 0, std::max(0, links() - 1));
    setFocusPolicy(m_links.empty() ? Qt::NoFocus : Qt::StrongFocus);
}

void LinkedSection::follow(int link) {
    if (link < 0 || link >= links())
        return;
    m_current = link;
    // What it leads to draws this anew.
    const std::function<void()> go = m_links[static_cast<std::size_t>(link)].go;
    go();
}

int LinkedSection::linkAt(QPointF point) const {
    for (int i = 0; i < links(); ++i) {
        const Link& link = m_links[static_cast<std::size_t>(i)];
        if (link.area.contains(point))
            return i;
    }
    return -1;
}

void LinkedSection::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        follow(linkAt(event->position()));
}

void LinkedSection::mouseMoveEvent(QMouseEvent* event) {
    setCursor(linkAt(event->position()) < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
}

void LinkedSection::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
            m_current = std::clamp(m_current + (event->key() == Qt::Key_Down ? 1 : -1), 0,
                                   std::max(0, links() - 1));
            update();
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            follow(m_current);
            break;
        default:
            PanelSection::keyPressEvent(event);
    }
}

void LinkedSection::focusInEvent(QFocusEvent* event) {
    m_showsFocus =
        event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
    PanelSection::focusInEvent(event);
}

void LinkedSection::focusOutEvent(QFocusEvent* event) {
    update();
    PanelSection::focusOutEvent(event);
}

}  // namespace app
