// Two runs of one seed, request by request. Draws are functions of identity, so the same request
// needed and asked for the same in both: what differs was done by what the runs differ in.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/journey_difference.h"
#include "sim/metrics/histogram.h"
#include "sim/metrics/request_stats.h"
#include "sim/request_end.h"

namespace sim {

// Of simulated time: what ends in it waits in memory to be matched.
inline constexpr models::Duration matchingSlice = std::chrono::milliseconds(250);

enum class Side { First, Second };

// Keeps, beside the sums and some examples, only the requests that have ended in one of the runs:
// 32 bytes each. Of two runs that go on side by side these are few, whatever their length.
class RequestMatcher {
  public:
    // By place in the ends that are added; journeys of one name are the same.
    explicit RequestMatcher(std::vector<std::string> journeys);

    void add(Side side, RequestEnds ends);
    // Pairs what has ended in both. To be called once both have come to the same instant, and at
    // any other time.
    void match();
    // The runs are over: what is unpaired stays so, and the next that is added is of others.
    void endRuns(const std::vector<std::int64_t>& startedFirst,
                 const std::vector<std::int64_t>& startedSecond);
    // The sums of another over the same journeys, whose runs are over.
    void merge(const RequestMatcher& other);

    std::vector<JourneyDifference> differences() const;
    // Those waiting for the other run to end them.
    std::size_t unpaired() const;

  private:
    struct Journey {
        JourneyDifference sums;                           // without the summaries
        std::array<std::vector<RequestEnd>, 2> unpaired;  // by identity
        Histogram firstOfPairs{journeyBuckets}, secondOfPairs{journeyBuckets};
        Histogram slowerBy{journeyBuckets};
        Histogram firstOfAll{journeyBuckets}, secondOfAll{journeyBuckets};
        PairSample sample;

        void pair(const RequestEnd& first, const RequestEnd& second);
        void match();
        JourneyDifference difference() const;
    };

    std::vector<Journey> m_journeys;
    bool m_isOfSeveral = false;  // runs of several seeds
};

}  // namespace sim
