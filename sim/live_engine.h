// The engine's side of a LiveRun: the thread that owns the simulation, paces it against the wall
// clock, and publishes pictures of it. The window's side leaves orders, and reads what is
// published.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "sim/live_run.h"
#include "sim/pacer.h"
#include "sim/rewindable_run.h"

namespace sim {

class LiveEngine {
  public:
    LiveEngine(models::Scenario scenario, RunOptions options, std::stop_token stop);
    ~LiveEngine();
    LiveEngine(const LiveEngine&) = delete;
    LiveEngine& operator=(const LiveEngine&) = delete;

    // ------------------------------------------------------------------------- the window's side
    using Order = std::function<void(RewindableRun&)>;

    const models::Scenario& scenario() const { return m_scenario; }
    // Carried out on the engine's thread, within a slice.
    void ask(Order order);
    LiveState state() const;
    std::vector<ChartTick> chartTicks(std::size_t from) const;
    std::vector<ChartTick> otherChartTicks() const;
    TraceMarks takeTraceMarks();
    const TraceNames& traceNames() const { return m_traceNames; }
    std::uint32_t tracedOneIn() const { return m_tracedOneIn; }

    // ------------------------------------------------------------- the engine's side, for orders
    void startRunning(RewindableRun& run);
    void pause(RewindableRun& run);
    void step(RewindableRun& run, Duration by);
    void stepEvent(RewindableRun& run, const std::string& process);
    void runUntil(RewindableRun& run, Instant until);
    void setSpeed(const RewindableRun& run, double simulatedPerWall);
    // While paused a click takes effect at the present instant, at once; in review at that instant.
    void actOn(RewindableRun& run, const Command& command);
    void playFaults(RewindableRun& run);
    void goOnBeyondEnd(RewindableRun& run);
    void goOnFromHere(RewindableRun& run);
    void takeOtherRoad(RewindableRun& run);
    void retrace(CommandLog commands, Instant until);
    void watchCost(FaultId fault, Instant since);
    void traceRequest(const RewindableRun& run, const TracingWanted& wanted, std::uint64_t order);
    void cancelTracing();
    void showRows(RewindableRun& run, const RowsWanted& wanted);
    void countSoFar(const RewindableRun& run);

  private:
    using WallClock = std::chrono::steady_clock;

    // What is executed again before the user goes on.
    struct Past {
        CommandLog commands;
        Instant until{};
        std::size_t given = 0;
    };

    void work(const std::stop_token& stop);
    bool carryOutOrders(RewindableRun& run);
    void seek(RewindableRun& run);
    void goOnRetracing(RewindableRun& run);
    void giveWhatIsDue(RewindableRun& run);
    void warmUp(Simulation& simulation, const std::stop_token& stop);
    void advance(Simulation& simulation, bool answers);
    void advanceTimed(Simulation& simulation, Instant until);
    void advanceAcrossEnd(Simulation& simulation, Instant target);
    void finish(const Simulation& simulation);
    void publishIfDue(RewindableRun& run, bool wasAsked);
    void publish(RewindableRun& run);
    void compareBeside(const RewindableRun& run);
    void takeAside(const RewindableRun& run, std::vector<ChartTick> instead);
    void traceOn();
    void rest();

    const models::Scenario m_scenario;
    RunOptions m_options;

    // Of the engine's thread.
    Pacer m_pacer;
    std::optional<Past> m_past;
    bool m_quits = false;
    bool m_isRunning = false;
    bool m_wasRunning = false;
    bool m_isFinished = false;
    bool m_isBehind = false;
    bool m_goesBeyondEnd = false;
    Instant m_pausesAt = models::never;
    std::vector<ExecutedEvent> m_stepped;
    Instant m_steppedTo{};  // where the run stood then
    std::string m_stoppedFor;
    std::int64_t m_commandsHeard = 0;
    WallClock::time_point m_published{};
    WallClock::duration m_pictureCost{};
    int m_road = 0;
    std::shared_ptr<const Report> m_report;
    std::shared_ptr<const Report> m_otherReport;  // of the other road
    std::shared_ptr<const Report> m_soFar;
    std::shared_ptr<const CommandLog> m_commands = std::make_shared<const CommandLog>();
    int m_roadOfCommands = 0;
    std::shared_ptr<const CommandLog> m_commandsOfOther;
    std::shared_ptr<SideBySide> m_cost;   // null: nobody wants to know what a fault costs
    std::shared_ptr<SideBySide> m_roads;  // null: there is no other
    FaultId m_costOf = noFault;
    Instant m_costSince{};
    std::vector<std::shared_ptr<const TableRows>> m_rows;
    std::unique_ptr<LaterTrace> m_tracing;  // null: nothing is being traced

    // Shared, under the mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Order> m_orders;
    std::atomic<bool> m_isAsked = false;  // there are orders; read without the mutex
    LiveState m_state;
    std::vector<ChartTick> m_chartTicks;
    TraceMarks m_traceMarks;
    TraceNames m_traceNames;  // both before the first picture, and never changed
    std::uint32_t m_tracedOneIn = 1;
    std::vector<ChartTick> m_otherTicks;  // of the other road, from where it goes another way
    std::shared_ptr<SideBySide> m_costShown, m_roadsShown;  // the engine's

    std::thread m_thread;  // last: it uses all of the above
};

}  // namespace sim
