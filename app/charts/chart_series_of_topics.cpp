#include "app/charts/chart_ticks.h"

namespace app {
namespace {

using sim::ChartTick;
using sim::TopicPoint;

const TopicPoint& topicPointOf(const ChartTick& tick, const ChartSubject& subject) {
    static const TopicPoint none;
    const auto topic = static_cast<std::size_t>(subject.topic);
    return topic < tick.topics.size() ? tick.topics[topic] : none;
}

QVector<QPointF> levelOf(const ChartTicks& ticks, const ChartSubject& subject, TimeRange range,
                         std::int64_t TopicPoint::*which) {
    return pointsOf(ticks, range, [&](std::size_t i) {
        return static_cast<double>(topicPointOf(ticks[i], subject).*which);
    });
}

QVector<QPointF> rateOfTopic(const ChartTicks& ticks, const ChartSubject& subject, TimeRange range,
                             std::int64_t TopicPoint::*which) {
    return pointsOf(ticks, range, rateOver([&](std::size_t i) {
                        return topicPointOf(ticks[i], subject).*which;
                    }));
}

}  // namespace

ChartContent messagesChart(const ChartTicks& ticks, const ChartSubject& subject,
                           const ChartFrame& frame) {
    ChartContent content =
        framed(QStringLiteral("Messages"), subject, QStringLiteral("messages/s"), frame);
    content.lines = {
        {QStringLiteral("published"),
         rateOfTopic(ticks, subject, frame.range, &TopicPoint::published), ChartInk::Second, 1,
         true},
        {QStringLiteral("ended"), rateOfTopic(ticks, subject, frame.range, &TopicPoint::ended),
         ChartInk::Main, 1.5, false}};
    return content;
}

ChartContent backlogChart(const ChartTicks& ticks, const ChartSubject& subject,
                          const ChartFrame& frame) {
    ChartContent content =
        framed(QStringLiteral("Backlog"), subject, QStringLiteral("messages"), frame);
    content.lines = {
        {QStringLiteral("waiting"), levelOf(ticks, subject, frame.range, &TopicPoint::waiting),
         ChartInk::Main, 1.5, false},
        {QStringLiteral("not ended"), levelOf(ticks, subject, frame.range, &TopicPoint::backlog),
         ChartInk::Second, 1, true}};
    return content;
}

ChartContent oldestMessageChart(const ChartTicks& ticks, const ChartSubject& subject,
                                const ChartFrame& frame) {
    ChartContent content =
        framed(QStringLiteral("Oldest message"), subject, QStringLiteral("s"), frame);
    content.title = QStringLiteral("Oldest message");  // the two beside it name the topic
    content.lines = {{QStringLiteral("waits"),
                      pointsOf(ticks, frame.range,
                               [&](std::size_t i) {
                                   const auto waits = topicPointOf(ticks[i], subject).oldestWaits;
                                   return waits ? models::inSeconds(*waits) : 0;
                               }),
                      ChartInk::Main, 1.5, false}};
    return content;
}

}  // namespace app
