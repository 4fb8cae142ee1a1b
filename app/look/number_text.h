// Figures as they are written everywhere: number, no-break space, unit (46 ms, 5.8 %), /s without a
// space, commas between thousands, U+2212 for minus. A figure that is not finite is a dash.
#pragma once

#include <QString>
#include <cstdint>

#include "models/units.h"

namespace app {

// 1,604
QString countText(std::int64_t count);

// Where there is little room: 100 k, 3.1 k, 1.2 M.
QString shortCountText(std::int64_t count);

// A share of one with so many decimals: 0.058 is 5.8 %. What is below one is never written 100 %.
QString percentText(double share, int decimals = 1);

// 0.8/s, 341/s, 12.4 k/s
QString rateText(double perSecond);

// 0.4 ms, 46 ms, 1.23 s
QString latencyText(models::Duration latency);

// How long something lasted or will last: 8.0 s, 22 s, 2 min 5 s, 1 h 5 min.
QString durationText(models::Duration duration);

// The same to the tenth of a second, however long: 8.0 s, 125.3 s.
QString secondsText(models::Duration duration);

// Why a percentile is not shown: "p99 –: 32 more requests needed"; empty where it is.
QString requestsNeededText(double q, std::int64_t answered);

// A reading of the simulated clock, cut and not rounded: 01:12.0; without decimals 01:12.
QString clockText(models::Instant instant, int decimals = 1);

// Since the run's start: where an instant stands on an axis.
double secondsOf(models::Instant instant);

}  // namespace app
