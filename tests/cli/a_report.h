// A small report made by hand, whose every number is different.
#pragma once

#include "sim/report.h"

inline sim::LatencySummary latencies(std::int64_t count, double scale) {
    return {.count = count,
            .mean = 0.021 * scale,
            .p50 = 0.018 * scale,
            .p90 = 0.04 * scale,
            .p95 = 0.05 * scale,
            .p99 = 0.09 * scale,
            .p999 = 0.2 * scale,
            .max = 0.4 * scale};
}

inline sim::Counts counts(std::int64_t started, std::int64_t ok, std::int64_t degraded,
                          std::int64_t failed, std::int64_t rejected) {
    return {
        .started = started, .ok = ok, .degraded = degraded, .failed = failed, .rejected = rejected};
}

inline sim::Report aReport() {
    using std::chrono::milliseconds;
    sim::Report report;
    report.scenario = "Two services";
    report.seed = 42;
    report.durationSeconds = 300;
    report.warmUpSeconds = 10;
    report.threads = 2;
    report.events = 1'234'567;
    report.wallSeconds = 0.81;
    report.fingerprint = 0x0f86d081884c7d65;

    sim::JourneyReport watch{.name = "watch-video", .counts = counts(58'000, 57'900, 60, 30, 0)};
    watch.counts.byCause[static_cast<std::size_t>(models::Cause::Timeout)] = 30;
    watch.availability = 0.9995;
    watch.throughput = 199.97;
    watch.latency = latencies(57'960, 1);
    watch.intervals = {.mean = sim::Interval{0.0205, 0.0215},
                       .availability = sim::Interval{0.9991, 0.9998},
                       .throughput = sim::Interval{199, 201}};
    report.journeys = {watch, {.name = "never"}};

    sim::ServiceReport user{.name = "user", .counts = counts(120'005, 119'000, 980, 10, 5)};
    user.utilization = 0.31;
    user.presentMean = 1.5;
    user.inboxMean = 0.25;
    user.inboxMax = 17;
    user.response = latencies(119'990, 0.5);
    user.endpoints = {{.name = "verify", .counts = counts(120'005, 119'000, 980, 10, 5)}};
    report.services = {user};

    report.calls = {{.from = "watch-video",
                     .to = "user.verify",
                     .calls = 60'000,
                     .attempts = 60'100,
                     .failed = 10},
                    {.from = "gateway", .to = "user.verify", .calls = 3, .attempts = 4}};
    report.timeline = {
        {.at = models::Instant(milliseconds(60'000)), .what = "killed", .where = "user"},
        {.at = models::Instant(milliseconds(60'900)),
         .what = "breaker-open",
         .where = "gateway -> user.verify",
         .detail = "50 of 100 failed"}};
    report.expectations = {
        {.name = "Videos play",
         .verdict = sim::Verdict::Pass,
         .findings = {{.measure = "availability",
                       .found = 0.9995,
                       .wanted = "at least 99.9 %",
                       .holds = true},
                      {.measure = "p99", .found = 0.09, .wanted = "below 300 ms", .holds = true}}},
        {.name = "Nobody notices",
         .verdict = sim::Verdict::Fail,
         .findings = {{.measure = "errors", .found = 0.0005, .wanted = "exactly 0"}}},
        {.name = "It recovers",
         .verdict = sim::Verdict::NotMeasured,
         .findings = {{.measure = "recovery", .wanted = "below 5 s"}}}};
    return report;
}
