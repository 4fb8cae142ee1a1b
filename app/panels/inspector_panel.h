// The right dock's second page: one service, topic, journey or edge from the inside.
#pragma once

#include <QScrollArea>
#include <QTimer>

#include "app/panels/edge_sections.h"
#include "app/panels/journey_sections.h"
#include "app/panels/parameter_list.h"
#include "app/panels/store_section.h"
#include "app/panels/topic_messages_section.h"
#include "app/panels/topic_sections.h"
#include "app/panels/versions_section.h"

namespace app {

class InspectorPanel final : public QWidget {
    Q_OBJECT

  public:
    explicit InspectorPanel(Session& session, QWidget* parent = nullptr);

    // What the selected service can be deployed and scaled by.
    void setRolloutsMenu(QMenu* menu) { m_versions->setRolloutsMenu(menu); }

    void refresh();
    const StoreSection& store() const { return *m_store; }
    const TopicMessagesSection& topicMessages() const { return *m_topicMessages; }
    // All that the panel says, as text.
    QString text() const;

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void refreshSoon();

    Session& m_session;
    QTimer m_refreshTimer;
    QScrollArea* m_scroll;
    SubjectSection* m_subject;
    InstancesSection* m_instances;
    VersionsSection* m_versions;
    BreakersSection* m_breakers;
    StoreSection* m_store;
    ParametersSection* m_parameters;
    TopicCountsSection* m_topicCounts;
    TopicMessagesSection* m_topicMessages;
    TopicConsumersSection* m_topicConsumers;
    TopicPartitionsSection* m_topicPartitions;
    OutcomesSection* m_outcomes;
    LatencySection* m_latency;
    CalleesSection* m_callees;
    EdgeCallsSection* m_edgeCalls;
    EdgeCountsSection* m_edgeCounts;
    EdgeSettingsSection* m_edgeSettings;
};

}  // namespace app
