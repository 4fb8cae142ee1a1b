#include "app/charts/chart_series.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "app/charts/chart_ticks.h"
#include "app/look/number_text.h"
#include "models/struck_text.h"

namespace app {
namespace {

using sim::BreakerState;
using sim::ChartPoint;
using sim::ChartTick;

using Count = std::function<std::int64_t(const ChartPoint&)>;

ReadTick rateOf(const ChartTicks& ticks, const ChartSubject& subject, Count count) {
    return rateOver([ticks = ticks, subject, count = std::move(count)](std::size_t i) {
        return count(pointOf(ticks[i], subject));
    });
}

QString perSecondUnit(const ChartSubject& subject) {
    return subject.edge >= 0 ? QStringLiteral("calls/s") : QStringLiteral("requests/s");
}

QVector<QPointF> percentile(const ChartTicks& ticks, const ChartSubject& subject, TimeRange range,
                            std::optional<sim::Duration> ChartPoint::*which) {
    return pointsWhere(ticks, range, [&](std::size_t i) -> std::optional<double> {
        const auto& value = pointOf(ticks[i], subject).*which;
        return value ? std::optional(models::inSeconds(*value) * 1000) : std::nullopt;
    });
}

// What this would be on the other road, for as far as that was gone; one line a chart is enough.
template <typename Points>
void addOtherRoad(ChartContent& content, const ChartFrame& frame, const ChartSubject& subject,
                  const QString& name, const Points& pointsIn) {
    if (frame.otherRoad == nullptr || frame.otherRoad->empty())
        return;
    const ChartTicks ticks = ticksOf(*frame.otherRoad, subject);
    content.lines.push_back({name, pointsIn(ticks), ChartInk::OtherRoad, 1.5, true});
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

// The first of them: a band has little room.
QString targetName(const models::Fault& fault) {
    const bool isWhole =
        fault.targets.empty() || std::holds_alternative<models::KillZone>(fault.kind);
    return QString::fromStdString(isWhole ? models::struckText(fault)
                                          : models::targetText(fault.targets.front()));
}

// As the timeline names it.
std::string whereOf(const sim::BreakerSnapshot& breaker, const models::CallGraph& graph) {
    const models::CallGraphEdge& line = graph.edges[static_cast<std::size_t>(breaker.edge)];
    const auto name = [&](int node) { return graph.nodes[static_cast<std::size_t>(node)].name; };
    return name(line.caller) + " -> " + name(line.callee) + "." + breaker.endpoint;
}

std::optional<BreakerState> stateIn(const sim::TimelineRow& row) {
    if (row.what == "breaker-open")
        return BreakerState::Open;
    if (row.what == "breaker-half-open")
        return BreakerState::HalfOpen;
    if (row.what == "breaker-closed")
        return BreakerState::Closed;
    return std::nullopt;
}

ChartState stateShown(double from, BreakerState state) {
    using Weight = ChartState::Weight;
    switch (state) {
        case BreakerState::Open:
            return {from, QStringLiteral("open"), Weight::Filled};
        case BreakerState::HalfOpen:
            return {from, QStringLiteral("half-open"), Weight::Hollow};
        case BreakerState::Closed:
            break;
    }
    return {from, QStringLiteral("closed"), Weight::Line};
}

// Of all of them: open before half-open before closed.
BreakerState strictest(const std::map<std::string, BreakerState>& breakers) {
    BreakerState found = BreakerState::Closed;
    for (const auto& [where, state] : breakers) {
        if (state == BreakerState::Open || found == BreakerState::Closed)
            found = state;
        if (found == BreakerState::Open)
            break;
    }
    return found;
}

std::vector<ChartState> breakerStates(const sim::Snapshot& seen, const models::CallGraph& graph,
                                      int edge) {
    std::map<std::string, BreakerState> breakers;
    for (const sim::BreakerSnapshot& breaker : seen.breakers) {
        if (breaker.edge == edge)
            breakers.emplace(whereOf(breaker, graph), BreakerState::Closed);
    }
    if (breakers.empty())
        return {};
    std::vector<ChartState> states{stateShown(0, BreakerState::Closed)};
    for (const sim::TimelineRow& row : seen.timeline) {
        const auto changed = stateIn(row);
        const auto breaker = changed ? breakers.find(row.where) : breakers.end();
        if (breaker == breakers.end())
            continue;
        breaker->second = *changed;
        ChartState next = stateShown(secondsOf(row.at), strictest(breakers));
        if (next.name != states.back().name)
            states.push_back(std::move(next));
    }
    return states;
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

ChartContent throughputChart(const ChartTicks& ticks, const ChartSubject& subject,
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
    if (hasRetries(ticks, subject)) {
        const auto attempts =
            rateOf(ticks, subject, [](const ChartPoint& p) { return p.attempts; });
        content.lines.insert(content.lines.begin(),
                             {QStringLiteral("attempts"), pointsOf(ticks, frame.range, attempts),
                              ChartInk::Third, 1, false});
    }
    addOtherRoad(
        content, frame, subject, QStringLiteral("other road"), [&](const ChartTicks& other) {
            return pointsOf(other, frame.range, rateOf(other, subject, [](const ChartPoint& p) {
                                return p.completed;
                            }));
        });
    return content;
}

ChartContent errorsChart(const ChartTicks& ticks, const ChartSubject& subject,
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
    addOtherRoad(content, frame, subject, QStringLiteral("other road"),
                 [&](const ChartTicks& other) {
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

ChartContent latencyChart(const ChartTicks& ticks, const ChartSubject& subject,
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
    addOtherRoad(content, frame, subject, QStringLiteral("p99, other"),
                 [&](const ChartTicks& other) {
                     return percentile(other, subject, frame.range, &ChartPoint::p99);
                 });
    const auto [from, to] = ticksInView(ticks, frame.range);
    for (ChartLine& line : content.lines)
        line.gapAbove = gapOfMissing(from, to);
    if (from < to && !pointOf(ticks[to - 1], subject).p99)
        content.note = requestsNeededText(0.99, pointOf(ticks[to - 1], subject).answered);
    return content;
}

ChartContent latencyHeatChart(const ChartTicks& ticks, const ChartSubject& subject,
                              const ChartFrame& frame) {
    ChartContent content = latencyChart(ticks, subject, frame);
    ChartHeat heat;
    const auto [from, to] = ticksInView(ticks, frame.range);
    const std::size_t stride = strideOf(from, to);
    bool hasAnswers = false;
    for (std::size_t i = from; i < to; i += stride) {
        const std::size_t end = std::min(i + stride, to);
        sim::LatencyBands sum;
        for (std::size_t j = i; j < end; ++j) {
            const ChartPoint& point = pointOf(ticks[j], subject);
            hasAnswers = hasAnswers || point.completed > 0;
            sum.add(point.latency);
        }
        const double since = tickSeconds(ticks[i]) - models::inSeconds(sim::chartTick);
        heat.columns.push_back(
            {since, tickSeconds(ticks[end - 1]), sum.first, std::move(sum.counts)});
    }
    const bool isKept = std::ranges::any_of(
        heat.columns, [](const ChartHeat::Column& column) { return !column.counts.empty(); });
    if (hasAnswers && !isKept) {
        content.note = QStringLiteral("of so many services only percentiles are kept");
        return content;
    }
    // Thin lines over the cells, told apart by weight.
    for (ChartLine& line : content.lines)
        line.width = 1;
    std::erase_if(content.lines,
                  [](const ChartLine& line) { return line.name == QLatin1String("p95"); });
    for (ChartLine& line : content.lines) {
        if (line.name == QLatin1String("p50")) {
            line.ink = ChartInk::Main;
            line.dashed = true;
        }
    }
    content.heat = std::move(heat);
    return content;
}

ChartContent slotsChart(const ChartTicks& ticks, const ChartSubject& subject,
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

bool hasBreakerChart(const sim::Snapshot& seen, const ChartSubject& subject) {
    return subject.edge >= 0 &&
           std::ranges::any_of(seen.breakers, [&](const sim::BreakerSnapshot& each) {
               return each.edge == subject.edge;
           });
}

ChartContent breakerChart(const ChartTicks& ticks, const ChartSubject& subject,
                          const ChartFrame& frame, const sim::Snapshot& seen,
                          const models::CallGraph& graph) {
    ChartContent content =
        framed(QStringLiteral("Breaker"), subject, QStringLiteral("calls/s"), frame);
    const auto open = static_cast<std::size_t>(models::Cause::BreakerOpen);
    const auto rate = [&](const CountTick& count) {
        return pointsOf(ticks, frame.range, rateOver(count));
    };
    content.lines = {{QStringLiteral("refused"),
                      rate([&](std::size_t i) { return pointOf(ticks[i], subject).byCause[open]; }),
                      ChartInk::Second, 1, true},
                     {QStringLiteral("let through"), rate([&](std::size_t i) {
                          const sim::ChartPoint& point = pointOf(ticks[i], subject);
                          return std::max(std::int64_t(0), point.started - point.byCause[open]);
                      }),
                      ChartInk::Main, 1.5, false}};
    content.states = breakerStates(seen, graph, subject.edge);
    content.statesOf = QStringLiteral("breaker");
    return content;
}

}  // namespace app
