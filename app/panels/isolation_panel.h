// The right dock: before a fault the invitation and what is normal; after it, who was hurt and why.
#pragma once

#include <QScrollArea>
#include <QTimer>

#include "app/panels/active_faults.h"
#include "app/panels/invariants_section.h"
#include "app/panels/isolation_sections.h"
#include "app/panels/road_latency_section.h"
#include "app/panels/road_measures_section.h"
#include "app/panels/roads_section.h"
#include "app/panels/steady_sections.h"

namespace app {

class IsolationPanel final : public QWidget {
    Q_OBJECT

  public:
    explicit IsolationPanel(Session& session, QWidget* parent = nullptr);

    void refresh();
    bool showsFault() const { return m_shownFault != sim::noFault; }
    // Back to the invitation; what happened so far is no longer judged here.
    void dismiss();
    // What a study found of one outage, instead of what happens in the run; absent: the run again.
    void showOutage(std::optional<sim::Isolation> outage);
    std::optional<sim::Duration> killDuration() const { return m_invitation->duration(); }
    // Whether the graph is coloured by what the two roads differ in.
    void showRoadColouring(bool colours) { m_roadMeasures->setColouring(colours); }
    // All that the panel says, as text.
    QString text() const;

  Q_SIGNALS:
    void killWanted(const QString& service, std::optional<sim::Duration> duration);
    void shownFaultChanged();
    void roadColouringWanted(bool colours);
    // The requests behind a figure, one by one.
    void pairsWanted(const app::PairsWanted& wanted);

  private:
    void refreshSoon();
    std::optional<sim::Isolation> settledIsolation() const;
    void showSteady();
    void showFault(const sim::Isolation& isolation);

    Session& m_session;
    QTimer m_refreshTimer;
    QScrollArea* m_scroll;
    RoadsSection* m_roads;
    RoadMeasuresSection* m_roadMeasures;
    RoadLatencySection* m_roadLatencies;
    InvitationSection* m_invitation;
    SteadyStateSection* m_steady;
    InvariantsSection* m_invariants;
    ExpectationsSection* m_expectations;
    OwnFaultsSection* m_ownFaults;
    HeadlineSection* m_headline;
    JourneysSection* m_journeys;
    ServicesSection* m_services;
    ProtectionsSection* m_protections;
    ActiveFaultsSection* m_activeFaults;
    std::optional<sim::Isolation> m_outage;
    sim::FaultId m_shownFault = sim::noFault;
    sim::FaultId m_dismissedFault = sim::noFault;
};

}  // namespace app
