#include "sim/traces.h"

#include <algorithm>
#include <array>
#include <functional>

namespace sim {

namespace {

// What held the strands of a span, in order of time.
class Holds {
  public:
    void hold(Instant at, std::uint32_t strand, TimeKind by) {
        release(at, strand);
        m_held[strand] = by;
        m_changes.push_back({at, by, 1});
    }
    void release(Instant at, std::uint32_t strand) {
        if (const auto found = m_held.find(strand); found != m_held.end()) {
            m_changes.push_back({at, found->second, -1});
            m_held.erase(found);
        }
    }
    // What the span is at each instant of a time in which it neither waits nor works. To be asked
    // for one time after the other, in their order.
    template <typename Add>
    void cut(Instant from, Instant to, const Add& add) {
        while (from < to) {
            for (; m_next < m_changes.size() && m_changes[m_next].at <= from; ++m_next) {
                m_counts[static_cast<std::size_t>(m_changes[m_next].by)] +=
                    m_changes[m_next].change;
            }
            const bool isMore = m_next < m_changes.size();
            const Instant until = isMore ? std::min(to, m_changes[m_next].at) : to;
            add(strongest(), from, until);
            from = until;
        }
    }

  private:
    struct Change {
        Instant at{};
        TimeKind by = TimeKind::Blocked;
        int change = 0;
    };

    TimeKind strongest() const {
        for (auto kind = static_cast<std::size_t>(TimeKind::Connection); kind < timeKindCount;
             ++kind) {
            if (m_counts[kind] > 0) {
                return static_cast<TimeKind>(kind);
            }
        }
        return TimeKind::Blocked;
    }

    std::map<std::uint32_t, TimeKind> m_held;  // by strand
    std::vector<Change> m_changes;
    std::size_t m_next = 0;
    std::array<int, timeKindCount> m_counts{};
};

class Assembly {
  public:
    Assembly(std::vector<TraceMark> marks, const TraceNames& names)
        : m_marks(std::move(marks)), m_names(names) {
        std::ranges::stable_sort(m_marks, {}, &TraceMark::at);
    }

    Trace make() {
        begin();
        for (const TraceMark& mark : m_marks) {
            add(mark);
        }
        for (Making& each : m_spans) {
            finish(each);
        }
        countAttempts();
        putInOrder();
        if (!m_trace.spans.empty()) {
            const Span& root = m_trace.spans.front();
            m_trace.ended = root.ended;
            m_trace.cause = root.cause;
            m_trace.degraded = root.degraded;
            followCriticalPath(0, root.ended);
            findSlowest();
        }
        return std::move(m_trace);
    }

  private:
    struct Making {
        Span span;
        std::uint64_t identity = 0, parent = 0;
        bool isAnswered = false;
        Holds holds;
        SpanStoring storing;
    };

    // A request whose beginning is not known any more has no trace.
    void begin() {
        for (const TraceMark& mark : m_marks) {
            if (mark.kind == TraceMarkKind::Begun) {
                Making root;
                root.identity = mark.identity;
                root.span.process = mark.process;
                root.span.service = m_names.processes.at(mark.process);
                root.span.sent = root.span.ended = mark.at;
                root.span.accepted = mark.at;
                m_trace.request = mark.request;
                m_trace.journey = root.span.service;
                m_trace.begun = mark.at;
                m_byIdentity[root.identity] = 0;
                m_spans.push_back(std::move(root));
            }
        }
    }

    Making& newSpan(const TraceMark& mark) {
        Making made;
        made.identity = mark.identity;
        made.parent = mark.parent;
        made.span.process = mark.process;
        made.span.service = m_names.processes.at(mark.process);
        const std::vector<std::string>& endpoints = m_names.endpoints.at(mark.process);
        made.span.endpoint = mark.endpoint < endpoints.size() ? endpoints[mark.endpoint] : "";
        made.span.sent = made.span.ended = mark.at;
        made.span.call = mark.call;
        made.span.attempt = static_cast<int>(mark.attempt);
        made.span.copy = mark.copy;
        m_byIdentity[mark.identity] = m_spans.size();
        return m_spans.emplace_back(std::move(made));
    }

    Making* spanOf(const TraceMark& mark) {
        const auto found = m_byIdentity.find(mark.identity);
        return found == m_byIdentity.end() ? nullptr : &m_spans[found->second];
    }

    void add(const TraceMark& mark) {
        Making* known = spanOf(mark);
        switch (mark.kind) {
            case TraceMarkKind::Begun:
                return;
            case TraceMarkKind::Sent:
                newSpan(mark);
                return;
            case TraceMarkKind::Refused: {
                Span& refused = newSpan(mark).span;
                refused.wasSent = false;
                takeOutcome(refused, mark);
                return;
            }
            case TraceMarkKind::Accepted:
                if (known == nullptr) {
                    known = &newSpan(mark);
                    known->parent = m_spans.empty() ? 0 : m_spans.front().identity;
                    known->span.isMessage = true;
                    known->span.attempt = 1;
                }
                known->span.accepted = mark.at;
                known->span.instance = mark.instance;
                return;
            default:
                if (known != nullptr) {
                    addToKnown(*known, mark);
                }
        }
    }

    void addToKnown(Making& known, const TraceMark& mark) {
        Span& span = known.span;
        known.storing.add(mark, m_names.stores.at(span.process));
        switch (mark.kind) {
            case TraceMarkKind::Stores:
            case TraceMarkKind::Stored:
                return;
            case TraceMarkKind::Answered:
                known.isAnswered = true;
                span.ended = mark.at;
                takeOutcome(span, mark);
                return;
            case TraceMarkKind::Ended:
                span.served = mark.at;
                if (!known.isAnswered) {
                    span.ended = mark.at;
                    takeOutcome(span, mark);
                }
                m_trace.isOver = m_trace.isOver || &known == &m_spans.front();
                return;
            case TraceMarkKind::Held:
                known.holds.hold(mark.at, mark.strand, mark.held);
                return;
            case TraceMarkKind::Released:
                known.holds.release(mark.at, mark.strand);
                return;
            case TraceMarkKind::Waits:
                beginPart(span, TimeKind::Waits, mark.at);
                return;
            case TraceMarkKind::Works:
                beginPart(span, TimeKind::Works, mark.at);
                return;
            default:
                beginPart(span, TimeKind::Blocked, mark.at);
        }
    }

    void takeOutcome(Span& span, const TraceMark& mark) const {
        span.cause = mark.cause;
        span.degraded = mark.degraded;
        // Origins count services; the journeys are the first processes.
        const std::size_t place = m_names.journeys + static_cast<std::size_t>(mark.failedAt);
        if (mark.failedAt >= 0 && place < m_names.processes.size()) {
            span.failedAt = m_names.processes[place];
        }
    }

    static void beginPart(Span& span, TimeKind kind, Instant at) {
        if (!span.parts.empty()) {
            span.parts.back().to = at;
        }
        span.parts.push_back({kind, at, at});
    }

    // Makes its parts go from `sent` to `ended` without gaps.
    void finish(Making& made) const {
        Span& span = made.span;
        std::vector<SpanPart> known = std::move(span.parts);
        span.parts.clear();
        const auto addCut = [&](TimeKind kind, Instant from, Instant to) {
            if (!span.parts.empty() && span.parts.back().kind == kind) {
                span.parts.back().to = to;
            } else {
                span.parts.push_back({kind, from, to});
            }
        };
        const auto add = [&](TimeKind kind, Instant from, Instant to) {
            from = std::max(from, span.sent);
            to = std::min(to, span.ended);
            if (from < to && kind == TimeKind::Blocked) {
                made.holds.cut(from, to, addCut);
            } else if (from < to) {
                addCut(kind, from, to);
            }
        };
        const Instant accepted = span.accepted.value_or(span.ended);
        const Instant served = span.served.value_or(span.ended);
        add(TimeKind::Network, span.sent, accepted);
        add(TimeKind::Blocked, accepted,
            known.empty() ? served : std::min(served, known.front().from));
        // What branches that nobody heeds do behind the last step is not the request's time.
        for (std::size_t i = 0; i < known.size(); ++i) {
            const bool isLast = i + 1 == known.size();
            add(known[i].kind, known[i].from,
                isLast ? served : std::min(served, known[i + 1].from));
        }
        add(TimeKind::Network, std::max(served, accepted), span.ended);
        span.storeSteps = made.storing.stepsUntil(served);
        for (const SpanPart& part : span.parts) {
            if (part.kind == TimeKind::Works) {
                made.storing.forStoringOnly(part.from, part.to, [&](Instant from, Instant to) {
                    span.storing.push_back({TimeKind::Works, from, to});
                });
            }
        }
    }

    void countAttempts() {
        std::map<std::uint64_t, int> attempts;
        for (const Making& each : m_spans) {
            int& most = attempts[each.span.call];
            most = std::max(most, each.span.attempt);
        }
        for (Making& each : m_spans) {
            each.span.attempts = each.span.call == 0 ? 1 : attempts[each.span.call];
        }
    }

    // Each followed by those that it made, in the order in which it made them.
    void putInOrder() {
        std::map<std::uint64_t, std::vector<std::size_t>> made;
        for (std::size_t i = 1; i < m_spans.size(); ++i) {
            made[m_spans[i].parent].push_back(i);
        }
        const std::function<void(std::size_t, int, int)> place = [&](std::size_t i, int parent,
                                                                     int depth) {
            const int here = static_cast<int>(m_trace.spans.size());
            Span& span = m_trace.spans.emplace_back(std::move(m_spans[i].span));
            span.parent = parent;
            span.depth = depth;
            for (const std::size_t child : made[m_spans[i].identity]) {
                place(child, here, depth + 1);
            }
        };
        if (!m_spans.empty()) {
            place(0, -1, 0);
        }
    }

    // Backwards from when it ended: what it waited for last is followed, and what is left between
    // is its own.
    void followCriticalPath(std::size_t index, Instant until) {
        Instant at = until;
        while (at > m_trace.spans[index].sent) {
            std::size_t last = 0;
            for (std::size_t i = index + 1; i < m_trace.spans.size(); ++i) {
                const Span& each = m_trace.spans[i];
                const bool isOwn = each.parent == static_cast<int>(index) && !each.isMessage;
                if (isOwn && each.ended <= at && each.sent < at && each.took() > Duration{} &&
                    (last == 0 || each.ended > m_trace.spans[last].ended)) {
                    last = i;
                }
            }
            Span& span = m_trace.spans[index];
            const Instant from = last == 0 ? span.sent : m_trace.spans[last].ended;
            addCritical(span, from, at);
            if (last == 0) {
                break;
            }
            at = m_trace.spans[last].sent;
            followCriticalPath(last, m_trace.spans[last].ended);
        }
        std::ranges::sort(m_trace.spans[index].critical, {}, &SpanPart::from);
    }

    static void addCritical(Span& span, Instant from, Instant to) {
        for (const SpanPart& part : span.parts) {
            const SpanPart cut{part.kind, std::max(part.from, from), std::min(part.to, to)};
            if (cut.from < cut.to) {
                span.critical.push_back(cut);
            }
        }
    }

    void findSlowest() {
        Duration most{};
        for (std::size_t i = 1; i < m_trace.spans.size(); ++i) {
            Duration sum{};
            for (const SpanPart& part : m_trace.spans[i].critical) {
                sum += part.to - part.from;
            }
            if (sum > most) {
                most = sum;
                m_trace.slowest = static_cast<int>(i);
            }
        }
    }

    std::vector<TraceMark> m_marks;
    const TraceNames& m_names;
    std::vector<Making> m_spans;
    std::map<std::uint64_t, std::size_t> m_byIdentity;
    Trace m_trace;
};

bool endsRequest(const TraceMark& mark, const TraceNames& names) {
    return mark.kind == TraceMarkKind::Ended && mark.process < names.journeys;
}

}  // namespace

Trace assembleTrace(std::vector<TraceMark> marks, const TraceNames& names) {
    return Assembly(std::move(marks), names).make();
}

void TraceBook::add(const std::vector<TraceMark>& marks, const TraceNames& names) {
    std::vector<std::pair<Instant, std::int64_t>> ended;
    for (const TraceMark& mark : marks) {
        // Of one that was forgotten nothing is begun again.
        if (mark.kind == TraceMarkKind::Begun || m_marks.contains(mark.request)) {
            m_marks[mark.request].push_back(mark);
        }
        if (endsRequest(mark, names) && m_marks.contains(mark.request)) {
            ended.emplace_back(mark.at, mark.request);
        }
    }
    std::ranges::sort(ended);
    for (const auto& [at, request] : ended) {
        m_traces.push_back(std::make_shared<const Trace>(assembleTrace(m_marks[request], names)));
    }
    if (m_traces.size() > tracesAtMost) {
        // Many at once, so that it is seldom.
        const std::size_t tooMany = m_traces.size() - tracesAtMost * 3 / 4;
        for (std::size_t i = 0; i < tooMany; ++i) {
            m_marks.erase(m_traces[i]->request);
        }
        m_traces.erase(m_traces.begin(), m_traces.begin() + static_cast<std::ptrdiff_t>(tooMany));
    }
}

void TraceBook::forgetAfter(Instant instant) {
    std::erase_if(m_traces, [&](const auto& each) { return each->ended >= instant; });
    for (auto each = m_marks.begin(); each != m_marks.end();) {
        std::erase_if(each->second, [&](const TraceMark& mark) { return mark.at >= instant; });
        each = each->second.empty() ? m_marks.erase(each) : std::next(each);
    }
}

std::optional<Trace> TraceBook::trace(std::int64_t request, const TraceNames& names) const {
    const auto found = m_marks.find(request);
    return found == m_marks.end() ? std::nullopt
                                  : std::optional(assembleTrace(found->second, names));
}

}  // namespace sim
