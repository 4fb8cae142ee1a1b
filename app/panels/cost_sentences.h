// What a fault cost the users of one journey, in words: from the run beside one without the fault.
#pragma once

#include <QString>

#include "sim/journey_difference.h"

namespace app {

// "Cost: 155 lost; p99 +0.4 ms", without a full stop; empty: no request ended yet. Lost is a
// request that failed and would have succeeded.
QString costSentence(const sim::JourneyDifference& journey);

}  // namespace app
