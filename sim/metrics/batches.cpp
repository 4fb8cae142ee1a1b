#include "sim/metrics/batches.h"

#include <algorithm>
#include <utility>

namespace sim {

void Batches::close(models::Instant now) {
    m_open.end = now;
    if (m_full.size() == m_full.capacity()) {
        m_full.reserve(std::min(m_atMost, std::max<std::size_t>(4, 2 * m_full.size())));
    }
    m_full.push_back(std::exchange(m_open, {}));
    m_openCount = 0;
    if (m_full.size() < m_atMost) {
        return;
    }
    for (std::size_t i = 0; i < m_atMost / 2; ++i) {
        const Batch& first = m_full[2 * i];
        const Batch& second = m_full[2 * i + 1];
        m_full[i] = {first.answered + second.answered, first.latency + second.latency, second.end};
    }
    m_full.resize(m_atMost / 2);
    m_size *= 2;
}

}  // namespace sim
