// The script of a run: the faults that are planned, the commands that users give, and the log of
// both. Delivers each as an event of the script at its exact time (ARCHITECTURE.md, "Commands").
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/engine/scheduler.h"
#include "sim/run.h"
#include "sim/service/fault_log.h"
#include "sim/service/program.h"
#include "sim/snapshot.h"

namespace sim {

class Script {
  public:
    Script(const Run& run, Scheduler& scheduler);

    // Of a copied run: the same plan and the same past.
    Script(const Script& other, const Run& run, Scheduler& scheduler);

    // Puts the scenario's own faults and rollouts that are not before `from` on the plan.
    void planOwnFaults(Instant from);
    // The planned faults and rollouts of that name do not happen. Such a fault keeps its number, so
    // that those behind it draw as they would have. False: none of that name is to come.
    bool leaveOut(const std::string& name);
    // Likewise the fault that will have this number, whoever begins it.
    void leaveOut(FaultId fault) { m_leftOutNumber = fault; }
    bool isLeftOut(FaultId fault) const { return m_skipped.contains(fault); }
    // When the next planned fault or rollout begins; `never`: none.
    Instant nextAt() const;
    // Begins the faults, then the rollouts, that are planned for `now`, which the scheduler has
    // reached. Returns the faults.
    std::vector<FaultId> beginPlanned(Instant now);

    FaultId begin(models::Fault fault, Instant now, bool own);
    void end(FaultId fault, Instant now);
    // Rollouts, roll-backs, what is set, and playing the scenario's own; false: it is another.
    bool take(const Command& command, Instant now);
    // Lifts all that is active, and what is planned does not begin.
    void halt(Instant now);

    // Those that have begun and not ended by `now`.
    std::vector<ActiveFault> active(Instant now) const;
    // When a fault that has begun ended or will end; `never`: nobody knows.
    Instant endOf(FaultId fault) const;
    Instant beganAt(FaultId fault) const {
        return m_begun[static_cast<std::size_t>(fault - 1)].since;
    }
    bool isOwn(FaultId fault) const { return m_begun[static_cast<std::size_t>(fault - 1)].own; }
    const FaultLog& log() const { return *m_log; }

  private:
    void begin(models::Rollout rollout, Instant now);
    void set(const SetParameter& wanted, Instant now);
    std::vector<models::Target> drawn(const models::Fault& fault, Instant now) const;
    std::vector<int> instancesOf(const models::Target& target) const;  // numbers; of a whole
                                                                       // service those that live
    FaultId skip(models::Fault fault, Instant now, bool own);
    void deliverRollout(EventKind kind, const std::string& service, std::uint32_t place,
                        Instant now);
    void deliver(EventKind kind, FaultId fault, Instant at, std::uint64_t count);

    const Run& m_run;
    const Program& m_program;
    Scheduler& m_scheduler;
    std::shared_ptr<FaultLog> m_log;
    std::vector<models::Fault> m_planned;     // by time, then place in the file
    std::vector<models::Rollout> m_rollouts;  // planned, in the same order
    std::set<std::string> m_leftOut;
    FaultId m_leftOutNumber = noFault;
    std::set<FaultId> m_skipped;
    std::uint64_t m_rolloutCommands = 0;  // given so far
    std::vector<ActiveFault> m_begun;     // by id
};

}  // namespace sim
