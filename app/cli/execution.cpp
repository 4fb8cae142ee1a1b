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

}  // namespace

void interruptExecution() {
    interruptWanted = true;
}

bool executionIsInterrupted() {
    return interruptWanted;
}

// Runs in slices that take some tens of milliseconds of wall time. How a run is sliced cannot
// change it; that is why the wall clock may decide here.
Execution execute(models::Scenario scenario, const sim::RunOptions& options, Progress& progress) {
    using Clock = std::chrono::steady_clock;
    sim::Simulation simulation(std::move(scenario), options);
    const models::Instant end = simulation.end();
    models::Duration slice =
        std::max<models::Duration>(models::sinceStart(end) / 1000, std::chrono::milliseconds(1));
    models::Instant reached = simulation.now();
    while (reached < end && !simulation.machineFault()) {
        if (interruptWanted) {
            return {.report = {}, .machineFault = {}, .interrupted = true};
        }
        const Clock::time_point begun = Clock::now();
        reached += std::min(slice, end - reached);
        simulation.advanceTo(reached);
        const auto took = Clock::now() - begun;
        if (took < sliceAtMost / 4) {
            slice = std::min(slice * 2, models::sinceStart(end));
        } else if (took > sliceAtMost) {
            slice = std::max<models::Duration>(slice / 2, std::chrono::microseconds(1));
        }
        progress.show(reached, end);
    }
    if (simulation.machineFault()) {
        return {.report = {}, .machineFault = simulation.machineFault()->message};
    }
    return {.report = simulation.report(), .machineFault = {}};
}

}  // namespace app
