#include "sim/service/service_levels.h"

#include <algorithm>

namespace sim {

LevelMeans meansOf(const ServiceLevels& levels, const Window& window, Instant now) {
    const auto integral = [&](const Level& level) {
        return static_cast<double>(level.integral(now, window.from, window.to));
    };
    LevelMeans means;
    const double span = static_cast<double>((std::min(now, window.to) - window.from).count());
    if (span > 0) {
        means.present = integral(levels.present) / span;
        means.inbox = integral(levels.inbox) / span;
    }
    const double capacity = integral(levels.capacity);
    if (capacity > 0) {
        means.utilization = integral(levels.busy) / capacity;
    }
    return means;
}

}  // namespace sim
