#include "app/panels/key_button.h"

#include <QStyleOptionButton>
#include <QStylePainter>

#include "app/look/fonts.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int capSide = 18, capGap = 8, capInset = 10;

}  // namespace

KeyButton::KeyButton(const QString& key, QWidget* parent) : QPushButton(parent), m_key(key) {}

void KeyButton::setShowsKey(bool shows) {
    m_showsKey = shows;
    updateGeometry();
    update();
}

QSize KeyButton::sizeHint() const {
    const QSize plain = QPushButton::sizeHint();
    return m_showsKey ? plain + QSize(capSide + capGap, 0) : plain;
}

void KeyButton::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    painter.drawControl(QStyle::CE_PushButtonBevel, option);
    if (m_showsKey)
        option.rect.adjust(0, 0, -(capSide + capGap), 0);
    painter.drawControl(QStyle::CE_PushButtonLabel, option);
    if (!m_showsKey)
        return;
    const Theme& look = theme();
    const QRectF cap(width() - capInset - capSide + 0.5, (height() - capSide) / 2 + 0.5,
                     capSide - 1, capSide - 1);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isEnabled() ? look.edge : look.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(cap, 4, 4);
    painter.setFont(lookFont(12));
    painter.setPen(isEnabled() ? look.ink2 : look.ink3);
    painter.drawText(cap, Qt::AlignCenter, m_key);
}

}  // namespace app
