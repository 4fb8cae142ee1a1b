// A run executed for its traces: those of the sampled requests, or of one that was not sampled and
// whose number is watched instead. Of one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/simulation.h"

namespace sim {

class TracedRun {
  public:
    // `commands` are given at their instants; `options` must be those of the run that was told
    // them, but for the threads. It observes, whatever they say.
    TracedRun(models::Scenario scenario, RunOptions options, std::vector<LoggedCommand> commands);

    // Such a run as it is by now, which observes and was told the first of the commands.
    TracedRun(Simulation run, std::vector<LoggedCommand> commands);

    // To be called before it advances: this request is traced, and no other is kept.
    void watch(std::int64_t request);
    // Likewise: this fault, which has not begun, does not happen here.
    void leaveOut(FaultId fault) { m_run.leaveOut(fault); }
    bool leaveOut(const std::string& name) { return m_run.leaveOut(name); }
    // Stops early where the run does (Simulation::advanceTo).
    void advanceTo(Instant until);

    const Simulation& run() const { return m_run; }
    // The newest, sampled or watched, that are over.
    const TraceBook& book() const { return m_book; }
    // As far as it is known; absent: not traced, or not begun.
    std::optional<Trace> trace(std::int64_t request) const;

  private:
    Simulation m_run;
    std::vector<LoggedCommand> m_commands;
    std::optional<std::int64_t> m_watched;
    TraceNames m_names;
    TraceBook m_book;
};

}  // namespace sim
