// What the session needs of a live run: sim::LiveRun in the program, a prepared one in tests.
#pragma once

#include <functional>
#include <memory>

#include "sim/live_run.h"

namespace app {

class RunPort {
  public:
    virtual ~RunPort() = default;
    virtual void run() = 0;
    virtual void pause() = 0;
    virtual void step(sim::Duration by) = 0;
    virtual void stepEvent(std::string process) = 0;
    virtual void runUntil(sim::Awaited awaited) = 0;
    virtual void runUntil(sim::Instant until) = 0;
    virtual void setSpeed(double simulatedPerWall) = 0;
    virtual void act(sim::Command command) = 0;
    virtual void playFaults() = 0;
    virtual void goOnBeyondEnd() = 0;
    virtual void review(sim::Instant at) = 0;
    virtual void backToLive() = 0;
    virtual void goOnFromHere() = 0;
    virtual void takeOtherRoad() = 0;
    virtual void retrace(sim::CommandLog commands, sim::Instant until) = 0;
    virtual void watchCost(sim::FaultId fault, sim::Instant since) = 0;
    virtual void traceRequest(const sim::TracingWanted& wanted, std::uint64_t order) = 0;
    virtual void cancelTracing() = 0;
    virtual void requestRows(sim::RowsWanted wanted) = 0;
    virtual void requestReport() = 0;
    virtual sim::LiveState state() const = 0;
    virtual std::vector<sim::ChartTick> chartTicks(std::size_t from) const = 0;
    virtual std::vector<sim::ChartTick> otherChartTicks() const = 0;
    virtual sim::TraceMarks takeTraceMarks() = 0;
    virtual const sim::TraceNames& traceNames() const = 0;
    virtual std::uint32_t tracedOneIn() const = 0;
};

// Called on any thread. Returns soon once a stop is requested; what it returns is then dropped.
using RunFactory = std::function<std::unique_ptr<RunPort>(
    models::Scenario scenario, sim::RunOptions options, std::stop_token stop)>;

// Runs the real engine.
std::unique_ptr<RunPort> startLiveRun(models::Scenario scenario, sim::RunOptions options,
                                      std::stop_token stop);

}  // namespace app
