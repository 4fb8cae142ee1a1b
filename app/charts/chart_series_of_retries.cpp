#include "app/charts/chart_ticks.h"

namespace app {

// Without retries no more attempts can have been made than calls; a breaker that refuses later
// makes that less again.
bool hasRetries(const ChartTicks& ticks, const ChartSubject& subject) {
    std::int64_t more = 0;
    for (std::size_t i = 0; subject.edge >= 0 && more <= 0 && i < ticks.size(); ++i) {
        const sim::ChartPoint& point = pointOf(ticks[i], subject);
        more += point.attempts - point.started;
    }
    return more > 0;
}

// Over the last two ticks, as rates are; while there is no call there is no such number.
ChartContent attemptsChart(const ChartTicks& ticks, const ChartSubject& subject,
                           const ChartFrame& frame) {
    ChartContent content =
        framed(QStringLiteral("Attempts a call"), subject, QStringLiteral("average"), frame);
    const auto times = [&](std::size_t i) -> std::optional<double> {
        std::int64_t attempts = 0;
        std::int64_t calls = 0;
        for (std::size_t k = i == 0 ? 0 : i - 1; k <= i; ++k) {
            const sim::ChartPoint& point = pointOf(ticks[k], subject);
            attempts += point.attempts;
            calls += point.started;
        }
        return calls <= 0
                   ? std::nullopt
                   : std::optional(static_cast<double>(attempts) / static_cast<double>(calls));
    };
    ChartLine line{QStringLiteral("attempts"), pointsWhere(ticks, frame.range, times),
                   ChartInk::Main, 1.5, false};
    const auto [from, to] = ticksInView(ticks, frame.range);
    line.gapAbove = gapOfMissing(from, to);
    content.lines.push_back(std::move(line));
    content.highestAtLeast = 2;  // so that one attempt a call, as it should be, is no peak
    return content;
}

}  // namespace app
