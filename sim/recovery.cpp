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
    return Normal{static_cast<double>(stats.counts.good()) / static_cast<double>(ended),
                  models::inSeconds(*p99)};
}

// Or better, as behind a fault that struck where another had been.
bool isNormal(const LatencyStats& second, const Normal& normal) {
    const std::optional<Normal> found = normalOf(second);
    return found && found->availability >= (1 - tolerance) * normal.availability &&
           found->p99 <= (1 + tolerance) * normal.p99;
}

// Of the seconds in [from, to).
LatencyStats sumOf(const std::vector<LatencyStats>& seconds, std::size_t from, std::size_t to) {
    LatencyStats sum(serviceBuckets);
    for (std::size_t i = from; i < std::min(to, seconds.size()); ++i) {
        sum.counts.add(seconds[i].counts);
        sum.good.merge(seconds[i].good);
    }
    return sum;
}

std::optional<Normal> normalBefore(const std::vector<LatencyStats>& seconds, Instant warmUpEnd,
                                   Instant fault) {
    return normalOf(sumOf(seconds, secondFrom(warmUpEnd), secondOf(fault)));
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
    return models::inSeconds(backAfter(seconds, *normal, fault.to, seconds.size()));
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
    while (last < begun && seconds[last].counts.started() == seconds[last].counts.ended()) {
        ++last;
    }
    return Recovery{backAfter(seconds, *normal, fault.to, last), now - fault.to};
}

bool wasHurt(const std::vector<LatencyStats>& seconds, Instant warmUpEnd, const Window& fault) {
    const std::optional<Normal> normal = normalBefore(seconds, warmUpEnd, fault.from);
    const LatencyStats during = sumOf(seconds, secondOf(fault.from), secondFrom(fault.to));
    const std::optional<Normal> found = normalOf(during);
    if (!normal || during.counts.ended() == 0) {
        return false;
    }
    // Nothing that ended was good, or a tenth less than before.
    if (!found || found->availability < (1 - tolerance) * normal->availability) {
        return true;
    }
    // The p99 of a short time moves by chance, so it takes more to say that it was the fault.
    constexpr double clearlySlower = 1.25;
    constexpr std::int64_t enough = 100;
    return during.good.count() >= enough && found->p99 > clearlySlower * normal->p99;
}

// Twice as long as the fault lasted is what a line of work drains in at two thirds of what can be
// carried; what is not back by then is kept down by itself.
bool Recovery::isStuck(Duration faultLasted) const {
    constexpr Duration atLeast = std::chrono::seconds(20);
    return !after && watched >= std::max(atLeast, 2 * faultLasted);
}

}  // namespace sim
