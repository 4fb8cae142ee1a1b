#include <algorithm>
#include <cmath>

#include "models/io/plain_text.h"
#include "models/io/scan_values.h"

namespace models {

namespace {

constexpr int nestingMax = 16;
constexpr std::size_t partsMax = 1000;

constexpr std::string_view distributionForm =
    "a duration such as `5 ms` or its distribution such as `exp(5 ms)`";

// One distribution's text. The first problem ends it; scan functions return a default then.
class DistributionParser {
  public:
    DistributionParser(std::string_view text, const EmpiricalLoader& load)
        : m_text(text), m_scanner(text), m_load(load) {}

    Parsed<Distribution> parse() {
        Distribution parsed = sum();
        if (!m_problem && !m_scanner.atEnd()) {
            fail(notA(m_text, distributionForm));
        }
        return m_problem ? Parsed<Distribution>(*m_problem)
                         : Parsed<Distribution>(std::move(parsed));
    }

  private:
    void fail(TextProblem problem) {
        if (!m_problem) {
            m_problem = std::move(problem);
        }
    }
    void impossible(std::string_view why) {
        fail({DiagnosticKind::OutOfBounds, quote(m_text) + " is impossible: " + std::string(why)});
    }
    void expectForm(std::string_view form) { fail(notA(m_text, "the form " + quote(form))); }

    Distribution sum() {
        if (++m_depth > nestingMax) {
            fail({DiagnosticKind::TooLarge, "a distribution is nested too deeply"});
            return {};
        }
        Sum parsed;
        do {
            parsed.terms.push_back(term());
        } while (!m_problem && m_scanner.accept('+') && parsed.terms.size() < partsMax);
        --m_depth;
        if (parsed.terms.size() == 1) {
            return std::move(parsed.terms.front());
        }
        return {std::move(parsed)};
    }

    Distribution term() {
        const std::string_view law = m_scanner.word();
        if (law.empty()) {
            return Distribution::constant(time(distributionForm));
        }
        if (!m_scanner.accept('(')) {
            fail(notA(m_text, distributionForm));
            return {};
        }
        Distribution parsed = lawNamed(law);
        if (!m_problem && !m_scanner.accept(')')) {
            fail(notA(m_text, "`)` after the parameters of " + quote(law)));
        }
        return parsed;
    }

    Distribution lawNamed(std::string_view law) {
        if (law == "exp") {
            return Distribution::exponential(time("the form `exp(5 ms)`"));
        }
        if (law == "uniform") {
            return uniform();
        }
        if (law == "normal") {
            return normal();
        }
        if (law == "lognormal") {
            return logNormal();
        }
        if (law == "erlang") {
            return erlang();
        }
        if (law == "gamma") {
            return gamma();
        }
        if (law == "weibull") {
            return weibull();
        }
        if (law == "pareto") {
            return pareto();
        }
        if (law == "mix") {
            return mix();
        }
        if (law == "empirical") {
            return empirical();
        }
        static constexpr std::string_view laws[] = {"exp",    "uniform",  "normal",  "lognormal",
                                                    "erlang", "gamma",    "weibull", "pareto",
                                                    "mix",    "empirical"};
        fail({DiagnosticKind::UnknownName, "there is no distribution " + quote(law) +
                                               didYouMean(law, laws) + "; known are " +
                                               alternatives(laws)});
        return {};
    }

    Duration time(std::string_view form) {
        const Parsed<Duration> parsed = scanDuration(m_scanner);
        if (parsed) {
            return *parsed;
        }
        fail(parsed.problem.kind == DiagnosticKind::WrongType ? notA(m_text, form)
                                                              : parsed.problem);
        return {};
    }

    double number(std::string_view form) {
        const Parsed<double> parsed = scanNumber(m_scanner);
        if (parsed && std::isfinite(*parsed)) {
            return *parsed;
        }
        expectForm(form);
        return 1;
    }

    bool word(std::string_view wanted, std::string_view form) {
        if (!m_scanner.acceptWord(wanted)) {
            expectForm(form);
            return false;
        }
        return true;
    }

    // `mean 5 ms cv 0.5` and its kin: a named duration.
    Duration named(std::string_view name, std::string_view form) {
        word(name, form);
        return time("the form " + quote(form));
    }

    double namedNumber(std::string_view name, std::string_view form) {
        word(name, form);
        return number(form);
    }

    Distribution uniform() {
        constexpr std::string_view form = "uniform(1 ms to 9 ms)";
        Uniform parsed;
        parsed.min = time("the form `uniform(1 ms to 9 ms)`");
        parsed.max = named("to", form);
        if (parsed.max < parsed.min) {
            impossible("its end is below its beginning");
        }
        return {parsed};
    }

    Distribution normal() {
        Normal parsed;
        parsed.mean = time("the form `normal(5 ms sd 1 ms)`");
        parsed.deviation = named("sd", "normal(5 ms sd 1 ms)");
        return {parsed};
    }

    Distribution logNormal() {
        if (m_scanner.acceptWord("p50")) {
            constexpr std::string_view form = "lognormal(p50 5 ms p99 40 ms)";
            LogNormalByPercentiles parsed;
            parsed.p50 = time("the form `lognormal(p50 5 ms p99 40 ms)`");
            parsed.p99 = named("p99", form);
            if (parsed.p50 <= Duration::zero() || parsed.p99 < parsed.p50) {
                impossible("p50 is above 0, and p99 not below p50");
            }
            return {parsed};
        }
        constexpr std::string_view form = "lognormal(mean 5 ms cv 1.5)";
        LogNormalByMoments parsed;
        parsed.mean = named("mean", form);
        parsed.cv = namedNumber("cv", form);
        if (parsed.mean <= Duration::zero()) {
            impossible("its mean is above 0");
        }
        return {parsed};
    }

    Distribution erlang() {
        constexpr std::string_view form = "erlang(mean 20 ms stages 4)";
        Erlang parsed;
        parsed.mean = named("mean", form);
        const double stages = namedNumber("stages", form);
        if (stages < 1 || stages > 1000 || stages != std::floor(stages)) {
            impossible("its stages are a whole number from 1 to 1000");
        } else {
            parsed.stages = static_cast<int>(stages);
        }
        return {parsed};
    }

    Distribution gamma() {
        constexpr std::string_view form = "gamma(mean 5 ms cv 0.5)";
        Gamma parsed;
        parsed.mean = named("mean", form);
        parsed.cv = namedNumber("cv", form);
        if (parsed.cv <= 0) {
            impossible("its cv is above 0");
        }
        return {parsed};
    }

    Distribution weibull() {
        constexpr std::string_view form = "weibull(scale 5 ms shape 1.5)";
        Weibull parsed;
        parsed.scale = named("scale", form);
        parsed.shape = namedNumber("shape", form);
        if (parsed.shape <= 0) {
            impossible("its shape is above 0");
        }
        return {parsed};
    }

    Distribution pareto() {
        constexpr std::string_view form = "pareto(min 1 ms tail 2.5)";
        Pareto parsed;
        parsed.min = named("min", form);
        parsed.tail = namedNumber("tail", form);
        if (parsed.min <= Duration::zero() || parsed.tail <= 0) {
            impossible("its min and its tail are above 0");
        }
        return {parsed};
    }

    Distribution mix() {
        Mix parsed;
        double total = 0;
        do {
            const Parsed<Ratio> weight = scanRatio(m_scanner);
            if (!weight) {
                weight.problem.kind == DiagnosticKind::WrongType
                    ? expectForm("mix(90 % exp(1 ms) or 10 % exp(20 ms))")
                    : fail(weight.problem);
                return {};
            }
            total += weight->value;
            parsed.weights.push_back(weight->value);
            parsed.parts.push_back(sum());
        } while (!m_problem && m_scanner.acceptWord("or") && parsed.parts.size() < partsMax);
        if (!m_problem && std::fabs(total - 1) > 1e-9) {
            impossible("its weights sum to " + toText(Ratio{total}) + ", not to 100 %");
        }
        return {std::move(parsed)};
    }

    Distribution empirical() {
        const std::string_view file = trimmed(m_scanner.upTo(')'));
        if (file.empty()) {
            expectForm("empirical(latencies.csv)");
            return {};
        }
        if (!m_load) {
            fail({DiagnosticKind::UnreadableFile, "no file can be read here"});
            return {};
        }
        Parsed<Empirical> loaded = m_load(file);
        if (!loaded) {
            fail(loaded.problem);
            return {};
        }
        return {std::move(*loaded.value)};
    }

    std::string_view m_text;
    TextScanner m_scanner;
    const EmpiricalLoader& m_load;
    std::optional<TextProblem> m_problem;
    int m_depth = 0;
};

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string text;
    for (const std::string& each : parts) {
        text += (text.empty() ? "" : std::string(between)) + each;
    }
    return text;
}

struct DistributionWriter {
    std::string operator()(const Constant& law) const { return toText(law.value); }
    std::string operator()(const Exponential& law) const { return "exp(" + toText(law.mean) + ')'; }
    std::string operator()(const Uniform& law) const {
        return "uniform(" + toText(law.min) + " to " + toText(law.max) + ')';
    }
    std::string operator()(const Normal& law) const {
        return "normal(" + toText(law.mean) + " sd " + toText(law.deviation) + ')';
    }
    std::string operator()(const LogNormalByPercentiles& law) const {
        return "lognormal(p50 " + toText(law.p50) + " p99 " + toText(law.p99) + ')';
    }
    std::string operator()(const LogNormalByMoments& law) const {
        return "lognormal(mean " + toText(law.mean) + " cv " + toText(law.cv) + ')';
    }
    std::string operator()(const Erlang& law) const {
        return "erlang(mean " + toText(law.mean) + " stages " + std::to_string(law.stages) + ')';
    }
    std::string operator()(const Gamma& law) const {
        return "gamma(mean " + toText(law.mean) + " cv " + toText(law.cv) + ')';
    }
    std::string operator()(const Weibull& law) const {
        return "weibull(scale " + toText(law.scale) + " shape " + toText(law.shape) + ')';
    }
    std::string operator()(const Pareto& law) const {
        return "pareto(min " + toText(law.min) + " tail " + toText(law.tail) + ')';
    }
    std::string operator()(const Mix& law) const {
        std::vector<std::string> parts;
        for (std::size_t i = 0; i < law.parts.size(); ++i) {
            parts.push_back(toText(Ratio{law.weights[i]}) + ' ' + toText(law.parts[i]));
        }
        return "mix(" + joined(parts, " or ") + ')';
    }
    std::string operator()(const Empirical& law) const { return "empirical(" + law.file + ')'; }
    std::string operator()(const Sum& law) const {
        std::vector<std::string> terms;
        for (const Distribution& each : law.terms) {
            terms.push_back(toText(each));
        }
        return joined(terms, " + ");
    }
};

}  // namespace

Parsed<Distribution> parseDistribution(std::string_view text, const EmpiricalLoader& load) {
    return DistributionParser(text, load).parse();
}

std::string toText(const Distribution& distribution) {
    return std::visit(DistributionWriter(), distribution.law);
}

}  // namespace models
