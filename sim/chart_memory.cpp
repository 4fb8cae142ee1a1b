#include "sim/chart_memory.h"

#include <algorithm>

namespace sim {

void forgetOldServices(std::vector<ChartTick>& ticks, std::size_t kept) {
    if (ticks.empty() || ticks.back().services.empty()) {
        return;
    }
    const std::size_t ticksKept =
        std::max(serviceTicksAtLeast, kept / ticks.back().services.size());
    for (std::size_t i = 0; i + ticksKept < ticks.size(); ++i) {
        if (!ticks[i].services.empty()) {
            // With its memory, which "= {}" would keep.
            std::vector<ChartPoint>().swap(ticks[i].services);
            std::vector<std::vector<ChartPoint>>().swap(ticks[i].versions);
        }
    }
}

}  // namespace sim
