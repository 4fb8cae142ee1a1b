// Counts durations in log-linear buckets: `bucketsPerOctave` to a doubling, so that a percentile is
// within 1 / (2 * bucketsPerOctave) of the true one. Integers only: merging order cannot matter.
// Grows on demand; an empty one holds no memory. There are several to every service and call, so
// what nearly every value touches is one cache line here and one among the buckets.
#pragma once

#include <bit>
#include <cassert>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>

#include "models/units.h"

namespace sim {

__extension__ typedef __int128 Int128;

class Histogram {
  public:
    // A power of two from 1 to 4096.
    explicit Histogram(int bucketsPerOctave = 32);
    Histogram(const Histogram& other);
    Histogram(Histogram&& other) noexcept = default;
    Histogram& operator=(const Histogram& other);
    Histogram& operator=(Histogram&& other) noexcept = default;
    ~Histogram() = default;

    void add(models::Duration value) {  // value >= 0
        assert(value.count() >= 0);
        // Nobody waited: so often true, and so far from all other durations, that it has no bucket.
        if (value.count() == 0) {
            ++m_zeros;
            return;
        }
        const auto nanoseconds = static_cast<std::uint64_t>(value.count());
        // Wraps to a huge number below the first bucket, so that one comparison finds both ends.
        std::uint64_t place = bucketOf(nanoseconds) - m_firstBucket;
        if (place >= m_buckets) [[unlikely]] {
            place = grownFor(bucketOf(nanoseconds));
        }
        if (++m_parts[place] == 0) [[unlikely]] {
            carry(place);
        }
        ++m_count;
        m_sum += value.count();
        m_min = value.count() < m_min ? value.count() : m_min;
        m_max = value.count() > m_max ? value.count() : m_max;
    }

    // For who will add about this.
    void fetch(models::Duration value) const {
        const std::uint64_t place =
            bucketOf(static_cast<std::uint64_t>(value.count())) - m_firstBucket;
        if (place < m_buckets) {
            __builtin_prefetch(m_parts.get() + place);
        }
    }
    void merge(const Histogram& other);       // of the same bucketsPerOctave
    void subtract(const Histogram& earlier);  // earlier: an older copy of this one

    int bucketsPerOctave() const { return 1 << static_cast<int>(m_bits); }
    std::int64_t count() const { return m_zeros + m_count; }
    // All absent where count() is 0. Exact: mean (from the sum, to the nearest nanosecond below),
    // max. Within the bucket: quantile.
    std::optional<models::Duration> mean() const;
    std::optional<models::Duration> max() const;               // of a subtracted one: of the bucket
    std::optional<models::Duration> quantile(double q) const;  // nearest rank, 0 < q <= 1

    // Of each bucket that has got something since `earlier`, an older copy of this one, upwards:
    // its lowest value, and how many.
    template <typename Visit>
    void forEachBucketSince(const Histogram& earlier, Visit visit) const {
        if (m_zeros > earlier.m_zeros) {
            visit(models::Duration{}, m_zeros - earlier.m_zeros);
        }
        if (m_count == earlier.m_count) {
            return;
        }
        const std::uint64_t shift = placeOf(earlier);
        for (std::uint64_t i = 0; i < m_buckets; ++i) {
            const bool wasThere = i - shift < earlier.m_buckets;
            const std::int64_t count = countAt(i) - (wasThere ? earlier.countAt(i - shift) : 0);
            if (count != 0) {
                visit(models::Duration(lowestOf(m_firstBucket + i)), count);
            }
        }
    }

    // Of everything added, in nanoseconds; exact.
    Int128 sum() const { return m_sum; }

  private:
    // Values below 2 * bucketsPerOctave have a bucket each; from there on each octave has as many.
    std::uint64_t bucketOf(std::uint64_t nanoseconds) const {
        const int bits = static_cast<int>(m_bits);
        const std::uint64_t octave = std::uint64_t{1} << bits;
        const int shift = 63 - std::countl_zero(nanoseconds | octave) - bits;
        return (static_cast<std::uint64_t>(shift) << bits) + (nanoseconds >> shift);
    }

    std::uint64_t grownFor(std::uint64_t bucket);
    void resizeTo(std::uint64_t firstBucket, std::uint64_t buckets);
    // A bucket's count is kept in parts of 16 bits. Nearly all counts are small, and there are so
    // many: so at first there is only the line of the lowest parts, and behind it, in the few
    // histograms that need them, those of the two next ones.
    static constexpr std::uint64_t partsAtMost = 3;
    std::uint64_t parts() const { return m_hasCarried ? partsAtMost : 1; }
    void carry(std::uint64_t place);
    void addCarries();
    std::int64_t countAt(std::uint64_t place) const {
        std::int64_t count = m_parts[place];
        if (m_hasCarried) [[unlikely]] {
            count += static_cast<std::int64_t>(m_parts[m_buckets + place]) << 16;
            count += static_cast<std::int64_t>(m_parts[2 * std::uint64_t{m_buckets} + place]) << 32;
        }
        return count;
    }
    void setCountAt(std::uint64_t place, std::int64_t count);
    // Where the first bucket of an older copy is.
    std::uint64_t placeOf(const Histogram& earlier) const {
        return earlier.m_buckets == 0 ? 0 : earlier.m_firstBucket - m_firstBucket;
    }
    std::int64_t lowestOf(std::uint64_t bucket) const;
    std::int64_t highestOf(std::uint64_t bucket) const { return lowestOf(bucket + 1) - 1; }

    alignas(64) std::unique_ptr<std::uint16_t[]> m_parts;  // of m_firstBucket and what follows
    std::uint64_t m_firstBucket : 24 = 0;
    std::uint64_t m_buckets : 24 = 0;
    std::uint64_t m_bits : 8 = 5;  // bucketsPerOctave is 2 to this power
    std::uint64_t m_hasCarried : 8 = 0;
    std::int64_t m_zeros = 0;  // durations of 0
    std::int64_t m_count = 0;  // all others
    std::int64_t m_min = std::numeric_limits<std::int64_t>::max();
    std::int64_t m_max = 0;
    Int128 m_sum = 0;
};
static_assert(sizeof(Histogram) == 64);

}  // namespace sim
