#include "models/rollout.h"

#include <cmath>

namespace models {

namespace {

// Shares are written with few digits: as parts of a billion 30 % of 10 is 3 and not a bit more.
constexpr std::int64_t whole = 1'000'000'000;

std::int64_t partsOf(Ratio share, int instances) {
    return std::llround(share.value * static_cast<double>(whole)) * instances;
}

}  // namespace

int Portion::roundedUp(int instances) const {
    return count ? *count : static_cast<int>((partsOf(share, instances) + whole - 1) / whole);
}

int Portion::roundedDown(int instances) const {
    return count ? *count : static_cast<int>(partsOf(share, instances) / whole);
}

}  // namespace models
