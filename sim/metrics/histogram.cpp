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
        m_firstBucket = first;
        m_counts.resize(octave);
    } else if (bucket < m_firstBucket) {
        m_counts.insert(m_counts.begin(), m_firstBucket - first, 0);
        m_firstBucket = first;
    } else {
        m_counts.resize(first + octave - m_firstBucket);
    }
    return bucket - m_firstBucket;
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
        m_counts[other.m_firstBucket - m_firstBucket + i] += other.m_counts[i];
    }
    m_count += other.m_count;
    m_sum += other.m_sum;
    m_min = std::min(m_min, other.m_min);
    m_max = std::max(m_max, other.m_max);
}

// What the extremes of the rest are can only be told to the bucket.
void Histogram::subtract(const Histogram& earlier) {
    assert(m_bits == earlier.m_bits && m_count >= earlier.m_count);
    for (std::uint64_t i = 0; i < earlier.m_counts.size(); ++i) {
        if (earlier.m_counts[i] != 0) {
            m_counts[earlier.m_firstBucket - m_firstBucket + i] -= earlier.m_counts[i];
        }
    }
    m_count -= earlier.m_count;
    m_sum -= earlier.m_sum;
    if (m_count == 0) {
        *this = Histogram(1 << m_bits);
        return;
    }
    const auto used = [](std::int64_t count) { return count != 0; };
    const auto lowest = std::find_if(m_counts.begin(), m_counts.end(), used) - m_counts.begin();
    const auto highest = m_counts.rend() - std::find_if(m_counts.rbegin(), m_counts.rend(), used);
    m_min = std::max(m_min, lowestOf(m_firstBucket + static_cast<std::uint64_t>(lowest)));
    m_max = std::min(m_max, highestOf(m_firstBucket + static_cast<std::uint64_t>(highest) - 1));
}

std::optional<models::Duration> Histogram::mean() const {
    if (m_count == 0) {
        return std::nullopt;
    }
    return models::Duration(static_cast<std::int64_t>(m_sum / m_count));
}

std::optional<models::Duration> Histogram::max() const {
    if (m_count == 0) {
        return std::nullopt;
    }
    return models::Duration(m_max);
}

std::optional<models::Duration> Histogram::quantile(double q) const {
    if (m_count == 0) {
        return std::nullopt;
    }
    // The least rank that is not below q * count. A q such as 0.07 is not exact in binary; of 100
    // values it is the seventh all the same.
    constexpr double slack = 1 - 1e-12;
    const double rank = -std::floor(-q * static_cast<double>(m_count) * slack);
    std::int64_t left = std::clamp(static_cast<std::int64_t>(rank), std::int64_t{1}, m_count);
    std::uint64_t place = 0;
    while (left > m_counts[place]) {
        left -= m_counts[place];
        ++place;
    }
    const std::int64_t lowest = lowestOf(m_firstBucket + place);
    const std::int64_t width = highestOf(m_firstBucket + place) - lowest + 1;
    return models::Duration(std::clamp(lowest + width / 2, m_min, m_max));
}

}  // namespace sim
