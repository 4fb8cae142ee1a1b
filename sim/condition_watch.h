// Whether a condition holds: a bound on a measure of one journey, service, topic or edge, over the
// newest part of the run. Looks at what the processes count anyway, so that it changes nothing.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "sim/metrics/histogram.h"
#include "sim/metrics/request_stats.h"
#include "sim/run.h"
#include "sim/stepping.h"

namespace sim {

class ConditionWatch {
  public:
    explicit ConditionWatch(Condition condition) : m_condition(std::move(condition)) {}

    // Looks at a run that stands at a multiple of 0.1 s. In words what was found, where the bound
    // holds; absent: it does not, or nothing can be said yet.
    std::optional<std::string> look(const Run& run, Instant now);

  private:
    struct Seen {
        Instant at{};
        Counts counts;
        Histogram latency{journeyBuckets};
    };
    Seen seen(const Run& run, Instant now) const;
    std::optional<double> level(const Run& run) const;
    std::optional<double> found(const Run& run, Instant now);
    std::string words(double found, bool isLevel) const;

    Condition m_condition;
    std::deque<Seen> m_seen;  // of the last window, a tick apart
};

}  // namespace sim
