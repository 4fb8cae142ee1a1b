// How long a journey took to be itself again after a fault.
#pragma once

#include <optional>
#include <vector>

#include "sim/metrics/request_stats.h"
#include "sim/service/program.h"

namespace sim {

// Seconds from the fault's end until the first of five seconds in a row in which availability and
// p99 are within 10 % of their values between warm-up and fault. `seconds` holds the requests by
// the second in which they started. Absent: nothing to compare with, or it never happened.
std::optional<double> recoverySeconds(const std::vector<LatencyStats>& seconds, Instant warmUpEnd,
                                      const Window& fault);

// The same in the middle of a run, from the seconds that are over by `now`. Absent: nothing to
// compare with.
std::optional<Recovery> recoveryOf(const std::vector<LatencyStats>& seconds, Instant warmUpEnd,
                                   const Window& fault, Instant now);

// Whether the requests that started while the fault lasted were not as they ordinarily are.
bool wasHurt(const std::vector<LatencyStats>& seconds, Instant warmUpEnd, const Window& fault);

}  // namespace sim
