// The law of a duration. What is written is what is kept; sampling is in sim/random.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "models/units.h"

namespace models {

struct Distribution;

struct Constant {
    Duration value{};
    bool operator==(const Constant&) const = default;
};

struct Exponential {
    Duration mean{};
    bool operator==(const Exponential&) const = default;
};

struct Uniform {
    Duration min{}, max{};
    bool operator==(const Uniform&) const = default;
};

// Negative draws are 0.
struct Normal {
    Duration mean{}, deviation{};
    bool operator==(const Normal&) const = default;
};

struct LogNormalByPercentiles {
    Duration p50{}, p99{};
    bool operator==(const LogNormalByPercentiles&) const = default;
};

// cv: the coefficient of variation, deviation / mean.
struct LogNormalByMoments {
    Duration mean{};
    double cv = 0;
    bool operator==(const LogNormalByMoments&) const = default;
};

// The sum of `stages` exponentials whose means are `mean / stages`.
struct Erlang {
    Duration mean{};
    int stages = 1;
    bool operator==(const Erlang&) const = default;
};

struct Gamma {
    Duration mean{};
    double cv = 1;
    bool operator==(const Gamma&) const = default;
};

struct Weibull {
    Duration scale{};
    double shape = 1;
    bool operator==(const Weibull&) const = default;
};

// P(X > x) = (min / x)^tail.
struct Pareto {
    Duration min{};
    double tail = 1;
    bool operator==(const Pareto&) const = default;
};

// One of the parts, by weight. Weights sum to 1 within rounding.
struct Mix {
    std::vector<double> weights;
    std::vector<Distribution> parts;
    bool operator==(const Mix&) const;
};

// One of the measured values, by weight. Read from a file in the scenario's folder.
struct Empirical {
    std::vector<Duration> values;
    std::vector<double> weights;  // as many as values
    std::string file{};           // as written
    bool operator==(const Empirical&) const = default;
};

struct Sum {
    std::vector<Distribution> terms;
    bool operator==(const Sum&) const;
};

struct Distribution {
    std::variant<Constant, Exponential, Uniform, Normal, LogNormalByPercentiles, LogNormalByMoments,
                 Erlang, Gamma, Weibull, Pareto, Mix, Empirical, Sum>
        law;
    std::string written{};  // as in the file, for those who read it there; empty: not from a file

    bool operator==(const Distribution& other) const { return law == other.law; }

    static Distribution constant(Duration value) { return {Constant{value}}; }
    static Distribution exponential(Duration mean) { return {Exponential{mean}}; }
};

// The least value that a draw can have: the network's floor, where it is asked of a latency.
Duration leastValue(const Distribution& distribution);

// The expected value, in seconds; infinite where there is none (a Pareto tail of 1 or less).
double meanSeconds(const Distribution& distribution);

}  // namespace models
