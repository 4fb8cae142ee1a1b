// What can be seen of a run at one instant: an immutable value, made only when somebody asks.
// Order: services, journeys and topics as in the scenario, edges and messages as in
// models::callGraph(scenario).
// Counts are from the run's start unless the field says otherwise. Times are simulated.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/outcome.h"
#include "models/units.h"
#include "sim/command.h"
#include "sim/table_rows.h"

namespace sim {

using models::Cause;
using CauseCounts = std::array<std::int64_t, models::causeCount>;

// Where a failure began. `service` is an index into the scenario's services, -1 where a journey's
// own step failed.
struct Origin {
    int service = -1;
    FaultId fault = noFault;
    Cause cause = Cause::None;
    bool operator==(const Origin&) const = default;
};

struct Counts {
    std::int64_t started = 0;  // services: received at the door, refusals included
    std::int64_t ok = 0;       // without the degraded ones
    std::int64_t degraded = 0;
    std::int64_t failed = 0;    // services: without the rejected ones
    std::int64_t rejected = 0;  // services only
    CauseCounts byCause{};      // failed and rejected, by cause

    std::int64_t ended() const { return ok + degraded + failed + rejected; }
    std::int64_t inFlight() const { return started - ended(); }
    void add(const Counts& more) {
        started += more.started;
        ok += more.ok;
        degraded += more.degraded;
        failed += more.failed;
        rejected += more.rejected;
        for (std::size_t i = 0; i < byCause.size(); ++i)
            byCause[i] += more.byCause[i];
    }
    bool operator==(const Counts&) const = default;
};

// The same over the newest part of the run: `span` long, restarted when a fault begins or ends, so
// that a card never mixes before and after.
struct Recent {
    Duration span{};
    Counts counts;
    std::optional<Duration> p50, p95, p99;  // of what ended ok or degraded; absent: too few did

    double perSecond(std::int64_t count) const {
        return span.count() == 0 ? 0 : static_cast<double>(count) / models::inSeconds(span);
    }
    double startedPerSecond() const { return perSecond(counts.started); }
    // Failed and rejected, as a share of what ended; 0 where nothing ended.
    double failedShare() const {
        const std::int64_t ended = counts.ended();
        return ended == 0 ? 0
                          : static_cast<double>(counts.failed + counts.rejected) /
                                static_cast<double>(ended);
    }
    double degradedShare() const {
        const std::int64_t ended = counts.ended();
        return ended == 0 ? 0 : static_cast<double>(counts.degraded) / static_cast<double>(ended);
    }
};

enum class InstanceState { Ready, Down, Starting, Hung, Stopping };

struct InstanceSnapshot {
    int number = 1;
    InstanceState state = InstanceState::Ready;
    bool isListed = true;              // the door believes it ready, and has not ejected it
    std::optional<Instant> changesAt;  // Starting: ready then; Down or Hung: ends then, where known
    int slotsHeld = 0;
    int inbox = 0;                    // waiting for their first slot
    std::int64_t served = 0;          // requests ended, whatever the outcome
    std::int64_t servedRecently = 0;  // the same within the service's `recent.span`
    std::uint32_t version = 0;        // into ServiceSnapshot::versions
};

struct TableSnapshot {
    std::string name;
    std::int64_t rows = 0;
};

// Looks into a cache.
struct CacheCounts {
    std::int64_t hits = 0;
    std::int64_t misses = 0;   // who looked fetched it
    std::int64_t shared = 0;   // or waited for who did already
    std::int64_t stale = 0;    // of these two: an expired entry answered for the failed fetching
    std::int64_t evicted = 0;  // entries that made room
    std::int64_t looks() const { return hits + misses + shared; }
    bool operator==(const CacheCounts&) const = default;
};

struct CacheSnapshot {
    std::string name;
    CacheCounts counts;
    std::int64_t entries = 0;     // of all instances
    std::int64_t recentHits = 0;  // within the service's `recent.span`
    std::int64_t recentLooks = 0;
};

// What one version of a service has answered.
struct VersionSnapshot {
    std::string name;
    Counts counts;  // of what ended; `started` stays 0
    Recent recent;
};

// A version that replaces another just now. Versions are places in ServiceSnapshot::versions.
struct RolloutSnapshot {
    std::uint32_t from = 0, to = 0;
    models::Strategy strategy = models::Strategy::Rolling;
    double weight = 0;  // of a canary: the share of requests that the new version gets
    std::size_t step = 0, steps = 0;
    Instant since{};
    std::optional<Instant> judgedAt;  // of a canary, while its step is on
};

struct ServiceSnapshot {
    Counts counts;
    Recent recent;
    std::vector<InstanceSnapshot> instances;
    int present = 0;  // accepted and not ended
    int slotsHeld = 0;
    std::optional<int> slots;  // of ready instances; absent: unlimited
    int inbox = 0;
    std::optional<int> inboxCapacity;  // of ready instances together; absent: unlimited
    std::vector<TableSnapshot> tables;
    std::vector<CacheSnapshot> caches;
    std::optional<Instant> downSince;       // set while no instance is ready because of a fault
    std::optional<Instant> readyAt;         // while down: when it is expected back, where known
    int wanted = 1;                         // instances that there should be
    std::uint32_t version = 0;              // that they should be of
    std::vector<VersionSnapshot> versions;  // empty: there is only one
    std::optional<RolloutSnapshot> rollout;
    // Its good answers that came when nobody waited for them any more: since the run's start, and
    // in the span of `recent`.
    std::int64_t unheard = 0;
    std::int64_t recentUnheard = 0;
    bool crashed = false;  // by a defect in its code, not by a fault
    std::string crash;     // what the defect said
};

struct JourneySnapshot {
    Counts counts;
    Recent recent;
};

enum class BreakerState { Closed, Open, HalfOpen };

// One circuit breaker: that of a call step, one for all instances of its service.
struct BreakerSnapshot {
    int edge = 0;          // into Snapshot::edges
    std::string endpoint;  // of the callee
    BreakerState state = BreakerState::Closed;
    Instant since{};  // of this state
    Duration openFor{};
    int results = 0;           // in the window
    int failures = 0;          // in the window
    std::int64_t refused = 0;  // calls refused at once since it last opened
};

// What lets only so much through: the bulkhead or the rate limit of a call step, one for all
// instances of its service, or the rate limit of a service's own door.
struct LimitSnapshot {
    bool isBulkhead = false;
    int edge = -1;             // into Snapshot::edges; -1: a door
    int service = -1;          // into the scenario's services, of a door
    std::string endpoint;      // of the callee
    std::int64_t taken = 0;    // permits that are held; tokens that are missing
    std::int64_t limit = 0;    // all permits; a full bucket
    std::int64_t waiting = 0;  // for a permit
    std::int64_t refused = 0;  // attempts, since the run's start
};

struct EdgeSnapshot {
    std::int64_t attempts = 0;
    std::int64_t recentAttempts = 0;  // in the span of `recent`
    std::int64_t fallbacks = 0;       // calls that a fallback answered
    Counts counts;                    // of calls: `rejected` stays 0, refusals are among byCause
    Recent recent;
};

// An instance that consumes a topic.
struct TopicMember {
    int service = 0;  // into the scenario's services
    int instance = 1;
    int held = 0;             // messages handed to it and not answered
    bool isConnected = true;  // as the topic knows, which hears of a death a latency later
};

struct TopicSnapshot {
    std::int64_t published = 0;    // accepted
    std::int64_t delivered = 0;    // handed over for the first time, once a group of consumers
    std::int64_t redelivered = 0;  // handed over again
    std::int64_t dead = 0;         // given up and kept as dead letters
    std::int64_t dropped = 0;      // given up and not kept
    std::int64_t refused = 0;      // topic full or killed
    std::int64_t ended = 0;        // handled or given up by every group
    std::int64_t backlog = 0;      // published and not ended
    std::optional<Duration> oldestWaits;  // that nobody holds, since it was published; absent: none
    std::vector<std::int64_t> waiting;    // a partition: that nobody holds, in all groups; without
                                          // partitions all of them
    std::vector<TopicMember> members;
    std::optional<Instant> downSince;
    std::optional<Instant> readyAt;  // while down: when it is expected back, where known
    // The newest part of the run, as `Recent`.
    Duration recentSpan{};
    std::int64_t recentPublished = 0;
    std::int64_t recentRefused = 0;
    std::int64_t recentEnded = 0;

    double publishedPerSecond() const { return perSecond(recentPublished); }
    double endedPerSecond() const { return perSecond(recentEnded); }

  private:
    double perSecond(std::int64_t count) const {
        return recentSpan.count() == 0 ? 0
                                       : static_cast<double>(count) / models::inSeconds(recentSpan);
    }
};

// From a publisher to a topic, or from a topic to a service.
struct MessageCounts {
    std::int64_t sent = 0;    // to a service also those that are handed over again
    std::int64_t failed = 0;  // refused by the topic; or handed over and not handled
    bool operator==(const MessageCounts&) const = default;
};

struct MessageSnapshot {
    MessageCounts counts;
    MessageCounts recent;  // within `recentSpan`
    Duration recentSpan{};
};

struct ActiveFault {
    FaultId id = noFault;
    models::Fault fault;  // what, on whom
    Instant since{};
    std::optional<Instant> until;  // absent: until lifted
    bool own = false;              // one of the scenario's own faults
};

// How a journey came back to its ordinary measures after a fault was over (language.md,
// `recovery`).
struct Recovery {
    std::optional<Duration> after;  // from the fault's end; absent: not yet
    Duration watched{};             // how long ago the fault ended

    // Something else than the fault keeps it down: it is not back although it has had time enough.
    bool isStuck(Duration faultLasted) const;
};

// Requests that failed, or were degraded, because somebody had waited too long or was turned away,
// and whose origin names no fault. A fault may be behind it, or nothing but load: nothing says
// which.
struct Unexplained {
    CauseCounts failed{};
    std::int64_t degraded = 0;
};

// A rollout that has begun, as far as it has come.
struct RolloutSeen {
    models::Rollout what;             // as it was begun
    std::string from, to;             // the versions, of a deployment
    std::optional<Instant> doneAt;    // deployed, or another took its place
    std::optional<Instant> backAt;    // rolled back
    std::vector<std::string> failed;  // endpoints with failures that it is the origin of
};

// Who was hurt by one fault, by counting the origins that failures carry: no inference.
struct FaultImpact {
    FaultId fault = noFault;
    models::Fault what;                  // as it was begun; of a rollout: only its target
    std::optional<RolloutSeen> rollout;  // what it is instead of a fault
    bool own = false;                    // one of the scenario's own faults
    Instant since{};
    std::optional<Instant> endedAt;
    std::optional<Instant> recoveredAt;  // last of its targets ready again, after endedAt
    struct OnSubject {                   // requests that started at or after `since`
        std::int64_t started = 0;
        std::int64_t ended = 0;
        std::int64_t failed = 0;      // because of this fault
        std::int64_t degraded = 0;    // because of this fault
        CauseCounts failedByCause{};  // because of this fault
        std::int64_t spared = 0;      // its requests that a target's ready instances took
        Unexplained unexplained;      // of those that ended since
        // Of a journey that was hurt since, once it is over; absent: there is no ordinary time to
        // compare with.
        std::optional<Recovery> recovery;
    };
    struct OnEdge {
        std::int64_t calls = 0;      // started since
        std::int64_t failed = 0;     // because of this fault, refusals included
        std::int64_t refused = 0;    // by the breaker, which this fault had opened
        std::int64_t fallbacks = 0;  // failures of this fault that a fallback answered
    };
    std::vector<OnSubject> journeys;
    std::vector<OnSubject> services;
    std::vector<OnEdge> edges;
    std::vector<std::int64_t> spared;  // a service: requests that its ready instances took
                                       // while this fault held others down
};

// A sampled request's call, for the dots on the canvas.
struct CallSample {
    int edge = 0;
    Instant sent{};
    std::optional<Instant> answered;  // absent: under way
    bool failed = false;
};

// A message of a sampled request, for the squares on the canvas.
struct MessageSample {
    enum class Fate { Taken, Refused, NotHandled };
    int edge = 0;    // into Snapshot::messages
    Instant at{};    // when it left its topic or came to it; NotHandled: when that was heard there
    Duration way{};  // how long it was under way; of one that is handed over at least
    Fate fate = Fate::Taken;
};

// `halt-if` as it stands, and when it struck last.
struct HaltIfSnapshot {
    models::HaltIf wanted;
    std::optional<Instant> struckAt;
    std::string found;  // what it saw then: "31 of 40 good in 5 s"
};

struct TimelineRow {
    Instant at{};
    std::string what;    // the contract's words: killed, restarted, ready, hung, breaker-open, ...
    std::string where;   // payment, payment#1, gateway -> payment.charge
    std::string detail;  // for people; empty where the two words say all
    FaultId fault = noFault;
};

// What was found of the scenario's invariant at the same place.
struct InvariantSnapshot {
    bool isJudged = false;
    bool holds = false;
    std::optional<double> found;  // absent: it could not be judged
    std::optional<Instant> brokenAt;
    std::string problem;  // why it could not be judged
};

struct Snapshot {
    Instant now{};
    Instant end{};  // the run's duration
    Instant warmUpEnd{};
    std::uint64_t seed = 0;
    std::int64_t events = 0;
    std::vector<ServiceSnapshot> services;
    std::vector<JourneySnapshot> journeys;
    std::vector<EdgeSnapshot> edges;
    std::vector<TopicSnapshot> topics;
    std::vector<MessageSnapshot> messages;
    std::vector<BreakerSnapshot> breakers;
    std::vector<LimitSnapshot> limits;
    std::vector<ActiveFault> faults;
    std::optional<HaltIfSnapshot> haltIf;
    std::vector<FaultImpact> impacts;           // of the active faults and of the last that ended
    std::vector<FaultImpact> rollouts;          // the same of the last ones that began
    std::vector<CallSample> samples;            // since the snapshot before this one
    std::vector<MessageSample> messageSamples;  // likewise
    int sampleOneIn = 1;                        // requests a sample stands for
    std::vector<TimelineRow> timeline;          // all of it so far, bounded
    std::vector<InvariantSnapshot> invariants;

    // Defined in one file: every other that holds one would compile them again.
    Snapshot();
    Snapshot(const Snapshot& other);
    Snapshot(Snapshot&& other) noexcept;
    Snapshot& operator=(const Snapshot& other);
    Snapshot& operator=(Snapshot&& other) noexcept;
    ~Snapshot();
};

// One point of every chart: what happened in (at - chartTick, at].
inline constexpr Duration chartTick = std::chrono::milliseconds(500);

// How many requests took how long, roughly: four bands to a doubling of the latency.
struct LatencyBands {
    int first = 0;                      // the band of counts[0]
    std::vector<std::uint32_t> counts;  // without the empty ones at both ends

    void add(const LatencyBands& more);

    static int bandOf(Duration latency);
    static Duration lowestOf(int band);  // the next band begins at lowestOf(band + 1)
};

struct ChartPoint {
    std::int64_t started = 0;
    std::int64_t completed = 0;             // ok and degraded
    std::int64_t attempts = 0;              // of an edge: transmissions, with retries and hedges
    CauseCounts byCause{};                  // failed and rejected
    std::optional<Duration> p50, p95, p99;  // absent: too few requests
    std::int64_t answered = 0;              // what they are of: a few ticks' requests
    int inbox = 0;                          // at the tick
    int slotsHeld = 0;                      // at the tick
    int slots = 0;                          // of ready instances at the tick; 0: unlimited
    LatencyBands latency;  // of this tick alone; empty beyond latencyBandsAtMost subjects
};

struct TopicPoint {
    std::int64_t published = 0;
    std::int64_t ended = 0;               // handled or given up by every group
    std::int64_t waiting = 0;             // that nobody holds, at the tick, in all groups
    std::int64_t backlog = 0;             // published and not ended, at the tick
    std::optional<Duration> oldestWaits;  // at the tick; absent: none waits
};

// Beyond so many edges a tick has no points of them: they would fill the memory of a long run.
inline constexpr std::size_t edgesInChartsAtMost = 500;
// The same of latencyBands, which are the larger part of a point: services and edges together.
inline constexpr std::size_t latencyBandsAtMost = 200;

struct ChartTick {
    Instant at{};
    std::vector<ChartPoint> journeys;
    std::vector<ChartPoint> services;
    std::vector<ChartPoint> edges;  // empty beyond edgesInChartsAtMost
    std::vector<TopicPoint> topics;
    // A service, then each of its versions; empty where it has one only. Of what ended.
    std::vector<std::vector<ChartPoint>> versions;
    ChartPoint allJourneys;
};

}  // namespace sim
