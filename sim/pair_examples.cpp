#include "sim/pair_examples.h"

#include <algorithm>
#include <tuple>

namespace sim {

namespace {

// Whether that is the better example of its kind: a total order.
bool comesBefore(PairKind kind, const RequestPair& one, const RequestPair& other) {
    const auto rank = [kind](const RequestPair& pair) {
        const models::Duration by = kind == PairKind::Slower   ? -pair.slowerBy()
                                    : kind == PairKind::Faster ? pair.slowerBy()
                                                               : models::Duration{};
        return std::tuple(by, pair.second.started, pair.second.identity());
    };
    return rank(one) < rank(other);
}

}  // namespace

void PairSample::offer(PairKind kind, const RequestPair& pair) {
    const auto place = static_cast<std::size_t>(kind);
    const std::vector<RequestPair>& before = (*m_kept)[place];
    if (before.size() == pairsAtMost && !comesBefore(kind, pair, before.back())) {
        return;
    }
    auto kept = std::make_shared<PairExamples>(*m_kept);
    std::vector<RequestPair>& pairs = (*kept)[place];
    pairs.insert(std::ranges::upper_bound(pairs, pair,
                                          [kind](const RequestPair& one, const RequestPair& other) {
                                              return comesBefore(kind, one, other);
                                          }),
                 pair);
    if (pairs.size() > pairsAtMost) {
        pairs.pop_back();
    }
    m_kept = std::move(kept);
}

}  // namespace sim
