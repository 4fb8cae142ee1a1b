// Where a journey's latency comes from: what the requests around its median, and the slowest of
// them, waited for, by service and by cause. Pure; the shares add up to the durations to the
// nanosecond.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/traces.h"

namespace sim {

// Why a part of a request's critical path took its time.
enum class LatencyCause {
    Waits,  // for a slot
    Works,  // computing, or in its store
    Network,
    Blocked,     // on others, by none of the following
    Connection,  // to its store, waited for
    Permit,      // of a bulkhead, or a token of a rate limit
    Fetch,       // by another, of what its cache lacks
    Topic,       // that confirms what it has
    Hangs,
    Sleeps,
    BackOff,  // before an attempt that is not the first
    Retried   // an attempt that another followed, with all that it called
};
inline constexpr std::array<std::string_view, 12> latencyCauseNames = {
    "waits", "works", "network", "blocked", "connection", "permit",
    "fetch", "topic", "hangs",   "sleeps",  "back-off",   "retried"};

// What a request does at an instant for which this is the cause; absent: whatever the attempt did.
std::optional<TimeKind> timeKindOf(LatencyCause cause);

struct LatencyShare {
    std::string service;  // or the journey: what its own steps took
    LatencyCause cause = LatencyCause::Works;
    Duration sum{};
    bool operator==(const LatencyShare&) const = default;
};

// Of one trace that is over, most first. Together they are as long as the request.
std::vector<LatencyShare> latencyShares(const Trace& trace);

// The requests from one rank to another, the fastest being the first.
struct LatencyBand {
    std::int64_t firstRank = 0, lastRank = -1;
    Duration atPercentile{};           // how long the request at the percentile itself took
    Duration sum{};                    // of all durations of the band
    std::vector<LatencyShare> shares;  // of the same, most first

    std::int64_t requests() const { return lastRank - firstRank + 1; }
    // Of so few that another run may well say something else.
    bool isOfTooFew() const { return requests() < 5; }
    // A request of the band on average.
    double meanSeconds(Duration part) const;
    double shareOf(Duration part) const;
};

struct LatencyBlame {
    std::string journey;
    std::int64_t requests = 0;  // traced, ended ok or degraded
    LatencyBand p50;            // those from the 45th to the 55th percentile
    LatencyBand p99;            // the slowest 2 %
};

// Of those of the traces that are the journey's and ended ok or degraded: what its p50 and p99 are
// of everywhere.
LatencyBlame latencyBlame(const std::string& journey,
                          const std::vector<std::shared_ptr<const Trace>>& traces);

}  // namespace sim
