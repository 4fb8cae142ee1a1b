// Goals, for the call tree of bench_call_tree.cpp 1, 100 and 10,000 times side by side (5, 500 and
// 50,000 services), on one thread: what an event costs grows at most 3 times; a service takes at
// most 8 KiB of memory at the end of a run of 10 s, its outgoing edges included; 50,000 services
// are read, checked, compiled and started in less than 5 s. Sizes of one row after the other, so
// that each pays for its own. The last row is for the memory: 10,000 services, since 50,000 take
// minutes. ns_per_event: in steady state, behind the first 50 ms, in which the pools grow.
// bytes_per_service: how much more is resident than before the text was read, by services; the text
// and the model are in it.
// Run: ./dev bench --benchmark_filter=ManyServices
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <optional>

#include "sim/simulation.h"
#include "tests/benchmarks/bench_support.h"
#include "tests/benchmarks/call_trees.h"

namespace {

using bench::Clock;
using bench::secondsSince;

// Bytes; 0 where the system does not tell.
double resident() {
    std::ifstream statm("/proc/self/statm");
    double total = 0, pages = 0;
    statm >> total >> pages;
    return pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

std::int64_t eventsOf(const sim::Simulation& run) {
    std::int64_t events = 0;
    for (const sim::ProcessFrame& process : run.frame().processes) {
        events += process.events;
    }
    return events;
}

void manyServices(benchmark::State& state) {
    const auto copies = static_cast<int>(state.range(0));
    const auto span = models::Duration(std::chrono::milliseconds(state.range(1)));
    const auto growing = models::Duration(std::chrono::milliseconds(50));
    for (auto each : state) {
        const double before = resident();
        const Clock::time_point opened = Clock::now();
        std::optional<models::Scenario> scenario = bench::callTrees(copies);
        sim::Simulation run(std::move(*scenario), {.threads = 1});
        run.advanceTo(models::runStart);
        state.counters["opening_s"] = secondsSince(opened);
        run.advanceTo(models::runStart + growing);
        const std::int64_t events = eventsOf(run);
        const Clock::time_point began = Clock::now();
        run.advanceTo(models::runStart + growing + span);
        const double took = secondsSince(began);
        const double taken = resident() - before;
        state.SetIterationTime(took);
        state.counters["ns_per_event"] = took * 1e9 / static_cast<double>(eventsOf(run) - events);
        state.counters["bytes_per_service"] = taken / (5.0 * copies);
    }
}

}  // namespace

BENCHMARK(manyServices)
    ->Name("ManyServices")
    ->ArgNames({"copies", "simulated_ms"})
    ->Args({1, 100'000})
    ->Args({100, 1'000})
    ->Args({10'000, 100})
    ->Args({2'000, 9'950})
    ->UseManualTime()
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);
