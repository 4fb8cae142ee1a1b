// The view "Traces": which requests were slow or failed, and where the time of one went.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTimer>
#include <QWidget>

#include "app/session/session.h"
#include "app/traces/trace_list.h"
#include "app/traces/trace_scatter.h"
#include "app/traces/waterfall.h"

namespace app {

class TracesPage final : public QWidget {
    Q_OBJECT

  public:
    explicit TracesPage(Session& session, QWidget* parent = nullptr);

    void refresh();
    void choose(std::int64_t request);
    Waterfall& waterfall() { return *m_waterfall; }
    const TraceFilter& filter() const { return m_filter; }

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QWidget* makeFilters();
    QWidget* makeList();
    QWidget* makeFoot();
    void readFilter();
    void fillJourneys();
    void refreshSoon();
    void showChosen();
    void showMoment();
    TimeRange rangeShown() const;

    Session& m_session;
    TraceFilter m_filter;
    QLineEdit* m_text = nullptr;
    QComboBox* m_journey = nullptr;
    QComboBox* m_outcome = nullptr;
    QComboBox* m_atLeast = nullptr;
    QLabel* m_count = nullptr;
    TraceList* m_list = nullptr;
    QSortFilterProxyModel* m_sorted = nullptr;
    SignTable* m_table = nullptr;
    TraceScatter* m_scatter = nullptr;
    Waterfall* m_waterfall = nullptr;
    QLabel* m_critical = nullptr;
    QPushButton* m_moment = nullptr;
    QLabel* m_empty = nullptr;
    QTimer m_refreshTimer;
    std::optional<std::int64_t> m_chosen;
    bool m_isFilling = false;
};

}  // namespace app
