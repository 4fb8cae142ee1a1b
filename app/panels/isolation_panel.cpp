#include "app/panels/isolation_panel.h"

#include <QScrollBar>
#include <QVBoxLayout>
#include <utility>

#include "app/panels/overlay_scroll_bar.h"

namespace app {
namespace {

// As the graph: a reader needs no more new numbers a second.
constexpr int sentencesRefreshMs = 200;

}  // namespace

IsolationPanel::IsolationPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session) {
    auto* content = new QWidget;
    content->setObjectName("isolationContent");
    auto* sections = new QVBoxLayout(content);
    sections->setContentsMargins(0, 0, 0, 0);
    sections->setSpacing(0);
    const auto add = [&](auto* section) {
        sections->addWidget(section);
        return section;
    };
    m_roads = add(new RoadsSection(session, content));
    m_roadMeasures = add(new RoadMeasuresSection(session, content));
    connect(m_roadMeasures, &RoadMeasuresSection::colouringWanted, this,
            &IsolationPanel::roadColouringWanted);
    m_roadLatencies = add(new RoadLatencySection(session, content));
    m_invitation = add(new InvitationSection(session, content));
    m_steady = add(new SteadyStateSection(session, content));
    m_headline = add(new HeadlineSection(content));
    m_journeys = add(new JourneysSection(content));
    for (const PairLinks* each : std::initializer_list<PairLinks*>{m_roads, m_journeys})
        connect(each, &PairLinks::pairsWanted, this, &IsolationPanel::pairsWanted);
    m_services = add(new ServicesSection(content));
    m_protections = add(new ProtectionsSection(content));
    m_invariants = add(new InvariantsSection(session, content));
    m_expectations = add(new ExpectationsSection(session, content));
    m_ownFaults = add(new OwnFaultsSection(session, content));
    sections->addStretch(1);
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName("isolationScroll");
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(content);
    overlayScrollBar(*m_scroll);
    m_activeFaults = new ActiveFaultsSection(session, this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_scroll, 1);
    column->addWidget(m_activeFaults);

    connect(m_invitation, &InvitationSection::killWanted, this, &IsolationPanel::killWanted);
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(sentencesRefreshMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &IsolationPanel::refresh);
    connect(&session, &Session::snapshotChanged, this, &IsolationPanel::refreshSoon);
    connect(&session, &Session::selectionChanged, this, &IsolationPanel::refresh);
    connect(&session, &Session::stateChanged, this, &IsolationPanel::refreshSoon);
    connect(&session, &Session::opened, this, [this] {
        m_dismissedFault = sim::noFault;
        refresh();
    });
    setAccessibleName(tr("Isolation"));
    refresh();
}

void IsolationPanel::refreshSoon() {
    // A fault that begins or ends is answered at once, numbers that only grow a little later.
    const auto& faults = m_session.snapshot()->faults;
    const bool isNews = !faults.empty() && faults.back().id > m_shownFault;
    if (isNews)
        refresh();
    else if (!m_refreshTimer.isActive())
        m_refreshTimer.start();
}

void IsolationPanel::refresh() {
    m_refreshTimer.stop();
    const std::optional<sim::Isolation> isolation = m_outage ? m_outage : settledIsolation();
    const sim::FaultId before = m_shownFault;
    const bool showsOne = m_outage || (isolation && isolation->fault != m_dismissedFault);
    m_shownFault = showsOne ? isolation->fault : sim::noFault;
    m_invitation->setVisible(!showsOne);
    m_steady->setVisible(!showsOne);
    const bool isJudged = !m_outage && m_session.state().report != nullptr;
    m_expectations->setVisible((!showsOne || isJudged) &&
                               !m_session.scenario().expectations.empty());
    m_ownFaults->setVisible(!showsOne && !(m_session.scenario().faults.empty() &&
                                           m_session.scenario().rollouts.empty()));
    m_headline->setVisible(showsOne);
    m_journeys->setVisible(showsOne);
    m_services->setVisible(showsOne && !isolation->services.empty());
    m_protections->setVisible(showsOne && !isolation->protections.empty());
    if (showsOne)
        showFault(*isolation);
    else
        showSteady();
    m_roads->refresh();
    m_roadMeasures->refresh();
    m_roadLatencies->refresh();
    m_invariants->refresh();
    m_expectations->refresh();
    m_activeFaults->refresh();
    if (before == m_shownFault)
        return;
    // The button that was clicked is gone, and the focus went on, out of sight of the headline.
    m_scroll->verticalScrollBar()->setValue(0);
    Q_EMIT shownFaultChanged();
}

// What no count explains the pair of runs may.
std::optional<sim::Isolation> IsolationPanel::settledIsolation() const {
    const auto& isolation = m_session.isolation();
    const auto cost = m_session.costOfFault();
    if (!isolation || !cost || cost->without != isolation->fault)
        return isolation;
    return sim::settledBeside(*isolation, cost->journeys);
}

void IsolationPanel::showSteady() {
    m_invitation->refresh();
    m_steady->refresh();
    m_ownFaults->refresh();
}

void IsolationPanel::showFault(const sim::Isolation& isolation) {
    const sim::Instant now = m_outage && m_outage->what.duration
                                 ? m_outage->since + *m_outage->what.duration
                                 : m_session.snapshot()->now;
    m_headline->show(isolation, now);
    m_journeys->showCost(m_outage ? nullptr : m_session.costOfFault());
    m_journeys->show(isolation, now);
    m_services->show(isolation, now);
    m_protections->show(isolation, now);
}

void IsolationPanel::showOutage(std::optional<sim::Isolation> outage) {
    m_outage = std::move(outage);
    refresh();
}

void IsolationPanel::dismiss() {
    m_dismissedFault = m_shownFault;
    refresh();
}

QString IsolationPanel::text() const {
    QStringList parts;
    if (m_roads->isVisibleTo(this))
        parts << m_roads->spoken();
    if (m_roadMeasures->isVisibleTo(this))
        parts << m_roadMeasures->spoken();
    if (m_roadLatencies->isVisibleTo(this))
        parts << m_roadLatencies->spoken();
    if (!showsFault())
        return (parts << m_invitation->accessibleName()).join(QLatin1Char('\n'));
    parts << QStringList{m_headline->spoken(), m_journeys->spoken(), m_services->spoken()};
    if (m_protections->isVisibleTo(this))
        parts << m_protections->spoken();
    return parts.join(QLatin1Char('\n'));
}

}  // namespace app
