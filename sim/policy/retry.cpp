#include "sim/policy/retry.h"

#include <algorithm>

#include "sim/random/portable_math.h"
#include "sim/random/sampler.h"

namespace sim {

namespace {

constexpr std::int64_t retriesAlwaysAllowed = 3;

// Multiplied one by one, so that whole multipliers give whole nanoseconds exactly.
double grown(double backoff, double multiplier, int times) {
    constexpr int timesOneByOne = 64;
    if (times > timesOneByOne) {
        return backoff == 0 ? 0 : backoff * portablePow(multiplier, times);
    }
    for (int i = 0; i < times; ++i) {
        backoff *= multiplier;
    }
    return backoff;
}

}  // namespace

models::Duration retryBackoff(const models::Retry& policy, int number) {
    const models::Duration most = std::min(policy.maxBackoff.value_or(durationMax), durationMax);
    if (number == 1) {
        return std::min(policy.backoff, most);
    }
    const double backoff =
        grown(static_cast<double>(policy.backoff.count()), policy.multiplier, number - 1);
    return std::min(roundedDuration(backoff), most);
}

models::Duration retryWait(const models::Retry& policy, int number, DrawKey key,
                           Identity identity) {
    const models::Duration whole = retryBackoff(policy, number);
    if (policy.jitter == models::Jitter::None || whole == models::Duration{}) {
        return whole;
    }
    const auto length = static_cast<double>(whole.count());
    const double unit = drawUnit(key, identity);
    const double share = policy.jitter == models::Jitter::Full ? unit : 0.5 + 0.5 * unit;
    return std::min(roundedDuration(length * share), whole);
}

bool retryAllowed(std::optional<models::Ratio> budget, std::int64_t retriesUnderWay,
                  std::int64_t callsUnderWay) {
    if (!budget || retriesUnderWay < retriesAlwaysAllowed) {
        return true;
    }
    // A written share such as 7 % is not exact in binary; of 100 calls it is seven all the same.
    constexpr double slack = 1 + 1e-12;
    return static_cast<double>(retriesUnderWay + 1) <=
           budget->value * static_cast<double>(callsUnderWay) * slack;
}

}  // namespace sim
