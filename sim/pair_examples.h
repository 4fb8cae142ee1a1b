// Which requests two runs differ in: a few of each kind, so that a count can be looked into.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include "sim/request_end.h"

namespace sim {

// What becomes of a request in the second run that became otherwise of it in the first.
enum class PairKind {
    Lost,      // good, then failed
    Spared,    // failed, then good
    Degraded,  // ok, then degraded
    Mended,    // degraded, then ok
    Slower,    // good in both
    Faster
};
inline constexpr std::size_t pairKindCount = 6;

// One request in two runs: of one identity.
struct RequestPair {
    RequestEnd first, second;

    models::Duration slowerBy() const { return second.took - first.took; }
};

// By PairKind. Those that began first in the second run; of the slower and the faster those that
// are most so.
using PairExamples = std::array<std::vector<RequestPair>, pairKindCount>;

// Which are kept depends on the pairs, and not on the order in which they come.
class PairSample {
  public:
    static constexpr std::size_t pairsAtMost = 20;  // of each kind

    void offer(PairKind kind, const RequestPair& pair);
    // The same value for as long as nothing changes. Never null.
    std::shared_ptr<const PairExamples> kept() const { return m_kept; }

  private:
    std::shared_ptr<const PairExamples> m_kept = std::make_shared<const PairExamples>();
};

}  // namespace sim
