// What a run found: the numbers behind the text and the JSON report of the contract.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/scenario.h"
#include "sim/interval.h"
#include "sim/snapshot.h"

namespace sim {

// In seconds; all absent where nothing was measured.
struct LatencySummary {
    std::int64_t count = 0;
    std::optional<double> mean, p50, p90, p95, p99, p999, max;
};

// By batch means, of 95 %. Absent: the run is too short for one, or never steady.
struct JourneyIntervals {
    std::optional<Interval> mean;  // seconds, of `latency`
    std::optional<Interval> availability;
    std::optional<Interval> throughput;  // ended per second
    std::int64_t requestsNeeded = 0;     // until there may be any; 0: enough have ended
};

struct JourneyReport {
    std::string name;
    Counts counts;
    std::optional<double> availability;  // absent: nothing ended
    double throughput = 0;
    LatencySummary latency;  // of what ended ok or degraded
    LatencySummary failedLatency;
    JourneyIntervals intervals;
};

struct EndpointReport {
    std::string name;
    Counts counts;
    LatencySummary wait, service, blocked, response;
};

// Both sides of Little's law, in nanoseconds: in a run that has drained they are equal to the bit.
struct LittleTotals {
    std::int64_t presentIntegral = 0;  // of the number present, over time
    std::int64_t responseSum = 0;      // of all requests that were accepted and ended
    bool operator==(const LittleTotals&) const = default;
};

// Both sides of the utilization law, in nanoseconds. Thread-per-request without `cores`: in a run
// that has drained the slots were held as long as all requests worked or were blocked.
struct BusyTotals {
    std::int64_t busyIntegral = 0;  // of slots held, or of cores at work where given, over time
    std::int64_t waitSum = 0;       // this and the next two of all requests that ended
    std::int64_t serviceSum = 0;
    std::int64_t blockedSum = 0;
    bool operator==(const BusyTotals&) const = default;
};

struct CacheReport {
    std::string name;
    CacheCounts counts;
};

struct ServiceReport {
    std::string name;
    Counts counts;
    // Its good answers that came when nobody waited for them any more, since the run's start: work
    // that nobody had a use for.
    std::int64_t unheard = 0;
    std::optional<double> utilization;  // of slots, or of cores where given; absent: unlimited
    double presentMean = 0;
    double inboxMean = 0;
    std::int64_t inboxMax = 0;
    LittleTotals little;
    BusyTotals busy;
    LatencySummary wait, service, blocked, response;
    std::vector<EndpointReport> endpoints;
    std::vector<CacheReport> caches;
};

struct CallReport {
    std::string from;
    std::string to;  // service.endpoint
    std::int64_t calls = 0;
    std::int64_t attempts = 0;
    std::int64_t failed = 0;
    LatencySummary latency;
};

struct TopicReport {
    std::string name;
    std::int64_t published = 0;  // accepted
    std::int64_t delivered = 0;  // for the first time, once for each subscribing service
    std::int64_t redelivered = 0;
    std::int64_t dead = 0;     // dead letters
    std::int64_t dropped = 0;  // given up where `dead-letter` is false
    std::int64_t refused = 0;  // lost, or not confirmed
    std::int64_t backlog = 0;  // not done, when the report was made
    double backlogMean = 0;
    std::int64_t backlogMax = 0;
};

// How a journey that a fault had hurt came back once no fault was upon the system any more, watched
// until the next fault or the run's end.
struct RecoveryReport {
    std::string fault;  // its name; empty: it has none
    std::string where;  // its targets
    std::string journey;
    Instant endedAt{};
    Recovery recovery;
    bool isStuck = false;
};

enum class Verdict { Pass, Fail, NotMeasured };

struct Finding {
    std::string measure;
    std::optional<double> found;
    std::string wanted;  // as written
    bool holds = false;
};

struct ExpectationReport {
    std::string name;
    Verdict verdict = Verdict::NotMeasured;
    std::vector<Finding> findings;
};

struct InvariantReport {
    std::string name;
    Verdict verdict = Verdict::NotMeasured;
    std::optional<double> found;  // when it broke, else when it was judged last
    std::string wanted;           // as written
    std::optional<Instant> brokenAt;
    std::string rows;     // what the SELECT gave then, beside that number; empty: nothing
    std::string problem;  // why it could not be judged; empty: it could
};

struct Report {
    std::string scenario;
    std::string variant;  // empty: the scenario itself
    std::uint64_t seed = 0;
    double durationSeconds = 0;
    double warmUpSeconds = 0;
    double servicePercentilesWithin = 0;  // a ratio: how far those of services and calls may be off
    int threads = 1;
    std::int64_t events = 0;
    double wallSeconds = 0;
    std::uint64_t fingerprint = 0;
    std::string stopped;  // why the run ended before its duration; empty: it did not
    std::vector<JourneyReport> journeys;
    std::vector<ServiceReport> services;
    std::vector<CallReport> calls;
    std::vector<TopicReport> topics;
    std::vector<RecoveryReport> recoveries;  // by the fault's end, then by journey
    std::vector<TimelineRow> timeline;
    std::vector<ExpectationReport> expectations;
    std::vector<InvariantReport> invariants;

    // Defined in one file: every other that holds one would compile them again.
    Report();
    Report(const Report& other);
    Report(Report&& other) noexcept;
    Report& operator=(const Report& other);
    Report& operator=(Report&& other) noexcept;
    ~Report();

    bool allHold() const;
};

}  // namespace sim
