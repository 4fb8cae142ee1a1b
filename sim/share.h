// A part of a whole, where there is a whole.
#pragma once

#include <cstdint>
#include <optional>

namespace sim {

// Absent where `whole` is 0.
inline std::optional<double> shareOf(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? std::nullopt
                      : std::optional(static_cast<double>(part) / static_cast<double>(whole));
}

}  // namespace sim
