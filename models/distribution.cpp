#include "models/distribution.h"

#include <cmath>
#include <limits>

namespace models {

namespace {

struct LeastValue {
    Duration operator()(const Constant& law) const { return law.value; }
    Duration operator()(const Exponential&) const { return {}; }
    Duration operator()(const Uniform& law) const { return law.min; }
    Duration operator()(const Normal& law) const {
        return law.deviation == Duration{} ? law.mean : Duration{};
    }
    Duration operator()(const LogNormalByPercentiles& law) const {
        return law.p50 == law.p99 ? law.p50 : Duration{};
    }
    Duration operator()(const LogNormalByMoments& law) const {
        return law.cv == 0 ? law.mean : Duration{};
    }
    Duration operator()(const Erlang&) const { return {}; }
    Duration operator()(const Gamma&) const { return {}; }
    Duration operator()(const Weibull&) const { return {}; }
    Duration operator()(const Pareto& law) const { return law.min; }
    Duration operator()(const Mix& law) const {
        Duration least = Duration::max();
        for (const Distribution& part : law.parts) {
            least = std::min(least, leastValue(part));
        }
        return law.parts.empty() ? Duration{} : least;
    }
    Duration operator()(const Empirical& law) const {
        Duration least = Duration::max();
        for (const Duration value : law.values) {
            least = std::min(least, value);
        }
        return law.values.empty() ? Duration{} : least;
    }
    Duration operator()(const Sum& law) const {
        Duration total{};
        for (const Distribution& term : law.terms) {
            total += leastValue(term);
        }
        return total;
    }
};

// The 99th percentile of the standard normal law.
constexpr double normalQuantile99 = 2.3263478740408408;

struct MeanSeconds {
    double operator()(const Constant& law) const { return inSeconds(law.value); }
    double operator()(const Exponential& law) const { return inSeconds(law.mean); }
    double operator()(const Uniform& law) const {
        return (inSeconds(law.min) + inSeconds(law.max)) / 2;
    }
    // Of the law before negative draws become 0: the difference is small where the mean is two
    // deviations or more above 0.
    double operator()(const Normal& law) const { return inSeconds(law.mean); }
    double operator()(const LogNormalByPercentiles& law) const {
        const double sigma = std::log(inSeconds(law.p99) / inSeconds(law.p50)) / normalQuantile99;
        return inSeconds(law.p50) * std::exp(sigma * sigma / 2);
    }
    double operator()(const LogNormalByMoments& law) const { return inSeconds(law.mean); }
    double operator()(const Erlang& law) const { return inSeconds(law.mean); }
    double operator()(const Gamma& law) const { return inSeconds(law.mean); }
    double operator()(const Weibull& law) const {
        return inSeconds(law.scale) * std::tgamma(1 + 1 / law.shape);
    }
    double operator()(const Pareto& law) const {
        return law.tail <= 1 ? std::numeric_limits<double>::infinity()
                             : inSeconds(law.min) * law.tail / (law.tail - 1);
    }
    double operator()(const Mix& law) const {
        return weightedMean(law.weights, [&](std::size_t i) { return meanSeconds(law.parts[i]); });
    }
    double operator()(const Empirical& law) const {
        return weightedMean(law.weights, [&](std::size_t i) { return inSeconds(law.values[i]); });
    }
    double operator()(const Sum& law) const {
        double total = 0;
        for (const Distribution& term : law.terms) {
            total += meanSeconds(term);
        }
        return total;
    }

    template <typename ValueAt>
    static double weightedMean(const std::vector<double>& weights, ValueAt valueAt) {
        double total = 0;
        double weight = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            total += weights[i] * valueAt(i);
            weight += weights[i];
        }
        return weight == 0 ? 0 : total / weight;
    }
};

}  // namespace

Duration leastValue(const Distribution& distribution) {
    return std::visit(LeastValue{}, distribution.law);
}

double meanSeconds(const Distribution& distribution) {
    return std::visit(MeanSeconds{}, distribution.law);
}

}  // namespace models
