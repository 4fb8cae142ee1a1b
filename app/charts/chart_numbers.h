// What charts are drawn of, in numbers: a row a tick, nothing smoothed and nothing left out.
#pragma once

#include "app/charts/chart_series.h"

namespace app {

// Comma-separated; times in seconds, latencies in milliseconds, all else counted within the tick or
// at its end. A percentile of too few requests is empty.
QString chartNumbers(const ChartTicks& ticks, const ChartSubject& subject, TimeRange range);

}  // namespace app
