#include "sim/live_run.h"

#include <utility>

#include "sim/live_engine.h"

namespace sim {

struct LiveRun::Impl {
    LiveEngine engine;
};

LiveRun::LiveRun(models::Scenario scenario, RunOptions options, std::stop_token stop)
    : m_impl(new Impl{{std::move(scenario), std::move(options), std::move(stop)}}) {}

LiveRun::~LiveRun() = default;

const models::Scenario& LiveRun::scenario() const {
    return m_impl->engine.scenario();
}

void LiveRun::run() {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine](RewindableRun& run) { engine.startRunning(run); });
}

void LiveRun::pause() {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine](RewindableRun& run) { engine.pause(run); });
}

void LiveRun::step(Duration by) {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine, by](RewindableRun& run) { engine.step(run, by); });
}

void LiveRun::stepEvent(std::string process) {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine, process = std::move(process)](RewindableRun& run) {
        engine.stepEvent(run, process);
    });
}

void LiveRun::runUntil(Awaited awaited) {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine, awaited = std::move(awaited)](RewindableRun& run) {
        engine.startRunning(run);
        run.live().await(awaited);
    });
}

void LiveRun::runUntil(Instant until) {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine, until](RewindableRun& run) { engine.runUntil(run, until); });
}

void LiveRun::setSpeed(double simulatedPerWall) {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine, simulatedPerWall](const RewindableRun& run) {
        engine.setSpeed(run, simulatedPerWall);
    });
}

void LiveRun::act(Command command) {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine, command = std::move(command)](RewindableRun& run) {
        engine.actOn(run, command);
    });
}

void LiveRun::playFaults() {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine](RewindableRun& run) { engine.playFaults(run); });
}

void LiveRun::goOnBeyondEnd() {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine](RewindableRun& run) { engine.goOnBeyondEnd(run); });
}

void LiveRun::review(Instant at) {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine, at](RewindableRun& run) {
        engine.pause(run);
        run.review(at);
    });
}

void LiveRun::backToLive() {
    m_impl->engine.ask([](RewindableRun& run) { run.backToLive(); });
}

void LiveRun::goOnFromHere() {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine](RewindableRun& run) { engine.goOnFromHere(run); });
}

void LiveRun::takeOtherRoad() {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine](RewindableRun& run) { engine.takeOtherRoad(run); });
}

void LiveRun::retrace(CommandLog commands, Instant until) {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine, commands = std::move(commands), until](RewindableRun&) {
        engine.retrace(commands, until);
    });
}

void LiveRun::watchCost(FaultId fault, Instant since) {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine, fault, since](RewindableRun&) { engine.watchCost(fault, since); });
}

void LiveRun::traceRequest(const TracingWanted& wanted, std::uint64_t order) {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine, wanted, order](const RewindableRun& run) {
        engine.traceRequest(run, wanted, order);
    });
}

void LiveRun::cancelTracing() {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine](const RewindableRun&) { engine.cancelTracing(); });
}

void LiveRun::requestRows(RowsWanted wanted) {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine, wanted = std::move(wanted)](RewindableRun& run) {
        engine.showRows(run, wanted);
    });
}

void LiveRun::requestReport() {
    LiveEngine& engine = m_impl->engine;
    engine.ask([&engine](const RewindableRun& run) { engine.countSoFar(run); });
}

LiveState LiveRun::state() const {
    return m_impl->engine.state();
}

std::vector<ChartTick> LiveRun::chartTicks(std::size_t from) const {
    return m_impl->engine.chartTicks(from);
}

TraceMarks LiveRun::takeTraceMarks() {
    return m_impl->engine.takeTraceMarks();
}

const TraceNames& LiveRun::traceNames() const {
    return m_impl->engine.traceNames();
}

std::uint32_t LiveRun::tracedOneIn() const {
    return m_impl->engine.tracedOneIn();
}

std::vector<ChartTick> LiveRun::otherChartTicks() const {
    return m_impl->engine.otherChartTicks();
}

}  // namespace sim
