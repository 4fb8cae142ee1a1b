#include "app/traces/traces_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "app/desktop/tab_row.h"
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
    m_empty = new QLabel(tr("No request was traced yet: run for a moment (F5)."), this);
    m_empty->setObjectName("noTraces");
    m_empty->setContentsMargins(16, 12, 16, 12);
    m_offer = new TraceOffer(session, this);
    auto* split = new QSplitter(Qt::Vertical, this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    split->addWidget(makeLists());
    split->addWidget(makeDetails());
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_filters = makeFilters();
    column->addWidget(m_filters);
    column->addWidget(m_empty);
    column->addWidget(m_offer);
    column->addWidget(split, 1);
    column->addWidget(makeFoot());
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(tracesRefreshMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &TracesPage::refresh);
    connect(&session, &Session::tracesChanged, this, &TracesPage::refreshSoon);
    connect(&session, &Session::stateChanged, this, &TracesPage::refreshSoon);
    connect(&session, &Session::focusChanged, this, &TracesPage::refreshSoon);
    connect(&session, &Session::opened, this, [this] {
        m_chosen.reset();
        m_pinned.reset();
        showAllTraces();
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
    m_text->setPlaceholderText(tr("Service, cause or #812"));
    m_text->setAccessibleName(tr("Filter of the traces"));
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(140);
    m_text->setMaximumWidth(280);
    const auto choice = [&](const QString& name, const char* objectName) {
        auto* box = new QComboBox(bar);
        box->setObjectName(objectName);
        box->setAccessibleName(name);
        connect(box, &QComboBox::currentIndexChanged, this, &TracesPage::readFilter);
        row->addWidget(box);
        return box;
    };
    row->addWidget(m_text, 2);
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
    m_critical->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_moment = new QPushButton(tr("Show this moment"), bar);
    m_moment->setObjectName("showMoment");
    m_moment->setToolTip(tr("Every pane shows the instant at which the selected span was sent"));
    connect(m_moment, &QPushButton::clicked, this, &TracesPage::showMoment);
    m_pin = new QPushButton(tr("Pin to compare"), bar);
    m_pin->setObjectName("pinTrace");
    m_pin->setToolTip(tr("Whichever request is chosen next is shown beside this one"));
    connect(m_pin, &QPushButton::clicked, this, &TracesPage::pin);
    row->addWidget(m_critical, 1);
    row->addWidget(m_pin);
    row->addWidget(m_moment);
    return bar;
}

QWidget* TracesPage::makeDetails() {
    m_waterfall = new Waterfall(this);
    m_waterfall->setAccessibleName(tr("Waterfall"));
    m_blame = new BlameView(this);
    m_blame->setObjectName("blame");
    m_blame->setAccessibleName(tr("Where p50 and p99 come from"));
    m_difference = new TraceDifferenceView(this);
    m_difference->setObjectName("traceDifference");
    m_difference->setAccessibleName(tr("Two requests beside each other"));
    m_details = new QStackedWidget(this);
    for (QWidget* each : std::initializer_list<QWidget*>{m_waterfall, m_blame, m_difference})
        m_details->addWidget(each);
    auto* all = new QWidget(this);
    auto* column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeDetailTabs());
    column->addWidget(m_details, 1);
    return all;
}

QWidget* TracesPage::makeDetailTabs() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(8, 0, 16, 0);
    row->setSpacing(8);
    m_detailTabs = new QButtonGroup(this);
    for (const Detail detail : {Request, Latency, Beside}) {
        auto* tab = new DockTab(detail == Request ? tr("Request") : QString(), bar);
        tab->setObjectName(QStringLiteral("traceDetail%1").arg(detail));
        m_detailTabs->addButton(tab, detail);
        row->addWidget(tab);
    }
    m_detailTabs->button(Request)->setChecked(true);
    connect(m_detailTabs, &QButtonGroup::idClicked, this,
            [this](int detail) { showDetail(static_cast<Detail>(detail)); });
    row->addStretch(1);
    m_spans = new QComboBox(bar);
    m_spans->setObjectName("traceSpans");
    m_spans->setAccessibleName(tr("Which spans are shown"));
    m_spans->addItem(tr("All spans"), 0.0);
    for (const double share : {0.01, 0.025, 0.05, 0.1, 0.25})
        m_spans->addItem(tr("at least %1 of the request").arg(percentText(share)), share);
    m_spans->addItem(tr("Failed or degraded"), -1.0);
    connect(m_spans, &QComboBox::currentIndexChanged, this, &TracesPage::readSpanFilter);
    row->addWidget(m_spans);
    return bar;
}

void TracesPage::readSpanFilter() {
    const double chosen = m_spans->currentData().toDouble();
    m_waterfall->showOnly({std::max(0.0, chosen), chosen < 0});
}

void TracesPage::showDetail(Detail detail) {
    m_detailTabs->button(detail)->setChecked(true);
    m_details->setCurrentIndex(detail);
    m_spans->setVisible(detail == Request);
    m_critical->parentWidget()->setVisible(detail != Latency);  // of one request
}

void TracesPage::pin() {
    if (const auto& trace = m_waterfall->trace())
        m_pinned = std::make_shared<const sim::Trace>(*trace);
    showPinned();
}

// Beside itself it says nothing; the same request may have fared otherwise on another road.
bool TracesPage::isSamePinned() const {
    const auto& chosen = m_waterfall->trace();
    return !m_pinned || !chosen ||
           (chosen->request == m_pinned->request && chosen->ended == m_pinned->ended &&
            chosen->cause == m_pinned->cause && chosen->spans.size() == m_pinned->spans.size());
}

void TracesPage::showPinned() {
    if (showsPairs()) {
        showPair();
        return;
    }
    const auto& chosen = m_waterfall->trace();
    const bool isAnother = !isSamePinned();
    m_detailTabs->button(Beside)->setVisible(isAnother);
    m_pin->setEnabled(chosen && (!m_pinned || isAnother));
    m_pin->setText(m_pinned && !isAnother && chosen ? tr("Pinned: choose another")
                                                    : tr("Pin to compare"));
    if (!isAnother) {
        m_difference->show(nullptr, nullptr);
        if (m_details->currentIndex() == Beside)
            showDetail(Request);
        return;
    }
    m_detailTabs->button(Beside)->setText(tr("Beside #%1").arg(m_pinned->request));
    m_difference->show(m_pinned, std::make_shared<const sim::Trace>(*chosen));
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
    if (const auto& focus = m_session.focus())
        return {secondsOf(focus->from), secondsOf(focus->to)};
    const double now = secondsOf(m_session.snapshot()->now);
    return now <= spanShown ? TimeRange{0, spanShown} : TimeRange{now - spanShown, now};
}

// Those of the last minute before the instant that is shown; by its number a request of any time.
void TracesPage::refresh() {
    m_refreshTimer.stop();
    if (!isVisible() || !m_session.hasRun())
        return;
    const TimeRange range = rangeShown();
    const sim::Instant now = m_session.snapshot()->now;
    if (showsPairs()) {
        if (!m_pairs->refresh()) {
            showAllTraces();  // of a road that was left, or of a fault that is no longer looked at
            return;
        }
        m_offer->show({}, true);
    } else {
        takeList(range, now);
    }
    showChosen();
    showBlame(range, now);
}

void TracesPage::takeList(const TimeRange& range, sim::Instant now) {
    const std::optional<std::int64_t> number = m_filter.number();
    std::vector<TracePointer> listed, others;
    for (const auto* traces : {&m_session.traces(), &m_session.tracedAgain()}) {
        for (const TracePointer& trace : *traces) {
            const double begun = secondsOf(trace->begun);
            const bool isInRange = trace->ended <= now && begun >= range.from && begun <= range.to;
            if (m_filter.matches(*trace) && (isInRange || number))
                listed.push_back(trace);
            else if (isInRange)
                others.push_back(trace);
        }
    }
    const std::size_t all = listed.size() + others.size();
    m_empty->setVisible(all == 0 && !number);
    m_offer->show(number, !listed.empty());
    const QString oneIn = tr("1 request in %1 is traced").arg(m_session.tracedOneIn());
    m_count->setToolTip((m_session.focus() ? tr("Those that began in the range of time; %1")
                                           : tr("Those of the last minute; %1"))
                            .arg(oneIn));
    // In a narrow window there is no room for more.
    m_count->setText(tr("%1 of %2 traces; %3")
                         .arg(countText(static_cast<std::int64_t>(listed.size())),
                              countText(static_cast<std::int64_t>(all)), oneIn));
    const bool hasChosen = m_chosen && std::ranges::any_of(listed, [&](const TracePointer& each) {
                               return each->request == *m_chosen;
                           });
    if (!hasChosen && !listed.empty()) {
        const auto slowest = std::ranges::max_element(
            listed, {}, [](const TracePointer& each) { return each->took(); });
        m_chosen = (*slowest)->request;
    }
    std::vector<TracePointer> points = listed;
    std::erase_if(points, [&](const TracePointer& each) {
        return secondsOf(each->begun) < range.from || each->begun > now;
    });
    m_scatter->show(std::move(points), std::move(others), range, secondsOf(now),
                    faultBands(m_session.seenFaults()));
    m_isFilling = true;
    m_list->show(std::move(listed));
    m_isFilling = false;
}

// Of the journey that is filtered, else of the chosen request's. All that was sampled in the
// minute counts, whatever else is filtered: a percentile of a choice would be none.
void TracesPage::showBlame(const TimeRange& range, sim::Instant now) {
    std::string journey = m_filter.journey.toStdString();
    if (journey.empty() && m_waterfall->trace())
        journey = m_waterfall->trace()->journey;
    auto* tab = m_detailTabs->button(Latency);
    tab->setVisible(!journey.empty());
    tab->setText(tr("p50 and p99 of %1").arg(QString::fromStdString(journey)));
    std::vector<TracePointer> sampled;
    for (const TracePointer& trace : m_session.traces()) {
        if (trace->ended <= now && secondsOf(trace->begun) >= range.from)
            sampled.push_back(trace);
    }
    m_blame->show(sim::latencyBlame(journey, sampled));
}

void TracesPage::find(std::int64_t request) {
    showAllTraces();
    bool isListed = false;
    for (int row = 0; row < m_sorted->rowCount(); ++row)
        isListed = isListed ||
                   m_sorted->index(row, 0).data(TraceList::RequestRole).toLongLong() == request;
    if (!isListed)
        m_text->setText(QStringLiteral("#%1").arg(request));
    choose(request);
}

void TracesPage::traceAgain(std::int64_t request) {
    find(request);
    m_session.traceAgain(request);
    refresh();
}

void TracesPage::choose(std::int64_t request) {
    m_chosen = request;
    showChosen();
    showBlame(rangeShown(), m_session.snapshot()->now);
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
    m_critical->setToolTip(critical);  // it may be longer than its room
    m_moment->setEnabled(m_waterfall->trace().has_value());
    showPinned();
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
