// What two runs of one scenario differ in for the users of one journey, in words.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "sim/journey_difference.h"

namespace app {

// "155 lost": a figure, and which pairs of requests are behind it; absent: none can be shown.
struct CostPart {
    QString text;
    std::optional<sim::PairKind> pairs;
};

// What stands in the sentences below between the semicolons. Empty: no request ended yet.
std::vector<CostPart> costParts(const sim::JourneyDifference& journey);
std::vector<CostPart> roadParts(const sim::JourneyDifference& journey);

// "Cost: 155 lost; p99 +0.4 ms", without a full stop; empty: no request ended yet. Lost is a
// request that failed and would have succeeded.
QString costSentence(const sim::JourneyDifference& journey);

// Of the road that is gone, beside the other: "155 saved; p99 −0.4 ms".
QString roadSentence(const sim::JourneyDifference& journey);

}  // namespace app
