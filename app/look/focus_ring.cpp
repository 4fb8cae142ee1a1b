#include "app/look/focus_ring.h"

#include <QAbstractButton>
#include <QFocusEvent>
#include <QPainter>

#include "app/look/theme.h"

namespace app {

namespace {

class Frame : public QFocusFrame {
  public:
    using QFocusFrame::QFocusFrame;

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme().you, 2));
        // The button's radius of 4 and the 3 px to the middle of the stroke.
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 7, 7);
    }
};

bool isFromKeyboard(Qt::FocusReason reason) {
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
           reason == Qt::ShortcutFocusReason;
}

}  // namespace

FocusRing::FocusRing(QObject* application) : QObject(application) {
    application->installEventFilter(this);
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn) {
        auto* button = qobject_cast<QAbstractButton*>(watched);
        if (button && isFromKeyboard(static_cast<QFocusEvent*>(event)->reason())) {
            follow(button);
        }
    } else if (event->type() == QEvent::FocusOut && m_frame && m_frame->widget() == watched) {
        m_frame->setWidget(nullptr);
    }
    return false;
}

void FocusRing::follow(QWidget* widget) {
    if (!m_frame) {
        m_frame = new Frame(widget);
    }
    m_frame->setWidget(widget);
}

}  // namespace app
