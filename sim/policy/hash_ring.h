// A hash ring: every instance stands at many points of a circle, a member at one, and is served by
// the next ready instance clockwise. When one of n instances goes, only its own share of the
// members moves. The points are functions of names and numbers, not of the seed: a member stays
// where it is from run to run. Source: Karger et al., Consistent Hashing and Random Trees (STOC
// 1997).
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/random/draw.h"

namespace sim {

class HashRing {
  public:
    // Points of one instance. The shares of ten instances then differ by about 8 % (one over the
    // root of it), at 2 KB an instance.
    static constexpr std::uint32_t pointsOfInstance = 160;

    // `instance` is the place that `find` answers with, `number` the instance's own.
    void add(Identity service, std::uint32_t instance, int number);

    // The first instance clockwise of the member for which `accepts` holds; `otherwise` where there
    // is none.
    template <typename Accepts>
    std::uint32_t find(std::int64_t member, std::uint32_t otherwise, Accepts accepts) const {
        const Identity wanted = mixed(0, static_cast<std::uint64_t>(member));
        const auto from = std::ranges::lower_bound(m_points, wanted, {}, &Point::at);
        const auto start = static_cast<std::size_t>(from - m_points.begin());
        for (std::size_t i = 0; i < m_points.size(); ++i) {
            const Point& point = m_points[(start + i) % m_points.size()];
            if (accepts(point.instance)) {
                return point.instance;
            }
        }
        return otherwise;
    }

  private:
    struct Point {
        Identity at = 0;
        std::uint32_t instance = 0;
        auto operator<=>(const Point&) const = default;
    };

    std::vector<Point> m_points;  // in order
};

}  // namespace sim
