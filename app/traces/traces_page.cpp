#include "app/traces/traces_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "app/look/number_text.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr int tracesRefreshMs = 500;
constexpr double spanShown = 60;  // seconds, as the charts

}  // namespace

TracesPage::TracesPage(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("tracesPage");
    setAccessibleName(tr("Traces"));
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::AlternateBase);  // that of panels
    m_waterfall = new Waterfall(this);
    m_waterfall->setAccessibleName(tr("Waterfall"));
    m_empty = new QLabel(tr("No request was traced yet: run for a moment."), this);
    m_empty->setObjectName("noTraces");
    m_empty->setContentsMargins(16, 12, 16, 12);
    auto* split = new QSplitter(Qt::Vertical, this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    split->addWidget(makeList());
    split->addWidget(m_waterfall);
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeFilters());
    column->addWidget(m_empty);
    column->addWidget(split, 1);
    column->addWidget(makeFoot());
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(tracesRefreshMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &TracesPage::refresh);
    connect(&session, &Session::tracesChanged, this, &TracesPage::refreshSoon);
    connect(&session, &Session::stateChanged, this, &TracesPage::refreshSoon);
    connect(&session, &Session::opened, this, [this] {
        m_chosen.reset();
        fillJourneys();
        refresh();
    });
    fillJourneys();
}

QWidget* TracesPage::makeFilters() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(8);
    m_text = new QLineEdit(bar);
    m_text->setObjectName("traceFilter");
    m_text->setPlaceholderText(tr("A service, an endpoint, a cause, or #812"));
    m_text->setAccessibleName(tr("Filter of the traces"));
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(280);
    const auto choice = [&](const QString& name, const char* objectName) {
        auto* box = new QComboBox(bar);
        box->setObjectName(objectName);
        box->setAccessibleName(name);
        connect(box, &QComboBox::currentIndexChanged, this, &TracesPage::readFilter);
        row->addWidget(box);
        return box;
    };
    row->addWidget(m_text);
    m_isFilling = true;
    m_journey = choice(tr("Journey"), "traceJourney");
    m_outcome = choice(tr("Outcome"), "traceOutcome");
    m_outcome->addItem(tr("Any outcome"), static_cast<int>(TraceFilter::Outcome::Any));
    m_outcome->addItem(tr("Failed or degraded"), static_cast<int>(TraceFilter::Outcome::NotOk));
    m_outcome->addItem(tr("Failed"), static_cast<int>(TraceFilter::Outcome::Failed));
    m_outcome->addItem(tr("Degraded"), static_cast<int>(TraceFilter::Outcome::Degraded));
    m_outcome->addItem(tr("Ok"), static_cast<int>(TraceFilter::Outcome::Ok));
    m_atLeast = choice(tr("Least duration"), "traceAtLeast");
    m_atLeast->addItem(tr("Any duration"), 0);
    for (const int milliseconds : {10, 20, 50, 100, 200, 500, 1000, 2000})
        m_atLeast->addItem(
            tr("at least %1").arg(latencyText(std::chrono::milliseconds(milliseconds))),
            milliseconds);
    m_isFilling = false;
    row->addStretch(1);
    m_count = new QLabel(bar);
    m_count->setObjectName("traceCount");
    row->addWidget(m_count);
    connect(m_text, &QLineEdit::textChanged, this, &TracesPage::readFilter);
    return bar;
}

QWidget* TracesPage::makeList() {
    m_scatter = new TraceScatter(this);
    connect(m_scatter, &TraceScatter::chosen, this, &TracesPage::choose);
    m_list = new TraceList(this);
    m_sorted = new QSortFilterProxyModel(this);
    m_sorted->setSourceModel(m_list);
    m_sorted->setSortRole(TraceList::SortRole);
    m_table = new SignTable(this);
    m_table->setObjectName("traces");
    m_table->setAccessibleName(tr("Traces"));
    m_table->setModel(m_sorted);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(TraceList::Took, Qt::DescendingOrder);
    QHeaderView* header = m_table->horizontalHeader();
    header->setStretchLastSection(true);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setColumnWidth(TraceList::Start, 108);
    m_table->setColumnWidth(TraceList::Request, 72);
    m_table->setColumnWidth(TraceList::Journey, 108);
    m_table->setColumnWidth(TraceList::Took, 64);
    m_table->setColumnWidth(TraceList::Spans, 60);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) {
                if (row.isValid() && !m_isFilling)
                    choose(row.data(TraceList::RequestRole).toLongLong());
            });
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    split->addWidget(m_scatter);
    split->addWidget(m_table);
    split->setStretchFactor(0, 1);
    split->setSizes({620, 560});
    return split;
}

QWidget* TracesPage::makeFoot() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 6, 16, 6);
    row->setSpacing(8);
    m_critical = new QLabel(bar);
    m_critical->setObjectName("criticalPath");
    m_critical->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_moment = new QPushButton(tr("Show this moment"), bar);
    m_moment->setObjectName("showMoment");
    m_moment->setToolTip(tr("Every pane shows the instant at which the selected span was sent"));
    connect(m_moment, &QPushButton::clicked, this, &TracesPage::showMoment);
    row->addWidget(m_critical, 1);
    row->addWidget(m_moment);
    return bar;
}

void TracesPage::fillJourneys() {
    m_isFilling = true;
    m_journey->clear();
    m_journey->addItem(tr("All journeys"), QString());
    for (const models::Journey& journey : m_session.scenario().journeys) {
        const QString name = QString::fromStdString(journey.name);
        m_journey->addItem(name, name);
    }
    m_isFilling = false;
    readFilter();
}

void TracesPage::readFilter() {
    if (m_isFilling)
        return;
    m_filter.text = m_text->text().trimmed();
    m_filter.journey = m_journey->currentData().toString();
    m_filter.outcome = static_cast<TraceFilter::Outcome>(m_outcome->currentData().toInt());
    m_filter.atLeast = std::chrono::milliseconds(m_atLeast->currentData().toInt());
    refresh();
}

void TracesPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void TracesPage::refreshSoon() {
    if (isVisible() && !m_refreshTimer.isActive())
        m_refreshTimer.start();
}

TimeRange TracesPage::rangeShown() const {
    const double now = secondsOf(m_session.snapshot()->now);
    return now <= spanShown ? TimeRange{0, spanShown} : TimeRange{now - spanShown, now};
}

// Those of the last minute before the instant that is shown.
void TracesPage::refresh() {
    m_refreshTimer.stop();
    if (!isVisible() || !m_session.hasRun())
        return;
    const TimeRange range = rangeShown();
    const sim::Instant now = m_session.snapshot()->now;
    std::vector<TracePointer> listed, others;
    for (const TracePointer& trace : m_session.traces()) {
        if (trace->ended <= now && secondsOf(trace->begun) >= range.from)
            (m_filter.matches(*trace) ? listed : others).push_back(trace);
    }
    const std::size_t all = listed.size() + others.size();
    m_empty->setVisible(all == 0);
    m_count->setText(tr("%1 of %2 traces of the last minute; 1 request in %3 is traced")
                         .arg(countText(static_cast<std::int64_t>(listed.size())),
                              countText(static_cast<std::int64_t>(all)))
                         .arg(m_session.tracedOneIn()));
    const bool hasChosen = m_chosen && std::ranges::any_of(listed, [&](const TracePointer& each) {
                               return each->request == *m_chosen;
                           });
    if (!hasChosen && !listed.empty()) {
        const auto slowest = std::ranges::max_element(
            listed, {}, [](const TracePointer& each) { return each->took(); });
        m_chosen = (*slowest)->request;
    }
    m_scatter->show(listed, std::move(others), range, secondsOf(now),
                    faultBands(m_session.seenFaults()));
    m_isFilling = true;
    m_list->show(std::move(listed));
    m_isFilling = false;
    showChosen();
}

void TracesPage::choose(std::int64_t request) {
    m_chosen = request;
    showChosen();
}

void TracesPage::showChosen() {
    std::optional<sim::Trace> trace = m_chosen ? m_session.trace(*m_chosen) : std::nullopt;
    m_scatter->select(m_chosen);
    m_waterfall->show(std::move(trace));
    const QString critical = m_waterfall->criticalSentence();
    m_critical->setText(critical.isEmpty()
                            ? QString()
                            : tr("<span style='font-weight:600'>Critical path</span>&nbsp; %1")
                                  .arg(critical.toHtmlEscaped()));
    m_moment->setEnabled(m_waterfall->trace().has_value());
    m_isFilling = true;
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        const QModelIndex index = m_sorted->index(row, 0);
        if (m_chosen && index.data(TraceList::RequestRole).toLongLong() == *m_chosen)
            m_table->setCurrentIndex(index);
    }
    m_isFilling = false;
}

void TracesPage::showMoment() {
    if (const auto& trace = m_waterfall->trace())
        m_session.review(trace->spans[static_cast<std::size_t>(m_waterfall->selectedSpan())].sent);
}

}  // namespace app
