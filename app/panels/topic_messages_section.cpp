#include "app/panels/topic_messages_section.h"

#include "app/look/number_text.h"

namespace app {

QString TopicMessagesSection::subject() const {
    const auto topic = m_session.selectedTopicIndex();
    return topic ? QString::fromStdString(m_session.scenario().topics[*topic].name) : QString();
}

const sim::TopicSnapshot* TopicMessagesSection::topicNow() const {
    const auto topic = m_session.selectedTopicIndex();
    const auto snapshot = m_session.snapshot();
    return topic && snapshot && *topic < snapshot->topics.size() ? &snapshot->topics[*topic]
                                                                 : nullptr;
}

std::vector<RowsSection::Table> TopicMessagesSection::tables() const {
    const sim::TopicSnapshot* seen = topicNow();
    const auto count = [&](std::int64_t sim::TopicSnapshot::*which) {
        return seen ? std::optional(seen->*which) : std::nullopt;
    };
    return {{QString::fromLatin1(sim::messagesTable), count(&sim::TopicSnapshot::backlog)},
            {QString::fromLatin1(sim::deadLettersTable), count(&sim::TopicSnapshot::dead)}};
}

std::optional<sim::RowsWanted> TopicMessagesSection::wanted() const {
    const auto topic = m_session.selectedTopicIndex();
    return topic ? std::optional(sim::RowsWanted{.topic = *topic}) : std::nullopt;
}

QString TopicMessagesSection::aside(sim::Instant readAt, int) const {
    return chosenTable() == QLatin1String(sim::deadLettersTable)
               ? tr("the latest first, at %1").arg(clockText(readAt))
               : tr("the oldest first, at %1").arg(clockText(readAt));
}

}  // namespace app
