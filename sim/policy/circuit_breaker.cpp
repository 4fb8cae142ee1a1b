#include "sim/policy/circuit_breaker.h"

#include <algorithm>
#include <utility>

namespace sim {

namespace {

constexpr std::uint8_t failedBit = 1;
constexpr std::uint8_t slowBit = 2;

void count(BreakerCounts& counts, bool failed, bool slow, int sign) {
    counts.results += sign;
    counts.failures += failed ? sign : 0;
    counts.slow += slow ? sign : 0;
}

// A written share such as 99.9 % is not exact in binary; it is reached all the same by 999 of 1000.
bool reaches(int part, int all, models::Ratio bound) {
    constexpr double slack = 1 - 1e-12;
    return part >= bound.value * all * slack;
}

// A window of a span is counted in slices of one second, or the nearest below that divides it
// evenly: it covers between one slice less than its span and all of it.
std::int64_t sliceCount(Duration span) {
    constexpr Duration second = std::chrono::seconds(1);
    return std::max<std::int64_t>((span + second - Duration(1)) / second, 1);
}

Duration sliceLength(Duration span) {
    return std::max(span / sliceCount(span), Duration(1));
}

}  // namespace

CircuitBreaker::CircuitBreaker(const models::CircuitBreaker& settings, BreakerEra first)
    : m_settings(settings), m_era(first) {
    // A window that holds fewer results than the minimum would never be judged.
    if (m_settings.window.count) {
        m_settings.minimum = std::min(m_settings.minimum, *m_settings.window.count);
    }
}

BreakerPermission CircuitBreaker::tryAcquire(Instant now) {
    BreakerPermission permission;
    if (m_state == BreakerState::Open && now - m_since > m_settings.openFor) {
        enter(BreakerState::HalfOpen, now);
        permission.changedTo = m_state;
    }
    permission.granted = m_state == BreakerState::Closed ||
                         (m_state == BreakerState::HalfOpen && m_probesGranted < m_settings.probes);
    permission.era = m_era;
    if (!permission.granted) {
        ++m_refused;
    } else if (m_state == BreakerState::HalfOpen) {
        ++m_probesGranted;
    }
    return permission;
}

std::optional<BreakerState> CircuitBreaker::onResult(BreakerEra era, bool failed, Duration took,
                                                     Instant now) {
    if (era != m_era) {
        return std::nullopt;
    }
    record(failed, took > m_settings.slowAfter, now);
    if (m_state == BreakerState::HalfOpen) {
        if (m_counts.results < m_settings.probes) {
            return std::nullopt;
        }
        enter(reachesABound() ? BreakerState::Open : BreakerState::Closed, now);
        return m_state;
    }
    if (m_counts.results < m_settings.minimum || !reachesABound()) {
        return std::nullopt;
    }
    enter(BreakerState::Open, now);
    return m_state;
}

void CircuitBreaker::onAbandoned(BreakerEra era) {
    if (era == m_era && m_state == BreakerState::HalfOpen) {
        --m_probesGranted;
    }
}

BreakerCounts CircuitBreaker::counts(Instant now) const {
    BreakerCounts counts = m_counts;
    if (m_state == BreakerState::Closed && m_settings.window.span) {
        const std::int64_t first = firstSliceInWindow(now);
        for (const Slice& slice : m_slices) {
            if (slice.index < first) {
                counts.results -= slice.counts.results;
                counts.failures -= slice.counts.failures;
                counts.slow -= slice.counts.slow;
            }
        }
    }
    return counts;
}

void CircuitBreaker::record(bool failed, bool slow, Instant now) {
    if (m_state == BreakerState::HalfOpen) {
        count(m_counts, failed, slow, 1);
    } else if (m_settings.window.span) {
        recordInSlices(failed, slow, now);
    } else {
        recordInRing(failed, slow);
    }
}

void CircuitBreaker::recordInRing(bool failed, bool slow) {
    const auto size = static_cast<std::size_t>(std::max(m_settings.window.count.value_or(1), 1));
    const auto bits = static_cast<std::uint8_t>((failed ? failedBit : 0) | (slow ? slowBit : 0));
    if (m_ring.size() < size) {
        m_ring.push_back(bits);
    } else {
        const std::uint8_t oldest = std::exchange(m_ring[m_ringNext], bits);
        count(m_counts, (oldest & failedBit) != 0, (oldest & slowBit) != 0, -1);
        m_ringNext = m_ringNext + 1 == size ? 0 : m_ringNext + 1;
    }
    count(m_counts, failed, slow, 1);
}

void CircuitBreaker::recordInSlices(bool failed, bool slow, Instant now) {
    const std::int64_t first = firstSliceInWindow(now);
    const auto kept = std::find_if(m_slices.begin(), m_slices.end(),
                                   [=](const Slice& slice) { return slice.index >= first; });
    for (auto slice = m_slices.begin(); slice != kept; ++slice) {
        m_counts.results -= slice->counts.results;
        m_counts.failures -= slice->counts.failures;
        m_counts.slow -= slice->counts.slow;
    }
    m_slices.erase(m_slices.begin(), kept);

    const std::int64_t index = models::sinceStart(now) / sliceLength(*m_settings.window.span);
    if (m_slices.empty() || m_slices.back().index != index) {
        m_slices.push_back({index, {}});
    }
    count(m_slices.back().counts, failed, slow, 1);
    count(m_counts, failed, slow, 1);
}

std::int64_t CircuitBreaker::firstSliceInWindow(Instant now) const {
    const Duration span = *m_settings.window.span;
    return models::sinceStart(now) / sliceLength(span) - sliceCount(span) + 1;
}

bool CircuitBreaker::reachesABound() const {
    return reaches(m_counts.failures, m_counts.results, m_settings.failures) ||
           reaches(m_counts.slow, m_counts.results, m_settings.slowCalls);
}

void CircuitBreaker::enter(BreakerState state, Instant now) {
    m_state = state;
    m_since = now;
    ++m_era;
    m_probesGranted = 0;
    if (state == BreakerState::Open) {
        m_refused = 0;
    } else {
        emptyTheWindow();
    }
}

void CircuitBreaker::emptyTheWindow() {
    m_counts = {};
    m_ring.clear();
    m_ringNext = 0;
    m_slices.clear();
}

}  // namespace sim
