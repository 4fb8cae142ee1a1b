// Goal: what recording costs a run, as a ratio: the same run with a recorder and without, in one
// process, in turns, on one thread. At most 1.15: `ratio` by the wall's clock, `engine` by what the
// run's own thread computed, which the machine's other work does not lengthen. The call tree is
// that of bench_call_tree.cpp; it runs as fast as it can, so there are as many frames a second of
// the wall as there can be. Counted with it: making the folder, and waiting for the disk at the
// end. Not measured: reading the scenario, building the run. Run: ./dev bench
// --benchmark_filter=Recording
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>

#include "sim/recorder.h"
#include "sim/simulation.h"
#include "tests/benchmarks/bench_support.h"
#include "tests/benchmarks/call_trees.h"

namespace {

using bench::Clock;
using bench::secondsSince;

double computedSeconds() {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

// With the recorder, where there is one, at every tick.
double ranFor(sim::Simulation& run, sim::Recorder* recorder, models::Duration span) {
    const Clock::time_point began = Clock::now();
    for (models::Duration reached{}; reached < span;) {
        reached += sim::frameTick;
        run.advanceTo(models::runStart + reached);
        if (recorder != nullptr) {
            recorder->look(run);
        }
    }
    if (recorder != nullptr) {
        recorder->finish(run, {});
    }
    return secondsSince(began);
}

void recording(benchmark::State& state) {
    const auto copies = static_cast<int>(state.range(0));
    const auto span = models::Duration(std::chrono::seconds(state.range(1)));
    const sim::RunSource source{.scenario = bench::callTrees(copies),
                                .text = bench::callTreesText(copies),
                                .folder = ".",
                                .program = "bench"};
    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / "bench recording.run";
    double plain = 0, recorded = 0, plainEngine = 0, recordedEngine = 0;
    std::uintmax_t bytes = 0;
    std::uint64_t fingerprint = 0;
    for (auto each : state) {
        sim::Simulation alone(source.scenario, {.threads = 1});
        double computed = computedSeconds();
        plain += ranFor(alone, nullptr, span);
        plainEngine += computedSeconds() - computed;

        sim::Simulation watched(source.scenario, {.threads = 1});
        computed = computedSeconds();
        const Clock::time_point began = Clock::now();
        sim::Recorder recorder(folder, source);
        const double opening = secondsSince(began);
        const double took = opening + ranFor(watched, &recorder, span);
        state.SetIterationTime(took);
        recorded += took;
        recordedEngine += computedSeconds() - computed;
        fingerprint = watched.fingerprint();
        if (fingerprint != alone.fingerprint() || !recorder.problem().empty()) {
            state.SkipWithError("another run, or none");
        }
        bytes = std::filesystem::file_size(folder / "run.sqlite");
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    state.counters["ratio"] = recorded / plain;
    state.counters["engine"] = recordedEngine / plainEngine;
    state.counters["kB_per_min"] =
        static_cast<double>(bytes) / 1e3 / (models::inSeconds(span) / 60);
    char text[32];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(fingerprint));
    state.SetLabel(text);
}

}  // namespace

BENCHMARK(recording)
    ->Name("Recording")
    ->ArgNames({"copies", "seconds"})
    ->Args({1, 600})
    ->Args({20, 60})
    ->UseManualTime()
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);
