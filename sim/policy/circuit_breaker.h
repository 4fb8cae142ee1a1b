// The state of one circuit breaker: that of a call step, one for all instances of the service that
// makes the call. It has no timer and reads no clock: time is taken in, and never goes backwards.
// The contract is language.md, "Circuit breaker"; where that is silent, resilience4j's
// CircuitBreakerStateMachine decides.
//
// Once per attempt that reaches the breaker: tryAcquire; where it was granted, then either onResult
// or, where nobody will ever know the result (the caller was killed), onAbandoned, with the era
// that was handed out.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/policy.h"
#include "models/units.h"
#include "sim/snapshot.h"

namespace sim {

// Every state is an era of its own: results of calls begun in an earlier one do not count.
using BreakerEra = std::uint32_t;

struct BreakerPermission {
    bool granted = false;
    BreakerEra era = 0;
    std::optional<BreakerState> changedTo;  // HalfOpen, by this very call
};

struct BreakerCounts {
    int results = 0;
    int failures = 0;
    int slow = 0;
    bool operator==(const BreakerCounts&) const = default;
};

class CircuitBreaker {
  public:
    // `first`: beyond the eras of another breaker in whose place it stands.
    explicit CircuitBreaker(const models::CircuitBreaker& settings, BreakerEra first = 0);

    BreakerPermission tryAcquire(Instant now);

    // `took` is the call's whole duration. Answers the new state where this result changed it.
    std::optional<BreakerState> onResult(BreakerEra era, bool failed, Duration took, Instant now);

    // Gives a probe's place back; nothing in other states.
    void onAbandoned(BreakerEra era);

    BreakerState state() const { return m_state; }
    BreakerEra era() const { return m_era; }
    Instant since() const { return m_since; }
    Duration openFor() const { return m_settings.openFor; }
    // Of the window; half-open: of the probes; open: those that opened it.
    BreakerCounts counts(Instant now) const;
    std::int64_t refused() const { return m_refused; }  // since it last opened

  private:
    // What is not counted yet costs no memory: a byte a result for a window of a count,
    // the occupied slices for a window of a span.
    struct Slice {
        std::int64_t index = 0;  // of the time since the run's start, in slices
        BreakerCounts counts;
    };

    void record(bool failed, bool slow, Instant now);
    void recordInRing(bool failed, bool slow);
    void recordInSlices(bool failed, bool slow, Instant now);
    std::int64_t firstSliceInWindow(Instant now) const;
    bool reachesABound() const;
    void enter(BreakerState state, Instant now);
    void emptyTheWindow();

    models::CircuitBreaker m_settings;
    BreakerState m_state = BreakerState::Closed;
    BreakerEra m_era = 0;
    Instant m_since{};
    std::int64_t m_refused = 0;
    int m_probesGranted = 0;
    BreakerCounts m_counts;
    std::vector<std::uint8_t> m_ring;
    std::size_t m_ringNext = 0;
    std::vector<Slice> m_slices;  // oldest first
};

}  // namespace sim
