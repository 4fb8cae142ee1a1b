// Goal: from any instant of ten minutes of the streaming platform, "Go on from here" in under 2 s.
// The run makes its checkpoints as the window's does while somebody watches it as fast as it goes;
// then it is gone back to an instant, taken on from there, and 0.1 s are executed. Not measured:
// the window's own share, which is a frame. Run: ./dev bench --benchmark_filter=GoingOn
#include <benchmark/benchmark.h>

#include <chrono>
#include <memory>

#include "models/io/scenario_reader.h"
#include "sim/rewindable_run.h"

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::size_t bytesOfCheckpoints = std::size_t(384) << 20;
constexpr models::Duration atOnce = 100ms;  // about what the pacer executes between two looks
constexpr auto wholeRun = 10min;

std::unique_ptr<sim::RewindableRun> tenMinutes() {
    const models::ScenarioReading reading =
        models::readScenarioFile(SOURCE_DIR "/scenarios/streaming-platform.yaml");
    if (!reading.scenario) {
        return nullptr;
    }
    auto run = std::make_unique<sim::RewindableRun>(
        *reading.scenario, sim::RunOptions{.observe = true}, bytesOfCheckpoints);
    while (run->live().now() < models::runStart + wholeRun) {
        run->live().advanceTo(run->live().now() + atOnce);
        run->offerCheckpoint(true);
        run->live().takeChartTicks();
        run->live().takeTraceMarks();
    }
    return run;
}

// Latest first: whoever goes on somewhere has no checkpoints behind it any more.
void goingOn(benchmark::State& state) {
    static const std::unique_ptr<sim::RewindableRun> run = tenMinutes();
    if (run == nullptr) {
        state.SkipWithError("no scenario");
        return;
    }
    for (auto each : state) {
        const Clock::time_point began = Clock::now();
        run->review(models::runStart + std::chrono::milliseconds(state.range(0)));
        while (run->isSeeking()) {
            run->seekOn(atOnce);
        }
        run->goOnFromHere();
        run->live().advanceTo(run->live().now() + 100ms);
        state.SetIterationTime(std::chrono::duration<double>(Clock::now() - began).count());
        run->takeOtherRoad();
    }
}

}  // namespace

BENCHMARK(goingOn)
    ->Name("GoingOn")
    ->ArgName("ms")
    ->Arg(599'900)
    ->Arg(594'321)
    ->Arg(480'000)
    ->Arg(333'333)
    ->Arg(299'999)
    ->Arg(123'456)
    ->Arg(64'900)
    ->Arg(15'000)
    ->UseManualTime()
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);
