#include "sim/latency_blame.h"

#include <algorithm>
#include <map>
#include <utility>

namespace sim {

namespace {

// By LatencyCause; the last, Retried, is none of them.
constexpr std::array kindOfCause = {TimeKind::Waits,   TimeKind::Works,      TimeKind::Network,
                                    TimeKind::Blocked, TimeKind::Connection, TimeKind::Permit,
                                    TimeKind::Fetch,   TimeKind::Topic,      TimeKind::Hangs,
                                    TimeKind::Sleeps,  TimeKind::BackOff};
static_assert(kindOfCause.size() == timeKindCount &&
              kindOfCause.size() + 1 == latencyCauseNames.size());

LatencyCause causeOf(TimeKind kind) {
    for (std::size_t i = 0; i < kindOfCause.size(); ++i) {
        if (kindOfCause[i] == kind) {
            return static_cast<LatencyCause>(i);
        }
    }
    return LatencyCause::Blocked;
}

class Blaming {
  public:
    explicit Blaming(const Trace& trace) : m_trace(trace) {
        markRetried();
        markFollowed();
        findBackOffs();
    }

    std::vector<LatencyShare> shares() {
        for (std::size_t i = 0; i < m_trace.spans.size(); ++i) {
            for (const SpanPart& part : m_trace.spans[i].critical) {
                blame(i, part);
            }
        }
        std::vector<LatencyShare> all;
        for (const auto& [of, sum] : m_sums) {
            all.push_back({of.first, of.second, sum});
        }
        return all;
    }

  private:
    struct Pause {
        Instant from{}, to{};
    };

    const Span& span(std::size_t i) const { return m_trace.spans[i]; }
    std::size_t parentOf(std::size_t i) const { return static_cast<std::size_t>(span(i).parent); }

    // Of each span the outermost attempt around it that another followed; -1: none.
    void markRetried() {
        m_retried.assign(m_trace.spans.size(), -1);
        for (std::size_t i = 1; i < m_trace.spans.size(); ++i) {
            const int above = m_retried[parentOf(i)];
            const bool isRetried = span(i).attempt < span(i).attempts;
            m_retried[i] = above >= 0 ? above : isRetried ? static_cast<int>(i) : -1;
        }
    }

    // Those that the critical path goes through, be it only through what they called.
    void markFollowed() {
        m_isFollowed.assign(m_trace.spans.size(), false);
        for (std::size_t i = m_trace.spans.size(); i-- > 1;) {
            m_isFollowed[i] = m_isFollowed[i] || !span(i).critical.empty();
            if (m_isFollowed[i]) {
                m_isFollowed[parentOf(i)] = true;
            }
        }
    }

    // What stands on the critical path right before a later attempt is its back-off, from where
    // the attempt before it was given up.
    void findBackOffs() {
        m_backOffs.resize(m_trace.spans.size());
        for (std::size_t i = 1; i < m_trace.spans.size(); ++i) {
            if (!m_isFollowed[i] || span(i).attempt < 2) {
                continue;
            }
            Instant from = span(parentOf(i)).sent;
            for (std::size_t j = 1; j < m_trace.spans.size(); ++j) {
                const bool isBefore =
                    span(j).parent == span(i).parent && j != i && span(j).ended <= span(i).sent;
                const bool isAttemptBefore =
                    span(j).call == span(i).call && span(j).attempt + 1 == span(i).attempt;
                if (isBefore && (m_isFollowed[j] || isAttemptBefore)) {
                    from = std::max(from, span(j).ended);
                }
            }
            m_backOffs[parentOf(i)].push_back({from, span(i).sent});
        }
    }

    void add(const std::string& service, LatencyCause cause, Duration took) {
        if (took > Duration{}) {
            m_sums[{service, cause}] += took;
        }
    }

    void blame(std::size_t i, const SpanPart& part) {
        const Duration took = part.to - part.from;
        const std::string& service = span(i).service;
        if (m_retried[i] >= 0) {
            add(span(static_cast<std::size_t>(m_retried[i])).service, LatencyCause::Retried, took);
            return;
        }
        if (part.kind != TimeKind::Blocked) {
            add(service, causeOf(part.kind), took);
            return;
        }
        Duration pauses{};
        for (const Pause& pause : m_backOffs[i]) {
            const Instant from = std::max(pause.from, part.from);
            pauses += std::max(Duration{}, std::min(pause.to, part.to) - from);
        }
        add(service, LatencyCause::BackOff, pauses);
        add(service, LatencyCause::Blocked, took - pauses);
    }

    const Trace& m_trace;
    std::vector<int> m_retried;
    std::vector<bool> m_isFollowed;
    std::vector<std::vector<Pause>> m_backOffs;  // of each span, apart from each other
    std::map<std::pair<std::string, LatencyCause>, Duration> m_sums;
};

void putMostFirst(std::vector<LatencyShare>& shares) {
    std::ranges::stable_sort(shares, std::ranges::greater{}, &LatencyShare::sum);
}

// Thousandths of all ranks, each rank standing for as much as the others.
struct Permille {
    std::int64_t from = 0, at = 0, to = 1000;
};
constexpr Permille aroundMedian = {450, 500, 550};
constexpr Permille aroundP99 = {980, 990, 1000};

LatencyBand bandOf(const std::vector<const Trace*>& byDuration, const Permille& permille) {
    const auto count = static_cast<std::int64_t>(byDuration.size());
    LatencyBand band;
    if (count == 0) {
        return band;
    }
    const auto nearestRank = [count](std::int64_t of) { return (count * of + 999) / 1000; };
    const auto at = [&](std::int64_t rank) -> const Trace& {
        return *byDuration[static_cast<std::size_t>(rank - 1)];
    };
    band.firstRank = count * permille.from / 1000 + 1;
    band.lastRank = nearestRank(permille.to);
    band.atPercentile = at(nearestRank(permille.at)).took();
    std::map<std::pair<std::string, LatencyCause>, Duration> sums;
    for (std::int64_t rank = band.firstRank; rank <= band.lastRank; ++rank) {
        band.sum += at(rank).took();
        for (const LatencyShare& each : latencyShares(at(rank))) {
            sums[{each.service, each.cause}] += each.sum;
        }
    }
    for (const auto& [of, sum] : sums) {
        band.shares.push_back({of.first, of.second, sum});
    }
    putMostFirst(band.shares);
    return band;
}

}  // namespace

double LatencyBand::meanSeconds(Duration part) const {
    return requests() <= 0 ? 0 : models::inSeconds(part) / static_cast<double>(requests());
}

double LatencyBand::shareOf(Duration part) const {
    return sum == Duration{} ? 0 : models::inSeconds(part) / models::inSeconds(sum);
}

std::vector<LatencyShare> latencyShares(const Trace& trace) {
    std::vector<LatencyShare> shares;
    if (!trace.spans.empty()) {
        shares = Blaming(trace).shares();
        putMostFirst(shares);
    }
    return shares;
}

std::optional<TimeKind> timeKindOf(LatencyCause cause) {
    const auto place = static_cast<std::size_t>(cause);
    return place < kindOfCause.size() ? std::optional(kindOfCause[place]) : std::nullopt;
}

LatencyBlame latencyBlame(const std::string& journey,
                          const std::vector<std::shared_ptr<const Trace>>& traces) {
    std::vector<const Trace*> byDuration;
    for (const auto& trace : traces) {
        if (trace->journey == journey && trace->isOver && trace->cause == models::Cause::None) {
            byDuration.push_back(trace.get());
        }
    }
    std::ranges::sort(byDuration, [](const Trace* a, const Trace* b) {
        return std::pair(a->took(), a->request) < std::pair(b->took(), b->request);
    });
    return {journey, static_cast<std::int64_t>(byDuration.size()), bandOf(byDuration, aroundMedian),
            bandOf(byDuration, aroundP99)};
}

}  // namespace sim
