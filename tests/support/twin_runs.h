// One random scenario run twice with the same seed: with one fault or rollout, and without.
// Whatever differs between the two was done by the fault, so the second run is the witness of what
// the first says.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/call_graph.h"
#include "models/scenario.h"
#include "sim/isolation.h"
#include "sim/simulation.h"

namespace tests {

// Both runs at one instant, and what is said of the kill then.
struct TwinLook {
    sim::Instant at{};
    sim::Snapshot with, without;
    sim::FaultImpact impact;
    sim::Isolation isolation;
};

class TwinRuns {
  public:
    // `besides`: a second random architecture stands beside the first, with no call between them;
    // its names begin with "beside-". The kill strikes the first.
    enum class Shape { Alone, Besides };
    // What strikes. All but a kill need somebody who does not wait for ever: then every call has a
    // timeout, and the fault lasts longer than that.
    // `Deploy` is no fault: a version that fails now and then, or lacks an endpoint, is rolled out.
    enum class Strike { Kill, Slow, SlowByNothing, Hang, Deploy };
    explicit TwinRuns(std::uint64_t seed, Shape shape = Shape::Alone, Strike strike = Strike::Kill);

    const models::Scenario& scenario() const { return m_scenario; }
    const models::CallGraph& graph() const { return m_graph; }
    const models::Fault& fault() const { return m_fault; }  // of a rollout: target and time alone
    const models::Rollout& rollout() const { return m_rollout; }
    const models::Target& target() const { return m_fault.targets.front(); }
    sim::Instant struckAt() const { return m_fault.at; }
    bool isWholeService() const { return !target().instance; }
    // When the last of the kill's own doing is over; the run's end where it stays.
    sim::Instant overAt() const;

    // Goes on to the instant in both; instants ascend. The first is at or after struckAt().
    TwinLook look(sim::Instant at);
    const sim::Snapshot& atStrike() const { return m_atStrike; }

    sim::Simulation& with() { return m_with; }
    sim::Simulation& without() { return m_without; }

    // "seed 17, payment#2 killed at 0.312 s": begins every complaint.
    std::string label() const;
    // The same, and how long after the strike it was seen.
    std::string labelAt(sim::Instant at) const;

  private:
    std::uint64_t m_seed;
    models::Scenario m_scenario;
    models::Fault m_fault;
    models::Rollout m_rollout;
    models::CallGraph m_graph;
    sim::Simulation m_with, m_without;
    sim::FaultId m_id = sim::noFault;
    sim::Snapshot m_atStrike;
};

}  // namespace tests
