#include "app/graph/topic_values.h"
#include "app/graph/group_values.h"

#include <algorithm>
#include <cmath>

#include "app/look/number_text.h"

namespace app {

namespace {

QString kindOf(const models::Topic& topic) {
    return topic.kind == models::TopicKind::Queue ? QStringLiteral("queue")
                                                  : QStringLiteral("topic");
}

void tellDown(CardValues& values, const sim::TopicSnapshot& seen, sim::Instant now) {
    const models::Duration down = now - *seen.downSince;
    values.downFor = QStringLiteral("Down for ") + secondsText(down);
    values.kept = shortCountText(seen.backlog) + QStringLiteral(" kept");
    if (!seen.readyAt)
        return;  // a pipe has no room to say that somebody must restart it
    const double left = std::max(0.0, models::inSeconds(*seen.readyAt - now));
    values.returns =
        QStringLiteral("ready in %1").arg(std::ceil(left)) + QChar(QChar::Nbsp) + QLatin1Char('s');
    values.countdown = left / std::max(1e-9, left + models::inSeconds(down));
}

QString sentenceOf(const models::Topic& topic, const CardValues& values,
                   const sim::TopicSnapshot& seen) {
    QString sentence = values.name + QStringLiteral(": ") + kindOf(topic) + QStringLiteral(", ");
    if (seen.downSince)
        return sentence + QStringLiteral("d") + values.downFor.mid(1) + QStringLiteral("; ") +
               countText(seen.backlog) + QStringLiteral(" messages are kept");
    if (values.health == Health::NotJudged)
        return sentence + QStringLiteral("nothing has been published yet");
    sentence += values.topic.backlog;
    if (topic.capacity)
        sentence += QStringLiteral(" of ") + countText(*topic.capacity);
    if (backlogGrows(seen))
        sentence += QStringLiteral(" and growing");
    sentence += QStringLiteral(", ") + values.topic.rates;
    if (seen.oldestWaits)
        sentence += QStringLiteral(", the oldest waits for ") + latencyText(*seen.oldestWaits);
    if (seen.dead > 0)
        sentence += QStringLiteral(", ") + countText(seen.dead) + QStringLiteral(" dead letters");
    if (seen.recentRefused > 0)
        sentence += QStringLiteral(", ") + countText(seen.recentRefused) +
                    QStringLiteral(" refused of late");
    return sentence;
}

}  // namespace

CardValues topicValues(const models::Scenario& scenario, int topic, const sim::Snapshot* snapshot) {
    const models::Topic& declared = scenario.topics[topic];
    CardValues values;
    values.name = QString::fromStdString(declared.name);
    values.topic.backlog = kindOf(declared);
    values.sentence = values.name + QStringLiteral(": ") + kindOf(declared) +
                      QStringLiteral(", nothing has been published yet");
    if (!snapshot || topic >= static_cast<int>(snapshot->topics.size()))
        return values;
    const sim::TopicSnapshot& seen = snapshot->topics[topic];
    values.health = healthOf(seen, declared.capacity);
    if (values.health != Health::NotJudged) {
        values.topic.backlog = QStringLiteral("backlog ") + countText(seen.backlog);
        values.topic.rates =
            QStringLiteral("%1 in, %2 out")
                .arg(rateText(seen.publishedPerSecond()), rateText(seen.endedPerSecond()));
        if (seen.dead > 0)
            values.topic.dead = shortCountText(seen.dead) + QStringLiteral(" dead");
        if (declared.capacity && *declared.capacity > 0)
            values.topic.full = std::min(
                1.0, static_cast<double>(seen.backlog) / static_cast<double>(*declared.capacity));
    }
    if (seen.downSince)
        tellDown(values, seen, snapshot->now);
    values.sentence = sentenceOf(declared, values, seen);
    return values;
}

QString messagesName(const GraphScene& scene, int edge) {
    const SceneEdge& line = scene.edges[edge];
    const bool isDelivery = scene.nodes[line.caller].isTopic();
    return scene.nodes[line.caller].name +
           (isDelivery ? QStringLiteral(" delivers to ") : QStringLiteral(" publishes to ")) +
           scene.nodes[line.callee].name;
}

EdgeValues messageValues(const GraphScene& scene, int edge, const sim::Snapshot* snapshot,
                         EdgeLabel what) {
    if (scene.edges[edge].isBundle())
        return bundleValues(scene, edge, snapshot, what, false);
    EdgeValues values;
    const QString name = messagesName(scene, edge);
    values.sentence = name + QStringLiteral(": no messages yet");
    const auto place = static_cast<std::size_t>(scene.edges[edge].parts.front());
    if (!snapshot || place >= snapshot->messages.size())
        return values;
    const sim::MessageSnapshot& seen = snapshot->messages[place];
    values.health = healthOf(seen);
    values.traffic = seen.recent.sent > 0;
    if (!values.traffic) {
        if (seen.counts.sent > 0)
            values.sentence = name + QStringLiteral(": no messages now");
        return values;
    }
    const auto sent = static_cast<double>(seen.recent.sent);
    values.failedShare = static_cast<double>(seen.recent.failed) / sent;
    values.perSecond = seen.recentSpan.count() == 0 ? 0 : sent / models::inSeconds(seen.recentSpan);
    if (what == EdgeLabel::Rate)
        values.label = rateText(values.perSecond);
    else if (what == EdgeLabel::Errors)
        values.label = percentText(values.failedShare, 1);
    values.sentence = name + QStringLiteral(": ") + rateText(values.perSecond);
    if (values.failedShare >= degradedFrom()) {
        const bool isDelivery = scene.nodes[scene.edges[edge].caller].isTopic();
        values.sentence += QStringLiteral(", ") + percentText(values.failedShare, 1) +
                           (isDelivery ? QStringLiteral(" of them are not handled")
                                       : QStringLiteral(" of them are refused"));
    }
    return values;
}

}  // namespace app
