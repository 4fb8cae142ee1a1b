// The board of guards: which breaker is open, which bulkhead is full, which bucket is empty.
// Sorted by any column, filtered by a word; a row selects its call.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QTimer>

#include "app/panels/guards_model.h"

namespace app {

class GuardsPanel final : public QWidget {
    Q_OBJECT

  public:
    explicit GuardsPanel(Session& session, QWidget* parent = nullptr);

    QTableView& view() { return *m_view; }

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void makeView();
    void refresh();

    Session& m_session;
    GuardsModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QLineEdit* m_filter;
    QTableView* m_view;
    QLabel* m_empty;
    QTimer m_refreshTimer;
};

}  // namespace app
