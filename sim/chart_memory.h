// How much of a run's past the charts of services remember. A tick has a point for every service,
// so that a run of very many services would fill the memory within minutes; of journeys, edges and
// topics there are few, or none are kept.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/snapshot.h"

namespace sim {

inline constexpr std::size_t servicePointsKept = 500'000;  // of some 200 bytes
inline constexpr std::size_t serviceTicksAtLeast = 20;

// In the order of time. Takes the points of services from all but the last ticks: those that have
// so many points together, or those few.
void forgetOldServices(std::vector<ChartTick>& ticks, std::size_t kept = servicePointsKept);

}  // namespace sim
