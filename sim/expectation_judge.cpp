// Judges a scenario's expectations by what a run counted (language.md, "Expectations").
#include <algorithm>
#include <cmath>

#include "sim/metrics/summary.h"
#include "sim/recovery.h"
#include "sim/report_builder.h"
#include "sim/service/compile.h"
#include "sim/share.h"

namespace sim {

namespace {

// Everything that a measure can be read from, over one window.
struct Evidence {
    Counts counts;
    LatencySummary latency;
    double seconds = 0;
    std::optional<double> utilization;
    std::optional<double> inbox;
    std::int64_t calls = 0;  // to the subject
    std::int64_t attempts = 0;
    std::optional<double> recoverySeconds;
    std::optional<double> backlog;  // of a topic, as `dead`
    std::optional<double> dead;
};

std::size_t placeOfWindow(const ProcessProgram& process, const Window& window) {
    const auto& others = process.otherWindows;
    const auto found = std::ranges::find(others, window);
    return found == others.end() ? 0 : static_cast<std::size_t>(found - others.begin()) + 1;
}

void addCallsTo(Evidence& evidence, const Run& run, ProcessId callee,
                std::optional<std::uint32_t> endpoint, const Window& window) {
    for (const StepRunner* caller : run.processes()) {
        for (std::size_t i = 0; i < caller->edges().size(); ++i) {
            const EdgeProgram& edge = caller->process().edges[i];
            if (edge.callee == callee && (!endpoint || *endpoint == edge.calleeEndpoint)) {
                const std::size_t place = placeOfWindow(caller->process(), window);
                evidence.calls += caller->edges()[i].windows[place].calls.counts.started();
                evidence.attempts += caller->edges()[i].windows[place].attempts;
            }
        }
    }
}

// A journey's own calls: what its users' requests needed of attempts.
void addCallsOf(Evidence& evidence, const StepRunner& caller, const Window& window) {
    const std::size_t place = placeOfWindow(caller.process(), window);
    for (const EdgeState& edge : caller.edges()) {
        evidence.calls += edge.windows[place].calls.counts.started();
        evidence.attempts += edge.windows[place].attempts;
    }
}

Evidence evidenceOfJourney(const Run& run, const JourneyProcess& journey, const Window& window,
                           const models::During& during) {
    Evidence evidence;
    const LatencyStats& stats = journey.windows()[placeOfWindow(journey.process(), window)];
    evidence.counts = stats.counts;
    evidence.latency = summaryOf(stats.good);
    addCallsOf(evidence, journey, window);
    const Instant warmUpEnd = models::runStart + run.program->scenario.run.warmUp;
    if (!during.fault.empty() || during.from) {
        evidence.recoverySeconds = recoverySeconds(journey.seconds(), warmUpEnd, window);
    }
    return evidence;
}

Evidence evidenceOfService(const Run& run, const ServiceProcess& service,
                           const models::Subject& subject, const Window& window, Instant now) {
    Evidence evidence;
    const ServiceProcess::WindowStats& stats =
        service.windows()[placeOfWindow(service.process(), window)];
    std::optional<std::uint32_t> endpoint;
    if (subject.kind == models::SubjectKind::Endpoint) {
        const auto& endpoints = service.process().endpoints;
        endpoint = static_cast<std::uint32_t>(
            std::ranges::find(endpoints, subject.endpoint, &EndpointProgram::name) -
            endpoints.begin());
    }
    const EndpointStats sum = endpoint ? stats.endpoints[*endpoint] : sumOf(stats.endpoints);
    evidence.counts = sum.response.counts;
    evidence.latency = summaryOf(sum.response.good);
    const LevelMeans means = meansOf(stats.levels, window, now);
    evidence.utilization = means.utilization;
    evidence.inbox = means.inbox;
    addCallsTo(evidence, run, service.id(), endpoint, window);
    return evidence;
}

Evidence evidenceOfTopic(const TopicProcess& topic, const Window& window, Instant now) {
    const TopicProcess::WindowStats& stats =
        topic.windows()[placeOfWindow(topic.process(), window)];
    Evidence evidence;
    evidence.counts.ok = stats.counts.ended;  // by all groups; what `throughput` is of
    evidence.dead = static_cast<double>(stats.counts.dead);
    evidence.backlog = meanBacklog(stats.backlog, window, now);
    return evidence;
}

std::optional<double> valueOf(models::Measure measure, const Evidence& evidence) {
    const Counts& counts = evidence.counts;
    using enum models::Measure;
    switch (measure) {
        case Availability:
            return shareOf(counts.ok + counts.degraded, counts.ended());
        case Degraded:
            return shareOf(counts.degraded, counts.ended());
        case Errors:
            return shareOf(counts.failed + counts.rejected, counts.ended());
        case Throughput:
            return evidence.seconds > 0
                       ? std::optional(static_cast<double>(counts.ended()) / evidence.seconds)
                       : std::nullopt;
        case Mean:
            return evidence.latency.mean;
        case P50:
            return evidence.latency.p50;
        case P90:
            return evidence.latency.p90;
        case P95:
            return evidence.latency.p95;
        case P99:
            return evidence.latency.p99;
        case P999:
            return evidence.latency.p999;
        case Max:
            return evidence.latency.max;
        case Utilization:
            return evidence.utilization;
        case Inbox:
            return evidence.inbox;
        case AttemptsPerCall:
            return shareOf(evidence.attempts, evidence.calls);
        case Recovery:
            return evidence.recoverySeconds;
        case Backlog:
            return evidence.backlog;
        case Dead:
            return evidence.dead;
    }
    return std::nullopt;
}

ExpectationReport judgeMeasures(const Run& run, const models::MeasureExpectation& claim,
                                Instant now) {
    const models::Scenario& scenario = run.program->scenario;
    const Window window = windowOf(claim.during, scenario, run.program->end);
    const ProcessId subject = run.program->processNamed(claim.subject.name);
    Evidence evidence;
    if (claim.subject.kind == models::SubjectKind::Journey) {
        evidence = evidenceOfJourney(run, *run.journeys[subject], window, claim.during);
    } else if (claim.subject.kind == models::SubjectKind::Topic) {
        evidence = evidenceOfTopic(*run.topics[subject - run.program->firstTopic], window, now);
    } else {
        const auto place = static_cast<std::size_t>(run.program->serviceOf(subject));
        evidence = evidenceOfService(run, *run.services[place], claim.subject, window, now);
    }
    evidence.seconds =
        models::inSeconds(std::max(Duration{}, std::min(window.to, now) - window.from));
    ExpectationReport report;
    report.verdict = Verdict::Pass;
    for (const models::MeasureBound& bound : claim.bounds) {
        Finding finding;
        finding.measure = nameOf(bound.measure);
        finding.found = valueOf(bound.measure, evidence);
        finding.wanted = bound.bound.written;
        finding.holds = finding.found && bound.bound.holds(*finding.found);
        if (!finding.found && report.verdict == Verdict::Pass) {
            report.verdict = Verdict::NotMeasured;
        } else if (finding.found && !finding.holds) {
            report.verdict = Verdict::Fail;
        }
        report.findings.push_back(std::move(finding));
    }
    return report;
}

ExpectationReport judgeEvents(const Run& run, const models::EventExpectation& claim,
                              const std::vector<TimelineRow>& timeline) {
    Window window{models::runStart, run.program->end};
    if (!claim.during.fault.empty() || claim.during.from || claim.during.to) {
        window = windowOf(claim.during, run.program->scenario, run.program->end);
    }
    const auto count = std::ranges::count_if(timeline, [&](const TimelineRow& row) {
        return row.what == claim.event && (claim.where.empty() || row.where == claim.where) &&
               window.contains(row.at);
    });
    Finding finding;
    finding.measure = "count";
    finding.found = static_cast<double>(count);
    finding.wanted = claim.count.written;
    finding.holds = claim.count.holds(static_cast<double>(count));
    return {{}, finding.holds ? Verdict::Pass : Verdict::Fail, {finding}};
}

const models::During& duringOf(const models::Expectation& expectation) {
    return std::visit([](const auto& claim) -> const models::During& { return claim.during; },
                      expectation.claim);
}

// Of a fault or a rollout.
bool hasBegun(const Run& run, const std::string& named) {
    for (FaultId id = 1; id <= run.faults->last(); ++id) {
        if ((*run.faults)[id].name == named) {
            return true;
        }
    }
    return std::ranges::find(run.faults->rollouts(), named, &models::Rollout::name) !=
           run.faults->rollouts().end();
}

// A run without the scenario's faults, as a window begins it, shows nothing of what holds while one
// is there: the time that it would have taken was an ordinary one.
void forgetFindings(ExpectationReport& report) {
    report.verdict = Verdict::NotMeasured;
    for (Finding& finding : report.findings) {
        finding.found.reset();
        finding.holds = false;
    }
}

}  // namespace

std::string nameOf(models::Measure measure) {
    using enum models::Measure;
    switch (measure) {
        case Availability:
            return "availability";
        case Degraded:
            return "degraded";
        case Errors:
            return "errors";
        case Throughput:
            return "throughput";
        case Mean:
            return "mean";
        case P50:
            return "p50";
        case P90:
            return "p90";
        case P95:
            return "p95";
        case P99:
            return "p99";
        case P999:
            return "p99.9";
        case Max:
            return "max";
        case Utilization:
            return "utilization";
        case Inbox:
            return "inbox";
        case AttemptsPerCall:
            return "attempts-per-call";
        case Recovery:
            return "recovery";
        case Backlog:
            return "backlog";
        case Dead:
            return "dead";
    }
    return {};
}

std::vector<ExpectationReport> judge(const Run& run, Instant now,
                                     const std::vector<TimelineRow>& timeline) {
    std::vector<ExpectationReport> reports;
    for (const models::Expectation& expectation : run.program->scenario.expectations) {
        ExpectationReport report;
        if (const auto* claim = std::get_if<models::MeasureExpectation>(&expectation.claim)) {
            report = judgeMeasures(run, *claim, now);
        } else {
            report =
                judgeEvents(run, std::get<models::EventExpectation>(expectation.claim), timeline);
        }
        const std::string& fault = duringOf(expectation).fault;
        if (!fault.empty() && !hasBegun(run, fault)) {
            forgetFindings(report);
        }
        report.name = expectation.name;
        reports.push_back(std::move(report));
    }
    return reports;
}

}  // namespace sim
