#include "app/cli/wording.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace app {

namespace {

std::string fixed(double value, int decimals) {
    std::array<char, 400> buffer{};
    const auto [end, problem] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                              std::chars_format::fixed, decimals);
    return problem == std::errc{} ? std::string(buffer.data(), end) : std::string("?");
}

std::string threeDigits(double value) {
    const double size = std::fabs(value);
    return fixed(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

struct TimeUnit {
    double seconds;
    std::string_view name;
};
constexpr std::array<TimeUnit, 4> timeUnits = {
    {{1, "s"}, {1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}}};

}  // namespace

std::string countText(std::int64_t count) {
    std::string digits = std::to_string(count);
    const std::size_t first = count < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3; at -= 3) {
        digits.insert(at - 3, ",");
    }
    return digits;
}

std::string secondsText(double seconds) {
    if (seconds == 0) {
        return "0 s";
    }
    if (seconds >= 120) {
        const std::int64_t whole = std::llround(seconds);
        const std::string minutes = countText(whole / 60) + " min";
        return whole % 60 == 0 ? minutes : minutes + ' ' + std::to_string(whole % 60) + " s";
    }
    const auto unit = std::ranges::find_if(timeUnits, [&](const TimeUnit& each) {
        return std::fabs(seconds) >= 0.9995 * each.seconds;
    });
    const TimeUnit& chosen = unit == timeUnits.end() ? timeUnits.back() : *unit;
    const double inUnit = seconds / chosen.seconds;
    return (inUnit == std::floor(inUnit) ? fixed(inUnit, 0) : threeDigits(inUnit)) + ' ' +
           std::string(chosen.name);
}

std::string secondsText(const std::optional<double>& seconds) {
    return seconds ? secondsText(*seconds) : std::string(notMeasured);
}

std::string shareText(double share) {
    if (share == 0 || share == 1) {
        return share == 0 ? "0 %" : "100 %";
    }
    int decimals = 2;
    std::string text = fixed(share * 100, decimals);
    const auto hidesIt = [&] {
        return (share < 1 && text.starts_with("100")) ||
               text.find_first_not_of("0.") == std::string::npos;
    };
    while (hidesIt() && decimals < 9) {
        text = fixed(share * 100, ++decimals);
    }
    return text + " %";
}

std::string shareText(const std::optional<double>& share) {
    return share ? shareText(*share) : std::string(notMeasured);
}

std::string numberText(double number) {
    const bool isWhole = number == std::floor(number) && std::fabs(number) < 1e15;
    if (isWhole || std::fabs(number) >= 1000) {
        return std::fabs(number) < 1e15 ? countText(static_cast<std::int64_t>(number))
                                        : fixed(number, 0);
    }
    return threeDigits(number);
}

std::string instantText(double seconds) {
    return fixed(seconds, 3) + " s";
}

std::string measureText(std::string_view measure, double value) {
    constexpr std::array<std::string_view, 4> shares = {"availability", "degraded", "errors",
                                                        "utilization"};
    constexpr std::array<std::string_view, 8> times = {"mean", "p50",   "p90", "p95",
                                                       "p99",  "p99.9", "max", "recovery"};
    if (std::ranges::find(shares, measure) != shares.end()) {
        return shareText(value);
    }
    if (std::ranges::find(times, measure) != times.end()) {
        return secondsText(value);
    }
    return measure == "throughput" ? numberText(value) + "/s" : numberText(value);
}

std::string printable(std::string_view text) {
    std::string clean(text);
    std::ranges::replace_if(
        clean,
        [](char each) {
            const auto code = static_cast<unsigned char>(each);
            return code < 0x20 || code == 0x7f;
        },
        '?');
    return clean;
}

}  // namespace app
