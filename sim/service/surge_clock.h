// The clock by which users come: goes as many times as fast as simulated time as the surges upon
// their journey say. Arrivals are drawn on it, so the same draws make more of them while a surge
// lasts, and the same as ever after it.
#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "models/units.h"

namespace sim {

using models::Duration;
using models::Instant;

class SurgeClock {
  public:
    // It has never gone at another speed than simulated time.
    bool isPlain() const { return m_stretches.empty(); }

    // From `now` on, which is not before the last change.
    void change(Instant now, double speed) { m_stretches.push_back({now, elapsed(now), speed}); }

    // What it has come to, in nanoseconds from the run's start.
    double elapsed(Instant at) const {
        const Stretch stretch = stretchOf(at, &Stretch::from);
        return stretch.elapsed + static_cast<double>((at - stretch.from).count()) * stretch.speed;
    }

    // When it comes to that, to the nearest nanosecond; `never` beyond what can be written.
    Instant when(double elapsed) const {
        const Stretch stretch = stretchOf(elapsed, &Stretch::elapsed);
        const double nanoseconds = (elapsed - stretch.elapsed) / stretch.speed + 0.5;
        constexpr double most = 9e18;
        const auto since = static_cast<double>(models::sinceStart(stretch.from).count());
        return since + nanoseconds < most
                   ? stretch.from + Duration(static_cast<std::int64_t>(nanoseconds))
                   : models::never;
    }

    double speedAt(Instant at) const { return stretchOf(at, &Stretch::from).speed; }
    // The first change after `at`; `never`: there is none.
    Instant changesAfter(Instant at) const {
        const auto next = std::ranges::upper_bound(m_stretches, at, {}, &Stretch::from);
        return next == m_stretches.end() ? models::never : next->from;
    }

  private:
    struct Stretch {
        Instant from{};
        double elapsed = 0;  // at `from`
        double speed = 1;
    };

    // The last that has begun by then.
    template <typename Value>
    Stretch stretchOf(const Value& value, Value Stretch::*begin) const {
        const auto next = std::ranges::upper_bound(m_stretches, value, {}, begin);
        return next == m_stretches.begin() ? Stretch{models::runStart} : *std::prev(next);
    }

    std::vector<Stretch> m_stretches;
};

}  // namespace sim
