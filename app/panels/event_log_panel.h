// The event log: what happened in the run, filtered by a text. Follows the newest row until
// somebody scrolls up; scrolling to the end follows again.
#pragma once

#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QTimer>

#include "app/panels/event_log_model.h"

namespace app {

class EventLogPanel final : public QWidget {
    Q_OBJECT

  public:
    explicit EventLogPanel(Session& session, QWidget* parent = nullptr);

    void refresh();
    bool follows() const { return m_follows; }

  Q_SIGNALS:
    void nodeWanted(const QString& name);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void makeView();
    void refreshSoon();

    Session& m_session;
    QTimer m_refreshTimer;
    EventLogModel* m_model;
    QSortFilterProxyModel* m_filtered;
    QLineEdit* m_filter;
    QTableView* m_view;
    bool m_follows = true;
    bool m_isAppending = false;  // then a scroll bar that moves was not moved by a person
};

}  // namespace app
