#include "app/cli/execution.h"

#include <algorithm>
#include <atomic>
#include <chrono>

#include "sim/simulation.h"

namespace app {

namespace {

std::atomic<bool> interruptWanted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler writes it");

constexpr auto sliceAtMost = std::chrono::milliseconds(100);

// The simulation stops at these instants anyway.
void advance(sim::Simulation& simulation, models::Instant until, sim::Recorder* recorder) {
    if (recorder == nullptr) {
        simulation.advanceTo(until);
        return;
    }
    for (models::Instant reached = simulation.now(); reached < until;) {
        const auto ticks = models::sinceStart(reached) / sim::frameTick;
        reached = std::min(models::runStart + sim::frameTick * (ticks + 1), until);
        simulation.advanceTo(reached);
        recorder->look(simulation);
    }
}

}  // namespace

void interruptExecution() {
    interruptWanted = true;
}

const std::atomic<bool>& interruptionOfExecution() {
    return interruptWanted;
}

// Runs in slices that take some tens of milliseconds of wall time. How a run is sliced cannot
// change it; that is why the wall clock may decide here.
Execution execute(models::Scenario scenario, const sim::RunOptions& options, Progress& progress,
                  sim::Recorder* recorder) {
    using Clock = std::chrono::steady_clock;
    sim::Simulation simulation(std::move(scenario), options);
    const models::Instant end = simulation.end();
    models::Duration slice =
        std::max<models::Duration>(models::sinceStart(end) / 1000, std::chrono::milliseconds(1));
    models::Instant reached = simulation.now();
    while (reached < end && !simulation.machineFault() && !interruptWanted) {
        const Clock::time_point begun = Clock::now();
        reached += std::min(slice, end - reached);
        advance(simulation, reached, recorder);
        const auto took = Clock::now() - begun;
        if (took < sliceAtMost / 4) {
            slice = std::min(slice * 2, models::sinceStart(end));
        } else if (took > sliceAtMost) {
            slice = std::max<models::Duration>(slice / 2, std::chrono::microseconds(1));
        }
        progress.show(reached, end);
    }
    const bool interrupted = reached < end && interruptWanted;
    const bool isWhole = !interrupted && !simulation.machineFault();
    Execution execution{.interrupted = interrupted};
    if (isWhole || recorder != nullptr) {
        execution.report = simulation.report();
    }
    if (recorder != nullptr) {
        recorder->finish(simulation, execution.report->timeline);
    }
    if (simulation.machineFault()) {
        execution.machineFault = simulation.machineFault()->message;
    }
    if (!isWhole) {
        execution.report.reset();
    }
    return execution;
}

}  // namespace app
