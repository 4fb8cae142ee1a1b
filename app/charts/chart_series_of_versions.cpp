#include "app/charts/chart_ticks.h"

namespace app {
namespace {

using sim::ChartPoint;
using sim::ChartTick;

const std::vector<ChartPoint>& versionsOf(const ChartTick& tick, const ChartSubject& subject) {
    static const std::vector<ChartPoint> none;
    const auto service = static_cast<std::size_t>(subject.service);
    return service < tick.versions.size() ? tick.versions[service] : none;
}

std::int64_t endedOf(const ChartPoint& point) {
    return point.completed + failedOf(point);
}

// Those that answered anything in the range.
std::vector<std::size_t> versionsInView(const ChartTicks& ticks, const ChartSubject& subject,
                                        TimeRange range) {
    std::vector<std::int64_t> ended;
    const auto [from, to] = ticksInView(ticks, range);
    for (std::size_t i = from; i < to; ++i) {
        const std::vector<ChartPoint>& versions = versionsOf(ticks[i], subject);
        ended.resize(std::max(ended.size(), versions.size()));
        for (std::size_t k = 0; k < versions.size(); ++k)
            ended[k] += endedOf(versions[k]);
    }
    std::vector<std::size_t> seen;
    for (std::size_t k = 0; k < ended.size(); ++k) {
        if (ended[k] > 0)
            seen.push_back(k);
    }
    return seen;
}

// The newest is the one in question.
ChartLine lineOf(const ChartSubject& subject, std::size_t version, bool isNewest,
                 QVector<QPointF> points) {
    ChartLine line{subject.versions.value(static_cast<qsizetype>(version)), std::move(points),
                   isNewest ? ChartInk::Main : ChartInk::Second, 1.5, !isNewest};
    line.gapAbove = ticksMissing * models::inSeconds(sim::chartTick);
    return line;
}

}  // namespace

bool hasTwoVersions(const ChartTicks& ticks, const ChartSubject& subject, TimeRange range) {
    return subject.service >= 0 && versionsInView(ticks, subject, range).size() > 1;
}

ChartContent errorsByVersionChart(const ChartTicks& ticks, const ChartSubject& subject,
                                  const ChartFrame& frame) {
    ChartContent content =
        framed(QStringLiteral("Errors by version"), subject, QStringLiteral("% of answers"), frame);
    const std::vector<std::size_t> versions = versionsInView(ticks, subject, frame.range);
    for (const std::size_t k : versions) {
        const auto share = [&](std::size_t i) -> std::optional<double> {
            std::int64_t failed = 0, ended = 0;
            for (std::size_t j = i > 0 ? i - 1 : 0; j <= i; ++j) {
                const std::vector<ChartPoint>& points = versionsOf(ticks[j], subject);
                failed += k < points.size() ? failedOf(points[k]) : 0;
                ended += k < points.size() ? endedOf(points[k]) : 0;
            }
            return ended == 0 ? std::nullopt
                              : std::optional(100.0 * static_cast<double>(failed) /
                                              static_cast<double>(ended));
        };
        content.lines.push_back(
            lineOf(subject, k, k == versions.back(), pointsWhere(ticks, frame.range, share)));
    }
    content.highestAtLeast = 1;
    return content;
}

ChartContent p99ByVersionChart(const ChartTicks& ticks, const ChartSubject& subject,
                               const ChartFrame& frame) {
    ChartContent content =
        framed(QStringLiteral("p99 by version"), subject, QStringLiteral("ms, log scale"), frame);
    content.scale = AxisScale::Log;
    const std::vector<std::size_t> versions = versionsInView(ticks, subject, frame.range);
    for (const std::size_t k : versions) {
        const auto p99 = [&](std::size_t i) -> std::optional<double> {
            const std::vector<ChartPoint>& points = versionsOf(ticks[i], subject);
            if (k >= points.size() || !points[k].p99)
                return std::nullopt;
            return models::inSeconds(*points[k].p99) * 1000;
        };
        content.lines.push_back(
            lineOf(subject, k, k == versions.back(), pointsWhere(ticks, frame.range, p99)));
    }
    return content;
}

}  // namespace app
