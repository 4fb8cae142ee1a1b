#include "models/arrivals.h"

#include <algorithm>

namespace models {

namespace {

struct HighestRate {
    double operator()(const PoissonArrivals& law) const { return law.rate.perSecond(); }
    double operator()(const ConstantArrivals& law) const { return law.rate.perSecond(); }
    double operator()(const RenewalArrivals& law) const {
        const double between = meanSeconds(law.between);
        return between > 0 ? 1 / between : 0;
    }
    double operator()(const RampArrivals& law) const {
        return std::max(law.from.perSecond(), law.to.perSecond());
    }
    // On average: a trace's peaks are as short as one likes.
    double operator()(const TraceArrivals& law) const {
        const bool isLong = !law.times.empty() && law.times.back() > Duration{};
        return isLong ? static_cast<double>(law.times.size()) / inSeconds(law.times.back()) : 0;
    }
};

}  // namespace

double highestRate(const Arrivals& arrivals) {
    return std::visit(HighestRate(), arrivals);
}

}  // namespace models
