#include "sim/interval.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace sim {

namespace {

// In the numbers of the caller: those that are wider differ from processor to processor.
using AsDouble = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
using StudentsT = boost::math::students_t_distribution<double, AsDouble>;
using Normal = boost::math::normal_distribution<double, AsDouble>;

}  // namespace

double studentFactor(double confidence, int freedom) {
    return boost::math::quantile(StudentsT(freedom), (1 + confidence) / 2);
}

std::optional<Interval> intervalOfMean(const std::vector<double>& observations, double confidence) {
    if (observations.size() < 2) {
        return std::nullopt;
    }
    const auto n = static_cast<double>(observations.size());
    double mean = 0;
    for (const double each : observations) {
        mean += each / n;
    }
    double squares = 0;
    for (const double each : observations) {
        squares += (each - mean) * (each - mean);
    }
    const double halfWidth = studentFactor(confidence, static_cast<int>(observations.size()) - 1) *
                             std::sqrt(squares / (n - 1) / n);
    return Interval{mean - halfWidth, mean + halfWidth};
}

Interval wilsonInterval(std::int64_t hits, std::int64_t tries, double confidence) {
    const double z = boost::math::quantile(Normal(), (1 + confidence) / 2);
    const auto n = static_cast<double>(tries);
    const double share = static_cast<double>(hits) / n;
    const double scale = 1 / (1 + z * z / n);
    const double middle = scale * (share + z * z / (2 * n));
    const double halfWidth = scale * z * std::sqrt((share * (1 - share) + z * z / (4 * n)) / n);
    return {std::max(0.0, middle - halfWidth), std::min(1.0, middle + halfWidth)};
}

std::int64_t requestsNeededFor(double q, std::int64_t count) {
    // 1 - 0.99 is not exact in binary; 100 requests are enough all the same.
    constexpr double slack = 1 - 1e-9;
    return std::max<std::int64_t>(0, std::llround(std::ceil(slack / (1 - q))) - count);
}

}  // namespace sim
