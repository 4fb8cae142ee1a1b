#include "app/traces/pairs_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>
#include <algorithm>

#include "app/look/number_text.h"
#include "sim/request_number.h"

namespace app {
namespace {

using Beside = sim::TracingWanted::Beside;

// What became of them, after "212 subscribe requests".
QString whatBecame(const PairsWanted& wanted) {
    const bool isOfFault = wanted.beside == Beside::WithoutFault;
    switch (wanted.kind) {
        case sim::PairKind::Lost:
            return isOfFault ? PairsView::tr("failed that would have succeeded")
                             : PairsView::tr("failed that succeeded on the other road");
        case sim::PairKind::Spared:
            return isOfFault ? PairsView::tr("succeeded that would have failed")
                             : PairsView::tr("succeeded that failed on the other road");
        case sim::PairKind::Degraded:
            return isOfFault ? PairsView::tr("were degraded that would not have been")
                             : PairsView::tr("were degraded that were not on the other road");
        case sim::PairKind::Mended:
            return isOfFault ? PairsView::tr("were not degraded that would have been")
                             : PairsView::tr("were not degraded that were on the other road");
        case sim::PairKind::Slower:
            return isOfFault ? PairsView::tr("took longer because of it")
                             : PairsView::tr("took longer than on the other road");
        case sim::PairKind::Faster:
            break;
    }
    return isOfFault ? PairsView::tr("took less time because of it")
                     : PairsView::tr("took less time than on the other road");
}

}  // namespace

PairsView::PairsView(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_about(new QLabel(this)),
      m_list(new PairList(this)),
      m_table(new SignTable(this)) {
    setObjectName("pairsView");
    m_about->setObjectName("pairsAbout");
    m_about->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* close = new QPushButton(tr("All traces"), this);
    close->setObjectName("allTraces");
    connect(close, &QPushButton::clicked, this, &PairsView::closeWanted);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(16, 8, 16, 8);
    head->setSpacing(8);
    head->addWidget(m_about, 1);
    head->addWidget(close);
    m_table->setObjectName("pairs");
    m_table->setAccessibleName(tr("Requests in two runs"));
    m_table->setModel(m_list);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setColumnWidth(PairList::Start, 108);
    m_table->setColumnWidth(PairList::Request, 84);
    m_table->setColumnWidth(PairList::First, 220);
    m_table->setColumnWidth(PairList::Second, 220);
    m_table->horizontalHeader()->setStretchLastSection(true);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) {
                if (row.isValid() && !m_isFilling)
                    Q_EMIT chosen(row.data(PairList::RequestRole).toLongLong());
            });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    auto* body = new QHBoxLayout;
    body->setContentsMargins(8, 0, 0, 0);
    body->addWidget(m_table);
    column->addLayout(body, 1);
}

QString PairsView::firstName() const {
    return m_wanted.beside == Beside::WithoutFault ? tr("without it") : tr("other road");
}

QString PairsView::secondName() const {
    return m_wanted.beside == Beside::WithoutFault ? tr("with it") : tr("this road");
}

const sim::JourneyDifference* PairsView::difference() const {
    if (!m_seen)
        return nullptr;
    const auto found =
        std::ranges::find(m_seen->journeys, m_wanted.journey, &sim::JourneyDifference::name);
    return found == m_seen->journeys.end() ? nullptr : &*found;
}

// "212 subscribe requests failed that would have succeeded, by 01:12.0. The first 20 of them:"
QString PairsView::sentence(const sim::JourneyDifference& difference) const {
    const std::int64_t count = difference.count(m_wanted.kind);
    const auto shown = static_cast<std::int64_t>(m_list->rows().size());
    const bool isByTime =
        m_wanted.kind == sim::PairKind::Slower || m_wanted.kind == sim::PairKind::Faster;
    QString text = (count == 1 ? tr("%1 %2 request %3, by %4") : tr("%1 %2 requests %3, by %4"))
                       .arg(countText(count), QString::fromStdString(m_wanted.journey),
                            whatBecame(m_wanted), clockText(m_seen->at));
    if (shown >= count)
        return text;
    return text + (isByTime ? tr("; the %1 that did most so") : tr("; the first %1 of them"))
                      .arg(countText(shown));
}

void PairsView::show(const PairsWanted& wanted) {
    m_wanted = wanted;
    m_seen.reset();
    // One that failed has nothing to compare.
    m_table->setColumnHidden(PairList::Difference, wanted.kind == sim::PairKind::Lost ||
                                                       wanted.kind == sim::PairKind::Spared);
    m_isFilling = true;
    m_list->show({}, firstName(), secondName());
    m_isFilling = false;
    refresh();
    if (m_list->rowCount() > 0)
        m_table->selectRow(0);
    m_table->setFocus(Qt::OtherFocusReason);
}

bool PairsView::refresh() {
    const auto seen =
        m_wanted.beside == Beside::WithoutFault ? m_session.costOfFault() : m_session.state().roads;
    if (seen == m_seen)
        return m_seen != nullptr;
    m_seen = seen;
    const sim::JourneyDifference* found = difference();
    if (found == nullptr)
        return false;
    const std::vector<models::Journey>& journeys = m_session.scenario().journeys;
    const auto place = static_cast<std::size_t>(
        std::ranges::find(journeys, m_wanted.journey, &models::Journey::name) - journeys.begin());
    const std::optional<std::int64_t> looked = request();
    std::vector<PairList::Row> rows;
    for (const sim::RequestPair& pair : found->examplesOf(m_wanted.kind))
        rows.push_back({sim::requestNumber(m_session.scenario(), place, pair.second), pair});
    m_isFilling = true;
    m_list->show(std::move(rows), firstName(), secondName());
    for (int row = 0; looked && row < m_list->rowCount(); ++row) {
        if (m_list->rows()[static_cast<std::size_t>(row)].request == *looked)
            m_table->selectRow(row);
    }
    m_isFilling = false;
    m_about->setText(sentence(*found));
    m_about->setToolTip(m_about->text());
    return true;
}

std::optional<std::int64_t> PairsView::request() const {
    const QModelIndex row = m_table->currentIndex();
    return row.isValid() ? std::optional(std::int64_t(row.data(PairList::RequestRole).toLongLong()))
                         : std::nullopt;
}

}  // namespace app
