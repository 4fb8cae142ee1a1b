// The row of views above the canvas, and the title of a dock: 32 px, 13/600.
#pragma once

#include <QToolButton>
#include <QWidget>

namespace app {

class TabRow final : public QWidget {
    Q_OBJECT

  public:
    explicit TabRow(const QString& name, QWidget* parent = nullptr);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_name;
};

class DockTitle final : public QWidget {
    Q_OBJECT

  public:
    DockTitle(const QString& name, QMenu* menu, QWidget* parent = nullptr);
    QSize sizeHint() const override;  // a dock asks for this and nothing else

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_name;
    QToolButton* m_more;
};

}  // namespace app
