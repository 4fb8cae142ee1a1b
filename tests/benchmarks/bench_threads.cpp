// Goal: a run with --threads 2 is never slower than one with 1, beyond noise, however small its
// scenario and however busy the machine; and clearly faster where windows are large. Each row runs
// one scenario on one thread, then with two as the engine chooses, then with two always; figures
// are wall seconds. "threads": that worked at once in the second. Beside a busy loop: start one a
// core first (`timeout 60 sh -c 'while :; do :; done'`). Run: ./dev bench
// --benchmark_filter=Threads
#include <benchmark/benchmark.h>

#include <chrono>

#include "sim/simulation.h"
#include "tests/benchmarks/call_trees.h"

namespace {

using Clock = std::chrono::steady_clock;

struct Ran {
    double seconds = 0;
    sim::Report report;
};

Ran run(const models::Scenario& scenario, models::Duration span, const sim::RunOptions& options) {
    sim::Simulation simulation(scenario, options);
    const Clock::time_point began = Clock::now();
    simulation.advanceTo(models::runStart + span);
    Ran ran;
    ran.seconds = std::chrono::duration<double>(Clock::now() - began).count();
    ran.report = simulation.report();
    return ran;
}

void threads(benchmark::State& state) {
    const models::Scenario scenario = bench::callTrees(static_cast<int>(state.range(0)));
    const auto span = models::Duration(std::chrono::milliseconds(state.range(1)));
    sim::RunOptions one;
    one.scheduler = sim::SchedulerKind::Sequential;
    sim::RunOptions chosen;
    chosen.threads = 2;
    sim::RunOptions always = chosen;
    always.scheduler = sim::SchedulerKind::Windowed;
    for (auto each : state) {
        const Ran first = run(scenario, span, one);
        const Ran second = run(scenario, span, chosen);
        const Ran third = run(scenario, span, always);
        if (first.report.fingerprint != second.report.fingerprint ||
            first.report.fingerprint != third.report.fingerprint) {
            state.SkipWithError("another fingerprint");
        }
        state.counters["one_s"] = first.seconds;
        state.counters["chosen_s"] = second.seconds;
        state.counters["always_s"] = third.seconds;
        state.counters["threads"] = second.report.threads;
        state.counters["events"] = static_cast<double>(first.report.events);
    }
}

}  // namespace

BENCHMARK(threads)
    ->Name("Threads")
    ->ArgNames({"copies", "simulated_ms"})
    ->Args({1, 60'000})
    ->Args({200, 2'000})
    ->Args({10'000, 200})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);
