#include "app/charts/chart_ticks.h"

#include "app/look/number_text.h"

namespace app {
namespace {

constexpr std::size_t rateTicks = 2;

}  // namespace

double tickSeconds(const sim::ChartTick& tick) {
    return secondsOf(tick.at);
}

std::pair<std::size_t, std::size_t> ticksInView(const ChartTicks& ticks, TimeRange range) {
    const auto before = [](const sim::ChartTick& tick, double t) { return tickSeconds(tick) < t; };
    const auto first = std::lower_bound(ticks.begin(), ticks.end(), range.from, before);
    const auto last = std::lower_bound(ticks.begin(), ticks.end(), range.to, before);
    const auto from = static_cast<std::size_t>(first - ticks.begin());
    const auto to = static_cast<std::size_t>(last - ticks.begin());
    return {from > 0 ? from - 1 : 0, std::min(to + 1, ticks.size())};
}

std::size_t strideOf(std::size_t from, std::size_t to) {
    return std::max<std::size_t>(1, (to - from + chartPointsMax - 1) / chartPointsMax);
}

double gapOfMissing(std::size_t from, std::size_t to) {
    return ticksMissing * static_cast<double>(strideOf(from, to)) *
           models::inSeconds(sim::chartTick);
}

QVector<QPointF> pointsOf(const ChartTicks& ticks, TimeRange range, const ReadTick& read) {
    QVector<QPointF> points;
    const auto [from, to] = ticksInView(ticks, range);
    const std::size_t stride = strideOf(from, to);
    for (std::size_t i = from; i < to; i += stride) {
        const std::size_t end = std::min(i + stride, to);
        double highest = read(i);
        for (std::size_t j = i + 1; j < end; ++j)
            highest = std::max(highest, read(j));
        points.push_back({tickSeconds(ticks[end - 1]), highest});
    }
    return points;
}

QVector<QPointF> pointsWhere(const ChartTicks& ticks, TimeRange range, const ReadSometimes& read) {
    QVector<QPointF> points;
    const auto [from, to] = ticksInView(ticks, range);
    const std::size_t stride = strideOf(from, to);
    for (std::size_t i = from; i < to; i += stride) {
        const std::size_t end = std::min(i + stride, to);
        std::optional<double> highest;
        for (std::size_t j = i; j < end; ++j) {
            if (const auto value = read(j))
                highest = std::max(highest.value_or(*value), *value);
        }
        if (highest)
            points.push_back({tickSeconds(ticks[end - 1]), *highest});
    }
    return points;
}

ReadTick rateOver(CountTick count) {
    return [count = std::move(count)](std::size_t i) {
        const std::size_t first = i + 1 >= rateTicks ? i + 1 - rateTicks : 0;
        std::int64_t sum = 0;
        for (std::size_t j = first; j <= i; ++j)
            sum += count(j);
        return static_cast<double>(sum) /
               (models::inSeconds(sim::chartTick) * static_cast<double>(i + 1 - first));
    };
}

ChartTicks ticksOf(const ChartTicks& ticks, const ChartSubject& subject) {
    if (subject.service < 0)
        return ticks;
    const auto first = std::ranges::partition_point(
        ticks, [](const sim::ChartTick& tick) { return tick.services.empty(); });
    return {first, ticks.end()};
}

const sim::ChartPoint& pointOf(const sim::ChartTick& tick, const ChartSubject& subject) {
    const auto edge = static_cast<std::size_t>(subject.edge);
    if (subject.edge >= 0 && edge < tick.edges.size())
        return tick.edges[edge];
    const auto service = static_cast<std::size_t>(subject.service);
    if (subject.service < 0 || service >= tick.services.size())
        return tick.allJourneys;
    return tick.services[service];
}

std::int64_t failedOf(const sim::ChartPoint& point) {
    std::int64_t failed = 0;
    for (const std::int64_t count : point.byCause)
        failed += count;
    return failed;
}

ChartContent framed(const QString& title, const ChartSubject& subject, const QString& unit,
                    const ChartFrame& frame) {
    ChartContent content;
    content.title = subject.isAll() ? title : title + QStringLiteral(" of ") + subject.name;
    content.unit = unit;
    content.bands = frame.bands;
    content.warmUpEnd = frame.warmUpEnd;
    content.now = frame.now;
    return content;
}

}  // namespace app
