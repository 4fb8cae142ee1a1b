// How far a figure may be from the truth by chance alone: confidence intervals of independent
// observations by Student's t (semantics: Law, Simulation Modeling and Analysis, 4.5), and of
// shares by Wilson's score (JASA 22, 1927).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace sim {

// In the unit of the figure.
struct Interval {
    double low = 0;
    double high = 0;

    bool contains(double value) const { return low <= value && value <= high; }
    bool operator==(const Interval&) const = default;
};

// How sure intervals are that reports show.
inline constexpr double reportConfidence = 0.95;

// What as many degrees of freedom multiply the standard error by; freedom >= 1.
double studentFactor(double confidence, int freedom);

// Of the mean of independent observations; absent where there are fewer than two.
std::optional<Interval> intervalOfMean(const std::vector<double>& observations, double confidence);

// Of the share of `hits` in `tries` independent ones, tries > 0.
Interval wilsonInterval(std::int64_t hits, std::int64_t tries, double confidence);

// A percentile beyond which no request lies is only the maximum: how many more requests it takes
// until one does. `q` below 1; 0: the percentile stands.
std::int64_t requestsNeededFor(double q, std::int64_t count);

}  // namespace sim
