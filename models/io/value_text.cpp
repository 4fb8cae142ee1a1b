#include "models/io/value_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "models/io/plain_text.h"
#include "models/io/scan_values.h"

namespace models {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
};

constexpr std::array<Unit, 7> units = {{{"ns", 1},
                                        {"us", 1'000},
                                        {"ms", 1'000'000},
                                        {"s", 1'000'000'000},
                                        {"min", 60'000'000'000},
                                        {"h", 3'600'000'000'000},
                                        {"d", 86'400'000'000'000}}};

const Unit* findUnit(std::string_view name) {
    const auto found = std::ranges::find(units, name, &Unit::name);
    return found == units.end() ? nullptr : &*found;
}

constexpr std::string_view durationForm = "a duration such as `250 us` or `1.5 s`";
constexpr std::string_view ratioForm = "a ratio such as `99.9 %` or `0.999`";

TextProblem noSuchUnit(std::string_view name) {
    std::array<std::string_view, units.size()> names{};
    std::ranges::transform(units, names.begin(), &Unit::name);
    const std::string near = didYouMean(name, names);
    return {DiagnosticKind::UnknownName,
            "there is no unit of time " + quote(name) +
                (near.empty() ? ": expected " + alternatives(names) : near)};
}

TextProblem tooLong(std::string_view text) {
    return {DiagnosticKind::OutOfBounds, quote(text) + " is longer than 292 years"};
}

// number × unit in integers: the digits without their point, divided by a power of ten at the end.
Parsed<Duration> exactDuration(std::string_view number, const Unit& unit, std::string_view text) {
    std::int64_t digits = 0;
    int decimals = 0;
    bool isAfterPoint = false;
    while (number.find('.') != std::string_view::npos && number.back() == '0') {
        number.remove_suffix(1);
    }
    for (const char c : number) {
        if (c == '.') {
            isAfterPoint = true;
            continue;
        }
        decimals += isAfterPoint ? 1 : 0;
        if (__builtin_mul_overflow(digits, 10, &digits) ||
            __builtin_add_overflow(digits, c - '0', &digits)) {
            return tooLong(text);
        }
    }
    std::int64_t scale = unit.nanoseconds;
    for (; decimals > 0 && scale % 10 == 0; --decimals) {
        scale /= 10;
    }
    std::int64_t count = 0;
    if (__builtin_mul_overflow(digits, scale, &count)) {
        return tooLong(text);
    }
    for (; decimals > 0; --decimals) {
        if (count % 10 != 0) {
            return TextProblem{DiagnosticKind::OutOfBounds,
                               quote(text) + " is finer than a nanosecond"};
        }
        count /= 10;
    }
    return Duration(count);
}

double toDouble(std::string_view decimal, int exponent = 0) {
    std::string text(decimal);
    if (exponent != 0) {
        text.append("e").append(std::to_string(exponent));
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? value : std::numeric_limits<double>::infinity();
}

template <typename Value>
Parsed<Value> wholeText(std::string_view text, Parsed<Value> (*scan)(TextScanner&),
                        std::string_view expected) {
    TextScanner scanner(text);
    Parsed<Value> parsed = scan(scanner);
    if (parsed && !scanner.atEnd()) {
        return notA(text, expected);
    }
    if (!parsed && parsed.problem.kind == DiagnosticKind::WrongType) {
        return notA(text, expected);
    }
    return parsed;
}

}  // namespace

TextProblem notA(std::string_view found, std::string_view expected) {
    const std::string what = trimmed(found).empty() ? "nothing" : quote(trimmed(found));
    return {DiagnosticKind::WrongType, "found " + what + ", expected " + std::string(expected)};
}

Parsed<Duration> scanDuration(TextScanner& scanner) {
    const std::string_view before = scanner.rest();
    const std::string_view number = scanner.decimal();
    if (number.empty()) {
        return notA(before, durationForm);
    }
    const TextScanner afterNumber = scanner;
    const std::string_view unitName = scanner.word();
    const Unit* unit = findUnit(unitName);
    const std::string_view text = trimmed(before.substr(0, before.size() - scanner.rest().size()));
    if (unit != nullptr) {
        return exactDuration(number, *unit, text);
    }
    if (number.find_first_not_of("0.") == std::string_view::npos) {
        scanner = afterNumber;
        return Duration::zero();
    }
    const bool isWord = unitName.find_first_of("0123456789") == std::string_view::npos;
    return isWord && !unitName.empty() ? noSuchUnit(unitName) : notA(text, durationForm);
}

Parsed<double> scanNumber(TextScanner& scanner) {
    const std::string_view before = scanner.rest();
    const std::string_view number = scanner.decimal();
    if (number.empty()) {
        return notA(before, "a number");
    }
    return toDouble(number);
}

Parsed<Ratio> scanRatio(TextScanner& scanner) {
    const std::string_view before = scanner.rest();
    const std::string_view number = scanner.decimal();
    if (number.empty()) {
        return notA(before, ratioForm);
    }
    const bool isInPercent = scanner.accept('%');
    const double value = isInPercent ? toDouble(number, -2) : toDouble(number);
    if (value > 1) {
        TextScanner unit = scanner;
        if (!isInPercent && !unit.word().empty()) {
            return notA(before, ratioForm);
        }
        return TextProblem{DiagnosticKind::OutOfBounds,
                           quote(trimmed(before)) + " is more than 100 %: a ratio is from 0 to 1"};
    }
    return Ratio{value};
}

Parsed<Rate> scanRate(TextScanner& scanner) {
    const std::string_view before = scanner.rest();
    const std::string_view number = scanner.decimal();
    if (!number.empty() && scanner.accept('/')) {
        if (const Unit* unit = findUnit(scanner.word())) {
            return Rate{toDouble(number), Duration(unit->nanoseconds)};
        }
    }
    return notA(before, "a rate such as `200/s`");
}

Parsed<Duration> parseDuration(std::string_view text) {
    TextScanner scanner(text);
    const std::string_view number = scanner.decimal();
    if (scanner.atEnd() && number.find_first_not_of("0.") != std::string_view::npos) {
        return notA(text, "a duration with its unit: ns, us, ms, s, min, h or d");
    }
    return wholeText(text, scanDuration, durationForm);
}

Parsed<Rate> parseRate(std::string_view text) {
    return wholeText(text, scanRate, "a rate such as `200/s`");
}

Parsed<Ratio> parseRatio(std::string_view text) {
    return wholeText(text, scanRatio, ratioForm);
}

Parsed<double> parseNumber(std::string_view text) {
    std::string_view digits = trimmed(text);
    const bool isNegative = digits.starts_with('-');
    digits.remove_prefix(isNegative ? 1 : 0);
    const Parsed<double> parsed = wholeText(digits, scanNumber, "a number");
    if (!parsed) {
        return notA(text, "a number");
    }
    return isNegative ? -*parsed : *parsed;
}

Parsed<Factor> parseFactor(std::string_view text) {
    TextScanner scanner(text);
    const std::string_view number = scanner.decimal();
    if (number.empty() || !scanner.accept('x') || !scanner.atEnd()) {
        return notA(text, "a factor such as `10x`");
    }
    const Factor factor{toDouble(number)};
    if (factor.value <= 0 || !std::isfinite(factor.value)) {
        return TextProblem{DiagnosticKind::OutOfBounds, quote(text) + " is not above 0x"};
    }
    return factor;
}

namespace {

template <typename Integer>
Parsed<Integer> wholeNumber(std::string_view text) {
    const std::string_view digits = trimmed(text);
    Integer value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc::result_out_of_range) {
        return TextProblem{DiagnosticKind::OutOfBounds, quote(text) + " is too large"};
    }
    if (error != std::errc() || end != digits.data() + digits.size()) {
        return notA(text, "a whole number");
    }
    return value;
}

}  // namespace

Parsed<std::int64_t> parseInteger(std::string_view text) {
    return wholeNumber<std::int64_t>(text);
}

Parsed<std::uint64_t> parseSeed(std::string_view text) {
    Parsed<std::uint64_t> parsed = wholeNumber<std::uint64_t>(text);
    const bool isOutside =
        parsed.problem.kind == DiagnosticKind::OutOfBounds || trimmed(text).starts_with('-');
    if (!parsed && isOutside) {
        parsed = notA(text, "a whole number from 0 to " +
                                std::to_string(std::numeric_limits<std::uint64_t>::max()));
    }
    return parsed;
}

Parsed<bool> parseBoolean(std::string_view text) {
    const std::string_view word = trimmed(text);
    if (word == "true" || word == "yes") {
        return true;
    }
    if (word == "false" || word == "no") {
        return false;
    }
    return notA(text, "`true` or `false`");
}

Parsed<double> parsePopularity(std::string_view text) {
    TextScanner scanner(text);
    const std::string_view law = scanner.word();
    if (law == "uniform" && scanner.atEnd()) {
        return 0.0;
    }
    if (law == "zipf" && scanner.accept('(')) {
        const Parsed<double> exponent = scanNumber(scanner);
        if (exponent && scanner.accept(')') && scanner.atEnd()) {
            if (*exponent > 10) {
                return TextProblem{DiagnosticKind::OutOfBounds,
                                   "the exponent of " + quote(text) + " is beyond 10"};
            }
            return *exponent;
        }
    }
    return notA(text, "`uniform` or `zipf(0.9)`");
}

// ------------------------------------------------------------------------------ value to text

std::string toText(Duration duration) {
    const std::int64_t count = duration.count();
    if (count == 0) {
        return "0 s";
    }
    const Unit* best = units.data();
    for (const Unit& each : units) {
        if (count >= each.nanoseconds &&
            (each.nanoseconds <= 1'000'000'000 || count % each.nanoseconds == 0)) {
            best = &each;
        }
    }
    std::string text = std::to_string(count / best->nanoseconds);
    if (std::int64_t rest = count % best->nanoseconds; rest != 0) {
        text += '.';
        for (std::int64_t place = best->nanoseconds / 10; rest != 0; place /= 10) {
            text += static_cast<char>('0' + rest / place);
            rest %= place;
        }
    }
    return text + ' ' + std::string(best->name);
}

std::string toText(double number) {
    std::array<char, 400> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                            std::chars_format::fixed);
    return error == std::errc() ? std::string(digits.data(), end) : std::string("0");
}

std::string toText(const Rate& rate) {
    for (const Unit& each : units) {
        if (each.nanoseconds == rate.period.count()) {
            return toText(rate.count) + '/' + std::string(each.name);
        }
    }
    return toText(rate.perSecond()) + "/s";
}

// The shortest digits of the ratio with the point moved, so that reading gives the same bits.
std::string toText(Ratio ratio) {
    std::string digits = toText(ratio.value);
    std::size_t point = digits.find('.');
    if (point == std::string::npos) {
        point = digits.size();
        digits += '.';
    }
    while (digits.size() < point + 3) {
        digits += '0';
    }
    digits.erase(point, 1);
    digits.insert(point + 2, 1, '.');
    while (digits.back() == '0') {
        digits.pop_back();
    }
    if (digits.back() == '.') {
        digits.pop_back();
    }
    while (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') {
        digits.erase(0, 1);
    }
    return digits + " %";
}

std::string toText(Factor factor) {
    return toText(factor.value) + 'x';
}

}  // namespace models
