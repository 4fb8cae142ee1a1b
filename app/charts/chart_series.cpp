#include "app/charts/chart_series.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "app/look/number_text.h"

namespace app {
namespace {

using sim::ChartPoint;
using sim::ChartTick;

constexpr std::size_t pointsMax = 600;
// Rates are means over two ticks: at half a second, chance alone would draw a comb.
constexpr std::size_t rateTicks = 2;
// A percentile that so many ticks did not have is not drawn across.
constexpr double ticksMissing = 4;

const ChartPoint& pointOf(const ChartTick& tick, const ChartSubject& subject) {
    const auto edge = static_cast<std::size_t>(subject.edge);
    if (subject.edge >= 0 && edge < tick.edges.size())
        return tick.edges[edge];
    const auto service = static_cast<std::size_t>(subject.service);
    if (subject.service < 0 || service >= tick.services.size())
        return tick.allJourneys;
    return tick.services[service];
}

double secondsOf(const ChartTick& tick) {
    return app::secondsOf(tick.at);
}

// The ticks in view, with one beyond each end so that lines reach the edges.
std::pair<std::size_t, std::size_t> inView(const std::vector<ChartTick>& ticks, TimeRange range) {
    const auto before = [](const ChartTick& tick, double t) { return secondsOf(tick) < t; };
    const auto first = std::lower_bound(ticks.begin(), ticks.end(), range.from, before);
    const auto last = std::lower_bound(ticks.begin(), ticks.end(), range.to, before);
    const auto from = static_cast<std::size_t>(first - ticks.begin());
    const auto to = static_cast<std::size_t>(last - ticks.begin());
    return {from > 0 ? from - 1 : 0, std::min(to + 1, ticks.size())};
}

using Read = std::function<double(std::size_t tick)>;

// One point a tick, or the highest of several where there are more ticks than a chart can show.
QVector<QPointF> pointsOf(const std::vector<ChartTick>& ticks, TimeRange range, const Read& read) {
    QVector<QPointF> points;
    const auto [from, to] = inView(ticks, range);
    const std::size_t stride = std::max<std::size_t>(1, (to - from + pointsMax - 1) / pointsMax);
    for (std::size_t i = from; i < to; i += stride) {
        const std::size_t end = std::min(i + stride, to);
        double highest = read(i);
        for (std::size_t j = i + 1; j < end; ++j)
            highest = std::max(highest, read(j));
        points.push_back({secondsOf(ticks[end - 1]), highest});
    }
    return points;
}

using Count = std::function<std::int64_t(const ChartPoint&)>;

// Per second, over the last ticks.
Read rateOf(const std::vector<ChartTick>& ticks, const ChartSubject& subject, Count count) {
    return [&ticks, subject, count](std::size_t i) {
        const std::size_t first = i + 1 >= rateTicks ? i + 1 - rateTicks : 0;
        std::int64_t sum = 0;
        for (std::size_t j = first; j <= i; ++j)
            sum += count(pointOf(ticks[j], subject));
        return static_cast<double>(sum) /
               (models::inSeconds(sim::chartTick) * static_cast<double>(i + 1 - first));
    };
}

std::int64_t failedOf(const ChartPoint& point) {
    std::int64_t failed = 0;
    for (const std::int64_t count : point.byCause)
        failed += count;
    return failed;
}

QString perSecondUnit(const ChartSubject& subject) {
    return subject.edge >= 0 ? QStringLiteral("calls/s") : QStringLiteral("requests/s");
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

QVector<QPointF> percentile(const std::vector<ChartTick>& ticks, const ChartSubject& subject,
                            TimeRange range, std::optional<sim::Duration> ChartPoint::*which) {
    QVector<QPointF> points;
    const auto [from, to] = inView(ticks, range);
    const std::size_t stride = std::max<std::size_t>(1, (to - from + pointsMax - 1) / pointsMax);
    for (std::size_t i = from; i < to; i += stride) {
        double highest = 0;
        for (std::size_t j = i; j < std::min(i + stride, to); ++j) {
            if (const auto& value = pointOf(ticks[j], subject).*which)
                highest = std::max(highest, models::inSeconds(*value) * 1000);
        }
        if (highest > 0)
            points.push_back({secondsOf(ticks[std::min(i + stride, to) - 1]), highest});
    }
    return points;
}

// What this would be on the other road, for as far as that was gone; one line a chart is enough.
template <typename Points>
void addOtherRoad(ChartContent& content, const ChartFrame& frame, const QString& name,
                  const Points& pointsIn) {
    if (frame.otherRoad != nullptr && !frame.otherRoad->empty())
        content.lines.push_back({name, pointsIn(*frame.otherRoad), ChartInk::OtherRoad, 1.5, true});
}

struct CauseFill {
    models::Cause cause;
    ChartFill fill;
};

constexpr CauseFill causeFills[] = {
    {models::Cause::Unavailable, ChartFill::Unavailable},
    {models::Cause::BreakerOpen, ChartFill::BreakerOpen},
    {models::Cause::Timeout, ChartFill::Timeout},
    {models::Cause::Rejected, ChartFill::Rejected},
    {models::Cause::Error, ChartFill::Error},
    {models::Cause::Deadline, ChartFill::Deadline},
};

QString targetName(const models::Fault& fault) {
    if (fault.targets.empty())
        return {};
    const models::Target& target = fault.targets.front();
    const QString name = QString::fromStdString(target.service);
    return target.instance ? name + QLatin1Char('#') + QString::number(*target.instance) : name;
}

double secondsAt(sim::Instant at) {
    return app::secondsOf(at);
}

}  // namespace

std::vector<ChartBand> faultBands(const std::vector<SeenFault>& faults) {
    std::vector<ChartBand> bands;
    for (const SeenFault& fault : faults) {
        std::optional<double> to;
        if (fault.endedAt)
            to = secondsAt(*fault.endedAt);
        bands.push_back({secondsAt(fault.begun.since), to, targetName(fault.begun.fault)});
    }
    return bands;
}

ChartContent throughputChart(const std::vector<ChartTick>& ticks, const ChartSubject& subject,
                             const ChartFrame& frame) {
    ChartContent content =
        framed(QStringLiteral("Throughput"), subject, perSecondUnit(subject), frame);
    const auto offered = rateOf(ticks, subject, [](const ChartPoint& p) { return p.started; });
    const auto completed = rateOf(ticks, subject, [](const ChartPoint& p) { return p.completed; });
    const auto ended =
        rateOf(ticks, subject, [](const ChartPoint& p) { return p.completed + failedOf(p); });
    ChartLine offeredLine{QStringLiteral("offered"), pointsOf(ticks, frame.range, offered),
                          ChartInk::Second, 1, true};
    ChartLine completedLine{QStringLiteral("completed"), pointsOf(ticks, frame.range, completed),
                            ChartInk::Main, 1.5, false};
    // What failed, not what is under way: the gap is empty while the system is healthy.
    content.gap = ChartGap{completedLine.points, pointsOf(ticks, frame.range, ended)};
    content.lines = {std::move(offeredLine), std::move(completedLine)};
    addOtherRoad(content, frame, QStringLiteral("other road"), [&](const auto& other) {
        return pointsOf(other, frame.range,
                        rateOf(other, subject, [](const ChartPoint& p) { return p.completed; }));
    });
    return content;
}

ChartContent errorsChart(const std::vector<ChartTick>& ticks, const ChartSubject& subject,
                         const ChartFrame& frame) {
    ChartContent content =
        framed(QStringLiteral("Errors by cause"), subject, perSecondUnit(subject), frame);
    for (const CauseFill& kind : causeFills) {
        const auto cause = static_cast<std::size_t>(kind.cause);
        const auto rate =
            rateOf(ticks, subject, [cause](const ChartPoint& p) { return p.byCause[cause]; });
        ChartArea area{QString::fromUtf8(models::causeNames[cause].data()),
                       pointsOf(ticks, frame.range, rate), kind.fill};
        content.areas.push_back(std::move(area));
    }
    addOtherRoad(content, frame, QStringLiteral("other road"), [&](const auto& other) {
        return pointsOf(other, frame.range, rateOf(other, subject, failedOf));
    });
    // A tenth of the offered rate, so that one single error is not drawn as a mountain.
    double offered = 0;
    const auto rate = rateOf(ticks, subject, [](const ChartPoint& p) { return p.started; });
    for (const QPointF& point : pointsOf(ticks, frame.range, rate))
        offered = std::max(offered, point.y());
    content.highestAtLeast = offered / 10;
    content.whenEmpty = QStringLiteral("no errors");
    content.nameWhenEmpty = QStringLiteral("all causes");
    return content;
}

ChartContent latencyChart(const std::vector<ChartTick>& ticks, const ChartSubject& subject,
                          const ChartFrame& frame) {
    ChartContent content =
        framed(subject.isAll() ? QStringLiteral("Latency of journeys") : QStringLiteral("Latency"),
               subject, QStringLiteral("ms, log scale"), frame);
    content.scale = AxisScale::Log;
    content.lines = {
        {QStringLiteral("p99"), percentile(ticks, subject, frame.range, &ChartPoint::p99),
         ChartInk::Main, 2, false},
        {QStringLiteral("p95"), percentile(ticks, subject, frame.range, &ChartPoint::p95),
         ChartInk::Second, 1.5, false},
        {QStringLiteral("p50"), percentile(ticks, subject, frame.range, &ChartPoint::p50),
         ChartInk::Third, 1, false}};
    addOtherRoad(content, frame, QStringLiteral("p99, other"), [&](const auto& other) {
        return percentile(other, subject, frame.range, &ChartPoint::p99);
    });
    const auto [from, to] = inView(ticks, frame.range);
    const double stride = std::ceil(static_cast<double>(to - from) / pointsMax);
    for (ChartLine& line : content.lines)
        line.gapAbove = ticksMissing * std::max(1.0, stride) * models::inSeconds(sim::chartTick);
    if (from < to && !pointOf(ticks[to - 1], subject).p99)
        content.note = requestsNeededText(0.99, pointOf(ticks[to - 1], subject).answered);
    return content;
}

ChartContent slotsChart(const std::vector<ChartTick>& ticks, const ChartSubject& subject,
                        const ChartFrame& frame) {
    ChartContent content =
        framed(QStringLiteral("Slots and inbox"), subject, QStringLiteral("requests"), frame);
    const auto level = [&](int ChartPoint::*which) {
        return pointsOf(ticks, frame.range, [&ticks, subject, which](std::size_t i) {
            return static_cast<double>(pointOf(ticks[i], subject).*which);
        });
    };
    content.lines = {
        {QStringLiteral("slots held"), level(&ChartPoint::slotsHeld), ChartInk::Main, 1.5, false},
        {QStringLiteral("inbox"), level(&ChartPoint::inbox), ChartInk::Second, 1.5, false},
        {QStringLiteral("slots"), level(&ChartPoint::slots), ChartInk::Third, 1, true}};
    return content;
}

}  // namespace app
