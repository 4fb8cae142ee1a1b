// Runs all processes in the global order of events, one at a time: obviously right, and the
// reference that every other scheduler is tested against. Also the scheduler of a network whose
// floor is zero.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/engine/event_loop.h"
#include "sim/engine/scheduler.h"

namespace sim {

class SequentialScheduler final : public Scheduler {
  public:
    explicit SequentialScheduler(std::vector<Process*> processes);

    void begin() override;
    void advanceTo(Instant until) override;
    void deliver(const Event& event) override;
    std::vector<PendingEvent> pending() const override;
    void adopt(const std::vector<PendingEvent>& pending, Instant now) override;
    Instant now() const override { return m_loop.now(); }
    int threads() const override { return 1; }
    const std::string& machineFault() const override { return m_loop.machineFault(); }
    const std::string& stuck() const override { return m_loop.stuck(); }

    // What adaptive_scheduler.h needs besides.
    std::int64_t handled() const { return m_loop.handled(); }  // events, since the start
    void moveTo(std::vector<PendingEvent>& pending) { m_loop.queue().moveTo(pending); }

  private:
    std::vector<Process*> m_processes;
    EventLoop m_loop;
};

}  // namespace sim
