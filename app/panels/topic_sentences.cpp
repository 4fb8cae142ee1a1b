#include "app/panels/topic_sentences.h"

#include "app/graph/health.h"
#include "app/look/number_text.h"

namespace app {

QString topicKind(const models::Topic& topic) {
    QString kind =
        topic.kind == models::TopicKind::Queue ? QStringLiteral("queue") : QStringLiteral("topic");
    if (topic.partitions)
        kind += *topic.partitions == 1 ? QStringLiteral(", 1 partition")
                                       : QStringLiteral(", %1 partitions").arg(*topic.partitions);
    if (!topic.key.empty())
        kind += QStringLiteral(" by ") + QString::fromStdString(topic.key);
    if (topic.capacity)
        kind += QStringLiteral(", room for ") + countText(*topic.capacity);
    return kind;
}

QString topicState(const models::Topic& topic, const sim::TopicSnapshot& seen, sim::Instant now) {
    if (seen.downSince) {
        const QString back =
            seen.readyAt && *seen.readyAt > now
                ? QStringLiteral(" Ready again in %1.").arg(durationText(*seen.readyAt - now))
                : QString();
        return QStringLiteral("Down for %1.").arg(durationText(now - *seen.downSince)) + back +
               QStringLiteral(" Its messages are kept.");
    }
    const QString rates =
        QStringLiteral("%1 come and %2 are done")
            .arg(rateText(seen.publishedPerSecond()), rateText(seen.endedPerSecond()));
    switch (healthOf(seen, topic.capacity)) {
        case Health::NotJudged:
            return QStringLiteral("Nothing has been published yet.");
        case Health::Failing:
        case Health::Degraded:
            if (seen.recentRefused > 0)
                return QStringLiteral("Full: %1 of %2 messages were refused in the last %3.")
                    .arg(countText(seen.recentRefused),
                         countText(seen.recentRefused + seen.recentPublished),
                         durationText(seen.recentSpan));
            return (backlogGrows(seen) ? QStringLiteral("Falling behind: %1.")
                                       : QStringLiteral("Nearly full: %1."))
                .arg(rates);
        case Health::Ok:
        case Health::Down:
            break;
    }
    if (seen.oldestWaits.value_or(sim::Duration{}) <= std::chrono::seconds(1))
        return QStringLiteral("Healthy: %1.").arg(rates);
    return (seen.recentEnded > seen.recentPublished + seen.recentPublished / 20
                ? QStringLiteral("Catching up: %1.")
                : QStringLiteral("Keeping up, but some wait long: %1."))
        .arg(rates);
}

QString consumerText(const models::Consumer& consumer) {
    QString said = QString::fromStdString(consumer.endpoint);
    if (consumer.attempts)
        said += *consumer.attempts == 1 ? QStringLiteral(", 1 attempt")
                                        : QStringLiteral(", %1 attempts").arg(*consumer.attempts);
    else
        said += QStringLiteral(", attempts without end");
    if (consumer.redeliverAfter.count() > 0)
        said += QStringLiteral(", again after ") + durationText(consumer.redeliverAfter);
    if (consumer.attempts && !consumer.deadLetter)
        said += QStringLiteral(", then dropped");
    return said;
}

}  // namespace app
