#include "app/session/newest_impact.h"

#include <algorithm>
#include <tuple>

namespace app {

const sim::FaultImpact* newestImpact(const sim::Snapshot& snapshot) {
    const auto rank = [](const sim::FaultImpact& i) {
        return std::tuple(!i.endedAt.has_value(), i.since, i.fault);
    };
    const auto newest =
        std::max_element(snapshot.impacts.begin(), snapshot.impacts.end(),
                         [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return newest == snapshot.impacts.end() ? nullptr : &*newest;
}

}  // namespace app
