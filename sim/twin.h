// What would have happened: a copy of a run, taken before a fault begins, that goes on without it
// and is matched with the run. A value of its own, to which the run's ends are handed: it may go on
// on another thread than the run, unless a service has a store or a step a `when`, whose
// connections belong to the thread that made the copy.
#pragma once

#include <string>
#include <vector>

#include "sim/request_matcher.h"
#include "sim/simulation.h"

namespace sim {

class Twin {
  public:
    // As `run` stands. From here on the run keeps how its requests end, for add(). To be made on
    // the run's thread.
    explicit Twin(Simulation& run);

    // The planned fault or rollout does not happen here. False: none of that name is to come. (One
    // that is begun in the run by a command takes a number there and none here: faults planned
    // behind it that draw, `fail` and `lose`, then draw anew.)
    bool leaveOut(const std::string& name) { return m_without.leaveOut(name); }
    // Likewise the fault that has this number in the run, planned or begun by a command.
    void leaveOut(FaultId fault) { m_without.leaveOut(fault); }
    // What the run was told at its present instant.
    void act(const Command& command) { m_without.act(command); }

    void advanceTo(Instant until);
    // What the run has ended since it was asked last (Simulation::takeRequestEnds).
    void add(RequestEnds endsOfRun);
    // Both are over, or nobody wants to know more. `startedByRun`: Simulation::requestsStarted().
    void end(const std::vector<std::int64_t>& startedByRun);

    // First without, second with the fault. While both are under way: of what has ended in both.
    std::vector<JourneyDifference> differences() const { return m_matcher.differences(); }
    const Simulation& without() const { return m_without; }
    Simulation& without() { return m_without; }

  private:
    Simulation m_without;
    RequestMatcher m_matcher;
};

// The names of a scenario's journeys, as a matcher takes them.
std::vector<std::string> journeyNames(const models::Scenario& scenario);

}  // namespace sim
