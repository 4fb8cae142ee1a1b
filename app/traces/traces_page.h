// The view "Traces": which requests were slow or failed, where the time of one went, where the p50
// and p99 of its journey come from, and what it has that another has not.
#pragma once

#include <QButtonGroup>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTimer>
#include <QWidget>

#include "app/session/session.h"
#include "app/traces/blame_view.h"
#include "app/traces/pairs_view.h"
#include "app/traces/trace_difference_view.h"
#include "app/traces/trace_list.h"
#include "app/traces/trace_offer.h"
#include "app/traces/trace_scatter.h"
#include "app/traces/waterfall.h"

namespace app {

class TracesPage final : public QWidget {
    Q_OBJECT

  public:
    explicit TracesPage(Session& session, QWidget* parent = nullptr);

    void refresh();
    void choose(std::int64_t request);
    // By its number alone, whenever it was; one that was not sampled is traced.
    void find(std::int64_t request);
    void traceAgain(std::int64_t request);
    // What stands below the list.
    enum Detail { Request, Latency, Beside };
    void showDetail(Detail detail);
    // The requests behind a figure of a panel, instead of the list; each beside itself in the other
    // run, for which both are executed again.
    void showPairs(const PairsWanted& wanted);
    void showAllTraces();
    bool showsPairs() const { return m_lists->currentWidget() == m_pairs; }
    PairsView& pairs() { return *m_pairs; }
    void pin();  // the request that is chosen, to compare others with it
    BlameView& blame() { return *m_blame; }
    TraceDifferenceView& difference() { return *m_difference; }
    Waterfall& waterfall() { return *m_waterfall; }
    const TraceFilter& filter() const { return m_filter; }

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QWidget* makeFilters();
    QWidget* makeLists();
    QWidget* makeList();
    QWidget* makeDetails();
    QWidget* makeDetailTabs();
    QWidget* makeFoot();
    void takeList(const TimeRange& range, sim::Instant now);
    void showBlame(const TimeRange& range, sim::Instant now);
    void showPinned();
    void choosePair(std::int64_t request);
    void showPair();
    bool isSamePinned() const;
    void readSpanFilter();
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
    TraceOffer* m_offer = nullptr;
    QWidget* m_filters = nullptr;
    QStackedWidget* m_lists = nullptr;
    PairsView* m_pairs = nullptr;
    QButtonGroup* m_detailTabs = nullptr;
    QStackedWidget* m_details = nullptr;
    Waterfall* m_waterfall = nullptr;
    BlameView* m_blame = nullptr;
    TraceDifferenceView* m_difference = nullptr;
    QComboBox* m_spans = nullptr;
    QPushButton* m_pin = nullptr;
    TracePointer m_pinned;  // null: none
    QLabel* m_critical = nullptr;
    QPushButton* m_moment = nullptr;
    QLabel* m_empty = nullptr;
    QTimer m_refreshTimer;
    std::optional<std::int64_t> m_chosen;
    bool m_isFilling = false;
};

}  // namespace app
