// The row of views above the canvas, and the title of a dock: 32 px, 13/600.
#pragma once

#include <QAbstractButton>
#include <QButtonGroup>
#include <QToolButton>
#include <QWidget>

namespace app {

// One page, chosen by its name.
class DockTab final : public QAbstractButton {
    Q_OBJECT

  public:
    DockTab(const QString& name, QWidget* parent);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
};

// The views, of which one is shown.
class TabRow final : public QWidget {
    Q_OBJECT

  public:
    explicit TabRow(const QStringList& views, QWidget* parent = nullptr);
    void setView(int view);
    // At the right end, with its key.
    void setFind(QAction* find);

  Q_SIGNALS:
    void viewWanted(int view);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QButtonGroup* m_tabs;
};

class DockTitle final : public QWidget {
    Q_OBJECT

  public:
    // With one page its name is a plain title; with several they are tabs.
    DockTitle(const QStringList& pages, QMenu* menu, QWidget* parent = nullptr);
    QSize sizeHint() const override;  // a dock asks for this and nothing else
    void setPage(int page);
    void offerPage(int page, bool isOffered);  // whether it has a tab

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
