#include "models/import/go_duration.h"

#include "models/io/plain_text.h"
#include "models/io/scan_values.h"

namespace models {

namespace {

// Our own name of a unit of Go; both signs of micro are Go's.
std::string_view unitOf(std::string_view unit) {
    if (unit == "m") {
        return "min";
    }
    return unit == "µs" || unit == "μs" ? "us" : unit == "min" || unit == "d" ? "" : unit;
}

}  // namespace

Parsed<Duration> parseGoDuration(std::string_view text) {
    constexpr std::string_view form = "a duration such as `10ms` or `1m30s`";
    std::string_view rest = trimmed(text);
    if (rest == "0") {
        return Duration::zero();
    }
    if (rest.empty()) {
        return notA(text, form);
    }
    Duration sum{};
    while (!rest.empty()) {
        const std::size_t digits = std::min(rest.find_first_not_of("0123456789."), rest.size());
        const std::size_t unitEnd =
            std::min(rest.find_first_of("0123456789.", digits), rest.size());
        const std::string_view unit = unitOf(rest.substr(digits, unitEnd - digits));
        const bool hasDigit =
            rest.substr(0, digits).find_first_not_of('.') != std::string_view::npos;
        if (!hasDigit || unit.empty() || unit.find(' ') != std::string_view::npos) {
            return notA(text, form);
        }
        std::string part(rest.substr(0, digits));
        part.insert(0, part.front() == '.' ? "0" : "");
        part += part.back() == '.' ? "0 " : " ";
        const Parsed<Duration> parsed = parseDuration(part.append(unit));
        if (!parsed) {
            return parsed.problem.kind == DiagnosticKind::OutOfBounds ? parsed : notA(text, form);
        }
        if (*parsed > Duration::max() - sum) {
            return TextProblem{DiagnosticKind::OutOfBounds, quote(text) + " is too long"};
        }
        sum += *parsed;
        rest.remove_prefix(unitEnd);
    }
    return sum;
}

}  // namespace models
