#include "app/desktop/tab_row.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

#include "app/look/fonts.h"
#include "app/look/icons.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int rowHeight = 32;
constexpr double baseline = 20.5;

}  // namespace

TabRow::TabRow(const QString& name, QWidget* parent) : QWidget(parent), m_name(name) {
    setFixedHeight(rowHeight);
    setAccessibleName(name);
}

void TabRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& look = theme();
    painter.fillRect(rect(), look.win);
    painter.fillRect(0, height() - 1, width(), 1, look.line);
    painter.setFont(lookFont(13, 600));
    painter.setPen(look.ink);
    const double width = QFontMetricsF(painter.font()).horizontalAdvance(m_name);
    painter.drawText(QPointF(24, baseline), m_name);
    painter.fillRect(QRectF(12, height() - 2, width + 24, 2), look.you);
}

DockTitle::DockTitle(const QString& name, QMenu* menu, QWidget* parent)
    : QWidget(parent), m_name(name) {
    setFixedHeight(rowHeight);
    m_more = new QToolButton(this);
    m_more->setObjectName("dockMore");
    m_more->setAccessibleName(tr("More"));
    m_more->setIcon(lookIcon(Icon::More));
    m_more->setIconSize(buttonIconSize);
    m_more->setAutoRaise(true);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(menu);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 12, 1);
    row->addStretch(1);
    row->addWidget(m_more);
}

QSize DockTitle::sizeHint() const {
    return {200, rowHeight};
}

void DockTitle::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& look = theme();
    painter.fillRect(rect(), look.win);
    painter.fillRect(0, height() - 1, width(), 1, look.line);
    painter.setFont(lookFont(13, 600));
    painter.setPen(look.ink);
    painter.drawText(QPointF(16, baseline), m_name);
}

}  // namespace app
