// Goal: requests a second of the whole product engine on one thread, as a ratio against a bare
// event loop that does the same call tree (bare_call_tree.h), both in one process and one after the
// other. The tree: gateway (exp 1 ms, 8 slots) calls auth (2 ms, 4), then in parallel catalog (5
// ms, 8) and recommend (8 ms, 16), which calls user (1 ms, 4); all event loops, 0.25 ms a message,
// Poisson 300/s, a timeout of 1 s on every call. Theory: mean 15.455 ms (both means are printed).
// Not measured: reading the scenario, building the run. `copies` trees stand side by side.
// Run: ./dev bench --benchmark_filter=CallTree
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdio>

#include "sim/simulation.h"
#include "tests/benchmarks/bare_call_tree.h"
#include "tests/benchmarks/bench_support.h"
#include "tests/benchmarks/call_trees.h"

namespace {

using bench::Clock;
using bench::secondsSince;

void callTree(benchmark::State& state) {
    const auto copies = static_cast<int>(state.range(0));
    const auto span = models::Duration(std::chrono::seconds(state.range(1)));
    const models::Scenario scenario = bench::callTrees(copies);
    double productSeconds = 0, bareSeconds = 0, productMean = 0, bareMean = 0;
    std::int64_t productEnded = 0, bareEnded = 0;
    std::uint64_t fingerprint = 0;
    for (auto each : state) {
        sim::RunOptions options;
        options.threads = 1;
        options.observe = state.range(2) != 0;
        sim::Simulation product(scenario, options);
        const Clock::time_point began = Clock::now();
        product.advanceTo(models::runStart + span);
        const double took = secondsSince(began);
        state.SetIterationTime(took);
        productSeconds += took;
        const sim::Report report = product.report();
        for (const sim::JourneyReport& journey : report.journeys) {
            productEnded += journey.counts.ended();
        }
        productMean = *report.journeys.front().latency.mean * 1e3;
        fingerprint = product.fingerprint();

        bench::BareCallTree bare(copies);
        const Clock::time_point bareBegan = Clock::now();
        bare.run(span.count());
        bareSeconds += secondsSince(bareBegan);
        bareEnded += bare.ended();
        bareMean = bare.meanMilliseconds();
    }
    const double productRate = static_cast<double>(productEnded) / productSeconds;
    const double bareRate = static_cast<double>(bareEnded) / bareSeconds;
    state.counters["product_per_s"] = productRate;
    state.counters["bare_per_s"] = bareRate;
    state.counters["ratio"] = productRate / bareRate;
    state.counters["product_mean_ms"] = productMean;
    state.counters["bare_mean_ms"] = bareMean;
    char text[32];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(fingerprint));
    state.SetLabel(text);
}

}  // namespace

BENCHMARK(callTree)
    ->Name("CallTree")
    ->ArgNames({"copies", "simulated_s", "observed"})
    ->Args({1, 300, 0})
    ->Args({1, 300, 1})
    ->Args({100, 5, 0})
    ->UseManualTime()
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);
