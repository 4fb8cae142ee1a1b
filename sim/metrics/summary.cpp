#include "sim/metrics/summary.h"

#include <ranges>

namespace sim {

LatencySummary summaryOf(const Histogram& histogram) {
    LatencySummary summary;
    summary.count = histogram.count();
    if (summary.count == 0) {
        return summary;
    }
    summary.mean = models::inSeconds(histogram.mean());
    summary.p50 = models::inSeconds(histogram.quantile(0.5));
    summary.p90 = models::inSeconds(histogram.quantile(0.9));
    summary.p95 = models::inSeconds(histogram.quantile(0.95));
    summary.p99 = models::inSeconds(histogram.quantile(0.99));
    summary.p999 = models::inSeconds(histogram.quantile(0.999));
    summary.max = models::inSeconds(histogram.max());
    return summary;
}

EndpointStats sumOf(const std::vector<EndpointStats>& endpoints) {
    // A service that nobody calls may have none.
    EndpointStats sum = endpoints.empty() ? EndpointStats(serviceBuckets) : endpoints.front();
    for (const EndpointStats& each : endpoints | std::views::drop(1)) {
        sum.response.merge(each.response);
        sum.wait.merge(each.wait);
        sum.service.merge(each.service);
        sum.blocked.merge(each.blocked);
    }
    return sum;
}

}  // namespace sim
