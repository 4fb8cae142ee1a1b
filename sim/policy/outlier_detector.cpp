#include "sim/policy/outlier_detector.h"

#include <algorithm>
#include <cmath>

namespace sim {

bool OutlierDetector::sees(std::size_t instance, const Outcome& outcome) {
    Seen& seen = m_instances[instance];
    if (seen.isEjected) {
        return false;  // what was under way when it was ejected
    }
    if (!outcome.failed()) {
        seen.failures = 0;
        return false;
    }
    ++seen.failures;
    if (seen.failures < m_settings.consecutiveErrors || m_ejected >= ejectedAtMost()) {
        return false;
    }
    seen.isEjected = true;
    seen.fault = outcome.origin.fault;
    ++m_ejected;
    return true;
}

void OutlierDetector::returns(std::size_t instance) {
    m_instances[instance] = {};
    --m_ejected;
}

std::size_t OutlierDetector::ejectedAtMost() const {
    if (m_settings.maxEjected.value <= 0) {
        return 0;
    }
    // A share such as 29 % of 100 may come out as 28.999...
    const double share = m_settings.maxEjected.value * static_cast<double>(m_instances.size());
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::floor(share + 1e-9)));
}

}  // namespace sim
