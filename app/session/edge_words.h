// An edge of the call graph in words.
#pragma once

#include <QString>

#include "models/call_graph.h"
#include "sim/snapshot.h"

namespace app {

// "gateway → payment"
QString edgeName(const models::CallGraph& graph, std::size_t edge);

// From here on retries and hedges are worth a word.
inline constexpr double amplifiedFrom = 1.05;

// Recently; 0 without calls. What a breaker refused was not tried at all and does not count.
double attemptsPerCall(const sim::EdgeSnapshot& edge);
QString attemptsPerCallText(double attempts);  // "×1.8"

}  // namespace app
