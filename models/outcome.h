// How a request, a call or a journey ended. The words are the contract's ("Outcomes" in
// language.md).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace models {

enum class Cause : std::uint8_t {
    None,     // it did not fail
    Error,    // a failing step
    Timeout,  // a caller's own
    Deadline,
    Unavailable,  // dropped connection, nobody ready
    Rejected,     // inbox full, rate limit, bulkhead, codel
    BreakerOpen,
};

inline constexpr int causeCount = 7;

inline constexpr std::array<std::string_view, causeCount> causeNames = {
    "none", "error", "timeout", "deadline", "unavailable", "rejected", "breaker-open"};

constexpr std::string_view nameOf(Cause cause) {
    return causeNames[static_cast<std::size_t>(cause)];
}

}  // namespace models
