#include "sim/condition_watch.h"

#include <cmath>
#include <utility>

#include "models/io/value_text.h"
#include "sim/interval.h"
#include "sim/share.h"

namespace sim {

namespace {

// A share of fewer requests jumps by more than most bounds are about.
constexpr std::int64_t fewestForAShare = 20;

bool isLevel(models::Measure measure) {
    return measure == models::Measure::Inbox || measure == models::Measure::Backlog;
}

std::optional<double> quantileOf(const Histogram& latency, double q) {
    return models::inSeconds(requestsNeededFor(q, latency.count()) > 0 ? std::nullopt
                                                                       : latency.quantile(q));
}

// To three digits.
Duration roundedTime(double seconds) {
    constexpr std::int64_t threeDigits = 1000;
    const std::int64_t exact = std::llround(seconds * 1e9);
    std::int64_t step = 1;
    while (exact / step >= threeDigits) {
        step *= 10;
    }
    return Duration((exact + step / 2) / step * step);
}

std::string textOf(models::Quantity quantity, double value) {
    constexpr double tenths = 10, tenthsOfPercent = 1000;
    switch (quantity) {
        case models::Quantity::Time:
            return models::toText(roundedTime(value));
        case models::Quantity::Ratio:
            return models::toText(
                models::Ratio{std::round(value * tenthsOfPercent) / tenthsOfPercent});
        case models::Quantity::Rate:
            return models::toText(std::round(value * tenths) / tenths) + "/s";
        case models::Quantity::Count:
            break;
    }
    return models::toText(std::round(value));
}

}  // namespace

ConditionWatch::Seen ConditionWatch::seen(const Run& run, Instant now) const {
    Seen seen{now, {}, Histogram(journeyBuckets)};
    switch (m_condition.of) {
        case Condition::Of::Journey:
            seen.counts = run.journeys[m_condition.place]->counts();
            seen.latency = run.journeys[m_condition.place]->latency();
            break;
        case Condition::Of::Service:
            seen.counts = run.services[m_condition.place]->counts();
            seen.latency = run.services[m_condition.place]->latency();
            break;
        case Condition::Of::Topic:
            seen.counts.ok = run.topics[m_condition.place]->counts().ended;
            break;
        case Condition::Of::Edge:
            seen.latency = Histogram(run.program->serviceBuckets);
            for (const StepRunner* process : run.processes()) {
                for (std::size_t i = 0; i < process->edges().size(); ++i) {
                    if (process->process().edges[i].canvasEdge == m_condition.place) {
                        seen.counts.add(process->edges()[i].counts);
                        process->edges()[i].addLatencyTo(seen.latency);
                    }
                }
            }
            break;
    }
    return seen;
}

std::optional<double> ConditionWatch::level(const Run& run) const {
    if (m_condition.of == Condition::Of::Topic) {
        return static_cast<double>(run.topics[m_condition.place]->backlog());
    }
    if (m_condition.of == Condition::Of::Service) {
        return run.services[m_condition.place]->snapshot().inbox;
    }
    return std::nullopt;
}

std::optional<double> ConditionWatch::found(const Run& run, Instant now) {
    if (isLevel(m_condition.measure)) {
        return level(run);
    }
    m_seen.push_back(seen(run, now));
    while (m_seen.size() > 1 && m_seen[1].at <= now - m_condition.window) {
        m_seen.pop_front();
    }
    const Seen& before = m_seen.front();
    if (now - before.at < m_condition.window) {
        return std::nullopt;
    }
    Counts counts = m_seen.back().counts;
    subtractCounts(counts, before.counts);
    Histogram latency = m_seen.back().latency;
    latency.subtract(before.latency);
    using enum models::Measure;
    switch (m_condition.measure) {
        case Errors:
            return counts.ended() < fewestForAShare
                       ? std::nullopt
                       : shareOf(counts.failed + counts.rejected, counts.ended());
        case Throughput:
            return static_cast<double>(counts.ended()) / models::inSeconds(m_condition.window);
        case P50:
            return quantileOf(latency, 0.5);
        case P95:
            return quantileOf(latency, 0.95);
        case P99:
            return quantileOf(latency, 0.99);
        default:
            return std::nullopt;
    }
}

std::string ConditionWatch::words(double found, bool isLevel) const {
    const std::string window =
        isLevel ? "" : " over the last " + models::toText(m_condition.window);
    return m_condition.name + " at " + textOf(m_condition.bound.quantity, found) + window + ", " +
           m_condition.bound.written;
}

std::optional<std::string> ConditionWatch::look(const Run& run, Instant now) {
    const std::optional<double> value = found(run, now);
    if (!value || !m_condition.bound.holds(*value)) {
        return std::nullopt;
    }
    return words(*value, isLevel(m_condition.measure));
}

}  // namespace sim
