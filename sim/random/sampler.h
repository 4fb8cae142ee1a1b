// A distribution made ready for drawing: constants computed, laws flattened. A draw uses only plain
// IEEE operations (portable_math.h), so it is the same on every processor.
#pragma once

#include <memory>
#include <vector>

#include "models/distribution.h"
#include "sim/random/draw.h"

namespace sim {

class Sampler {
  public:
    Sampler() = default;  // always 0
    explicit Sampler(const models::Distribution& distribution);

    // Rounded to the nearest nanosecond, never negative, at most 100 years.
    models::Duration draw(DrawKey key, Identity identity) const;

    // Set where every draw is the same: the caller may then use a lane.
    bool isConstant() const;
    models::Duration least() const;
};

}  // namespace sim
