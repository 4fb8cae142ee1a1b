#include "sim/policy/token_bucket.h"

#include <algorithm>
#include <cmath>

namespace sim {

namespace {

// A rate's count as a fraction: 2.5 is 25 / 10. Counts have at most nine digits behind the point.
struct Fraction {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;
};

Fraction fractionOf(double count) {
    constexpr std::int64_t denominatorMax = 1'000'000'000;
    Fraction fraction;
    double scaled = count;
    while (std::fabs(scaled - std::floor(scaled + 0.5)) > 1e-9 * scaled &&
           fraction.denominator < denominatorMax) {
        fraction.denominator *= 10;
        scaled = count * static_cast<double>(fraction.denominator);
    }
    fraction.numerator = static_cast<std::int64_t>(std::floor(scaled + 0.5));
    return fraction;
}

}  // namespace

TokenBucket::TokenBucket(const models::RateLimit& settings) : m_left(settings.burst) {
    const Fraction count = fractionOf(settings.rate.count);
    m_unitsOfNanosecond = count.numerator;
    m_unitsOfToken = WideInteger(settings.rate.period.count()) * count.denominator;
    m_tolerance = m_unitsOfToken * (settings.burst - 1);
}

models::Instant TokenBucket::nextToken(models::Instant now) const {
    if (m_unitsOfNanosecond == 0) {
        return m_left > 0 ? now : models::never;
    }
    const WideInteger units = WideInteger(models::sinceStart(now).count()) * m_unitsOfNanosecond;
    const WideInteger earliest = m_fullAt - m_tolerance;
    if (units >= earliest) {
        return now;
    }
    const WideInteger nanoseconds = (earliest + m_unitsOfNanosecond - 1) / m_unitsOfNanosecond;
    return nanoseconds < models::sinceStart(models::never).count()
               ? models::runStart + models::Duration(static_cast<std::int64_t>(nanoseconds))
               : models::never;
}

std::int64_t TokenBucket::tokens(models::Instant now) const {
    if (m_unitsOfNanosecond == 0) {
        return std::max<std::int64_t>(m_left, 0);
    }
    const WideInteger units = WideInteger(models::sinceStart(now).count()) * m_unitsOfNanosecond;
    const WideInteger missing = std::max<WideInteger>(m_fullAt - units, 0);
    const WideInteger full = m_tolerance + m_unitsOfToken;
    return missing >= full ? 0 : static_cast<std::int64_t>((full - missing) / m_unitsOfToken);
}

void TokenBucket::take(models::Instant at) {
    if (m_unitsOfNanosecond == 0) {
        --m_left;
        return;
    }
    const WideInteger units = WideInteger(models::sinceStart(at).count()) * m_unitsOfNanosecond;
    m_fullAt = std::max(units, m_fullAt) + m_unitsOfToken;
}

}  // namespace sim
