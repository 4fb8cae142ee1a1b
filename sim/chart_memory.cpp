#include "sim/chart_memory.h"

#include <algorithm>

namespace sim {

void forgetOldServices(std::vector<ChartTick>& ticks, std::size_t kept) {
    if (ticks.empty() || ticks.back().services.empty()) {
        return;
    }
    const std::size_t ticksKept =
        std::max(serviceTicksAtLeast, kept / ticks.back().services.size());
    // Who is older than one that was forgotten was forgotten before it.
    for (std::size_t i = ticks.size() - std::min(ticks.size(), ticksKept);
         i > 0 && !ticks[i - 1].services.empty(); --i) {
        ticks[i - 1].services = {};
        ticks[i - 1].versions = {};
    }
}

}  // namespace sim
