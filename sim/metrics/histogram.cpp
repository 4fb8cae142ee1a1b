#include "sim/metrics/histogram.h"

#include <algorithm>
#include <cmath>

namespace sim {

Histogram::Histogram(int bucketsPerOctave)
    : m_bits(std::bit_width(static_cast<unsigned>(bucketsPerOctave)) - 1) {
    assert(std::has_single_bit(static_cast<unsigned>(bucketsPerOctave)));
    assert(bucketsPerOctave <= 4096);
}

// Grows by whole octaves: a new extreme is seldom, and most octaves of a histogram stay unused.
std::uint64_t Histogram::grownFor(std::uint64_t bucket) {
    const std::uint64_t octave = std::uint64_t{1} << m_bits;
    const std::uint64_t first = bucket & ~(octave - 1);
    if (m_counts.empty()) {
        resizeTo(first, octave);
    } else if (bucket < m_firstBucket) {
        resizeTo(first, m_firstBucket - first + m_counts.size());
    } else {
        resizeTo(m_firstBucket, first + octave - m_firstBucket);
    }
    return bucket - m_firstBucket;
}

// To just so many: it seldom grows again, and there are many histograms.
void Histogram::resizeTo(std::uint64_t firstBucket, std::uint64_t buckets) {
    const std::uint64_t shift = m_counts.empty() ? 0 : m_firstBucket - firstBucket;
    const auto resized = [&](const std::vector<std::uint32_t>& line) {
        std::vector<std::uint32_t> longer(buckets);
        std::ranges::copy(line, longer.begin() + static_cast<std::ptrdiff_t>(shift));
        return longer;
    };
    m_counts = resized(m_counts);
    if (!m_carries.empty()) {
        m_carries = resized(m_carries);
    }
    m_firstBucket = firstBucket;
}

void Histogram::carry(std::uint64_t place) {
    m_carries.resize(m_counts.size());
    ++m_carries[place];
}

void Histogram::setCountAt(std::uint64_t place, std::int64_t count) {
    m_counts[place] = static_cast<std::uint32_t>(count);
    if (count >> 32 != 0 || !m_carries.empty()) {
        m_carries.resize(m_counts.size());
        m_carries[place] = static_cast<std::uint32_t>(count >> 32);
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
    if (other.m_counts.empty()) {
        return;
    }
    const std::uint64_t last = other.m_firstBucket + other.m_counts.size() - 1;
    for (const std::uint64_t bucket : {other.m_firstBucket, last}) {
        if (bucket - m_firstBucket >= m_counts.size()) {
            grownFor(bucket);
        }
    }
    for (std::uint64_t i = 0; i < other.m_counts.size(); ++i) {
        const std::uint64_t place = other.m_firstBucket - m_firstBucket + i;
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
    const std::uint64_t shift =
        earlier.m_counts.empty() ? 0 : earlier.m_firstBucket - m_firstBucket;
    const bool areSmall = m_carries.empty() && earlier.m_carries.empty();
    for (std::uint64_t i = 0; i < earlier.m_counts.size(); ++i) {
        if (areSmall) {
            m_counts[shift + i] -= earlier.m_counts[i];
        } else {
            setCountAt(shift + i, countAt(shift + i) - earlier.countAt(i));
        }
    }
    m_count -= earlier.m_count;
    m_sum -= earlier.m_sum;
    if (m_count == 0) {
        *this = Histogram(1 << m_bits);
        m_zeros = zeros;
        return;
    }
    m_zeros = zeros;
    std::uint64_t lowest = 0, highest = m_counts.size() - 1;
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
