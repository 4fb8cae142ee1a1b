#include "sim/random/sampler.h"

#include <array>
#include <cmath>
#include <variant>

namespace sim {

// One node of a law. What the numbers a and b are depends on the kind; times are nanoseconds.
struct Sampler::Law {
    enum class Kind {
        Constant,     // a
        Exponential,  // mean a
        Uniform,      // a, and up to b more
        Normal,       // mean a, deviation b
        LogNormal,    // a exp(b z) of a standard normal z
        Erlang,       // `stages` of mean a
        Gamma,        // scale a, shape b
        Weibull,      // scale a, 1 / shape b
        Pareto,       // least a, 1 / tail b
        Mix,          // one of parts, by `cumulative`
        Empirical,    // one of values, by `cumulative`
        Sum,          // a, and a draw of each part
    };
    Kind kind = Kind::Constant;
    double a = 0;
    double b = 0;
    std::uint32_t stages = 0;
    models::Duration least{};
    // Folded into the key, so that each node of a law has all draw numbers to itself.
    std::uint64_t salt = 0;
    std::vector<Law> parts{};
    std::vector<double> values{};
    std::vector<double> cumulative{};
};

namespace {

using Law = Sampler::Law;
using Kind = Law::Kind;

// The 99th percentile of the standard normal law.
constexpr double normalQuantile99 = 2.3263478740408408;

// With more stages an Erlang draw is made as the gamma draw that it is.
constexpr int erlangStagesMax = 16;

models::Duration bounded(models::Duration duration) {
    return std::clamp(duration, models::Duration{}, durationMax);
}

double nanoseconds(models::Duration duration) {
    return static_cast<double>(bounded(duration).count());
}

DrawKey salted(DrawKey key, std::uint64_t salt) {
    return {key.low ^ static_cast<std::uint32_t>(salt),
            key.high ^ static_cast<std::uint32_t>(salt >> 32)};
}

// Making a law ready.

Law constantLaw(models::Duration value) {
    return {.kind = Kind::Constant, .a = static_cast<double>(value.count()), .least = value};
}

// A law of spread 0 is a constant, and one around 0 is 0.
Law spreadLaw(Kind kind, double a, double b) {
    return b == 0 || a == 0 ? constantLaw(roundedDuration(a)) : Law{.kind = kind, .a = a, .b = b};
}

Law gammaLaw(double mean, double cv) {
    if (mean == 0 || cv == 0) {
        return constantLaw(roundedDuration(mean));
    }
    return {.kind = Kind::Gamma, .a = mean * cv * cv, .b = 1 / (cv * cv)};
}

// `size` of them, whatever was written.
std::vector<double> cumulated(const std::vector<double>& weights, std::size_t size) {
    std::vector<double> cumulative;
    double total = 0;
    for (std::size_t i = 0; i < size; ++i) {
        total += i < weights.size() ? std::max(weights[i], 0.0) : 0;
        cumulative.push_back(total);
    }
    return cumulative;
}

class LawBuilder {
  public:
    Law build(const models::Distribution& distribution) {
        const std::uint64_t node = m_nodes++;
        Law law = std::visit([this](const auto& written) { return of(written); }, distribution.law);
        law.salt = node == 0 ? 0 : scrambled(node);
        return law;
    }

  private:
    Law of(const models::Constant& law) { return constantLaw(bounded(law.value)); }
    Law of(const models::Exponential& law) {
        const double mean = nanoseconds(law.mean);
        return mean == 0 ? constantLaw({}) : Law{.kind = Kind::Exponential, .a = mean};
    }
    Law of(const models::Uniform& law) {
        const models::Duration min = bounded(law.min);
        const double width = nanoseconds(law.max) - nanoseconds(min);
        return width == 0
                   ? constantLaw(min)
                   : Law{.kind = Kind::Uniform, .a = nanoseconds(min), .b = width, .least = min};
    }
    Law of(const models::Normal& law) {
        const double deviation = nanoseconds(law.deviation);
        return deviation == 0
                   ? constantLaw(bounded(law.mean))
                   : Law{.kind = Kind::Normal, .a = nanoseconds(law.mean), .b = deviation};
    }
    Law of(const models::LogNormalByPercentiles& law) {
        const double p50 = nanoseconds(law.p50);
        if (p50 == 0) {
            return constantLaw({});
        }
        return spreadLaw(Kind::LogNormal, p50,
                         portableLog(nanoseconds(law.p99) / p50) / normalQuantile99);
    }
    // The median of a lognormal law of mean m and variation cv is m / sqrt(1 + cv^2).
    Law of(const models::LogNormalByMoments& law) {
        const double square = law.cv * law.cv;
        return spreadLaw(Kind::LogNormal, nanoseconds(law.mean) / std::sqrt(1 + square),
                         std::sqrt(portableLog1p(square)));
    }
    Law of(const models::Erlang& law) {
        const int stages = std::max(law.stages, 1);
        const double mean = nanoseconds(law.mean) / stages;
        if (mean == 0) {
            return constantLaw({});
        }
        if (stages > erlangStagesMax) {
            return {.kind = Kind::Gamma, .a = mean, .b = static_cast<double>(stages)};
        }
        return {.kind = Kind::Erlang, .a = mean, .stages = static_cast<std::uint32_t>(stages)};
    }
    Law of(const models::Gamma& law) { return gammaLaw(nanoseconds(law.mean), law.cv); }
    Law of(const models::Weibull& law) {
        return spreadLaw(Kind::Weibull, nanoseconds(law.scale), 1 / law.shape);
    }
    Law of(const models::Pareto& law) {
        Law pareto = spreadLaw(Kind::Pareto, nanoseconds(law.min), 1 / law.tail);
        pareto.least = bounded(law.min);
        return pareto;
    }
    Law of(const models::Mix& law) {
        Law mix{.kind = Kind::Mix, .least = durationMax};
        bool constant = true;
        for (const models::Distribution& written : law.parts) {
            const Law& part = mix.parts.emplace_back(build(written));
            mix.least = std::min(mix.least, part.least);
            constant =
                constant && part.kind == Kind::Constant && part.least == mix.parts.front().least;
        }
        mix.cumulative = cumulated(law.weights, mix.parts.size());
        return constant ? constantLaw(mix.parts.empty() ? models::Duration{} : mix.least) : mix;
    }
    Law of(const models::Empirical& law) {
        if (law.values.empty()) {
            return constantLaw({});
        }
        Law empirical{.kind = Kind::Empirical};
        for (const models::Duration value : law.values) {
            empirical.values.push_back(nanoseconds(value));
        }
        const auto [least, most] = std::minmax_element(law.values.begin(), law.values.end());
        empirical.least = bounded(*least);
        empirical.cumulative = cumulated(law.weights, law.values.size());
        return *least == *most ? constantLaw(empirical.least) : empirical;
    }
    // Constants are added up; what remains alone stands for the sum.
    Law of(const models::Sum& law) {
        Law sum{.kind = Kind::Sum};
        for (const models::Distribution& term : law.terms) {
            Law part = build(term);
            sum.least = std::min(sum.least + part.least, durationMax);
            if (part.kind == Kind::Constant) {
                sum.a += part.a;
            } else {
                sum.parts.push_back(std::move(part));
            }
        }
        return sum.parts.empty() ? constantLaw(sum.least) : sum;
    }

    std::uint64_t m_nodes = 0;
};

// Drawing.

// Which of the cumulated weights u in (0, 1) falls into.
std::size_t chosen(const std::vector<double>& cumulative, double u) {
    const auto above =
        std::upper_bound(cumulative.begin(), cumulative.end(), u * cumulative.back());
    return std::min(static_cast<std::size_t>(above - cumulative.begin()), cumulative.size() - 1);
}

// The sum of n exponentials of mean 1 is -log of the product of n uniforms; 16 of them, each at
// least 2^-53, cannot underflow.
double erlang(std::uint32_t stages, DrawKey key, Identity identity) {
    double product = 1;
    for (std::uint32_t stage = 0; stage < stages; ++stage) {
        product *= drawUnit(key, identity, stage);
    }
    return -portableLog(product);
}

// Source: Marsaglia and Tsang, A Simple Method for Generating Gamma Variables (ACM TOMS 26, 2000);
// each trial is one draw: half of its bits for the normal, half for the uniform. Below shape 1: the
// draw of shape + 1, times u^(1 / shape).
double gamma(double shape, DrawKey key, Identity identity) {
    const double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    for (std::uint32_t trial = 1;; ++trial) {
        const std::array<std::uint32_t, 4> bits = drawBits(key, identity, trial);
        const double x = normalQuantile(unitOf(bits[0], bits[1]));
        const double root = 1 + c * x;
        if (root <= 0) {
            continue;
        }
        const double v = root * root * root;
        const double u = unitOf(bits[2], bits[3]);
        if (portableLog(u) < 0.5 * x * x + d * (1 - v + portableLog(v))) {
            const double boost = shape < 1 ? portablePow(drawUnit(key, identity, 0), 1 / shape) : 1;
            return d * v * boost;
        }
    }
}

double drawn(const Law& law, DrawKey runKey, Identity identity) {
    const DrawKey key = salted(runKey, law.salt);
    const auto unit = [&] { return drawUnit(key, identity); };
    switch (law.kind) {
        case Kind::Constant:
            return law.a;
        case Kind::Exponential:
            return law.a * -portableLog(unit());
        case Kind::Uniform:
            return law.a + law.b * unit();
        case Kind::Normal:
            return std::max(law.a + law.b * normalQuantile(unit()), 0.0);
        case Kind::LogNormal:
            return law.a * portableExp(law.b * normalQuantile(unit()));
        case Kind::Erlang:
            return law.a * erlang(law.stages, key, identity);
        case Kind::Gamma:
            return law.a * gamma(law.b, key, identity);
        case Kind::Weibull:
            return law.a * portablePow(-portableLog(unit()), law.b);
        case Kind::Pareto:
            return law.a * portablePow(unit(), -law.b);
        case Kind::Mix:
            return drawn(law.parts[chosen(law.cumulative, unit())], runKey, identity);
        case Kind::Empirical:
            return law.values[chosen(law.cumulative, unit())];
        case Kind::Sum: {
            double total = law.a;
            for (const Law& part : law.parts) {
                total += drawn(part, runKey, identity);
            }
            return total;
        }
    }
    return 0;
}

}  // namespace

Sampler::Sampler(const models::Distribution& distribution) {
    Law law = LawBuilder().build(distribution);
    const bool exponential =
        law.kind == Kind::Exponential ||
        (law.kind == Kind::Sum && law.parts.size() == 1 && law.parts[0].kind == Kind::Exponential);
    if (law.kind == Kind::Constant || exponential) {
        m_offset = law.least;  // an exponential adds to it
        if (exponential) {
            m_mean = law.kind == Kind::Sum ? law.parts[0].a : law.a;
        }
        return;
    }
    m_law = std::make_shared<const Law>(std::move(law));
}

models::Duration Sampler::leastOfLaw() const {
    return m_law->least;
}

models::Duration Sampler::drawLaw(DrawKey key, Identity identity) const {
    return std::max(roundedDuration(drawn(*m_law, key, identity)), m_law->least);
}

}  // namespace sim
