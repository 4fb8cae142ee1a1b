// A run that needs no engine: it notes the commands that it is given and shows plausible numbers,
// so that the window can be tested and looked at alone.
#pragma once

#include "app/session/run_port.h"
#include "models/call_graph.h"

namespace support {

// What the fake was told; outlives it.
struct FakeRunLog {
    std::vector<sim::Command> commands;
    std::vector<std::uint64_t> seeds;
    bool running = false;
    double speed = 0;
    int playFaults = 0;
    std::vector<sim::RowsWanted> rowsWanted;
    bool hearsLate = false;  // as an engine in the midst of a step: no command was heard yet
};

class FakeRun final : public app::RunPort {
  public:
    FakeRun(models::Scenario scenario, const sim::RunOptions& options,
            std::shared_ptr<FakeRunLog> log);

    void run() override;
    void pause() override;
    void step(sim::Duration by) override;
    void stepEvent(std::string process) override;
    void runUntil(sim::Awaited awaited) override;
    void runUntil(sim::Instant until) override;
    void setSpeed(double simulatedPerWall) override;
    void act(sim::Command command) override;
    void playFaults() override;
    void goOnBeyondEnd() override;
    void review(sim::Instant at) override;
    void backToLive() override;
    void goOnFromHere() override;
    void takeOtherRoad() override;
    void retrace(sim::CommandLog commands, sim::Instant until) override;
    void watchCost(sim::FaultId fault, sim::Instant since) override;
    void traceRequest(const sim::TracingWanted&, std::uint64_t) override {}
    void cancelTracing() override {}
    void requestRows(sim::RowsWanted wanted) override;
    void requestReport() override {}
    sim::LiveState state() const override;
    std::vector<sim::ChartTick> chartTicks(std::size_t from) const override;
    std::vector<sim::ChartTick> otherChartTicks() const override { return {}; }
    sim::TraceMarks takeTraceMarks() override { return {}; }
    const sim::TraceNames& traceNames() const override { return m_traceNames; }
    std::uint32_t tracedOneIn() const override { return 1; }

    void breakEngine(std::string failure);

  private:
    void publish();
    void addTick(sim::Instant at);
    void fillServices(sim::Snapshot& snapshot) const;
    void fillTopics(sim::Snapshot& snapshot) const;
    sim::FaultImpact impactOf(const sim::ActiveFault& fault, sim::Instant now) const;
    bool isDown(const std::string& service) const;

    sim::TraceNames m_traceNames;
    models::Scenario m_scenario;
    models::CallGraph m_graph;
    std::shared_ptr<FakeRunLog> m_log;  // shared with the test that reads it
    sim::LiveState m_state;
    std::uint64_t m_seed = 0;
    sim::Instant m_now{};
    sim::Instant m_reviewed{};
    std::vector<sim::ChartTick> m_ticks;
    std::vector<sim::ActiveFault> m_faults;
    std::optional<sim::ActiveFault> m_lastEnded;
    sim::Instant m_lastEndedAt{};
    sim::FaultId m_nextFault = 1;
};

app::RunFactory fakeRuns(std::shared_ptr<FakeRunLog> log);

}  // namespace support
