#include "models/io/value_forms.h"

#include "models/io/section_readers.h"

namespace models {

namespace {

constexpr ValueForm durationForms[] = {
    {"250 us", "units are ns, us, ms, s, min, h and d"},
    {"1.5 s", "read exactly, in nanoseconds"},
    {"0", "needs no unit"},
};

constexpr ValueForm rateForms[] = {
    {"200/s", "so many per second"},
    {"30/min", "any unit of a duration"},
};

constexpr ValueForm ratioForms[] = {
    {"99.9 %", "of 100"},
    {"0.999", "of 1"},
};

constexpr ValueForm factorForms[] = {{"10x", "ten times as much"}};

constexpr ValueForm boundForms[] = {
    {"at least 99.9 %", "that, or more"},
    {"at most 5", "that, or less"},
    {"above 2 s", "more, and not that"},
    {"below 300 ms", "less, and not that"},
    {"exactly 0", "that"},
    {"between 1 s and 2 s", "these two and what is between"},
};

constexpr ValueForm referenceForms[] = {
    {"user", "a service"},
    {"user#1", "one of its instances, numbered from 1"},
    {"user.sign-in", "one of its endpoints"},
    {"any", "of faults: every service"},
};

constexpr ValueForm edgeForms[] = {
    {"user -> payment", "what one sends to the other, and what comes back"},
    {"any -> payment", "what anybody sends to it"},
};

constexpr ValueForm distributionForms[] = {
    {"5 ms", "always the same"},
    {"exp(5 ms)", "exponential: its mean"},
    {"uniform(1 ms to 9 ms)", "evenly between two ends"},
    {"normal(5 ms sd 1 ms)", "mean and standard deviation; draws below 0 are 0"},
    {"lognormal(p50 5 ms p99 40 ms)", "its median, and what 1 of 100 exceeds"},
    {"lognormal(mean 5 ms cv 1.5)", "mean and coefficient of variation"},
    {"erlang(mean 20 ms stages 4)", "the sum of so many equal exponential stages"},
    {"gamma(mean 5 ms cv 0.5)", "mean and coefficient of variation"},
    {"weibull(scale 5 ms shape 1.5)", "scale and shape"},
    {"pareto(min 1 ms tail 2.5)", "the least, and how fast the tail falls"},
    {"mix(90 % exp(1 ms) or 10 % exp(20 ms))", "one of several, by its share"},
    {"empirical(latencies.csv)",
     "a file beside the scenario: a duration a line, a weight after a comma"},
    {"0.25 ms + exp(0.1 ms)", "a sum"},
};

constexpr ValueForm arrivalForms[] = {
    {"poisson(200/s)", "independent of each other, on average so many"},
    {"constant(200/s)", "evenly: the k-th at k / rate, the first at 0"},
    {"renewal(exp(5 ms))", "the time between two, drawn anew each time"},
    {"ramp(50/s to 500/s in 2 min)", "poisson, at a rate that grows or falls"},
    {"trace(arrivals.csv)", "a file beside the scenario: seconds, one a line"},
};

constexpr ValueKind allKinds[] = {
    {"duration", "A length of simulated time.", durationForms, ValueType::Time},
    {"rate", "How many in a time.", rateForms, ValueType::Rate},
    {"ratio", "A share of a whole, from 0 to 1.", ratioForms, ValueType::Ratio},
    {"factor", "How many times as much.", factorForms, ValueType::Factor},
    {"bound", "What a measure must keep to, in the unit of the measure.", boundForms,
     ValueType::Bound},
    {"reference", "A part of the architecture, by name.", referenceForms, ValueType::Reference},
    {"edge", "All messages from one part to another.", edgeForms, ValueType::Links},
    {"distribution",
     "A duration that is drawn, each time anew. Where a distribution is wanted, a duration will "
     "do.",
     distributionForms, ValueType::Distribution},
    {"arrivals",
     "When an open journey begins. Where a law of arrivals is wanted, a list of phases will do: "
     "`[ { for: 1 min, arrivals: poisson(100/s) }, { arrivals: poisson(400/s) } ]`.",
     arrivalForms, ValueType::ArrivalLaw},
};

}  // namespace

std::span<const ValueKind> valueKinds() {
    return allKinds;
}

std::string_view nameOf(ValueType type) {
    constexpr std::string_view names[] = {
        "text",
        "a name",
        "a name, or a list of names",
        "`true` or `false`",
        "a whole number",
        "a number",
        "a duration",
        "a rate",
        "a ratio",
        "a factor",
        "a distribution",
        "a law of arrivals",
        "`uniform` or `zipf(s)`",
        "a bound",
        "a reference",
        "a reference, or a list of them",
        "an SQL expression",
        "a word",
        "a whole number, or a duration",
        "a name, or `[from, to]`",
        "a whole number, or `[from, to]`",
        "a list of steps",
        "a list of branches, each a list of steps",
        "a mapping",
        "a list of mappings",
        "name: a mapping",
        "name: a mapping, or a list of steps",
        "name: a mapping, or `[x, y]`",
        "column: an SQL expression",
        "name: text",
        "name: a list of names",
        "nothing",
        "an edge, or a list of edges",
        "two lists of services",
        "a list of texts",
        "a list of ratios",
        "a whole number, or a ratio",
        "path: value",
    };
    static_assert(std::size(names) == static_cast<std::size_t>(ValueType::Changes) + 1);
    return names[static_cast<std::size_t>(type)];
}

namespace {

constexpr std::string_view unitsOfTime = "ns, us, ms, s, min, h or d";
constexpr std::string_view unitOfRatio = "%, or a part of 1";
constexpr std::string_view unitOfRate = "so many in a time: /s, /min";

std::string_view unitOfBound(std::string_view measure) {
    switch (quantityOf(measure)) {
        case Quantity::Ratio:
            return unitOfRatio;
        case Quantity::Time:
            return unitsOfTime;
        case Quantity::Rate:
            return unitOfRate;
        case Quantity::Count:
            break;
    }
    return {};
}

}  // namespace

std::string_view unitOf(const Key& key) {
    switch (key.type) {
        case ValueType::Time:
        case ValueType::Distribution:
        case ValueType::Window:
        case ValueType::During:
            return unitsOfTime;
        case ValueType::Rate:
        case ValueType::ArrivalLaw:
            return unitOfRate;
        case ValueType::Ratio:
        case ValueType::Ratios:
        case ValueType::CountOrRatio:
            return unitOfRatio;
        case ValueType::Factor:
            return "x: so many times";
        case ValueType::Bound:
            return unitOfBound(key.name);
        default:
            return {};
    }
}

}  // namespace models
