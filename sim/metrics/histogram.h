// Counts durations in log-linear buckets: `bucketsPerOctave` to a doubling, so that a percentile is
// within 1 / (2 * bucketsPerOctave) of the true one. Integers only: merging order cannot matter.
// Grows on demand; an empty one holds no memory.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/units.h"

namespace sim {

class Histogram {
  public:
    explicit Histogram(int bucketsPerOctave = 32);

    void add(models::Duration value);      // value >= 0
    void merge(const Histogram& other);    // of the same bucketsPerOctave
    void subtract(const Histogram& earlier);  // earlier: an older copy of this one

    std::int64_t count() const;
    // All absent where count() is 0. Exact: mean (from the sum), max. Within the bucket: quantile.
    std::optional<models::Duration> mean() const;
    std::optional<models::Duration> max() const;      // of a subtracted one: of the bucket
    std::optional<models::Duration> quantile(double q) const;  // nearest rank, 0 < q <= 1
};

}  // namespace sim
