// A Simulation on a thread of its own, paced against the wall clock, for a window. The window sends
// commands and polls the newest snapshot; nothing of the engine is shared.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "models/scenario.h"
#include "sim/command.h"
#include "sim/later_trace.h"
#include "sim/report.h"
#include "sim/run_options.h"
#include "sim/side_by_side.h"
#include "sim/snapshot.h"
#include "sim/stepping.h"
#include "sim/traces.h"

namespace sim {

// What traced requests left behind since the last was taken.
struct TraceMarks {
    int road = 0;  // LiveState's
    std::vector<TraceMark> marks;
};

struct LiveState {
    std::shared_ptr<const Snapshot> snapshot;  // never null
    std::uint64_t sequence = 0;                // grows with every new snapshot
    std::int64_t commandsHeard = 0;            // of those sent by act()
    bool running = false;
    bool finished = false;  // reached its duration and paused there
    // In review the snapshot shows an instant of the past, and the run itself waits where it is.
    std::optional<Instant> liveAt;     // where it waits; absent: the snapshot is of the run itself
    std::optional<Instant> seeking;    // executed again towards this instant, which takes a while
    std::optional<Instant> retracing;  // on the way to there, as retrace() was told
    int road = 0;                      // grows whenever another past becomes the run's
    std::optional<Instant> otherRoad;  // where the road left last goes another way; absent: none
    double speedAchieved = 0;          // simulated seconds a wall second, over the last second
    std::string slowReason;            // why it is below what was asked; empty: it is not
    // What the last stepEvent() executed, where the run still stands behind it; else empty.
    std::vector<ExecutedEvent> stepped;
    std::string stoppedFor;  // what runUntil() awaited has happened; empty: it has not
    std::string failure;     // the engine stopped: what it said; the window goes on
    std::shared_ptr<const Report> report;  // of the run's duration, once it is reached
    std::shared_ptr<const Report> soFar;   // the newest answer to requestReport; null: none yet
    // At the snapshot's instant: what makes the run a recording. Null: no command was given yet.
    std::shared_ptr<const std::vector<LoggedCommand>> commands;
    std::uint64_t fingerprint = 0;
    // What the fault of watchCost() had cost by the snapshot's instant; null: not known (yet).
    std::shared_ptr<const PairSeen> cost;
    // What this road differs in from the other by then, which is first and goes on as it was left;
    // null: there is none, or it is not known (yet).
    std::shared_ptr<const PairSeen> roads;
    // The newest answer to requestRows for each asker; null: none yet.
    std::vector<std::shared_ptr<const TableRows>> rows;
    std::optional<TracingSeen> tracing;  // of the newest traceRequest(); absent: none, or cancelled
};

class LiveRun {
  public:
    // Builds the run and executes its warm-up, and its past where it has one, before it returns, so
    // that the first picture is warm. Returns soon, not warm, once a stop is requested.
    LiveRun(models::Scenario scenario, RunOptions options, std::stop_token stop = {});
    ~LiveRun();
    LiveRun(const LiveRun&) = delete;
    LiveRun& operator=(const LiveRun&) = delete;

    const models::Scenario& scenario() const;

    // All of these return at once; the engine hears them within a slice (16 ms).
    void run();
    void pause();
    void step(Duration by);  // while paused: goes on by so much
    // While paused: to the next event, or the next of that process; in review from the instant
    // that is shown.
    void stepEvent(std::string process = {});
    // Runs, and pauses at most 0.1 ms after it has happened; or at that instant.
    void runUntil(Awaited awaited);
    void runUntil(Instant until);
    void setSpeed(double simulatedPerWall);  // infinity: as fast as possible
    void act(Command command);
    void playFaults();
    void goOnBeyondEnd();  // after `finished`

    // Shows the run as it was right before what was done to it at `at`, executed again from the
    // nearest checkpoint; the run itself pauses. Not before the warm-up's end, and not after now.
    void review(Instant at);
    void backToLive();
    // The past that is shown becomes the present: what was done and what happened since then is
    // another road, which is kept until the next is left.
    void goOnFromHere();
    // The road left last is the run again, and this one is the other.
    void takeOtherRoad();

    // Executes a run that is over up to `until`, as fast as possible, and gives it these commands
    // at their instants; then waits. Any other order but a speed ends it where it is.
    void retrace(CommandLog commands, Instant until);

    // From now on this fault, which began then, is left out of a second run beside this one, to
    // see what it costs; noFault: none is. Nothing comes of it on a machine of one core.
    void watchCost(FaultId fault, Instant since);

    // Traces that request of this road, from its beginning to now, whether it was sampled or not,
    // and the same in the run beside this one that is wanted: executed again from the nearest
    // checkpoint, while the run goes on. One at a time; later states' `tracing` says how far it is.
    void traceRequest(const TracingWanted& wanted, std::uint64_t order);
    void cancelTracing();

    // Answered in a later state's `rows`.
    void requestRows(RowsWanted wanted);
    // Counts what the run itself has found up to now; answered in a later state's `soFar`.
    void requestReport();

    LiveState state() const;
    // Chart ticks with number `from` and later (the first is 0).
    std::vector<ChartTick> chartTicks(std::size_t from) const;
    // To be taken by one reader.
    TraceMarks takeTraceMarks();
    const TraceNames& traceNames() const;
    std::uint32_t tracedOneIn() const;
    // Of the other road, from where it goes another way; changes with `road` only.
    std::vector<ChartTick> otherChartTicks() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace sim
