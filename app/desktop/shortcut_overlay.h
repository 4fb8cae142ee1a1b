// All keys on one page, over the window, until any key or click.
#pragma once

#include <QWidget>

namespace app {

class ShortcutOverlay final : public QWidget {
    Q_OBJECT

  public:
    explicit ShortcutOverlay(QWidget* window);
    void open();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace app
