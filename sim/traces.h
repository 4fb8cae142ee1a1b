// Traced requests: what became of each, call by call, put together from what the processes noted.
// Pure values; the same marks give the same traces.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/span_storing.h"
#include "sim/trace_mark.h"

namespace sim {

using models::Duration;
using models::Instant;

// Of processes and their endpoints, as marks number them.
struct TraceNames {
    std::vector<std::string> processes;
    std::vector<std::vector<std::string>> endpoints;  // of each process; journeys have none
    std::size_t journeys = 0;                         // the first processes
    std::vector<StoreNames> stores;                   // of each process; empty where it has none
};

struct SpanPart {
    TimeKind kind = TimeKind::Blocked;
    Instant from{}, to{};
    bool operator==(const SpanPart&) const = default;
};

// One attempt of a call, or one copy of it, or a message that was handled, or the request itself.
struct Span {
    int parent = -1;  // into Trace::spans; -1: the request
    int depth = 0;
    std::size_t process = 0;
    std::string service;   // or the journey
    std::string endpoint;  // empty: the journey
    int instance = 0;      // that took it; 0: none did
    bool isMessage = false;
    bool wasSent = true;            // false: refused before, by a breaker, a limit or a deadline
    std::uint64_t call = 0;         // the same for all attempts of one; 0: none, nobody called
    int attempt = 1, attempts = 1;  // of its call
    int copy = 0;                   // of the attempt, by a hedge
    Instant sent{};                 // by who calls
    Instant ended{};                // as who calls heard or gave up; of a message: done
    std::optional<Instant> accepted, served;
    // From sent to ended, without gaps: the network, and what was done between.
    std::vector<SpanPart> parts;
    // Where this span was what the request waited for: the same parts, cut.
    std::vector<SpanPart> critical;
    std::vector<StoreStepSeen> storeSteps;  // in the order in which they began
    // Of its work the parts in which nothing is computed: only its store is at work.
    std::vector<SpanPart> storing;
    models::Cause cause = models::Cause::None;
    bool degraded = false;
    std::string failedAt;  // where a failure began

    Duration took() const { return ended - sent; }
    bool failed() const { return cause != models::Cause::None; }
};

struct Trace {
    std::int64_t request = 0;
    std::string journey;
    Instant begun{}, ended{};
    bool isOver = false;
    models::Cause cause = models::Cause::None;
    bool degraded = false;
    std::vector<Span> spans;  // the request first, each followed by those that it made
    int slowest = 0;          // the span, but for the first, that is longest on the critical path

    Duration took() const { return ended - begun; }
};

// All marks of one request, in any order.
Trace assembleTrace(std::vector<TraceMark> marks, const TraceNames& names);

// Keeps the newest traces of a run as their marks come in.
class TraceBook {
  public:
    static constexpr std::size_t tracesAtMost = 4000;

    void add(const std::vector<TraceMark>& marks, const TraceNames& names);
    // Another way is taken from here.
    void forgetAfter(Instant instant);
    void clear() { *this = {}; }

    // Of requests that are over, oldest first.
    const std::vector<std::shared_ptr<const Trace>>& traces() const { return m_traces; }
    // As it is known by now: what runs on unheeded, and messages, come later. Absent: not traced.
    std::optional<Trace> trace(std::int64_t request, const TraceNames& names) const;

  private:
    std::map<std::int64_t, std::vector<TraceMark>> m_marks;  // by request
    std::vector<std::shared_ptr<const Trace>> m_traces;
};

}  // namespace sim
