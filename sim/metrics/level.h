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

    void change(models::Instant now, std::int64_t by, models::Instant from, models::Instant to) {
        settle(now, from, to);
        m_value += by;
        if (now >= from && now < to) {
            m_max = std::max(m_max, m_value);
        }
    }

    // The integral over [from, to) so far; `now` may lie beyond `to`.
    WideInteger integral(models::Instant now, models::Instant from, models::Instant to) const {
        return m_integral + part(now, from, to);
    }

  private:
    void settle(models::Instant now, models::Instant from, models::Instant to) {
        m_integral += part(now, from, to);
        m_since = now;
    }
    WideInteger part(models::Instant now, models::Instant from, models::Instant to) const {
        const models::Instant begin = std::max(m_since, from);
        const models::Instant end = std::min(now, to);
        return begin < end ? WideInteger(m_value) * (end - begin).count() : WideInteger(0);
    }

    std::int64_t m_value = 0;
    std::int64_t m_max = 0;  // within the span
    models::Instant m_since{};
    WideInteger m_integral = 0;
};

}  // namespace sim
