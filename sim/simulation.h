// A run of a scenario: build it, advance it, act on it, look at it. The only header that app/ needs
// to run something headless. Belongs to one thread at a time; makes its own worker threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/diagnostic.h"
#include "models/scenario.h"
#include "sim/command.h"
#include "sim/frame.h"
#include "sim/report.h"
#include "sim/request_end.h"
#include "sim/run_options.h"
#include "sim/snapshot.h"
#include "sim/stepping.h"
#include "sim/traces.h"

namespace sim {

// A fault of the machine (disk full, file gone): the run cannot go on and is not reproducible.
struct MachineFault {
    std::string message;
};

// What SQLite says of the scenario's expressions and tables: the part of reading a scenario that
// takes a database. `file` is what diagnostics call it.
models::Diagnostics problemsOfExpressions(const models::Scenario& scenario,
                                          const std::string& file);

class Simulation {
  public:
    // The scenario must have been read without errors (models::readScenario).
    Simulation(models::Scenario scenario, RunOptions options);
    ~Simulation();
    Simulation(Simulation&&) noexcept;
    Simulation& operator=(Simulation&&) noexcept;

    // The same run at the same instant, on its own from here on: with the same commands both go on
    // to the same fingerprint, with others they differ in what those touch. The compiled program is
    // shared, stores are copied into memory. A copy that the machine had no room for says so in its
    // machineFault(). To be called on the thread that the run belongs to.
    Simulation copy() const;

    const models::Scenario& scenario() const;

    // Handles everything that happens before `until`; the run's duration is no bound here. Stops
    // early at a fault of the machine or at `in-flight-at-most`.
    void advanceTo(Instant until);
    // Goes on to the end of the next nanosecond at which an event is executed; of that journey,
    // service or topic where one is named. Returns what was due then; empty: none came for long, or
    // before that instant, or the run was stopped.
    std::vector<ExecutedEvent> stepEvent(const std::string& process = {},
                                         Instant before = models::never);
    // From now on advanceTo() ends early, once, at most 0.1 ms after this has happened; right then
    // where it is a condition.
    void await(const std::optional<Awaited>& awaited);
    const std::string& happened() const;  // empty: nothing that was awaited
    Instant now() const;
    Instant end() const;  // the run's duration
    const std::optional<MachineFault>& machineFault() const;
    // Why the run ended before its time, other than by the machine; empty: it did not.
    const std::string& stopped() const;

    // Acts at the present instant. Returns the id of the fault begun, noFault for other commands.
    FaultId act(const Command& command);
    // Schedules the scenario's own faults that are still to come, for runs begun without them.
    void playFaults() { act(PlayFaults{}); }
    // All that act() was given, in its order; of a copy: that of the original until then, too.
    const std::vector<LoggedCommand>& commandLog() const;

    // Of the scenario's own: the fault or rollout of that name does not happen, where it has not
    // begun. All others go on as they would have. False: none of that name is to come.
    bool leaveOut(const std::string& name);
    // Likewise the fault that will have this number, be it the scenario's own or begun by act().
    void leaveOut(FaultId fault);

    // Keeps how each request ends from now on, until it is taken: 32 bytes each. Changes no event.
    void keepRequestEnds();
    RequestEnds takeRequestEnds();
    std::vector<std::int64_t> requestsStarted() const;  // of each journey, since the run's start

    Snapshot snapshot();
    // Looking into a store changes nothing: neither events nor the fingerprint.
    TableRows storeRows(const RowsWanted& wanted);
    // The chart points of all ticks passed since the last call, oldest first (with `observe`).
    std::vector<ChartTick> takeChartTicks();
    // What sampled requests left behind since the last call (with `observe`); see traces.h.
    std::vector<TraceMark> takeTraceMarks();
    // This one is traced too if it begins from now on, whether it is sampled or not (with
    // `observe`). Changes no event.
    void watch(std::int64_t request);
    bool hasBegun(std::int64_t request) const;  // by now
    TraceNames traceNames() const;
    std::uint32_t tracedOneIn() const;  // so many requests, one is

    Report report() const;
    std::uint64_t fingerprint() const;
    // Of one journey or service: whether something touched it. 0 where there is none of that name.
    std::uint64_t fingerprintOf(const std::string& process) const;
    Frame frame() const;  // of the present instant

    // A defect in one service's own code: an exception at its next request.
    void plantDefectForTest(const std::string& service, const std::string& what);

  private:
    struct Impl;
    explicit Simulation(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace sim
