#include "app/panels/inspector_panel.h"

#include <QScrollBar>
#include <QVBoxLayout>

#include "app/panels/overlay_scroll_bar.h"

namespace app {
namespace {

constexpr int inspectorRefreshMs = 100;  // a reader needs no more than ten new numbers a second

}  // namespace

InspectorPanel::InspectorPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session) {
    auto* content = new QWidget;
    content->setObjectName("inspectorContent");
    auto* sections = new QVBoxLayout(content);
    sections->setContentsMargins(0, 0, 0, 0);
    sections->setSpacing(0);
    const auto add = [&](auto* section) {
        sections->addWidget(section);
        return section;
    };
    m_subject = add(new SubjectSection(session, content));
    m_instances = add(new InstancesSection(session, content));
    m_versions = add(new VersionsSection(session, content));
    m_edgeCalls = add(new EdgeCallsSection(session, content));
    m_edgeCounts = add(new EdgeCountsSection(session, content));
    m_breakers = add(new BreakersSection(session, content));
    m_store = add(new StoreSection(session, content));
    m_parameters = add(new ParametersSection(session, content));
    m_topicCounts = add(new TopicCountsSection(session, content));
    m_topicMessages = add(new TopicMessagesSection(session, content));
    m_topicConsumers = add(new TopicConsumersSection(session, content));
    m_topicPartitions = add(new TopicPartitionsSection(session, content));
    m_outcomes = add(new OutcomesSection(session, content));
    m_latency = add(new LatencySection(session, content));
    m_callees = add(new CalleesSection(session, content));
    m_edgeSettings = add(new EdgeSettingsSection(session, content));
    sections->addStretch(1);
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName("inspectorScroll");
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(content);
    overlayScrollBar(*m_scroll);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_scroll);

    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(inspectorRefreshMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &InspectorPanel::refresh);
    connect(&session, &Session::snapshotChanged, this, &InspectorPanel::refreshSoon);
    connect(&session, &Session::stateChanged, this, &InspectorPanel::refreshSoon);
    connect(&session, &Session::selectionChanged, this, [this] {
        m_scroll->verticalScrollBar()->setValue(0);
        refresh();
    });
    connect(&session, &Session::opened, this, &InspectorPanel::refresh);
    setAccessibleName(tr("Inspector"));
    refresh();
}

// Nobody sees a hidden panel, so it costs nothing.
void InspectorPanel::refreshSoon() {
    if (isVisible() && !m_refreshTimer.isActive())
        m_refreshTimer.start();
}

void InspectorPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void InspectorPanel::refresh() {
    m_refreshTimer.stop();
    const auto service = m_session.selectedServiceIndex();
    const bool isJourney = m_session.selectedJourneyIndex().has_value();
    m_instances->setVisible(service.has_value());
    m_versions->setVisible(service && m_versions->hasVersions());
    const bool isEdge = m_session.selectedEdge() >= 0;
    m_edgeCalls->setVisible(isEdge);
    m_edgeCounts->setVisible(isEdge);
    m_edgeSettings->setVisible(isEdge);
    m_breakers->setVisible((service || isEdge) && !m_breakers->breakers().empty());
    m_store->setVisible(service && m_session.scenario().services[*service].store);
    m_parameters->setVisible(service.has_value());
    const auto topic = m_session.selectedTopicIndex();
    m_topicCounts->setVisible(topic.has_value());
    m_topicMessages->setVisible(topic.has_value());
    m_topicConsumers->setVisible(topic.has_value());
    m_topicPartitions->setVisible(topic && m_session.scenario().topics[*topic].partitions);
    m_outcomes->setVisible(isJourney);
    m_latency->setVisible(isJourney);
    m_callees->setVisible(isJourney);
    for (InspectorSection* section : std::initializer_list<InspectorSection*>{
             m_subject, m_instances, m_versions, m_edgeCalls, m_edgeCounts, m_breakers, m_store,
             m_parameters, m_topicCounts, m_topicMessages, m_topicConsumers, m_topicPartitions,
             m_outcomes, m_latency, m_callees, m_edgeSettings})
        section->refresh();
}

QString InspectorPanel::text() const {
    QStringList parts{m_subject->spoken()};
    const auto add = [&](const auto* section) {
        if (section->isVisibleTo(this))
            parts << section->spoken();
    };
    add(m_instances);
    add(m_versions);
    add(m_edgeCalls);
    add(m_edgeCounts);
    add(m_breakers);
    add(m_store);
    add(m_parameters);
    add(m_topicCounts);
    add(m_topicMessages);
    add(m_topicConsumers);
    add(m_topicPartitions);
    add(m_outcomes);
    add(m_latency);
    add(m_callees);
    add(m_edgeSettings);
    return parts.join(QLatin1Char('\n'));
}

}  // namespace app
