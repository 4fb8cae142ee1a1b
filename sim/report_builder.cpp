#include "sim/report_builder.h"

#include <algorithm>
#include <tuple>

#include "sim/batch_means.h"
#include "sim/metrics/summary.h"
#include "sim/recovery.h"

namespace sim {

namespace {

std::optional<double> availabilityOf(const Counts& counts) {
    const std::int64_t ended = counts.ended();
    if (ended == 0) {
        return std::nullopt;
    }
    return static_cast<double>(counts.ok + counts.degraded) / static_cast<double>(ended);
}

double secondsOf(const Window& window, Instant now) {
    return models::inSeconds(std::max(Duration{}, std::min(window.to, now) - window.from));
}

JourneyReport reportOf(const JourneyProcess& journey, const Window& window, Instant now) {
    const LatencyStats& stats = journey.windows().front();
    JourneyReport report;
    report.name = journey.name();
    report.counts = stats.counts;
    report.availability = availabilityOf(stats.counts);
    const double seconds = secondsOf(window, now);
    report.throughput = seconds > 0 ? static_cast<double>(stats.counts.ended()) / seconds : 0;
    report.latency = summaryOf(stats.good);
    report.failedLatency = stats.failed ? summaryOf(*stats.failed) : LatencySummary{};
    report.intervals = intervalsOf(journey.batches(), window.from, stats.counts);
    return report;
}

EndpointReport reportOf(const std::string& name, const EndpointStats& stats) {
    EndpointReport report;
    report.name = name;
    report.counts = stats.response.counts;
    report.wait = summaryOf(stats.wait);
    report.service = summaryOf(stats.service);
    report.blocked = summaryOf(stats.blocked);
    report.response = summaryOf(stats.response.all());
    return report;
}

ServiceReport reportOf(const ServiceProcess& service, const Window& window, Instant now) {
    const models::Service& model = service.model();
    const ServiceProcess::WindowStats& stats = service.windows().front();
    ServiceReport report;
    report.name = service.name();
    const EndpointStats all = sumOf(stats.endpoints);
    const EndpointReport sum = reportOf(service.name(), all);
    report.counts = sum.counts;
    report.wait = sum.wait;
    report.service = sum.service;
    report.blocked = sum.blocked;
    report.response = sum.response;
    const LevelMeans means = meansOf(stats.levels, window, now);
    report.presentMean = means.present;
    report.inboxMean = means.inbox;
    report.inboxMax = stats.levels.inbox.max();
    report.little.presentIntegral =
        static_cast<std::int64_t>(stats.levels.present.integral(now, window.from, window.to));
    report.little.responseSum = static_cast<std::int64_t>(all.response.all().sum());
    report.busy.busyIntegral =
        static_cast<std::int64_t>(stats.levels.busy.integral(now, window.from, window.to));
    report.busy.waitSum = static_cast<std::int64_t>(all.wait.sum());
    report.busy.serviceSum = static_cast<std::int64_t>(all.service.sum());
    report.busy.blockedSum = static_cast<std::int64_t>(all.blocked.sum());
    if (model.concurrency || model.cores) {
        report.utilization = means.utilization;
    }
    for (std::size_t i = 0; i < stats.caches.size(); ++i) {
        report.caches.push_back({model.caches[i].name, stats.caches[i]});
    }
    for (std::size_t i = 0; i < stats.endpoints.size(); ++i) {
        report.endpoints.push_back(
            reportOf(service.process().endpoints[i].name, stats.endpoints[i]));
    }
    return report;
}

TopicReport reportOf(const TopicProcess& topic, const Window& window, Instant now) {
    const TopicProcess::WindowStats& stats = topic.windows().front();
    TopicReport report;
    report.name = topic.name();
    report.published = stats.counts.published;
    report.delivered = stats.counts.delivered;
    report.redelivered = stats.counts.redelivered;
    report.dead = stats.counts.dead;
    report.dropped = stats.counts.dropped;
    report.refused = stats.counts.refused;
    report.backlog = topic.backlog();
    report.backlogMean = meanBacklog(stats.backlog, window, now).value_or(0);
    report.backlogMax = stats.backlog.max();
    return report;
}

void addCalls(const Run& run, const StepRunner& process, std::vector<CallReport>& calls) {
    for (std::size_t i = 0; i < process.edges().size(); ++i) {
        const EdgeProgram& edge = process.process().edges[i];
        const EdgeStats& stats = process.edges()[i].windows.front();
        const ProcessProgram& callee = run.program->processes[edge.callee];
        CallReport report;
        report.from = process.name();
        report.to = callee.name + "." + callee.endpoints[edge.calleeEndpoint].name;
        report.calls = stats.calls.counts.started();
        report.attempts = stats.attempts;
        report.failed = stats.calls.counts.failed();
        report.latency = summaryOf(stats.calls.good);
        calls.push_back(std::move(report));
    }
}

// "payment", "user#1 and 2 more": what the timeline says of its beginning.
std::string whereOf(FaultId fault, Instant began, const std::vector<TimelineRow>& timeline) {
    std::string first;
    std::size_t others = 0;
    for (const TimelineRow& row : timeline) {
        if (row.fault != fault || row.at != began) {
            continue;
        }
        if (first.empty()) {
            first = row.where;
        } else {
            ++others;
        }
    }
    return others == 0 ? first : first + " and " + std::to_string(others) + " more";
}

// From a fault's end, at which no other may be left, to the next fault: what is broken then is
// broken by itself. Absent: it has not ended, or another was upon the system then.
std::optional<Window> watchedAfter(const Script& script, FaultId fault, Instant now) {
    const Instant end = script.endOf(fault);
    Window watched{end, now};
    for (FaultId other = 1; other <= script.log().last(); ++other) {
        if (other == fault || script.isLeftOut(other)) {
            continue;
        }
        const Instant began = script.beganAt(other);
        if (began <= end && script.endOf(other) > end) {
            return std::nullopt;
        }
        if (began > end) {
            watched.to = std::min(watched.to, began);
        }
    }
    return end < now ? std::optional(watched) : std::nullopt;
}

void addRecoveries(Report& report, const Run& run, const Script& script, FaultId fault,
                   const Window& watched) {
    const Instant warmUpEnd = models::runStart + run.program->scenario.run.warmUp;
    const Window lasted{script.beganAt(fault), watched.from};
    for (const auto& journey : run.journeys) {
        const bool isNamed = journey->byFault().contains(fault);
        if (!isNamed && !wasHurt(journey->seconds(), warmUpEnd, lasted)) {
            continue;
        }
        const std::optional<Recovery> recovery =
            recoveryOf(journey->seconds(), warmUpEnd, lasted, watched.to);
        if (recovery) {
            report.recoveries.push_back({script.log()[fault].name,
                                         whereOf(fault, lasted.from, report.timeline),
                                         journey->name(), watched.from, *recovery,
                                         recovery->isStuck(lasted.to - lasted.from)});
        }
    }
}

}  // namespace

Report buildReport(const Run& run, Instant now) {
    const models::Scenario& scenario = run.program->scenario;
    const Window& window = run.program->measured;
    Report report;
    report.scenario = scenario.name;
    report.seed = run.program->seed;
    report.durationSeconds = models::inSeconds(models::sinceStart(run.program->end));
    report.servicePercentilesWithin = 0.5 / run.program->serviceBuckets;
    report.warmUpSeconds = models::inSeconds(scenario.run.warmUp);
    report.events = run.events();
    report.fingerprint = run.fingerprint();
    for (const auto& journey : run.journeys) {
        report.journeys.push_back(reportOf(*journey, window, now));
    }
    const std::vector<std::int64_t> unheard = run.unheard();
    for (std::size_t i = 0; i < run.services.size(); ++i) {
        report.services.push_back(reportOf(*run.services[i], window, now));
        report.services.back().unheard = unheard[i];
    }
    for (const auto& topic : run.topics) {
        report.topics.push_back(reportOf(*topic, window, now));
    }
    const std::vector<StepRunner*> processes = run.processes();
    for (const StepRunner* process : processes) {
        addCalls(run, *process, report.calls);
    }
    std::ranges::stable_sort(report.calls, [](const CallReport& a, const CallReport& b) {
        return std::tie(a.from, a.to) < std::tie(b.from, b.to);
    });
    report.timeline = run.timeline();
    report.expectations = judge(run, now, report.timeline);
    return report;
}

void addRecoveries(Report& report, const Run& run, const Script& script, Instant now) {
    for (FaultId fault = 1; fault <= script.log().last(); ++fault) {
        if (script.isLeftOut(fault)) {
            continue;
        }
        if (const std::optional<Window> watched = watchedAfter(script, fault, now)) {
            addRecoveries(report, run, script, fault, *watched);
        }
    }
    std::ranges::stable_sort(report.recoveries, {}, &RecoveryReport::endedAt);
}

}  // namespace sim
