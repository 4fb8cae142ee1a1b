// The field that finds (Ctrl+K): above the middle of the window, what is typed and what it means,
// best first. It has the keyboard until something is chosen or Esc is pressed.
#pragma once

#include <QFrame>
#include <QLineEdit>
#include <QListView>
#include <QPointer>

#include "app/find/findable.h"

namespace app {

class FoundList;

class Finder final : public QFrame {
    Q_OBJECT

  public:
    // `candidates` tells what there is, for what was typed.
    Finder(QWidget* window, std::function<std::vector<Findable>(const FindQuery&)> candidates);

    void open();
    int count() const;
    QString nameAt(int row) const;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void place();
    void lookUp();
    void moveBy(int rows);
    void goToChosen();
    void dismiss();

    std::function<std::vector<Findable>(const FindQuery&)> m_candidates;
    QLineEdit* m_field;
    QListView* m_list;
    FoundList* m_found;
    QString m_foot;  // what is not shown, or how to look further
    QPointer<QWidget> m_focusBefore;
};

}  // namespace app
