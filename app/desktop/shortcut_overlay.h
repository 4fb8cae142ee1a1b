// All keys on one page, over the window, until any key or click.
#pragma once

#include <QPushButton>
#include <QWidget>

#include "app/desktop/key_bindings.h"

namespace app {

class ShortcutOverlay final : public QWidget {
    Q_OBJECT

  public:
    ShortcutOverlay(const KeyBindings& bindings, QWidget* window);
    void open();
    static QStringList commandsShown();  // their ids

  Q_SIGNALS:
    void changeWanted();

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QRectF cardRect() const;

    const KeyBindings& m_bindings;
    QPushButton* m_change;
};

}  // namespace app
