#include "sim/batch_means.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/interval.h"

namespace sim {

namespace {

constexpr std::size_t batchesWanted = 30;  // at most; at least 20 come of it
constexpr std::size_t batchesAtLeast = 10;
constexpr std::int64_t requestsAtLeast = 200;
constexpr double correlationAtMost = 0.2;

std::vector<Batch> grouped(const std::vector<Batch>& batches, std::size_t size) {
    std::vector<Batch> groups;
    for (std::size_t i = 0; i + size <= batches.size(); i += size) {
        Batch& group = groups.emplace_back();
        for (std::size_t j = i; j < i + size; ++j) {
            group.answered += batches[j].answered;
            group.latency += batches[j].latency;
            group.end = batches[j].end;
        }
    }
    return groups;
}

// A figure as a ratio of two sums: seconds to answers, answers to requests, requests to seconds.
struct Ratio {
    double over = 0;
    double under = 0;
};

std::vector<Ratio> latencies(const std::vector<Batch>& batches) {
    std::vector<Ratio> ratios;
    for (const Batch& batch : batches) {
        ratios.push_back(
            {static_cast<double>(batch.latency) * 1e-9, static_cast<double>(batch.answered)});
    }
    return ratios;
}

std::vector<Ratio> availabilities(const std::vector<Batch>& batches, double requests) {
    std::vector<Ratio> ratios;
    for (const Batch& batch : batches) {
        ratios.push_back({static_cast<double>(batch.answered), requests});
    }
    return ratios;
}

std::vector<Ratio> throughputs(const std::vector<Batch>& batches, double requests,
                               models::Instant begin) {
    std::vector<Ratio> ratios;
    models::Instant from = begin;
    for (const Batch& batch : batches) {
        ratios.push_back({requests, models::inSeconds(batch.end - from)});
        from = batch.end;
    }
    return ratios;
}

// How far each batch is from what the figure of all makes of it, in the figure's unit. Of a mean
// these are the batches' means less the mean of all.
struct Residuals {
    double figure = 0;
    std::vector<double> each;
};

Residuals residualsOf(const std::vector<Ratio>& ratios) {
    Ratio sum;
    for (const Ratio& ratio : ratios) {
        sum.over += ratio.over;
        sum.under += ratio.under;
    }
    Residuals residuals;
    if (sum.under <= 0) {
        return residuals;
    }
    residuals.figure = sum.over / sum.under;
    const double mean = sum.under / static_cast<double>(ratios.size());
    // Where all batches are alike, what is left of rounding must not look like a pattern.
    const double noise = 1e-12 * residuals.figure;
    for (const Ratio& ratio : ratios) {
        const double residual = (ratio.over - residuals.figure * ratio.under) / mean;
        residuals.each.push_back(std::fabs(residual) > noise ? residual : 0);
    }
    return residuals;
}

// Of neighbours; 0 where all are alike.
double correlationOf(const std::vector<double>& residuals) {
    double squares = 0;
    double products = 0;
    for (std::size_t i = 0; i < residuals.size(); ++i) {
        squares += residuals[i] * residuals[i];
        products += i > 0 ? residuals[i] * residuals[i - 1] : 0;
    }
    return squares > 0 ? products / squares : 0;
}

template <typename RatiosOf>
std::optional<Interval> intervalBy(const Batches& batches, const RatiosOf& ratiosOf) {
    std::size_t size = (batches.full().size() + batchesWanted - 1) / batchesWanted;
    for (; batches.full().size() / size >= batchesAtLeast; size *= 2) {
        const double requests = static_cast<double>(batches.size()) * static_cast<double>(size);
        const Residuals residuals = residualsOf(ratiosOf(grouped(batches.full(), size), requests));
        if (residuals.each.empty()) {
            return std::nullopt;
        }
        if (correlationOf(residuals.each) > correlationAtMost) {
            continue;
        }
        const std::optional<Interval> around = intervalOfMean(residuals.each, reportConfidence);
        return Interval{std::max(0.0, residuals.figure + around->low),
                        residuals.figure + around->high};
    }
    return std::nullopt;
}

// Batches that all went well would say that nothing can fail.
Interval atLeastByChance(const Interval& interval, const Counts& counts) {
    const Interval chance =
        wilsonInterval(counts.ok + counts.degraded, counts.ended(), reportConfidence);
    return {std::min(interval.low, chance.low),
            std::min(1.0, std::max(interval.high, chance.high))};
}

}  // namespace

JourneyIntervals intervalsOf(const Batches& batches, models::Instant begin, const Counts& counts) {
    JourneyIntervals intervals;
    intervals.requestsNeeded = std::max<std::int64_t>(0, requestsAtLeast - counts.ended());
    if (intervals.requestsNeeded > 0) {
        return intervals;
    }
    intervals.mean = intervalBy(
        batches, [](const std::vector<Batch>& groups, double) { return latencies(groups); });
    intervals.availability = intervalBy(batches, availabilities);
    if (intervals.availability) {
        intervals.availability = atLeastByChance(*intervals.availability, counts);
    }
    intervals.throughput =
        intervalBy(batches, [begin](const std::vector<Batch>& groups, double requests) {
            return throughputs(groups, requests, begin);
        });
    return intervals;
}

}  // namespace sim
