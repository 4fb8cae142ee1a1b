// Text to value and back, for every kind of value that the language has ("Values" in the contract).
// Plain functions: what a key wants is said in key_table.h, who reports the problem in fields.h.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "models/diagnostic.h"
#include "models/distribution.h"
#include "models/scenario.h"
#include "models/units.h"

namespace models {

// Why a text is no value: a sentence of what was found and what was expected.
struct TextProblem {
    DiagnosticKind kind = DiagnosticKind::WrongType;
    std::string message;
};

// A value, or the problem.
template <typename Value>
struct Parsed {
    std::optional<Value> value;
    TextProblem problem;

    Parsed(Value parsed) : value(std::move(parsed)) {}
    Parsed(TextProblem found) : problem(std::move(found)) {}
    explicit operator bool() const { return value.has_value(); }
    const Value& operator*() const { return *value; }
    const Value* operator->() const { return &*value; }
};

// `1.5 s`, exactly; never negative.
Parsed<Duration> parseDuration(std::string_view text);
// `200/s`
Parsed<Rate> parseRate(std::string_view text);
// `99.9 %` or `0.999`; from 0 to 1.
Parsed<Ratio> parseRatio(std::string_view text);
// `10x`; above 0.
Parsed<Factor> parseFactor(std::string_view text);
Parsed<std::int64_t> parseInteger(std::string_view text);
// A whole number of 64 bits without a sign.
Parsed<std::uint64_t> parseSeed(std::string_view text);
Parsed<double> parseNumber(std::string_view text);
// `true`, `false`, `yes`, `no`
Parsed<bool> parseBoolean(std::string_view text);
// `at least 99.9 %`; what stands in it is of this quantity.
Parsed<Bound> parseBound(std::string_view text, Quantity quantity);
// The exponent: 0 for `uniform`, 0.9 for `zipf(0.9)`.
Parsed<double> parsePopularity(std::string_view text);

// `user`, `user#1`, `user.sign-in`
struct Reference {
    std::string service;
    std::optional<int> instance;
    std::string endpoint;
    bool operator==(const Reference&) const = default;
};
Parsed<Reference> parseReference(std::string_view text);

// `gateway -> payment.charge`
struct Edge {
    Reference from, to;
    bool operator==(const Edge&) const = default;
};
Parsed<Edge> parseEdge(std::string_view text);

// Fetches the values of `empirical(latencies.csv)`.
using EmpiricalLoader = std::function<Parsed<Empirical>(std::string_view file)>;

Parsed<Distribution> parseDistribution(std::string_view text, const EmpiricalLoader& load = {});

// Fetch what a law of arrivals names: the values of `empirical(...)`, the times of `trace(...)`.
struct ArrivalFiles {
    EmpiricalLoader empirical{};
    std::function<Parsed<TraceArrivals>(std::string_view file)> trace{};
};

// `poisson(200/s)`, `constant(10/s)`, `renewal(exp(5 ms))`, `ramp(50/s to 500/s in 2 min)`,
// `trace(arrivals.csv)`
Parsed<Arrivals> parseArrivals(std::string_view text, const ArrivalFiles& files = {});

// Canonical text; reading it gives the same value. An instant is written as its duration.
std::string toText(Duration duration);
std::string toText(const Rate& rate);
std::string toText(Ratio ratio);
std::string toText(Factor factor);
std::string toText(double number);
std::string toText(const Distribution& distribution);
std::string toText(const Arrivals& arrivals);
std::string toText(const Reference& reference);

}  // namespace models
