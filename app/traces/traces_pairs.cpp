// The requests of the view "Traces" that are looked at beside themselves in another run.
#include "app/traces/traces_page.h"

namespace app {

QWidget* TracesPage::makeLists() {
    m_pairs = new PairsView(m_session, this);
    connect(m_pairs, &PairsView::chosen, this, &TracesPage::choosePair);
    connect(m_pairs, &PairsView::closeWanted, this, &TracesPage::showAllTraces);
    m_lists = new QStackedWidget(this);
    m_lists->addWidget(makeList());
    m_lists->addWidget(m_pairs);
    return m_lists;
}

void TracesPage::showPair() {
    const std::optional<std::int64_t> request = m_pairs->request();
    const TracedPair* pair =
        request ? m_session.tracedPair(*request, m_pairs->wanted().beside) : nullptr;
    m_detailTabs->button(Beside)->setVisible(true);
    m_detailTabs->button(Beside)->setText(m_pairs->wanted().beside ==
                                                  sim::TracingWanted::Beside::WithoutFault
                                              ? tr("Without and with it")
                                              : tr("On both roads"));
    m_pin->setEnabled(false);
    if (pair)
        m_difference->show(pair->beside, pair->trace,
                           {m_pairs->firstName(), m_pairs->secondName()});
    else
        m_difference->show(nullptr, nullptr);
}

void TracesPage::showPairs(const PairsWanted& wanted) {
    m_lists->setCurrentWidget(m_pairs);
    m_filters->hide();
    m_empty->hide();
    showDetail(Beside);
    m_pairs->show(wanted);
    refresh();
}

void TracesPage::choosePair(std::int64_t request) {
    m_chosen = request;
    m_session.tracePair(request, m_pairs->wanted().beside);
    m_offer->show({}, true);
    showChosen();
}

void TracesPage::showAllTraces() {
    if (!showsPairs())
        return;
    m_lists->setCurrentIndex(0);
    m_filters->show();
    m_difference->show(nullptr, nullptr);
    showDetail(Request);
    refresh();
}

}  // namespace app
