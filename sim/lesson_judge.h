// Judges a lesson's `until` by what can be seen of a run: a measure over the last 5 s, events since
// the step began. Only looks at snapshots, so that no run knows of it. Source: language.md,
// "Expectations, invariants, variants".
#pragma once

#include <deque>

#include "models/call_graph.h"
#include "sim/report.h"
#include "sim/snapshot.h"

namespace sim {

struct LessonFindings {
    // A finding for each bound, in their order; of an event one, its count.
    std::vector<Finding> findings;
    bool holds = false;      // all of them
    bool canBeSeen = false;  // false: a snapshot does not have one of the measures
};

class LessonJudge {
  public:
    // The step begins at `begun`, a snapshot of a run of `scenario`.
    LessonJudge(models::Claim claim, const models::Scenario& scenario,
                const models::CallGraph& graph, const Snapshot& begun);

    // Takes a later snapshot of the same run. One of an earlier instant, as after going back,
    // begins the step again there. A measure has no finding before the step has lasted for 5 s:
    // what was before it does not count.
    LessonFindings judge(const Snapshot& seen);

  private:
    // What a snapshot shows of the claim's subject; counts since the run's start.
    struct Sample {
        Instant at{};
        Counts counts;
        std::int64_t calls = 0, attempts = 0, dead = 0;
        std::optional<double> utilization, inbox, backlog;  // at this instant
    };

    void begin(const Snapshot& seen);
    Sample sampleOf(const Snapshot& seen) const;
    void addCalls(Sample& sample, const Snapshot& seen) const;
    void addLevels(Sample& sample, const ServiceSnapshot& service) const;
    std::int64_t eventsIn(const Snapshot& seen) const;
    bool canBeSeen(models::Measure measure) const;
    std::optional<double> valueOf(models::Measure measure, const Snapshot& seen) const;
    std::optional<double> meanOf(std::optional<double> Sample::*level) const;
    LessonFindings judgeEvents(const Snapshot& seen);
    LessonFindings judgeMeasures(const Snapshot& seen);

    models::Claim m_claim;
    std::size_t m_place = 0;           // of the subject among its kind
    std::vector<std::size_t> m_edges;  // calls to a service; of a journey, its own
    std::deque<Sample> m_samples;      // the first at least 5 s old, where there is one
    std::int64_t m_eventsBefore = 0;
    Instant m_last{};
};

}  // namespace sim
