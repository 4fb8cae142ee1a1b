// What all series of charts share: the ticks in a range, and a point for each or for several.
#pragma once

#include <algorithm>
#include <functional>

#include "app/charts/chart_series.h"

namespace app {

inline constexpr std::size_t chartPointsMax = 600;
// A percentile that so many ticks did not have is not drawn across.
inline constexpr double ticksMissing = 4;

double tickSeconds(const sim::ChartTick& tick);

// The ticks in view, with one beyond each end so that lines reach the edges: from, and behind the
// last.
std::pair<std::size_t, std::size_t> ticksInView(const ChartTicks& ticks, TimeRange range);

// How many ticks one point stands for, where there are more of them than a chart can show.
std::size_t strideOf(std::size_t from, std::size_t to);

// ChartLine::gapAbove of such a line.
double gapOfMissing(std::size_t from, std::size_t to);

using ReadTick = std::function<double(std::size_t tick)>;

// One point a tick, or the highest of several.
QVector<QPointF> pointsOf(const ChartTicks& ticks, TimeRange range, const ReadTick& read);

using ReadSometimes = std::function<std::optional<double>(std::size_t tick)>;

// The same of what not every tick has.
QVector<QPointF> pointsWhere(const ChartTicks& ticks, TimeRange range, const ReadSometimes& read);

using CountTick = std::function<std::int64_t(std::size_t tick)>;

// Per second, over the last two ticks: at half a second, chance alone would draw a comb.
ReadTick rateOver(CountTick count);

// The subject's; those of all journeys where it has none.
const sim::ChartPoint& pointOf(const sim::ChartTick& tick, const ChartSubject& subject);

std::int64_t failedOf(const sim::ChartPoint& point);

ChartContent framed(const QString& title, const ChartSubject& subject, const QString& unit,
                    const ChartFrame& frame);

}  // namespace app
