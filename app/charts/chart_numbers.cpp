#include "app/charts/chart_numbers.h"

#include "app/charts/chart_ticks.h"
#include "app/export/csv.h"

namespace app {
namespace {

QString decimalText(double value) {
    return QString::number(value, 'g', 12);
}

QString millisecondsText(const std::optional<sim::Duration>& latency) {
    return latency ? decimalText(models::inSeconds(*latency) * 1000) : QString();
}

QStringList topicCells(const sim::TopicPoint& point) {
    return {QString::number(point.published), QString::number(point.ended),
            QString::number(point.waiting), QString::number(point.backlog),
            point.oldestWaits ? decimalText(models::inSeconds(*point.oldestWaits)) : QString()};
}

QStringList pointCells(const sim::ChartPoint& point) {
    QStringList cells{QString::number(point.started), QString::number(point.completed)};
    for (std::size_t cause = 1; cause < point.byCause.size(); ++cause)
        cells << QString::number(point.byCause[cause]);
    return cells << millisecondsText(point.p50) << millisecondsText(point.p95)
                 << millisecondsText(point.p99);
}

QStringList columnNames(const ChartSubject& subject, std::size_t versions) {
    QStringList names{QStringLiteral("time_s")};
    if (subject.topic >= 0)
        return names << "published"
                     << "ended"
                     << "waiting"
                     << "backlog"
                     << "oldest_waits_s";
    names << "started"
          << "completed";
    for (std::size_t cause = 1; cause < models::causeNames.size(); ++cause)
        names << QString::fromUtf8(models::causeNames[cause].data());
    names << "p50_ms"
          << "p95_ms"
          << "p99_ms";
    if (subject.service >= 0)
        names << "slots_held"
              << "slots"
              << "inbox";
    if (subject.edge >= 0)
        names << "attempts";
    for (std::size_t k = 0; k < versions; ++k) {
        const QString version = subject.versions.value(static_cast<qsizetype>(k));
        names << "completed of " + version << "failed of " + version << "p99_ms of " + version;
    }
    return names;
}

}  // namespace

QString chartNumbers(const ChartTicks& ticks, const ChartSubject& subject, TimeRange range) {
    const auto service = static_cast<std::size_t>(subject.service);
    const auto versionsAt = [&](const sim::ChartTick& tick) {
        return subject.service >= 0 && service < tick.versions.size()
                   ? tick.versions[service]
                   : std::vector<sim::ChartPoint>();
    };
    QString text =
        csvRow(columnNames(subject, ticks.empty() ? 0 : versionsAt(ticks.front()).size()));
    for (const sim::ChartTick& tick : ticks) {
        const double at = tickSeconds(tick);
        if (at <= range.from || at > range.to)
            continue;
        QStringList cells{decimalText(at)};
        if (subject.topic >= 0) {
            const auto topic = static_cast<std::size_t>(subject.topic);
            cells << topicCells(topic < tick.topics.size() ? tick.topics[topic]
                                                           : sim::TopicPoint());
        } else {
            const sim::ChartPoint& point = pointOf(tick, subject);
            cells << pointCells(point);
            if (subject.service >= 0)
                cells << QString::number(point.slotsHeld) << QString::number(point.slots)
                      << QString::number(point.inbox);
            if (subject.edge >= 0)
                cells << QString::number(point.attempts);
            for (const sim::ChartPoint& each : versionsAt(tick))
                cells << QString::number(each.completed) << QString::number(failedOf(each))
                      << millisecondsText(each.p99);
        }
        text += csvRow(cells);
    }
    return text;
}

}  // namespace app
