// What two runs of one seed differ in, for the users of one journey.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/pair_examples.h"
#include "sim/report.h"
#include "sim/snapshot.h"

namespace sim {

// How the requests of one journey fared in the second run that fared otherwise in the first. A pair
// is one request that ended in both; it is good where it ended ok or degraded.
struct JourneyDifference {
    std::string name;
    std::int64_t pairs = 0;
    std::int64_t lost = 0;      // good, then failed
    std::int64_t spared = 0;    // failed, then good
    std::int64_t degraded = 0;  // ok, then degraded
    std::int64_t mended = 0;    // degraded, then ok
    CauseCounts lostBy{};       // by the cause in the second run
    CauseCounts sparedBy{};     // by the cause in the first
    std::int64_t slower = 0;    // of those good in both
    std::int64_t faster = 0;
    std::int64_t moved = 0;  // pairs that began at another instant
    // Ended in one run only: under way at the other's end, or never begun there.
    std::int64_t firstOnly = 0, secondOnly = 0;
    std::int64_t goodFirstOnly = 0;                    // of the former, ok or degraded
    std::int64_t startedFirst = 0, startedSecond = 0;  // since the runs' start
    // Seconds. Of the pairs good in both; by how much those that are slower are so; of all that
    // ended good in each run.
    LatencySummary firstOfPairs, secondOfPairs;
    LatencySummary slowerBy;
    LatencySummary firstOfAll, secondOfAll;
    // Some of those that are counted above. Null: none is kept, as of the sums of several runs.
    std::shared_ptr<const PairExamples> examples;

    // What the first run ended: the N of "0 of N".
    std::int64_t requests() const { return pairs + firstOnly; }
    // Begun in one run only, by count.
    std::int64_t fewer() const { return std::max<std::int64_t>(0, startedFirst - startedSecond); }
    std::int64_t more() const { return std::max<std::int64_t>(0, startedSecond - startedFirst); }
    // Good in the first, and begun in the second, but without an answer when that ended.
    std::int64_t unanswered() const { return std::max<std::int64_t>(0, goodFirstOnly - fewer()); }
    // Seconds, of the pairs good in both; absent: too few to tell.
    std::optional<double> p99Change() const {
        return firstOfPairs.p99 && secondOfPairs.p99
                   ? std::optional(*secondOfPairs.p99 - *firstOfPairs.p99)
                   : std::nullopt;
    }
    // How many pairs differ so, and those of them that are kept.
    std::int64_t count(PairKind kind) const;
    const std::vector<RequestPair>& examplesOf(PairKind kind) const;
    // Not one request fared otherwise, by outcome or by nanosecond.
    bool touchesNothing() const;
};

}  // namespace sim
