#include "sim/policy/hash_ring.h"

namespace sim {

void HashRing::add(Identity service, std::uint32_t instance, int number) {
    const Identity identity = mixed(service, static_cast<std::uint64_t>(number));
    const auto before = static_cast<std::ptrdiff_t>(m_points.size());
    for (std::uint32_t i = 0; i < pointsOfInstance; ++i) {
        m_points.push_back({mixed(identity, i), instance});
    }
    std::ranges::sort(m_points.begin() + before, m_points.end());
    std::ranges::inplace_merge(m_points, m_points.begin() + before);
}

}  // namespace sim
