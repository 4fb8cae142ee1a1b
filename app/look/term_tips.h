// Words of reports explain themselves: a tooltip where one of them stands under the mouse, in any
// of the panes that were named to it, and for the keyboard a list of those that a pane shows.
#pragma once

#include <QPointer>
#include <QWidget>
#include <vector>

#include "models/terms.h"

namespace app {

struct TermOnScreen {
    const models::Term* term = nullptr;
    QRect rect;  // in the widget that was asked
};

std::vector<TermOnScreen> termsOnScreen(QWidget& widget);

// "<span ...>p99</span><br>99 of 100 requests took at most so long."
QString tipOf(const models::Term& term);

class TermTips final : public QObject {
    Q_OBJECT

  public:
    explicit TermTips(QObject* parent);

    // Explains words in this widget and in all that stands in it.
    void explainIn(QWidget* pane);
    // Those that are seen, the one with the keyboard's focus first.
    std::vector<QWidget*> panesSeen() const;

  protected:
    // Of the whole program, since a pane's children come and go.
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    bool isIn(const QWidget* widget) const;

    std::vector<QPointer<QWidget>> m_panes;
};

}  // namespace app
