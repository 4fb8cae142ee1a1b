// From counts to the figures of a report.
#pragma once

#include <vector>

#include "sim/metrics/histogram.h"
#include "sim/metrics/request_stats.h"
#include "sim/report.h"

namespace sim {

LatencySummary summaryOf(const Histogram& histogram);
EndpointStats sumOf(const std::vector<EndpointStats>& endpoints);

}  // namespace sim
