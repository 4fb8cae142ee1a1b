#include "sim/trace_difference.h"

#include <algorithm>
#include <tuple>

namespace sim {

namespace {

class SpanMatching {
  public:
    SpanMatching(const Trace& first, const Trace& second)
        : m_first(first),
          m_second(second),
          m_childrenOfFirst(childrenOf(first)),
          m_childrenOfSecond(childrenOf(second)) {}

    std::vector<SpanPair> pairs() {
        if (!m_first.spans.empty() && !m_second.spans.empty()) {
            place({0, 0, 0});
        }
        return std::move(m_pairs);
    }

  private:
    using Children = std::vector<std::vector<int>>;  // by span

    static Children childrenOf(const Trace& trace) {
        Children children(trace.spans.size());
        for (std::size_t i = 1; i < trace.spans.size(); ++i) {
            children[static_cast<std::size_t>(trace.spans[i].parent)].push_back(
                static_cast<int>(i));
        }
        return children;
    }

    static bool isSame(const Span& a, const Span& b) {
        const auto key = [](const Span& span) {
            return std::tie(span.service, span.endpoint, span.isMessage, span.attempt, span.copy);
        };
        return key(a) == key(b);
    }

    static const Span& at(const Trace& trace, int span) {
        return trace.spans[static_cast<std::size_t>(span)];
    }

    void place(const SpanPair& pair) {
        m_pairs.push_back(pair);
        static const std::vector<int> none;
        const auto childrenAt = [](const Children& all, int span) -> const std::vector<int>& {
            return span < 0 ? none : all[static_cast<std::size_t>(span)];
        };
        for (const SpanPair& each : paired(childrenAt(m_childrenOfFirst, pair.first),
                                           childrenAt(m_childrenOfSecond, pair.second))) {
            place({each.first, each.second, pair.depth + 1});
        }
    }

    // The n-th of a kind with the n-th.
    std::vector<SpanPair> paired(const std::vector<int>& first, const std::vector<int>& second) {
        std::vector<SpanPair> pairs;
        for (const int span : second) {
            pairs.push_back({-1, span, 0});
        }
        std::size_t after = 0;  // where the next goes that the second has not
        for (const int span : first) {
            const auto partner = std::ranges::find_if(pairs, [&](const SpanPair& each) {
                return each.first < 0 && each.second >= 0 &&
                       isSame(at(m_first, span), at(m_second, each.second));
            });
            if (partner != pairs.end()) {
                partner->first = span;
                after = static_cast<std::size_t>(partner - pairs.begin()) + 1;
            } else {
                pairs.insert(pairs.begin() + static_cast<std::ptrdiff_t>(after), {span, -1, 0});
                ++after;
            }
        }
        return pairs;
    }

    const Trace& m_first;
    const Trace& m_second;
    Children m_childrenOfFirst, m_childrenOfSecond;
    std::vector<SpanPair> m_pairs;
};

}  // namespace

std::vector<SpanPair> matchedSpans(const Trace& first, const Trace& second) {
    return SpanMatching(first, second).pairs();
}

}  // namespace sim
