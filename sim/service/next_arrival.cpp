#include "sim/service/next_arrival.h"

#include <algorithm>
#include <cmath>

#include "sim/random/portable_math.h"

namespace sim {

namespace {

// How many arrivals a ramp is expected to have had at a time since it began (in nanoseconds), and
// when it is expected to have had so many: a Poisson process with a rate that changes is one of
// rate 1 on that scale.
class Ramp {
  public:
    explicit Ramp(const models::RampArrivals& arrivals)
        : m_from(perNanosecond(arrivals.from)),
          m_to(perNanosecond(arrivals.to)),
          m_length(static_cast<double>(arrivals.length.count())),
          m_whole((m_from + m_to) / 2 * m_length) {}

    double expectedUntil(double time) const {
        return time < m_length ? (m_from + slope() / 2 * time) * time
                               : m_whole + m_to * (time - m_length);
    }
    // Infinite where it never has so many.
    double timeOf(double expected) const {
        if (expected >= m_whole) {
            return m_length + (expected - m_whole) / m_to;
        }
        // The root of expectedUntil, in the form that loses no digits.
        const double root = std::sqrt(std::max(m_from * m_from + 2 * slope() * expected, 0.0));
        return 2 * expected / (m_from + root);
    }

  private:
    static double perNanosecond(const models::Rate& rate) {
        return rate.count / static_cast<double>(rate.period.count());
    }
    double slope() const { return (m_to - m_from) / m_length; }

    double m_from, m_to, m_length, m_whole;
};

}  // namespace

Instant NextArrival::operator()(const models::PoissonArrivals& arrivals) const {
    if (arrivals.rate.count <= 0) {
        return models::never;
    }
    const double mean = static_cast<double>(arrivals.rate.period.count()) / arrivals.rate.count;
    const double wait = -portableLog(drawUnit(key, identity)) * mean;
    return later(after, Duration(static_cast<std::int64_t>(std::floor(wait + 0.5))));
}

Instant NextArrival::operator()(const models::ConstantArrivals& arrivals) const {
    if (arrivals.rate.count <= 0) {
        return models::never;
    }
    const double spacing = static_cast<double>(arrivals.rate.period.count()) / arrivals.rate.count;
    return later(phaseBegan, Duration(static_cast<std::int64_t>(std::floor(
                                 static_cast<double>(arrivalsInPhase) * spacing + 0.5))));
}

Instant NextArrival::operator()(const models::RenewalArrivals&) const {
    return later(after, between.draw(key, identity));
}

// The ramp goes up in simulated time; a surge multiplies the rate that it has come to.
Instant NextArrival::operator()(const models::RampArrivals& arrivals) const {
    const Ramp ramp(arrivals);
    double toCome = -portableLog(drawUnit(key, identity));
    Instant from = after;
    while (true) {
        const double speed = clock.speedAt(from);
        const double since = static_cast<double>((from - phaseBegan).count());
        const double next = ramp.timeOf(ramp.expectedUntil(since) + toCome / speed);
        const Instant at = next < static_cast<double>(durationMax.count())
                               ? std::max(from, phaseBegan + roundedDuration(next))
                               : models::never;
        const Instant change = clock.changesAfter(from);
        if (at <= change) {
            return at;
        }
        const double until = static_cast<double>((change - phaseBegan).count());
        toCome -= (ramp.expectedUntil(until) - ramp.expectedUntil(since)) * speed;
        from = change;
    }
}

Instant NextArrival::operator()(const models::TraceArrivals& arrivals) const {
    const auto index = static_cast<std::size_t>(arrivalsInPhase);
    return index < arrivals.times.size() ? later(phaseBegan, arrivals.times[index]) : models::never;
}

}  // namespace sim
