#include "app/traces/trace_offer.h"

#include <QHBoxLayout>

#include "app/look/number_text.h"
#include "sim/traced_run.h"

namespace app {

TraceOffer::TraceOffer(Session& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("traceOffer");
    m_words = new QLabel(this);
    m_words->setObjectName("traceOfferText");
    m_act = new QPushButton(this);
    m_act->setObjectName("traceIt");
    connect(m_act, &QPushButton::clicked, this, &TraceOffer::actOnClick);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 4, 16, 8);
    row->setSpacing(12);
    row->addWidget(m_words);
    row->addWidget(m_act);
    row->addStretch(1);
    hide();
}

void TraceOffer::show(std::optional<std::int64_t> wanted, bool isKnown) {
    m_wanted = wanted;
    const auto& tracing = m_session.tracing();
    if (tracing && (!tracing->isDone || (wanted == tracing->wanted.request && !isKnown))) {
        showTracing(*tracing);
        return;
    }
    setVisible(wanted && !isKnown && !m_session.scenario().journeys.empty());
    if (!isVisibleTo(parentWidget()))
        return;
    const auto& journeys = m_session.scenario().journeys;
    const models::Journey& journey = journeys[sim::journeyOfRequest(*wanted, journeys.size())];
    m_words->setText(tr("Request #%1 of %2 was not sampled. The run can be executed again, with "
                        "its number watched.")
                         .arg(*wanted)
                         .arg(QString::fromStdString(journey.name)));
    m_act->setText(tr("Trace it"));
    m_act->setVisible(true);
}

void TraceOffer::showTracing(const sim::TracingSeen& tracing) {
    setVisible(true);
    m_act->setVisible(!tracing.isDone);
    m_act->setText(tr("Cancel"));
    if (!tracing.isDone)
        m_words->setText(tr("The run is executed again to trace #%1: %2 of %3.")
                             .arg(tracing.wanted.request)
                             .arg(clockText(tracing.reached), clockText(tracing.until)));
    else if (!tracing.failure.empty())
        m_words->setText(QString::fromStdString(tracing.failure));
    else
        m_words->setText(tr("Request #%1 had not begun by %2.")
                             .arg(tracing.wanted.request)
                             .arg(clockText(tracing.reached)));
}

void TraceOffer::actOnClick() {
    if (m_session.tracing() && !m_session.tracing()->isDone)
        m_session.cancelTracing();
    else if (m_wanted)
        m_session.traceAgain(*m_wanted);
    show(m_wanted, false);
}

}  // namespace app
