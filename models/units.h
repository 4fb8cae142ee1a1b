// Time, rates and ratios of the simulated world. Simulated time is a 64-bit count of nanoseconds;
// there is no floating-point time anywhere in the project. The wall clock never appears here.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace models {

using Duration = std::chrono::duration<std::int64_t, std::nano>;

struct SimulatedClock {
    using rep = Duration::rep;
    using period = Duration::period;
    using duration = Duration;
    using time_point = std::chrono::time_point<SimulatedClock, Duration>;
    static constexpr bool is_steady = true;
};

// A moment of the run, counted from its start.
using Instant = SimulatedClock::time_point;

inline constexpr Instant runStart{};
inline constexpr Instant never = Instant::max();

constexpr Duration sinceStart(Instant instant) {
    return instant.time_since_epoch();
}

constexpr double inSeconds(Duration duration) {
    return static_cast<double>(duration.count()) / 1e9;
}

constexpr std::optional<double> inSeconds(const std::optional<Duration>& duration) {
    return duration ? std::optional(inSeconds(*duration)) : std::nullopt;
}

// So many in each period, exactly as written: 200/s is {200, 1 s}, 30/min is {30, 60 s}.
struct Rate {
    double count = 0;
    Duration period = std::chrono::seconds(1);

    constexpr double perSecond() const { return count / inSeconds(period); }
    bool operator==(const Rate&) const = default;
};

// A share or a probability: 0.999 is 99.9 %.
struct Ratio {
    double value = 0;
    auto operator<=>(const Ratio&) const = default;
};

// A multiplier: 10x.
struct Factor {
    double value = 1;
    auto operator<=>(const Factor&) const = default;
};

}  // namespace models
