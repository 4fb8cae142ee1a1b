#include "app/session/run_port.h"

namespace app {
namespace {

class LiveRunPort final : public RunPort {
  public:
    LiveRunPort(models::Scenario scenario, sim::RunOptions options, std::stop_token stop)
        : m_run(std::move(scenario), std::move(options), std::move(stop)) {}

    void run() override { m_run.run(); }
    void pause() override { m_run.pause(); }
    void step(sim::Duration by) override { m_run.step(by); }
    void stepEvent(std::string process) override { m_run.stepEvent(std::move(process)); }
    void runUntil(sim::Awaited awaited) override { m_run.runUntil(std::move(awaited)); }
    void runUntil(sim::Instant until) override { m_run.runUntil(until); }
    void setSpeed(double simulatedPerWall) override { m_run.setSpeed(simulatedPerWall); }
    void act(sim::Command command) override { m_run.act(std::move(command)); }
    void playFaults() override { m_run.playFaults(); }
    void goOnBeyondEnd() override { m_run.goOnBeyondEnd(); }
    void review(sim::Instant at) override { m_run.review(at); }
    void backToLive() override { m_run.backToLive(); }
    void goOnFromHere() override { m_run.goOnFromHere(); }
    void takeOtherRoad() override { m_run.takeOtherRoad(); }
    void retrace(sim::CommandLog commands, sim::Instant until) override {
        m_run.retrace(std::move(commands), until);
    }
    void watchCost(sim::FaultId fault, sim::Instant since) override {
        m_run.watchCost(fault, since);
    }
    void traceRequest(const sim::TracingWanted& wanted, std::uint64_t order) override {
        m_run.traceRequest(wanted, order);
    }
    void cancelTracing() override { m_run.cancelTracing(); }
    void requestRows(sim::RowsWanted wanted) override { m_run.requestRows(std::move(wanted)); }
    void requestReport() override { m_run.requestReport(); }
    sim::LiveState state() const override { return m_run.state(); }
    std::vector<sim::ChartTick> chartTicks(std::size_t from) const override {
        return m_run.chartTicks(from);
    }
    sim::TraceMarks takeTraceMarks() override { return m_run.takeTraceMarks(); }
    const sim::TraceNames& traceNames() const override { return m_run.traceNames(); }
    std::uint32_t tracedOneIn() const override { return m_run.tracedOneIn(); }
    std::vector<sim::ChartTick> otherChartTicks() const override { return m_run.otherChartTicks(); }

  private:
    sim::LiveRun m_run;
};

}  // namespace

std::unique_ptr<RunPort> startLiveRun(models::Scenario scenario, sim::RunOptions options,
                                      std::stop_token stop) {
    return std::make_unique<LiveRunPort>(std::move(scenario), std::move(options), std::move(stop));
}

}  // namespace app
