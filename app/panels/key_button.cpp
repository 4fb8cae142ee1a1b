#include "app/panels/key_button.h"

#include <QAction>
#include <QStyleOptionButton>
#include <QStylePainter>
#include <utility>

#include "app/look/fonts.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int capSide = 18, capGap = 8, capInset = 10;

}  // namespace

QString keyOfCommand(const QWidget& of, const QString& command) {
    const auto* action = of.window()->findChild<QAction*>(command);
    return action == nullptr ? QString() : action->shortcut().toString(QKeySequence::NativeText);
}

KeyButton::KeyButton(QString command, QWidget* parent)
    : QPushButton(parent), m_command(std::move(command)) {}

QString KeyButton::key() const {
    return keyOfCommand(*this, m_command);
}

void KeyButton::setShowsKey(bool shows) {
    m_showsKey = shows;
    updateGeometry();
    update();
}

QSize KeyButton::sizeHint() const {
    const QSize plain = QPushButton::sizeHint();
    const QString key = m_showsKey ? this->key() : QString();
    const int cap = std::max(capSide, QFontMetrics(lookFont(12)).horizontalAdvance(key) + 8);
    return key.isEmpty() ? plain : plain + QSize(cap + capGap, 0);
}

void KeyButton::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    painter.drawControl(QStyle::CE_PushButtonBevel, option);
    const QString key = m_showsKey ? this->key() : QString();
    const QFontMetricsF metrics(lookFont(12));
    const double capWidth = std::max<double>(capSide, metrics.horizontalAdvance(key) + 8);
    if (!key.isEmpty())
        option.rect.adjust(0, 0, -static_cast<int>(capWidth + capGap), 0);
    painter.drawControl(QStyle::CE_PushButtonLabel, option);
    if (key.isEmpty())
        return;
    const Theme& look = theme();
    const QRectF cap(width() - capInset - capWidth + 0.5, (height() - capSide) / 2 + 0.5,
                     capWidth - 1, capSide - 1);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isEnabled() ? look.edge : look.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(cap, 4, 4);
    painter.setFont(lookFont(12));
    painter.setPen(isEnabled() ? look.ink2 : look.ink3);
    painter.drawText(cap, Qt::AlignCenter, key);
}

}  // namespace app
