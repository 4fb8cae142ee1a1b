// When the next user of an open journey comes, by each law of arrivals.
// Source: language.md, "Journeys".
#pragma once

#include <cstdint>

#include "models/arrivals.h"
#include "sim/random/draw.h"
#include "sim/random/sampler.h"
#include "sim/service/surge_clock.h"

namespace sim {

// The time from one arrival to the next, in the phase that is given; from 0 for a constant rate,
// whose k-th arrival is at k / rate exactly. `never`: nobody comes any more.
struct NextArrival {
    Instant phaseBegan;
    Instant after;  // the arrival before, or the phase's beginning
    std::int64_t arrivalsInPhase;
    const Sampler& between;  // of a renewal
    const SurgeClock& clock;
    DrawKey key;
    Identity identity;

    Instant operator()(const models::PoissonArrivals& arrivals) const;
    Instant operator()(const models::ConstantArrivals& arrivals) const;
    Instant operator()(const models::RenewalArrivals& arrivals) const;
    Instant operator()(const models::RampArrivals& arrivals) const;
    Instant operator()(const models::TraceArrivals& arrivals) const;

  private:
    // On the clock that goes faster while a surge lasts.
    Instant later(Instant from, Duration by) const {
        return clock.isPlain() ? from + by
                               : clock.when(clock.elapsed(from) + static_cast<double>(by.count()));
    }
};

}  // namespace sim
