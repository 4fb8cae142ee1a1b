// The row of views above the canvas, and the title of a dock: 32 px, 13/600.
#pragma once

#include <QAbstractButton>
#include <QButtonGroup>
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

// One page of a dock, chosen by its name in the title.
class DockTab final : public QAbstractButton {
    Q_OBJECT

  public:
    DockTab(const QString& name, QWidget* parent);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
};

class DockTitle final : public QWidget {
    Q_OBJECT

  public:
    // With one page its name is a plain title; with several they are tabs.
    DockTitle(const QStringList& pages, QMenu* menu, QWidget* parent = nullptr);
    QSize sizeHint() const override;  // a dock asks for this and nothing else
    void setPage(int page);

  Q_SIGNALS:
    void pageWanted(int page);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QStringList m_pages;
    QButtonGroup* m_tabs;
    QToolButton* m_more;
};

}  // namespace app
