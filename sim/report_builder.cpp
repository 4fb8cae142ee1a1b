#include "sim/report_builder.h"

#include <algorithm>
#include <tuple>

#include "sim/batch_means.h"
#include "sim/metrics/summary.h"

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
    report.failedLatency = summaryOf(stats.failed);
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
    Histogram response = stats.response.good;
    response.merge(stats.response.failed);
    report.response = summaryOf(response);
    return report;
}

ServiceReport reportOf(const ServiceProcess& service, const Window& window, Instant now) {
    const models::Service& model = service.model();
    const ServiceProcess::WindowStats& stats = service.windows().front();
    ServiceReport report;
    report.name = service.name();
    const EndpointStats all = sumOf(stats.endpoints);
    EndpointReport sum = reportOf(service.name(), all);
    report.counts = sum.counts;
    report.wait = sum.wait;
    report.service = sum.service;
    report.blocked = sum.blocked;
    report.response = sum.response;
    const ServiceProcess::LevelMeans means = ServiceProcess::meansOf(stats.levels, window, now);
    report.presentMean = means.present;
    report.inboxMean = means.inbox;
    report.inboxMax = stats.levels.inbox.max();
    report.little.presentIntegral =
        static_cast<std::int64_t>(stats.levels.present.integral(now, window.from, window.to));
    report.little.responseSum =
        static_cast<std::int64_t>(all.response.good.sum() + all.response.failed.sum());
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
        report.calls = stats.calls.counts.started;
        report.attempts = stats.attempts;
        report.failed = stats.calls.counts.failed;
        report.latency = summaryOf(stats.calls.good);
        calls.push_back(std::move(report));
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
    for (const auto& service : run.services) {
        report.services.push_back(reportOf(*service, window, now));
    }
    for (const auto& topic : run.topics) {
        report.topics.push_back(reportOf(*topic, window, now));
    }
    std::vector<StepRunner*> processes = run.processes();
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

}  // namespace sim
