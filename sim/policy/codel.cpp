#include "sim/policy/codel.h"

#include <algorithm>

namespace sim {

bool Codel::drops(models::Duration waited, models::Instant now) {
    if (now > m_windowEnd) {
        m_isOverloaded = m_least > m_settings.target;
        m_windowEnd = now + m_settings.interval;
        m_least = waited;
        return false;
    }
    m_least = std::min(m_least, waited);
    return m_isOverloaded && waited > 2 * m_settings.target;
}

}  // namespace sim
