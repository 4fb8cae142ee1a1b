#include "sim/metrics/histogram.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sim {

Histogram::Histogram(int bucketsPerOctave)
    : m_bits(static_cast<unsigned>(std::countr_zero(static_cast<unsigned>(bucketsPerOctave))) &
             0xff) {
    assert(std::has_single_bit(static_cast<unsigned>(bucketsPerOctave)));
    assert(bucketsPerOctave <= 4096);
}

Histogram::Histogram(const Histogram& other)
    : m_firstBucket(other.m_firstBucket),
      m_buckets(other.m_buckets),
      m_bits(other.m_bits),
      m_hasCarried(other.m_hasCarried),
      m_zeros(other.m_zeros),
      m_count(other.m_count),
      m_min(other.m_min),
      m_max(other.m_max),
      m_sum(other.m_sum) {
    if (m_buckets > 0) {
        const std::uint64_t all = parts() * m_buckets;
        m_parts = std::make_unique_for_overwrite<std::uint16_t[]>(all);
        std::copy_n(other.m_parts.get(), all, m_parts.get());
    }
}

Histogram& Histogram::operator=(const Histogram& other) {
    if (this != &other) {
        *this = Histogram(other);
    }
    return *this;
}

// Grows by whole octaves: a new extreme is seldom, and most octaves of a histogram stay unused.
std::uint64_t Histogram::grownFor(std::uint64_t bucket) {
    const std::uint64_t octave = std::uint64_t{1} << m_bits;
    const std::uint64_t first = bucket & ~(octave - 1);
    if (m_buckets == 0) {
        resizeTo(first, octave);
    } else if (bucket < m_firstBucket) {
        resizeTo(first, m_firstBucket - first + m_buckets);
    } else {
        resizeTo(m_firstBucket, first + octave - m_firstBucket);
    }
    return bucket - m_firstBucket;
}

// To just so many: it seldom grows again, and there are many histograms.
void Histogram::resizeTo(std::uint64_t firstBucket, std::uint64_t buckets) {
    const std::uint64_t shift = m_buckets == 0 ? 0 : m_firstBucket - firstBucket;
    auto longer = std::make_unique<std::uint16_t[]>(parts() * buckets);
    for (std::uint64_t part = 0; part < parts(); ++part) {
        std::copy_n(m_parts.get() + part * m_buckets, m_buckets,
                    longer.get() + part * buckets + shift);
    }
    m_parts = std::move(longer);
    // All there can be are 52 octaves of 4,096.
    m_firstBucket = firstBucket & 0xffffff;
    m_buckets = buckets & 0xffffff;
}

void Histogram::carry(std::uint64_t place) {
    addCarries();
    if (++m_parts[m_buckets + place] == 0) {
        ++m_parts[2 * std::uint64_t{m_buckets} + place];
    }
}

void Histogram::addCarries() {
    if (!m_hasCarried) {
        auto more = std::make_unique<std::uint16_t[]>(partsAtMost * m_buckets);
        std::copy_n(m_parts.get(), m_buckets, more.get());
        m_parts = std::move(more);
        m_hasCarried = 1;
    }
}

void Histogram::setCountAt(std::uint64_t place, std::int64_t count) {
    m_parts[place] = static_cast<std::uint16_t>(count);
    if (count >> 16 != 0 || m_hasCarried) {
        addCarries();
        m_parts[m_buckets + place] = static_cast<std::uint16_t>(count >> 16);
        m_parts[2 * std::uint64_t{m_buckets} + place] = static_cast<std::uint16_t>(count >> 32);
    }
}

std::int64_t Histogram::lowestOf(std::uint64_t bucket) const {
    const std::uint64_t octave = std::uint64_t{1} << m_bits;
    if (bucket < octave) {
        return static_cast<std::int64_t>(bucket);
    }
    const std::uint64_t shift = (bucket >> m_bits) - 1;
    const std::uint64_t lowest = ((bucket & (octave - 1)) | octave) << shift;
    // Only behind the very last bucket is there no int64 left.
    return static_cast<std::int64_t>(
        std::min<std::uint64_t>(lowest, std::numeric_limits<std::int64_t>::max()));
}

void Histogram::merge(const Histogram& other) {
    assert(m_bits == other.m_bits);
    m_zeros += other.m_zeros;
    if (other.m_buckets == 0) {
        return;
    }
    const std::uint64_t first = other.m_firstBucket;
    for (const std::uint64_t bucket : {first, first + other.m_buckets - 1}) {
        if (bucket - m_firstBucket >= m_buckets) {
            grownFor(bucket);
        }
    }
    for (std::uint64_t i = 0; i < other.m_buckets; ++i) {
        const std::uint64_t place = first - m_firstBucket + i;
        setCountAt(place, countAt(place) + other.countAt(i));
    }
    m_count += other.m_count;
    m_sum += other.m_sum;
    m_min = std::min(m_min, other.m_min);
    m_max = std::max(m_max, other.m_max);
}

// What the extremes of the rest are can only be told to the bucket.
void Histogram::subtract(const Histogram& earlier) {
    assert(m_bits == earlier.m_bits && m_count >= earlier.m_count);
    const std::int64_t zeros = m_zeros - earlier.m_zeros;
    const std::uint64_t shift = placeOf(earlier);
    for (std::uint64_t i = 0; i < earlier.m_buckets; ++i) {
        setCountAt(shift + i, countAt(shift + i) - earlier.countAt(i));
    }
    m_count -= earlier.m_count;
    m_sum -= earlier.m_sum;
    if (m_count == 0) {
        *this = Histogram(bucketsPerOctave());
        m_zeros = zeros;
        return;
    }
    m_zeros = zeros;
    std::uint64_t lowest = 0, highest = m_buckets - 1;
    while (countAt(lowest) == 0) {
        ++lowest;
    }
    while (countAt(highest) == 0) {
        --highest;
    }
    m_min = std::max(m_min, lowestOf(m_firstBucket + lowest));
    m_max = std::min(m_max, highestOf(m_firstBucket + highest));
}

std::optional<models::Duration> Histogram::mean() const {
    if (count() == 0) {
        return std::nullopt;
    }
    return models::Duration(static_cast<std::int64_t>(m_sum / count()));
}

std::optional<models::Duration> Histogram::max() const {
    if (count() == 0) {
        return std::nullopt;
    }
    return models::Duration(m_max);
}

std::optional<models::Duration> Histogram::quantile(double q) const {
    if (count() == 0) {
        return std::nullopt;
    }
    // The least rank that is not below q * count. A q such as 0.07 is not exact in binary; of 100
    // values it is the seventh all the same.
    constexpr double slack = 1 - 1e-12;
    const double rank = -std::floor(-q * static_cast<double>(count()) * slack);
    std::int64_t left = std::clamp(static_cast<std::int64_t>(rank), std::int64_t{1}, count());
    if (left <= m_zeros) {
        return models::Duration{};
    }
    left -= m_zeros;
    std::uint64_t place = 0;
    while (left > countAt(place)) {
        left -= countAt(place);
        ++place;
    }
    const std::int64_t lowest = lowestOf(m_firstBucket + place);
    const std::int64_t width = highestOf(m_firstBucket + place) - lowest + 1;
    return models::Duration(std::clamp(lowest + width / 2, m_min, m_max));
}

}  // namespace sim
