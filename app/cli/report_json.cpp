#include "app/cli/report_json.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <tuple>

#include "app/cli/json_values.h"
#include "app/cli/report_text.h"
#include "models/outcome.h"

namespace app {

namespace {

using Json = nlohmann::ordered_json;

struct Percentile {
    const char* name;
    double q;
};
constexpr std::array<Percentile, 5> latencyPercentiles = {
    {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p99.9", 0.999}}};

Json latencyJson(const sim::LatencySummary& latency) {
    Json json = Json::object();
    const auto add = [&json](const char* key, const std::optional<double>& value) {
        if (value) {
            json[key] = *value;
        }
    };
    if (latency.count > 0) {
        add("mean", latency.mean);
        add("p50", latency.p50);
        add("p90", latency.p90);
        add("p95", latency.p95);
        add("p99", latency.p99);
        add("p99.9", latency.p999);
        add("max", latency.max);
    }
    return json;
}

Json intervalJson(const std::optional<sim::Interval>& interval) {
    return interval ? Json::array({interval->low, interval->high}) : Json(nullptr);
}

// By percentile, how many more requests it takes until one lies beyond; where all stand, nothing.
void addRequestsNeeded(Json& json, const sim::LatencySummary& latency) {
    for (const auto& [name, q] : latencyPercentiles) {
        const std::int64_t needed = sim::requestsNeededFor(q, latency.count);
        if (latency.count > 0 && needed > 0) {
            json["requests_needed"][name] = needed;
        }
    }
}

Json intervalsJson(const sim::JourneyIntervals& intervals) {
    return {{"confidence", sim::reportConfidence},
            {"mean_s", intervalJson(intervals.mean)},
            {"availability", intervalJson(intervals.availability)},
            {"throughput", intervalJson(intervals.throughput)},
            {"requests_needed", intervals.requestsNeeded}};
}

Json failuresJson(const sim::CauseCounts& counts) {
    Json json = Json::object();
    for (std::size_t cause = 0; cause < counts.size(); ++cause) {
        if (counts[cause] != 0) {
            json[std::string(models::causeNames[cause])] = counts[cause];
        }
    }
    return json;
}

Json journeyJson(const sim::JourneyReport& journey) {
    const sim::Counts& counts = journey.counts;
    Json json = {{"started", counts.started},
                 {"ended", counts.ended()},
                 {"ok", counts.ok},
                 {"degraded", counts.degraded},
                 {"failed", counts.failed},
                 {"in_flight", counts.inFlight()},
                 {"availability", orNull(journey.availability)},
                 {"throughput", journey.throughput},
                 {"failures", failuresJson(counts.byCause)},
                 {"latency_s", latencyJson(journey.latency)},
                 {"failed_latency_s", latencyJson(journey.failedLatency)},
                 {"intervals", intervalsJson(journey.intervals)}};
    addRequestsNeeded(json, journey.latency);
    return json;
}

// received = rejected + ok + failed + under way: a degraded answer of a service is an ok one.
Json servedJson(const sim::Counts& counts) {
    return {{"received", counts.started},
            {"rejected", counts.rejected},
            {"ok", counts.ok + counts.degraded},
            {"failed", counts.failed}};
}

template <typename Served>
void addTimes(Json& json, const Served& served) {
    json["wait_s"] = latencyJson(served.wait);
    json["service_s"] = latencyJson(served.service);
    json["blocked_s"] = latencyJson(served.blocked);
    json["response_s"] = latencyJson(served.response);
}

Json cachesJson(const std::vector<sim::CacheReport>& caches) {
    Json json = Json::object();
    for (const sim::CacheReport& cache : caches) {
        json[cache.name] = {{"hits", cache.counts.hits},
                            {"misses", cache.counts.misses},
                            {"shared", cache.counts.shared},
                            {"stale", cache.counts.stale},
                            {"evicted", cache.counts.evicted}};
    }
    return json;
}

Json serviceJson(const sim::ServiceReport& service) {
    Json json = servedJson(service.counts);
    json["unheard"] = service.unheard;
    json["utilization"] = orNull(service.utilization);
    json["present"] = {{"mean", service.presentMean}};
    json["inbox"] = {{"mean", service.inboxMean}, {"max", service.inboxMax}};
    addTimes(json, service);
    addRequestsNeeded(json, service.response);
    Json& endpoints = json["endpoints"] = Json::object();
    for (const sim::EndpointReport& endpoint : service.endpoints) {
        Json& each = endpoints[endpoint.name] = servedJson(endpoint.counts);
        addTimes(each, endpoint);
    }
    if (!service.caches.empty()) {
        json["caches"] = cachesJson(service.caches);
    }
    return json;
}

Json callsJson(std::vector<sim::CallReport> calls) {
    std::ranges::stable_sort(
        calls, {}, [](const sim::CallReport& call) { return std::tie(call.from, call.to); });
    Json json = Json::array();
    for (const sim::CallReport& call : calls) {
        Json& row = json.emplace_back(Json{{"from", call.from},
                                           {"to", call.to},
                                           {"calls", call.calls},
                                           {"attempts", call.attempts},
                                           {"failed", call.failed},
                                           {"latency_s", latencyJson(call.latency)}});
        addRequestsNeeded(row, call.latency);
    }
    return json;
}

Json topicJson(const sim::TopicReport& topic) {
    return {{"published", topic.published},     {"delivered", topic.delivered},
            {"redelivered", topic.redelivered}, {"dead", topic.dead},
            {"dropped", topic.dropped},         {"refused", topic.refused},
            {"backlog", topic.backlog},         {"backlog_mean", topic.backlogMean},
            {"backlog_max", topic.backlogMax}};
}

Json recoveryJson(const std::vector<sim::RecoveryReport>& recoveries) {
    Json json = Json::array();
    for (const sim::RecoveryReport& each : recoveries) {
        const std::optional<sim::Duration>& after = each.recovery.after;
        json.push_back({{"journey", each.journey},
                        {"fault", each.fault},
                        {"where", each.where},
                        {"ended_s", models::inSeconds(models::sinceStart(each.endedAt))},
                        {"verdict", after          ? "recovered"
                                    : each.isStuck ? "stuck"
                                                   : "not-yet"},
                        {"after_s", after ? Json(models::inSeconds(*after)) : Json(nullptr)},
                        {"watched_s", models::inSeconds(each.recovery.watched)}});
    }
    return json;
}

Json timelineJson(const std::vector<sim::TimelineRow>& timeline) {
    Json json = Json::array();
    for (const sim::TimelineRow& row : timeline) {
        json.push_back({{"t_s", models::inSeconds(models::sinceStart(row.at))},
                        {"what", row.what},
                        {"where", row.where}});
    }
    return json;
}

const char* verdictName(sim::Verdict verdict) {
    switch (verdict) {
        case sim::Verdict::Pass:
            return "pass";
        case sim::Verdict::Fail:
            return "fail";
        case sim::Verdict::NotMeasured:
            return "not-measured";
    }
    return "not-measured";
}

Json expectJson(const std::vector<sim::ExpectationReport>& expectations) {
    Json json = Json::array();
    for (const sim::ExpectationReport& expectation : expectations) {
        Json found = Json::object();
        Json wanted = Json::object();
        for (const sim::Finding& finding : expectation.findings) {
            found[finding.measure] = orNull(finding.found);
            wanted[finding.measure] = finding.wanted;
        }
        json.push_back({{"name", expectation.name},
                        {"verdict", verdictName(expectation.verdict)},
                        {"found", std::move(found)},
                        {"wanted", std::move(wanted)}});
    }
    return json;
}

Json invariantsJson(const std::vector<sim::InvariantReport>& invariants) {
    Json json = Json::array();
    for (const sim::InvariantReport& invariant : invariants) {
        Json& each = json.emplace_back(Json{{"name", invariant.name},
                                            {"verdict", verdictName(invariant.verdict)},
                                            {"found", orNull(invariant.found)},
                                            {"wanted", invariant.wanted}});
        if (invariant.brokenAt) {
            each["broken_at_s"] = models::inSeconds(models::sinceStart(*invariant.brokenAt));
        }
        if (!invariant.problem.empty()) {
            each["problem"] = invariant.problem;
        }
    }
    return json;
}

}  // namespace

std::string reportJson(const sim::Report& report) {
    Json json = {{"watertight", WATERTIGHT_VERSION},
                 {"scenario", report.scenario},
                 {"seed", report.seed},
                 {"duration_s", report.durationSeconds},
                 {"warm_up_s", report.warmUpSeconds},
                 {"threads", report.threads},
                 {"events", report.events},
                 {"wall_s", report.wallSeconds},
                 {"fingerprint", fingerprintText(report.fingerprint)}};
    if (!report.variant.empty()) {
        json["variant"] = report.variant;
    }
    if (!report.stopped.empty()) {
        json["stopped"] = report.stopped;
    }
    json["journeys"] = byName(report.journeys, journeyJson);
    json["services"] = byName(report.services, serviceJson);
    json["calls"] = callsJson(report.calls);
    json["topics"] = byName(report.topics, topicJson);
    json["timeline"] = timelineJson(report.timeline);
    json["recovery"] = recoveryJson(report.recoveries);
    json["expect"] = expectJson(report.expectations);
    json["invariants"] = invariantsJson(report.invariants);
    // A name that is not UTF-8 must not cost the report.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace app
