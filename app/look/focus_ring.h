// The ring around the button that the keyboard has reached. A style sheet can only draw inside a
// widget, but the ring stands 2 px off it; and a click needs no ring.
#pragma once

#include <QFocusFrame>
#include <QObject>
#include <QPointer>

namespace app {

class FocusRing : public QObject {
  public:
    // From the widget to the outside of the ring.
    static constexpr int margin = 4;

    // Watches every button of the program, as a child of the application.
    explicit FocusRing(QObject* application);

    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void follow(QWidget* widget);

    // The frame becomes a child of what it surrounds and can be destroyed with it.
    QPointer<QFocusFrame> m_frame;
};

}  // namespace app
