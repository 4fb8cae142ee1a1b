// What is counted about requests: of one endpoint, one journey or one edge, over one window.
#pragma once

#include "models/seldom.h"
#include "sim/engine/outcome.h"
#include "sim/metrics/histogram.h"
#include "sim/snapshot.h"

namespace sim {

// Journeys are shown with percentiles within 0.4 %, services and edges within 1.6 %; within 1.6 and
// 6.3 % where there are so many that nobody reads the percentiles of each, and memory counts.
inline constexpr int journeyBuckets = 128;
inline constexpr int journeyBucketsOfMany = 32;
inline constexpr int serviceBuckets = 32;
inline constexpr int serviceBucketsOfMany = 8;
inline constexpr std::size_t many = 1000;  // more than these

// Where the time of an ended request went; adds up to its response time.
struct TimeSpent {
    models::Duration wait{}, service{}, blocked{};
    models::Duration response() const { return wait + service + blocked; }
};

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

// Counts while they are counted: causes only where something has failed.
class RunningCounts {
  public:
    void start() { ++m_started; }
    void end(const Outcome& outcome) {
        if (outcome.failed()) [[unlikely]] {
            ++m_failed;
            count(outcome.cause);
        } else {
            ++(outcome.degraded ? m_degraded : m_ok);
        }
    }
    void reject(Cause cause) {
        ++m_rejected;
        count(cause);
    }
    operator Counts() const {
        return {m_started, m_ok,       m_degraded,
                m_failed,  m_rejected, m_byCause.value_or(CauseCounts{})};
    }
    std::int64_t started() const { return m_started; }
    std::int64_t good() const { return m_ok + m_degraded; }
    std::int64_t failed() const { return m_failed; }
    std::int64_t ended() const { return good() + m_failed + m_rejected; }
    void add(const RunningCounts& more) {
        m_started += more.m_started;
        m_ok += more.m_ok;
        m_degraded += more.m_degraded;
        m_failed += more.m_failed;
        m_rejected += more.m_rejected;
        for (std::size_t i = 0; more.m_byCause && i < more.m_byCause->size(); ++i) {
            causes()[i] += (*more.m_byCause)[i];
        }
    }

  private:
    void count(Cause cause) { ++causes()[static_cast<std::size_t>(cause)]; }
    CauseCounts& causes() { return m_byCause ? *m_byCause : m_byCause.emplace(); }

    std::int64_t m_started = 0, m_ok = 0, m_degraded = 0, m_failed = 0, m_rejected = 0;
    models::Seldom<CauseCounts> m_byCause;
};

// Of requests that end ok or degraded, and of those that fail.
struct LatencyStats {
    explicit LatencyStats(int buckets) : good(buckets) {}

    Histogram good;
    RunningCounts counts;
    models::Seldom<Histogram> failed;  // none: none has failed

    void end(const Outcome& outcome, models::Duration took) {
        counts.end(outcome);
        if (outcome.failed()) [[unlikely]] {
            addFailed(took);
        } else {
            good.add(took);
        }
    }
    Histogram all() const {
        Histogram sum = good;
        if (failed) {
            sum.merge(*failed);
        }
        return sum;
    }
    void addFailed(models::Duration took) {
        if (!failed) {
            failed.emplace(good.bucketsPerOctave());
        }
        failed->add(took);
    }
    void merge(const LatencyStats& other) {
        counts.add(other.counts);
        good.merge(other.good);
        if (other.failed && failed) {
            failed->merge(*other.failed);
        } else if (other.failed) {
            failed = other.failed;
        }
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

    [[no_unique_address]] LatencyStats calls;  // in whose last line there is room
    std::int64_t attempts = 0;
};

}  // namespace sim
