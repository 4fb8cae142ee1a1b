#include "models/io/plain_text.h"
#include "models/io/scan_values.h"

namespace models {

namespace {

constexpr std::string_view referenceForm =
    "a service `user`, an instance `user#1` or an endpoint `user.sign-in`";

struct ComparisonWord {
    std::string_view first, second;
    Comparison comparison;
};

constexpr ComparisonWord comparisons[] = {
    {"at", "least", Comparison::AtLeast}, {"at", "most", Comparison::AtMost},
    {"above", "", Comparison::Above},     {"below", "", Comparison::Below},
    {"exactly", "", Comparison::Exactly}, {"between", "", Comparison::Between},
};

std::string_view boundForm(Quantity quantity) {
    switch (quantity) {
        case Quantity::Ratio:
            return "a bound such as `at least 99.9 %`";
        case Quantity::Time:
            return "a bound such as `below 300 ms`";
        case Quantity::Rate:
            return "a bound such as `at least 100/s`";
        case Quantity::Count:
            return "a bound such as `at most 5`";
    }
    return "a bound";
}

// In the quantity's base unit.
Parsed<double> scanQuantity(TextScanner& scanner, Quantity quantity) {
    switch (quantity) {
        case Quantity::Ratio: {
            const Parsed<Ratio> ratio = scanRatio(scanner);
            return ratio ? Parsed<double>(ratio->value) : Parsed<double>(ratio.problem);
        }
        case Quantity::Time: {
            const Parsed<Duration> time = scanDuration(scanner);
            return time ? Parsed<double>(inSeconds(*time)) : Parsed<double>(time.problem);
        }
        case Quantity::Rate: {
            const TextScanner before = scanner;
            if (const Parsed<Rate> rate = scanRate(scanner)) {
                return rate->perSecond();
            }
            scanner = before;
            return scanNumber(scanner);
        }
        case Quantity::Count:
            return scanNumber(scanner);
    }
    return TextProblem{};
}

std::optional<Comparison> scanComparison(TextScanner& scanner) {
    for (const ComparisonWord& each : comparisons) {
        const TextScanner before = scanner;
        if (scanner.acceptWord(each.first) &&
            (each.second.empty() || scanner.acceptWord(each.second))) {
            return each.comparison;
        }
        scanner = before;
    }
    return std::nullopt;
}

}  // namespace

Parsed<Bound> parseBound(std::string_view text, Quantity quantity) {
    TextScanner scanner(text);
    Bound bound;
    bound.quantity = quantity;
    bound.written = trimmed(text);
    const std::optional<Comparison> comparison = scanComparison(scanner);
    if (!comparison) {
        return notA(text, boundForm(quantity));
    }
    bound.comparison = *comparison;
    const auto scan = [&](double& into) -> std::optional<TextProblem> {
        const Parsed<double> value = scanQuantity(scanner, quantity);
        if (!value) {
            return value.problem.kind == DiagnosticKind::WrongType ? notA(text, boundForm(quantity))
                                                                   : value.problem;
        }
        into = *value;
        return std::nullopt;
    };
    if (const auto problem = scan(bound.low)) {
        return *problem;
    }
    if (bound.comparison == Comparison::Between) {
        if (!scanner.acceptWord("and")) {
            return notA(text, "a bound such as `between 1 s and 2 s`");
        }
        if (const auto problem = scan(bound.high)) {
            return *problem;
        }
        if (bound.high < bound.low) {
            return TextProblem{DiagnosticKind::OutOfBounds,
                               quote(text) + " is empty: its end is before its beginning"};
        }
    }
    if (!scanner.atEnd()) {
        return notA(text, boundForm(quantity));
    }
    return bound;
}

Parsed<Reference> parseReference(std::string_view text) {
    const std::string_view written = trimmed(text);
    Reference reference;
    const std::size_t sign = written.find_first_of("#.");
    reference.service = written.substr(0, sign);
    if (!isName(reference.service)) {
        return notA(text, referenceForm);
    }
    if (sign == std::string_view::npos) {
        return reference;
    }
    const std::string_view rest = written.substr(sign + 1);
    if (written[sign] == '.') {
        reference.endpoint = rest;
        return isName(rest) ? Parsed<Reference>(reference) : notA(text, referenceForm);
    }
    const Parsed<std::int64_t> number = parseInteger(rest);
    if (!number) {
        return notA(text, referenceForm);
    }
    if (*number < 1 || *number > 1'000'000'000) {
        return TextProblem{DiagnosticKind::OutOfBounds,
                           quote(text) + " is no instance: they are numbered from 1"};
    }
    reference.instance = static_cast<int>(*number);
    return reference;
}

Parsed<Edge> parseEdge(std::string_view text) {
    const std::size_t arrow = text.find("->");
    if (arrow == std::string_view::npos) {
        return notA(text, "an edge such as `user -> payment`");
    }
    const Parsed<Reference> from = parseReference(text.substr(0, arrow));
    const Parsed<Reference> to = parseReference(text.substr(arrow + 2));
    if (!from || !to) {
        return from ? to.problem : from.problem;
    }
    return Edge{*from, *to};
}

std::string toText(const Reference& reference) {
    std::string text = reference.service;
    if (reference.instance) {
        text += '#' + std::to_string(*reference.instance);
    }
    if (!reference.endpoint.empty()) {
        text += '.' + reference.endpoint;
    }
    return text;
}

}  // namespace models
