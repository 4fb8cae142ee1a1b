#include "sim/policy/rolling_update.h"

#include <algorithm>

namespace sim {

RollingStep nextRollingStep(const Replicas& replicas, int surge, int unavailable) {
    const int total = replicas.fresh + replicas.old;
    RollingStep step;
    if (replicas.fresh > replicas.wanted) {
        step.stopFresh = replicas.fresh - replicas.wanted;
        return step;
    }
    step.startFresh =
        std::max(0, std::min(replicas.wanted + surge - total, replicas.wanted - replicas.fresh));
    if (step.startFresh > 0) {
        return step;
    }
    const int mayLack = surge == 0 && unavailable == 0 ? 1 : unavailable;
    const int readyAtLeast = replicas.wanted - mayLack;
    const int freshToCome = replicas.fresh - replicas.freshReady;
    const int unready = replicas.old - replicas.oldReady;
    const int readyToSpare = std::max(0, replicas.freshReady + replicas.oldReady - readyAtLeast);
    step.stopOld = std::clamp(std::min(total - readyAtLeast - freshToCome, unready + readyToSpare),
                              0, replicas.old);
    return step;
}

}  // namespace sim
