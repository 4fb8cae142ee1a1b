// The integral of a level (requests present, slots held) over a span of the run, in integers:
// level x nanoseconds. Divided by the span's length it is the mean level.
#pragma once

#include <algorithm>
#include <cstdint>

#include "models/units.h"

namespace sim {

__extension__ typedef __int128 WideInteger;

class Level {
  public:
    std::int64_t value() const { return m_value; }
    std::int64_t max() const { return m_max; }

    // [from, to): the span, the same every time.
    void change(models::Instant now, std::int64_t by, models::Instant from, models::Instant to) {
        m_value += by;
        m_moment += WideInteger(by) * nanoseconds(std::clamp(now, from, to));
        noteMax(now, from, to);
    }
    // By one, as nearly always: no wide product.
    void rise(models::Instant now, models::Instant from, models::Instant to) {
        ++m_value;
        m_moment += nanoseconds(std::clamp(now, from, to));
        noteMax(now, from, to);
    }
    void fall(models::Instant now, models::Instant from, models::Instant to) {
        --m_value;
        m_moment -= nanoseconds(std::clamp(now, from, to));
    }

    // The integral over [from, to) so far; `now` may lie beyond `to`.
    WideInteger integral(models::Instant now, models::Instant from, models::Instant to) const {
        return WideInteger(m_value) * nanoseconds(std::clamp(now, from, to)) - m_moment;
    }

  private:
    void noteMax(models::Instant now, models::Instant from, models::Instant to) {
        if (m_value > m_max && now >= from && now < to) {
            m_max = m_value;
        }
    }
    static std::int64_t nanoseconds(models::Instant instant) {
        return models::sinceStart(instant).count();
    }

    std::int64_t m_value = 0;
    std::int64_t m_max = 0;  // within the span, after a change
    // Of every change its size times its instant, within the span. A change by d at t adds d (T -
    // t) to the integral until T: one addition here, and no need to know when the last one was.
    WideInteger m_moment = 0;
};

}  // namespace sim
