// When an open journey begins.
// Source: language.md, "Journeys".
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "models/distribution.h"
#include "models/units.h"

namespace models {

struct PoissonArrivals {
    Rate rate;
    bool operator==(const PoissonArrivals&) const = default;
};

// The k-th at k / rate, from 0.
struct ConstantArrivals {
    Rate rate;
    bool operator==(const ConstantArrivals&) const = default;
};

// The times between arrivals are independent draws.
struct RenewalArrivals {
    Distribution between;
    bool operator==(const RenewalArrivals&) const = default;
};

// Poisson arrivals whose rate goes evenly from one value to another, and stays there.
struct RampArrivals {
    Rate from;
    Rate to;
    Duration length{};
    bool operator==(const RampArrivals&) const = default;
};

// At these times from the start, in order. Read from a file in the scenario's folder.
struct TraceArrivals {
    std::vector<Duration> times;
    std::string file{};  // as written
    bool operator==(const TraceArrivals&) const = default;
};

using Arrivals =
    std::variant<PoissonArrivals, ConstantArrivals, RenewalArrivals, RampArrivals, TraceArrivals>;

// The most that it comes to, in arrivals per second.
double highestRate(const Arrivals& arrivals);

}  // namespace models
