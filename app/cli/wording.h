// Numbers as a person reads them: unit beside the number, three digits that count. Independent of
// the machine's locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace app {

inline constexpr std::string_view notMeasured = "-";

std::string countText(std::int64_t count);  // 58,000
std::string secondsText(double seconds);    // 18.2 ms; 2 min 5 s
std::string secondsText(const std::optional<double>& seconds);
// Never rounds what is short of 100 % up to it: 99.9996 %.
std::string shareText(double share);
std::string shareText(const std::optional<double>& share);
std::string numberText(double number);    // 2.31; 1,234
std::string instantText(double seconds);  // 60.000 s
// In the unit of the measure: p99 in time, availability as a share.
std::string measureText(std::string_view measure, double value);

// The text with control characters replaced: a scenario is not trusted with the terminal.
std::string printable(std::string_view text);

}  // namespace app
