// What is counted about requests: of one endpoint, one journey or one edge, over one window.
#pragma once

#include "sim/engine/outcome.h"
#include "sim/metrics/histogram.h"
#include "sim/snapshot.h"

namespace sim {

// Journeys are shown with percentiles within 0.4 %, services and edges within 1.6 %; within 6.3 %
// where there are so many services that nobody reads the percentiles of each, and memory counts.
inline constexpr int journeyBuckets = 128;
inline constexpr int serviceBuckets = 32;
inline constexpr int serviceBucketsOfMany = 8;
inline constexpr std::size_t manyServices = 1000;  // more than these

// Where the time of an ended request went; adds up to its response time.
struct TimeSpent {
    models::Duration wait{}, service{}, blocked{};
    models::Duration response() const { return wait + service + blocked; }
};

inline void countEnd(Counts& counts, const Outcome& outcome) {
    if (outcome.failed()) {
        ++counts.failed;
        ++counts.byCause[static_cast<std::size_t>(outcome.cause)];
    } else if (outcome.degraded) {
        ++counts.degraded;
    } else {
        ++counts.ok;
    }
}

inline void addCounts(Counts& sum, const Counts& more) {
    sum.started += more.started;
    sum.ok += more.ok;
    sum.degraded += more.degraded;
    sum.failed += more.failed;
    sum.rejected += more.rejected;
    for (std::size_t i = 0; i < sum.byCause.size(); ++i) {
        sum.byCause[i] += more.byCause[i];
    }
}

inline void subtractCounts(Counts& from, const Counts& less) {
    from.started -= less.started;
    from.ok -= less.ok;
    from.degraded -= less.degraded;
    from.failed -= less.failed;
    from.rejected -= less.rejected;
    for (std::size_t i = 0; i < from.byCause.size(); ++i) {
        from.byCause[i] -= less.byCause[i];
    }
}

// Of requests that end ok or degraded, and of those that fail.
struct LatencyStats {
    explicit LatencyStats(int buckets) : good(buckets), failed(buckets) {}

    Counts counts;
    Histogram good;
    Histogram failed;

    void end(const Outcome& outcome, models::Duration took) {
        countEnd(counts, outcome);
        (outcome.failed() ? failed : good).add(took);
    }
};

struct EndpointStats {
    explicit EndpointStats(int buckets)
        : response(buckets), wait(buckets), service(buckets), blocked(buckets) {}

    LatencyStats response;
    Histogram wait, service, blocked;

    void end(const Outcome& outcome, const TimeSpent& spent) {
        response.end(outcome, spent.response());
        wait.add(spent.wait);
        service.add(spent.service);
        blocked.add(spent.blocked);
    }
};

// Calls over one edge: a call counts once, its attempts apart.
struct EdgeStats {
    explicit EdgeStats(int buckets) : calls(buckets) {}

    LatencyStats calls;
    std::int64_t attempts = 0;
};

}  // namespace sim
