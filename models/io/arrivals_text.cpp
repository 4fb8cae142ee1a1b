// Laws of arrivals: `poisson(200/s)` and its kind.
#include <algorithm>
#include <array>

#include "models/io/plain_text.h"
#include "models/io/scan_values.h"

namespace models {

namespace {

constexpr std::string_view arrivalsForm =
    "`poisson(200/s)`, `constant(200/s)`, `renewal(exp(5 ms))`, `ramp(50/s to 500/s in 2 min)`, "
    "`trace(arrivals.csv)` or a list of phases";

// Each reads what stands between the parentheses into `law`, or answers the problem.

std::optional<TextProblem> readSteady(std::string_view text, std::string_view inside, Rate& rate) {
    TextScanner scanner(inside);
    const Parsed<Rate> parsed = scanRate(scanner);
    if (!parsed || !scanner.atEnd()) {
        return notA(text, arrivalsForm);
    }
    rate = *parsed;
    return std::nullopt;
}

std::optional<TextProblem> readRenewal(std::string_view text, std::string_view inside,
                                       const ArrivalFiles& files, Arrivals& law) {
    Parsed<Distribution> between = parseDistribution(inside, files.empirical);
    if (!between) {
        return between.problem;
    }
    if (meanSeconds(*between) <= 0) {
        return TextProblem{DiagnosticKind::OutOfBounds,
                           quote(text) + " never lets any time pass between two arrivals"};
    }
    law.emplace<RenewalArrivals>().between = *std::move(between.value);
    return std::nullopt;
}

std::optional<TextProblem> readRamp(std::string_view text, std::string_view inside, Arrivals& law) {
    const TextProblem wrong = notA(text, "the form `ramp(50/s to 500/s in 2 min)`");
    TextScanner scanner(inside);
    const Parsed<Rate> from = scanRate(scanner);
    if (!from || !scanner.acceptWord("to")) {
        return wrong;
    }
    const Parsed<Rate> to = scanRate(scanner);
    if (!to || !scanner.acceptWord("in")) {
        return wrong;
    }
    const Parsed<Duration> length = scanDuration(scanner);
    if (!length || !scanner.atEnd()) {
        return wrong;
    }
    if (*length <= Duration::zero()) {
        return TextProblem{DiagnosticKind::OutOfBounds, quote(text) + " takes no time"};
    }
    law.emplace<RampArrivals>() = {*from, *to, *length};
    return std::nullopt;
}

std::optional<TextProblem> readTrace(std::string_view inside, const ArrivalFiles& files,
                                     Arrivals& law) {
    const std::string_view file = trimmed(inside);
    if (!files.trace) {
        return TextProblem{DiagnosticKind::UnreadableFile,
                           "there is no folder to read " + quote(file) + " from"};
    }
    Parsed<TraceArrivals> trace = files.trace(file);
    if (!trace) {
        return trace.problem;
    }
    law.emplace<TraceArrivals>() = *std::move(trace.value);
    return std::nullopt;
}

std::optional<TextProblem> readLaw(std::string_view text, std::string_view name,
                                   std::string_view inside, const ArrivalFiles& files,
                                   Arrivals& law) {
    if (name == "poisson") {
        return readSteady(text, inside, law.emplace<PoissonArrivals>().rate);
    }
    if (name == "constant") {
        return readSteady(text, inside, law.emplace<ConstantArrivals>().rate);
    }
    if (name == "ramp") {
        return readRamp(text, inside, law);
    }
    return name == "renewal" ? readRenewal(text, inside, files, law)
                             : readTrace(inside, files, law);
}

// A trace's own times say how many come in a nanosecond.
bool isTooFast(const Arrivals& law) {
    return !std::holds_alternative<TraceArrivals>(law) && highestRate(law) > 1e9;
}

struct ArrivalsWriter {
    std::string operator()(const PoissonArrivals& law) const {
        return "poisson(" + toText(law.rate) + ')';
    }
    std::string operator()(const ConstantArrivals& law) const {
        return "constant(" + toText(law.rate) + ')';
    }
    std::string operator()(const RenewalArrivals& law) const {
        return "renewal(" + toText(law.between) + ')';
    }
    std::string operator()(const RampArrivals& law) const {
        return "ramp(" + toText(law.from) + " to " + toText(law.to) + " in " + toText(law.length) +
               ')';
    }
    std::string operator()(const TraceArrivals& law) const { return "trace(" + law.file + ')'; }
};

}  // namespace

Parsed<Arrivals> parseArrivals(std::string_view text, const ArrivalFiles& files) {
    constexpr std::array laws = {"poisson", "constant", "renewal", "ramp", "trace"};
    TextScanner scanner(text);
    const std::string_view law = scanner.word();
    const std::string_view rest = trimmed(scanner.rest());
    const bool isLaw = std::ranges::find(laws, law) != laws.end();
    if (!isLaw || rest.size() < 2 || rest.front() != '(' || rest.back() != ')') {
        return notA(text, arrivalsForm);
    }
    const std::string_view inside = rest.substr(1, rest.size() - 2);
    Arrivals parsed;
    if (auto problem = readLaw(text, law, inside, files, parsed)) {
        return *std::move(problem);
    }
    if (isTooFast(parsed)) {
        return TextProblem{DiagnosticKind::OutOfBounds,
                           quote(text) + " is more than one in a nanosecond"};
    }
    return parsed;
}

std::string toText(const Arrivals& arrivals) {
    return std::visit(ArrivalsWriter(), arrivals);
}

}  // namespace models
