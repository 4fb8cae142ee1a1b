#include "sim/policy/autoscaler.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace sim {

namespace {

constexpr models::Duration policyPeriod = std::chrono::seconds(15);
constexpr int addedAtLeast = 4;  // may be, in a period

// Ratios as parts of a billion: no rounding decides about an instance.
constexpr std::int64_t whole = 1'000'000'000;
constexpr std::int64_t percent = whole / 100;

std::int64_t partsOf(models::Ratio ratio) {
    return std::llround(ratio.value * static_cast<double>(whole));
}

bool isNearTarget(std::int64_t used, const models::Autoscale& settings) {
    const std::int64_t target = partsOf(settings.target);
    __extension__ typedef __int128 Wide;
    return Wide(std::abs(used - target)) * whole <= Wide(partsOf(settings.tolerance)) * target;
}

int timesRoundedUp(int instances, std::int64_t used, std::int64_t target) {
    return static_cast<int>((instances * used + target - 1) / target);
}

}  // namespace

int wishedInstances(const Usage& usage, const models::Autoscale& settings) {
    const std::int64_t target = partsOf(settings.target);
    const std::int64_t used = usage.percent * percent;
    if (usage.ready == 0 || isNearTarget(used, settings)) {
        return usage.instances;
    }
    if (used < target || usage.ready == usage.instances) {
        return timesRoundedUp(usage.ready, used, target);
    }
    const std::int64_t usedByAll =
        std::int64_t(usage.percent) * usage.ready / usage.instances * percent;
    if (usedByAll <= target || isNearTarget(usedByAll, settings)) {
        return usage.instances;
    }
    return std::max(usage.instances, timesRoundedUp(usage.instances, usedByAll, target));
}

int Autoscaler::decide(const Usage& usage, models::Instant now) {
    const int wish = std::clamp(wishedInstances(usage, m_settings), m_settings.min, m_settings.max);
    int decided = stabilized(wish, usage.instances, now);
    decided = std::min(decided, std::max(usage.instances, mostAt(usage.instances, now)));
    if (decided > usage.instances) {
        m_added.push_back({now, decided - usage.instances});
    }
    return std::clamp(decided, m_settings.min, m_settings.max);
}

int Autoscaler::stabilized(int wish, int instances, models::Instant now) {
    std::erase_if(m_wishes,
                  [&](const Wish& each) { return each.at <= now - m_settings.stabilization; });
    m_wishes.push_back({now, wish});
    if (wish >= instances) {
        return wish;
    }
    const auto largest = std::ranges::max_element(m_wishes, {}, &Wish::instances);
    return std::min(instances, largest->instances);
}

int Autoscaler::mostAt(int instances, models::Instant now) {
    std::erase_if(m_added, [&](const Wish& each) { return each.at <= now - policyPeriod; });
    int before = instances;
    for (const Wish& each : m_added) {
        before -= each.instances;
    }
    return std::max(2 * before, before + addedAtLeast);
}

}  // namespace sim
