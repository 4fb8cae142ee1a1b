// When a failed call is tried again, and after which wait: functions of the written policy, without
// state. Source of the jitters: Brooker, Exponential Backoff and Jitter (AWS, 2015); of the budget:
// Envoy's RetryBudget.
#pragma once

#include <cstdint>
#include <optional>

#include "models/policy.h"
#include "sim/random/draw.h"

namespace sim {

// The wait before retry `number` (the first is 1) without jitter: min(max-backoff, backoff *
// multiplier^(number - 1)), at most durationMax.
models::Duration retryBackoff(const models::Retry& policy, int number);

// The wait with its jitter: `full` draws from 0 to all of it, `equal` from half of it to all. The
// identity is the attempt's that will follow.
models::Duration retryWait(const models::Retry& policy, int number, DrawKey key, Identity identity);

// Whether one more retry may be under way, where `retriesUnderWay` (those that wait for their
// back-off included) of `callsUnderWay` calls of the step already are: they are at most the
// budget's share, and three are always allowed. Without a budget all are.
bool retryAllowed(std::optional<models::Ratio> budget, std::int64_t retriesUnderWay,
                  std::int64_t callsUnderWay);

}  // namespace sim
