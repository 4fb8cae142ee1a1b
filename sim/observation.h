// What a window wants to know beyond the processes' own counts: the newest seconds, chart points,
// and who one fault hurt. Reads the processes between advances; changes nothing.
#pragma once

#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "models/call_graph.h"
#include "sim/metrics/request_stats.h"
#include "sim/run.h"
#include "sim/script.h"
#include "sim/snapshot.h"

namespace sim {

class Observation {
  public:
    explicit Observation(const Run& run);
    // Of a copied run: with what was seen of the original until now.
    Observation(const Observation& other, const Run& run);

    // At every chart tick: remembers the counts, adds a chart point.
    void tick(Instant now);
    // When a fault begins or ends: `recent` starts anew; a beginning fault's impact counts from
    // here.
    void faultChanged(Instant now);
    void faultBegan(FaultId fault, Instant now);
    // Those that have begun by now: the impact of the new ones counts from here.
    void rolloutsBegan(std::size_t rollouts, Instant now);
    Snapshot snapshot(Instant now, const Script& script);
    std::vector<ChartTick> takeChartTicks() { return std::exchange(m_chartTicks, {}); }

  private:
    struct Seen {
        Counts counts;
        Histogram latency;
    };
    // The counts of everything at one instant.
    struct Mark {
        Instant at{};
        std::vector<Seen> journeys, services, edges;
        std::vector<std::int64_t> attempts;             // an edge
        std::vector<std::int64_t> unheard;              // a service
        std::vector<std::vector<std::int64_t>> served;  // a service: by each of its instances
        std::vector<std::vector<Seen>> versions;        // a service: of each of its versions
        std::vector<std::vector<CacheCounts>> caches;   // a service: of each of its caches
        std::vector<TopicCounts> topics;
        std::vector<MessageCounts> messages;  // as the graph's
    };
    // When a fault began.
    struct FaultMark {
        Mark counts;
        std::vector<Unexplained> unexplained;  // by process
    };
    Mark markNow(Instant now) const;
    const Mark* recentMark(Instant now) const;
    Recent recentOf(const Seen& current, const Seen* before, Duration span) const;
    ChartPoint chartPoint(const Seen& current, const Seen& before, const Seen& wider) const;
    FaultMark faultMark(Mark counts) const;
    FaultImpact impactOf(FaultId fault, const FaultMark& mark, const Mark& current,
                         const Script& script) const;
    FaultImpact impactOfRollout(FaultId rollout, const FaultMark& mark, const Mark& current,
                                const Script& script) const;
    // Of the subjects and edges: what of it this origin did.
    void addOrigins(FaultImpact& impact, const FaultMark& mark, const Mark& current) const;
    void addSpared(FaultImpact& impact) const;
    void addRecoveries(FaultImpact& impact, Instant now) const;
    void addEdgePoints(ChartTick& tick, const Mark& current, const Mark& before,
                       const Mark& wider) const;
    void addTopicPoints(ChartTick& tick, const Mark& current, const Mark& before) const;
    void addVersionPoints(ChartTick& tick, const Mark& current, const Mark& before,
                          const Mark& wider) const;
    void addFaultTimes(Snapshot& snapshot) const;
    void addImpacts(Snapshot& snapshot, const Mark& current, const Script& script);
    // observation_of_guards.cpp
    template <typename Guard>
    void nameCall(const StepRunner& process, const CallProgram& call, Guard& guard) const;
    void addBreakers(Snapshot& snapshot) const;
    void addLimits(Snapshot& snapshot) const;
    // observation_of_topics.cpp
    void markTopics(Mark& mark) const;
    void addTopics(Snapshot& snapshot, const Mark& current, const Mark& before) const;
    void addMessageSamples(Snapshot& snapshot) const;

    const Run& m_run;
    std::shared_ptr<const models::CallGraph> m_graph;  // of its scenario
    std::deque<Mark> m_marks;                          // the newest `recentSpan`, oldest first
    Instant m_recentFrom{};                            // nothing earlier is recent
    std::map<FaultId, FaultMark> m_faultMarks;    // of the active faults and the last that ended
    std::map<FaultId, FaultMark> m_rolloutMarks;  // of the last ones that began
    std::size_t m_rolloutsBegun = 0;
    std::vector<ChartTick> m_chartTicks;
    bool m_keepsBands = false;  // of latencies, in chart points
};

}  // namespace sim
