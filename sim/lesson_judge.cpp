#include "sim/lesson_judge.h"

#include <algorithm>
#include <chrono>
#include <ranges>
#include <utility>

#include "sim/report_builder.h"
#include "sim/share.h"

namespace sim {

namespace {

using models::Measure;
using models::SubjectKind;

constexpr Duration lookedBack = std::chrono::seconds(5);

std::size_t placeOf(const models::Subject& subject, const models::Scenario& scenario) {
    const auto among = [&](const auto& all) {
        using Each = typename std::decay_t<decltype(all)>::value_type;
        const auto found = std::ranges::find(all, subject.name, &Each::name);
        return static_cast<std::size_t>(found - all.begin());
    };
    switch (subject.kind) {
        case SubjectKind::Journey:
            return among(scenario.journeys);
        case SubjectKind::Topic:
            return among(scenario.topics);
        case SubjectKind::Service:
        case SubjectKind::Endpoint:
            break;
    }
    return among(scenario.services);
}

// Of the newest fault that is over and hurt the journey.
std::optional<double> recoverySeconds(const Snapshot& seen, std::size_t journey) {
    for (const FaultImpact& impact : std::views::reverse(seen.impacts)) {
        if (const auto& recovery = impact.journeys[journey].recovery) {
            return models::inSeconds(recovery->after);
        }
    }
    return std::nullopt;
}

}  // namespace

LessonJudge::LessonJudge(models::Claim claim, const models::Scenario& scenario,
                         const models::CallGraph& graph, const Snapshot& begun)
    : m_claim(std::move(claim)) {
    if (const auto* wanted = std::get_if<models::MeasureExpectation>(&m_claim)) {
        m_place = placeOf(wanted->subject, scenario);
        const int node = graph.node(wanted->subject.name).value_or(-1);
        const bool isJourney = wanted->subject.kind == SubjectKind::Journey;
        for (std::size_t i = 0; i < graph.edges.size(); ++i) {
            if ((isJourney ? graph.edges[i].caller : graph.edges[i].callee) == node) {
                m_edges.push_back(i);
            }
        }
    }
    begin(begun);
}

void LessonJudge::begin(const Snapshot& seen) {
    m_samples.clear();
    m_last = seen.now;
    if (std::holds_alternative<models::EventExpectation>(m_claim)) {
        m_eventsBefore = eventsIn(seen);
    } else {
        m_samples.push_back(sampleOf(seen));
    }
}

LessonFindings LessonJudge::judge(const Snapshot& seen) {
    if (seen.now < m_last) {
        begin(seen);
    }
    m_last = seen.now;
    return std::holds_alternative<models::EventExpectation>(m_claim) ? judgeEvents(seen)
                                                                     : judgeMeasures(seen);
}

// -------------------------------------------------------------------------------------------
// events

std::int64_t LessonJudge::eventsIn(const Snapshot& seen) const {
    const auto& wanted = std::get<models::EventExpectation>(m_claim);
    return std::ranges::count_if(seen.timeline, [&](const TimelineRow& row) {
        return row.what == wanted.event && (wanted.where.empty() || row.where == wanted.where);
    });
}

LessonFindings LessonJudge::judgeEvents(const Snapshot& seen) {
    const models::Bound& bound = std::get<models::EventExpectation>(m_claim).count;
    const auto count = static_cast<double>(eventsIn(seen) - m_eventsBefore);
    const bool holds = bound.holds(count);
    return {{{"count", count, bound.written, holds}}, holds, true};
}

// -----------------------------------------------------------------------------------------
// measures

LessonJudge::Sample LessonJudge::sampleOf(const Snapshot& seen) const {
    const models::Subject& subject = std::get<models::MeasureExpectation>(m_claim).subject;
    Sample sample;
    sample.at = seen.now;
    if (subject.kind == SubjectKind::Journey) {
        sample.counts = seen.journeys[m_place].counts;
    } else if (subject.kind == SubjectKind::Topic) {
        const TopicSnapshot& topic = seen.topics[m_place];
        sample.counts.ok = topic.ended;
        sample.dead = topic.dead;
        sample.backlog = static_cast<double>(topic.backlog);
    } else {
        sample.counts = seen.services[m_place].counts;
        addLevels(sample, seen.services[m_place]);
    }
    addCalls(sample, seen);
    return sample;
}

void LessonJudge::addLevels(Sample& sample, const ServiceSnapshot& service) const {
    sample.inbox = service.inbox;
    if (service.slots && *service.slots > 0) {
        sample.utilization = static_cast<double>(service.slotsHeld) / *service.slots;
    }
}

void LessonJudge::addCalls(Sample& sample, const Snapshot& seen) const {
    for (const std::size_t edge : m_edges) {
        sample.calls += seen.edges[edge].counts.started;
        sample.attempts += seen.edges[edge].attempts;
    }
}

// A snapshot tells no endpoint from another, and of the times only three percentiles.
bool LessonJudge::canBeSeen(Measure measure) const {
    const SubjectKind kind = std::get<models::MeasureExpectation>(m_claim).subject.kind;
    using enum Measure;
    switch (measure) {
        case Mean:
        case P90:
        case P999:
        case Max:
            return false;
        default:
            return kind != SubjectKind::Endpoint;
    }
}

std::optional<double> LessonJudge::meanOf(std::optional<double> Sample::*level) const {
    double sum = 0;
    int known = 0;
    for (const Sample& sample : m_samples) {
        if (sample.*level) {
            sum += *(sample.*level);
            ++known;
        }
    }
    return known == 0 ? std::nullopt : std::optional(sum / known);
}

std::optional<double> LessonJudge::valueOf(Measure measure, const Snapshot& seen) const {
    const Sample& from = m_samples.front();
    const Sample& to = m_samples.back();
    const std::int64_t ended = to.counts.ended() - from.counts.ended();
    const std::int64_t degraded = to.counts.degraded - from.counts.degraded;
    const std::int64_t good = to.counts.ok - from.counts.ok + degraded;
    const bool isJourney =
        std::get<models::MeasureExpectation>(m_claim).subject.kind == SubjectKind::Journey;
    const auto recent = [&]() -> const Recent& {
        return isJourney ? seen.journeys[m_place].recent : seen.services[m_place].recent;
    };
    using enum Measure;
    switch (measure) {
        case Availability:
            return shareOf(good, ended);
        case Degraded:
            return shareOf(degraded, ended);
        case Errors:
            return shareOf(ended - good, ended);
        case Throughput:
            return static_cast<double>(ended) / models::inSeconds(to.at - from.at);
        case P50:
            return models::inSeconds(recent().p50);
        case P95:
            return models::inSeconds(recent().p95);
        case P99:
            return models::inSeconds(recent().p99);
        case Utilization:
            return meanOf(&Sample::utilization);
        case Inbox:
            return meanOf(&Sample::inbox);
        case AttemptsPerCall:
            return shareOf(to.attempts - from.attempts, to.calls - from.calls);
        case Recovery:
            return isJourney ? recoverySeconds(seen, m_place) : std::nullopt;
        case Backlog:
            return meanOf(&Sample::backlog);
        case Dead:
            return static_cast<double>(to.dead - from.dead);
        default:
            return std::nullopt;
    }
}

LessonFindings LessonJudge::judgeMeasures(const Snapshot& seen) {
    if (seen.now > m_samples.back().at) {
        m_samples.push_back(sampleOf(seen));
    }
    while (m_samples.size() > 1 && m_samples[1].at <= seen.now - lookedBack) {
        m_samples.pop_front();
    }
    const bool isLongEnough = m_samples.front().at <= seen.now - lookedBack;
    LessonFindings judged{{}, true, true};
    for (const models::MeasureBound& each : std::get<models::MeasureExpectation>(m_claim).bounds) {
        Finding finding{nameOf(each.measure), std::nullopt, each.bound.written, false};
        if (!canBeSeen(each.measure)) {
            judged.canBeSeen = false;
        } else if (isLongEnough) {
            finding.found = valueOf(each.measure, seen);
        }
        finding.holds = finding.found && each.bound.holds(*finding.found);
        judged.holds = judged.holds && finding.holds;
        judged.findings.push_back(std::move(finding));
    }
    return judged;
}

}  // namespace sim
