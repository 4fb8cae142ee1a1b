#include "sim/fault_cost.h"

#include <algorithm>
#include <utility>

#include "sim/twin.h"

namespace sim {

namespace {

class Costing {
  public:
    Costing(Simulation& run, const std::atomic<bool>* cancelled, const CostProgress& progress)
        : m_run(run), m_cancelled(cancelled), m_progress(progress) {}

    // `step` goes on to an instant.
    template <typename Step>
    void advance(Instant until, const Step& step) const {
        while (m_run.now() < until && !ends()) {
            const Instant next = std::min(m_run.now() + matchingSlice, until);
            step(next);
            if (m_progress) {
                m_progress(next, m_run.end());
            }
        }
    }

    bool isCancelled() const { return m_cancelled != nullptr && m_cancelled->load(); }

  private:
    bool ends() const { return isCancelled() || m_run.machineFault() || !m_run.stopped().empty(); }

    Simulation& m_run;
    const std::atomic<bool>* m_cancelled;
    const CostProgress& m_progress;
};

std::string machineFaultOf(const Simulation& run, const Simulation& without) {
    for (const Simulation* each : {&run, &without}) {
        if (each->machineFault()) {
            return each->machineFault()->message;
        }
    }
    return {};
}

}  // namespace

std::optional<Instant> beginningOf(const models::Scenario& scenario, const std::string& fault) {
    if (const models::Fault* found = scenario.fault(fault)) {
        return found->at;
    }
    const models::Rollout* found = scenario.rollout(fault);
    return found != nullptr ? std::optional(found->at) : std::nullopt;
}

FaultCost faultCostOf(models::Scenario scenario, const std::string& fault,
                      const RunOptions& options, const std::atomic<bool>* cancelled,
                      const CostProgress& progress) {
    FaultCost cost;
    cost.fault = fault;
    cost.at = beginningOf(scenario, fault).value();
    scenario.expectations.clear();  // nobody asks, and they would be measured
    Simulation run(std::move(scenario), options);
    const Costing costing(run, cancelled, progress);
    // The faults of an instant begin when the run comes to it.
    costing.advance(std::min(cost.at - Duration(1), run.end()),
                    [&](Instant next) { run.advanceTo(next); });
    Twin twin(run);
    twin.leaveOut(fault);
    costing.advance(run.end(), [&](Instant next) {
        run.advanceTo(next);
        twin.advanceTo(std::min(next, run.now()));
        twin.add(run.takeRequestEnds());
    });
    twin.end(run.requestsStarted());
    cost.seed = run.report().seed;
    cost.duration = models::sinceStart(run.end());
    cost.fingerprint = run.fingerprint();
    cost.fingerprintWithout = twin.without().fingerprint();
    cost.stopped = run.stopped();
    cost.stoppedWithout = twin.without().stopped();
    cost.journeys = twin.differences();
    cost.machineFault = machineFaultOf(run, twin.without());
    cost.cancelled = costing.isCancelled();
    return cost;
}

}  // namespace sim
