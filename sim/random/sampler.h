// A distribution made ready for drawing: constants computed, laws flattened. A draw uses only plain
// IEEE operations (portable_math.h), so it is the same on every processor.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "models/distribution.h"
#include "sim/random/draw.h"
#include "sim/random/portable_math.h"

namespace sim {

// A clock that cannot overflow: two of these added are still an int64.
inline constexpr models::Duration durationMax = std::chrono::hours(24 * 36525);  // 100 years

// The nearest whole number of nanoseconds in [0, durationMax]; 0 for what is no number.
constexpr models::Duration roundedDuration(double nanoseconds) {
    if (!(nanoseconds > 0)) {
        return {};
    }
    if (nanoseconds >= static_cast<double>(durationMax.count())) {
        return durationMax;
    }
    const auto whole = static_cast<std::int64_t>(nanoseconds);
    const bool up = nanoseconds - static_cast<double>(whole) >= 0.5;
    return models::Duration(whole + (up ? 1 : 0));
}

class Sampler {
  public:
    Sampler() = default;  // always 0
    explicit Sampler(const models::Distribution& distribution);

    // Rounded to the nearest nanosecond, never negative, at most 100 years.
    models::Duration draw(DrawKey key, Identity identity) const {
        if (m_law) {
            return drawLaw(key, identity);
        }
        if (m_mean == 0) {
            return m_offset;
        }
        const double waited = m_mean * -portableLog(drawUnit(key, identity));
        return std::min(m_offset + roundedDuration(waited), durationMax);
    }

    // Set where every draw is the same: the caller may then use a lane.
    bool isConstant() const { return !m_law && m_mean == 0; }

    // No draw is below it.
    models::Duration least() const { return m_law ? leastOfLaw() : m_offset; }

    struct Law;

  private:
    models::Duration drawLaw(DrawKey key, Identity identity) const;
    models::Duration leastOfLaw() const;

    // Nearly every duration of a scenario is a constant, an exponential or their sum, and needs no
    // more than these two. All other laws are behind m_law, which every copy shares.
    models::Duration m_offset{};
    double m_mean = 0;  // nanoseconds
    std::shared_ptr<const Law> m_law;
};

}  // namespace sim
