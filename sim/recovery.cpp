#include "sim/recovery.h"

#include <algorithm>

namespace sim {

namespace {

constexpr std::size_t secondsInARow = 5;
constexpr double tolerance = 0.1;

std::size_t secondOf(Instant instant) {
    return static_cast<std::size_t>(models::sinceStart(instant) / std::chrono::seconds(1));
}

// The first whole second at or after an instant.
std::size_t secondFrom(Instant instant) {
    return secondOf(instant + std::chrono::seconds(1) - Duration(1));
}

struct Normal {
    double availability = 0;
    double p99 = 0;
};

std::optional<Normal> normalOf(const LatencyStats& stats) {
    const std::int64_t ended = stats.counts.ended();
    const std::optional<Duration> p99 = stats.good.quantile(0.99);
    if (ended == 0 || !p99) {
        return std::nullopt;
    }
    return Normal{
        static_cast<double>(stats.counts.ok + stats.counts.degraded) / static_cast<double>(ended),
        models::inSeconds(*p99)};
}

// Or better, as behind a fault that struck where another had been.
bool isNormal(const LatencyStats& second, const Normal& normal) {
    const std::optional<Normal> found = normalOf(second);
    return found && found->availability >= (1 - tolerance) * normal.availability &&
           found->p99 <= (1 + tolerance) * normal.p99;
}

std::optional<Normal> normalBefore(const std::vector<LatencyStats>& seconds, Instant warmUpEnd,
                                   Instant fault) {
    LatencyStats before(serviceBuckets);
    const std::size_t beforeEnd = std::min(secondOf(fault), seconds.size());
    for (std::size_t i = secondFrom(warmUpEnd); i < beforeEnd; ++i) {
        addCounts(before.counts, seconds[i].counts);
        before.good.merge(seconds[i].good);
    }
    return normalOf(before);
}

// From the end of the fault to the first of five normal seconds in a row among those before `last`.
std::optional<Duration> backAfter(const std::vector<LatencyStats>& seconds, const Normal& normal,
                                  Instant faultEnd, std::size_t last) {
    std::size_t inARow = 0;
    for (std::size_t i = secondFrom(faultEnd); i < last; ++i) {
        inARow = isNormal(seconds[i], normal) ? inARow + 1 : 0;
        if (inARow == secondsInARow) {
            const Instant first = models::runStart + std::chrono::seconds(i + 1 - secondsInARow);
            return std::max(Duration{}, first - faultEnd);
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<double> recoverySeconds(const std::vector<LatencyStats>& seconds, Instant warmUpEnd,
                                      const Window& fault) {
    const std::optional<Normal> normal = normalBefore(seconds, warmUpEnd, fault.from);
    if (!normal) {
        return std::nullopt;
    }
    const std::optional<Duration> after = backAfter(seconds, *normal, fault.to, seconds.size());
    return after ? std::optional(models::inSeconds(*after)) : std::nullopt;
}

std::optional<Recovery> recoveryOf(const std::vector<LatencyStats>& seconds, Instant warmUpEnd,
                                   const Window& fault, Instant now) {
    const std::optional<Normal> normal = normalBefore(seconds, warmUpEnd, fault.from);
    if (!normal) {
        return std::nullopt;
    }
    // Up to the first second of which a request is still under way: what is said must not change.
    std::size_t last = secondFrom(fault.to);
    const std::size_t begun = std::min(secondOf(now), seconds.size());
    while (last < begun && seconds[last].counts.inFlight() == 0) {
        ++last;
    }
    return Recovery{backAfter(seconds, *normal, fault.to, last), now - fault.to};
}

}  // namespace sim
