// The event log: what happened in the run, filtered by a text. Follows the newest row until
// somebody scrolls up; scrolling to the end follows again.
#pragma once

#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QTimer>

#include "app/panels/event_log_model.h"

namespace app {

// The rows that say what was typed, and in the range of time that is looked at.
class FilteredEvents final : public QSortFilterProxyModel {
    Q_OBJECT

  public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setRange(const std::optional<FocusRange>& range);

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

  private:
    std::optional<FocusRange> m_range;
};

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
    FilteredEvents* m_filtered;
    QLineEdit* m_filter;
    QTableView* m_view;
    bool m_follows = true;
    bool m_isAppending = false;  // then a scroll bar that moves was not moved by a person
};

}  // namespace app
