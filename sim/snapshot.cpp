#include "sim/snapshot.h"

#include <algorithm>
#include <bit>

namespace sim {

namespace {

constexpr int bandBits = 2;  // four bands to a doubling
constexpr std::uint64_t bandsPerOctave = 1U << bandBits;

}  // namespace

// As sim::Histogram has its buckets, only fewer: none of those lies in two bands.
int LatencyBands::bandOf(Duration latency) {
    const auto nanoseconds = static_cast<std::uint64_t>(latency.count());
    const int shift = 63 - std::countl_zero(nanoseconds | bandsPerOctave) - bandBits;
    return (shift << bandBits) + static_cast<int>(nanoseconds >> shift);
}

Duration LatencyBands::lowestOf(int band) {
    const auto place = static_cast<std::uint64_t>(band);
    if (place < bandsPerOctave) {
        return Duration(band);
    }
    const std::uint64_t shift = (place >> bandBits) - 1;
    return Duration(
        static_cast<std::int64_t>(((place & (bandsPerOctave - 1)) | bandsPerOctave) << shift));
}

void LatencyBands::add(const LatencyBands& more) {
    if (more.counts.empty()) {
        return;
    }
    if (counts.empty()) {
        *this = more;
        return;
    }
    if (more.first < first) {
        counts.insert(counts.begin(), static_cast<std::size_t>(first - more.first), 0);
        first = more.first;
    }
    const auto offset = static_cast<std::size_t>(more.first - first);
    counts.resize(std::max(counts.size(), offset + more.counts.size()));
    for (std::size_t i = 0; i < more.counts.size(); ++i) {
        counts[offset + i] += more.counts[i];
    }
}

Snapshot::Snapshot() = default;
Snapshot::Snapshot(const Snapshot& other) = default;
Snapshot::Snapshot(Snapshot&& other) noexcept = default;
Snapshot& Snapshot::operator=(const Snapshot& other) = default;
Snapshot& Snapshot::operator=(Snapshot&& other) noexcept = default;
Snapshot::~Snapshot() = default;

}  // namespace sim
