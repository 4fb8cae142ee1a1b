#include "app/session/first_violation.h"

#include <algorithm>
#include <cmath>

#include "app/look/number_text.h"
#include "app/look/utf8_text.h"
#include "app/session/fault_words.h"

namespace app {
namespace {

struct Span {
    sim::Instant from{}, to{};
};

Span spanOf(const Evidence& evidence, const models::During& during) {
    const sim::Instant end = evidence.end;
    if (!during.fault.empty()) {
        const auto fault = std::ranges::find_if(evidence.faults, [&](const SeenFault& each) {
            return each.begun.fault.name == during.fault;
        });
        if (fault != evidence.faults.end())
            return {fault->begun.since, fault->endedAt.value_or(end)};
        if (const models::Rollout* rollout = evidence.scenario.rollout(during.fault))
            return {rollout->at, end};
    }
    return {during.from.value_or(evidence.warmUpEnd), std::min(during.to.value_or(end), end)};
}

template <typename Named>
std::optional<std::size_t> namedPlace(const std::vector<Named>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, &Named::name);
    return found == all.end() ? std::nullopt
                              : std::optional(static_cast<std::size_t>(found - all.begin()));
}

const sim::ChartPoint* pointOf(const Evidence& evidence, const sim::ChartTick& tick,
                               const models::Subject& subject) {
    const bool isJourney = subject.kind == models::SubjectKind::Journey;
    const auto& points = isJourney ? tick.journeys : tick.services;
    const auto place = isJourney ? namedPlace(evidence.scenario.journeys, subject.name)
                                 : namedPlace(evidence.scenario.services, subject.name);
    return place && *place < points.size() ? &points[*place] : nullptr;
}

double bandSeconds(int band) {
    return models::inSeconds(sim::LatencyBands::lowestOf(band));
}

// No more than it was: a band is as short as its shortest requests.
std::optional<double> bandQuantile(const sim::LatencyBands& bands, double q) {
    std::uint64_t all = 0, below = 0;
    for (const std::uint32_t count : bands.counts)
        all += count;
    for (std::size_t i = 0; all > 0 && i < bands.counts.size(); ++i) {
        below += bands.counts[i];
        if (static_cast<double>(below) >= q * static_cast<double>(all))
            return bandSeconds(bands.first + static_cast<int>(i));
    }
    return std::nullopt;
}

std::optional<double> bandMean(const sim::LatencyBands& bands) {
    double all = 0, sum = 0;
    for (std::size_t i = 0; i < bands.counts.size(); ++i) {
        const int band = bands.first + static_cast<int>(i);
        all += bands.counts[i];
        sum += bands.counts[i] * (bandSeconds(band) + bandSeconds(band + 1)) / 2;
    }
    return all > 0 ? std::optional(sum / all) : std::nullopt;
}

std::optional<double> shareOrNone(double part, double whole) {
    return whole > 0 ? std::optional(part / whole) : std::nullopt;
}

// Of one tick; absent: nothing to measure, or no chart has it.
std::optional<double> measureAt(models::Measure measure, const sim::ChartPoint& point) {
    double failed = 0;
    for (const std::int64_t count : point.byCause)
        failed += static_cast<double>(count);
    const auto good = static_cast<double>(point.completed);
    using enum models::Measure;
    switch (measure) {
        case Availability:
            return shareOrNone(good, good + failed);
        case Errors:
            return shareOrNone(failed, good + failed);
        case Throughput:
            return (good + failed) / models::inSeconds(sim::chartTick);
        case Mean:
            return bandMean(point.latency);
        case P50:
            return models::inSeconds(point.p50);
        case P90:
            return bandQuantile(point.latency, 0.9);
        case P95:
            return models::inSeconds(point.p95);
        case P99:
            return point.p99 ? models::inSeconds(point.p99) : bandQuantile(point.latency, 0.99);
        case P999:
            return bandQuantile(point.latency, 0.999);
        case Max:
            return bandQuantile(point.latency, 1);
        case Utilization:
            return shareOrNone(point.slotsHeld, point.slots);
        case Inbox:
            return point.inbox;
        default:
            return std::nullopt;
    }
}

// A rate is of a few seconds: of one tick it is chance.
constexpr std::size_t ticksOfARate = 10;

std::optional<double> rateOver(const std::vector<double>& values) {
    if (values.size() < ticksOfARate)
        return std::nullopt;
    double sum = 0;
    for (std::size_t i = values.size() - ticksOfARate; i < values.size(); ++i)
        sum += values[i];
    return sum / static_cast<double>(ticksOfARate);
}

std::optional<sim::Instant> firstBroken(const Evidence& evidence, const models::Subject& subject,
                                        const models::MeasureBound& wanted, const Span& span) {
    const auto topic = namedPlace(evidence.scenario.topics, subject.name);
    std::vector<double> rates;
    for (const sim::ChartTick& tick : evidence.ticks) {
        // It tells of what was before it.
        if (tick.at <= span.from || tick.at > span.to + sim::chartTick)
            continue;
        std::optional<double> value;
        if (subject.kind == models::SubjectKind::Topic) {
            if (topic && *topic < tick.topics.size() && wanted.measure == models::Measure::Backlog)
                value = static_cast<double>(tick.topics[*topic].backlog);
        } else if (const sim::ChartPoint* point = pointOf(evidence, tick, subject)) {
            value = measureAt(wanted.measure, *point);
        }
        if (value && wanted.measure == models::Measure::Throughput) {
            rates.push_back(*value);
            value = rateOver(rates);
        }
        if (value && !wanted.bound.holds(*value))
            return std::max(span.from, tick.at - sim::chartTick);
    }
    return std::nullopt;
}

// The row that was one too many.
std::optional<sim::Instant> firstBroken(const Evidence& evidence, const std::string& event,
                                        const std::string& where, const models::Bound& bound,
                                        const Span& span) {
    double count = 0;
    for (const sim::TimelineRow& row : evidence.timeline) {
        const bool counts = row.what == event && (where.empty() || row.where == where) &&
                            span.from <= row.at && row.at < span.to;
        if (!counts)
            continue;
        ++count;
        if (bound.holds(count - 1) && !bound.holds(count))
            return row.at;
    }
    return std::nullopt;
}

std::optional<sim::Instant> seenIn(const Evidence& evidence,
                                   const models::MeasureExpectation& claim,
                                   const sim::ExpectationReport& judged, const Span& span) {
    std::optional<sim::Instant> first;
    for (std::size_t i = 0; i < claim.bounds.size() && i < judged.findings.size(); ++i) {
        if (judged.findings[i].holds || !judged.findings[i].found)
            continue;
        const models::MeasureBound& wanted = claim.bounds[i];
        const auto at =
            wanted.measure == models::Measure::Dead
                ? firstBroken(evidence, "dead-letter", claim.subject.name, wanted.bound, span)
            : wanted.measure == models::Measure::Recovery
                ? std::optional(span.to)
                : firstBroken(evidence, claim.subject, wanted, span);
        if (at && (!first || *at < *first))
            first = at;
    }
    return first;
}

}  // namespace

std::optional<SeenFault> faultBehind(const std::vector<SeenFault>& faults, sim::Instant at) {
    std::optional<SeenFault> active, over;
    for (const SeenFault& each : faults) {
        if (each.begun.since > at)
            continue;
        const bool lasts = !each.endedAt || *each.endedAt > at;
        if (lasts && (!active || each.begun.since >= active->begun.since))
            active = each;
        if (!lasts && (!over || *each.endedAt >= *over->endedAt))
            over = each;
    }
    return active ? active : over;
}

std::optional<FirstViolation> firstViolation(const Evidence& evidence,
                                             const models::Expectation& expectation,
                                             const sim::ExpectationReport& judged) {
    if (judged.verdict != sim::Verdict::Fail)
        return std::nullopt;
    std::optional<sim::Instant> at;
    Span span;
    if (const auto* event = std::get_if<models::EventExpectation>(&expectation.claim)) {
        const models::During& during = event->during;
        const bool isBounded = !during.fault.empty() || during.from || during.to;
        span = isBounded ? spanOf(evidence, during) : Span{models::runStart, evidence.end};
        at = firstBroken(evidence, event->event, event->where, event->count, span);
    } else {
        const auto& claim = std::get<models::MeasureExpectation>(expectation.claim);
        span = spanOf(evidence, claim.during);
        at = seenIn(evidence, claim, judged, span);
    }
    FirstViolation violation{at.value_or(span.from), at.has_value(), {}};
    // A tick tells of half a second: what began within it may be behind it.
    violation.fault =
        faultBehind(evidence.faults, violation.at + (at ? sim::chartTick : sim::Duration{}));
    return violation;
}

std::vector<std::optional<FirstViolation>> firstViolations(const Session& session) {
    std::vector<std::optional<FirstViolation>> all;
    const sim::Snapshot& seen = *session.liveSnapshot();
    const Evidence evidence{session.scenario(),   session.chartTicks(),
                            session.seenFaults(), session.state().report->timeline,
                            seen.warmUpEnd,       seen.end};
    for (const models::Expectation& expectation : session.scenario().expectations) {
        const sim::ExpectationReport* judged = session.judged(expectation.name);
        all.push_back(judged ? firstViolation(evidence, expectation, *judged) : std::nullopt);
    }
    return all;
}

void goTo(Session& session, const FirstViolation& violation) {
    if (violation.fault)
        session.selectNamed(firstTarget(violation.fault->begun.fault));
    session.review(violation.at);
}

QString violationText(const FirstViolation& violation) {
    const QString when =
        (violation.isSeen ? QStringLiteral("First at %1") : QStringLiteral("Judged from %1"))
            .arg(clockText(violation.at));
    if (!violation.fault)
        return when + QStringLiteral(", before any fault");
    const SeenFault& fault = *violation.fault;
    const QString name = fault.begun.fault.name.empty() ? faultName(fault.begun.fault)
                                                        : text(fault.begun.fault.name);
    if (fault.endedAt && *fault.endedAt <= violation.at)
        return QStringLiteral("%1, %2 after the end of “%3”")
            .arg(when, durationText(violation.at - *fault.endedAt), name);
    if (fault.begun.since >= violation.at)
        return QStringLiteral("%1, as “%2” began").arg(when, name);
    return QStringLiteral("%1, %2 into “%3”")
        .arg(when, durationText(violation.at - fault.begun.since), name);
}

}  // namespace app
