// Runs processes on one thread in global order, or on several in windows, whichever was measured to
// be faster, and goes from one to the other in the middle of a run: what is pending moves along.
// Both give the same run, so the choice cannot be seen in it. The aim: never slower than one
// thread, beyond what the measuring costs (thread_choice.h); short runs of large scenarios still
// are.
#pragma once

#include "sim/engine/sequential_scheduler.h"
#include "sim/engine/thread_choice.h"
#include "sim/engine/windowed_scheduler.h"

namespace sim {

class AdaptiveScheduler final : public Scheduler {
  public:
    using WallClock = Duration (*)();  // since some instant; only differences count

    // floor > 0; threads >= 2, the most that work at once.
    AdaptiveScheduler(const std::vector<Process*>& processes, Duration floor, int threads,
                      ThreadRule rule, WallClock clock);

    void begin() override;
    void advanceTo(Instant until) override;
    void deliver(const Event& event) override { present().deliver(event); }
    std::vector<PendingEvent> pending() const override { return present().pending(); }
    void adopt(const std::vector<PendingEvent>& pending, Instant now) override {
        present().adopt(pending, now);
    }
    Instant now() const override { return present().now(); }
    int threads() const override { return m_threadsUsed; }
    const std::string& machineFault() const override { return present().machineFault(); }
    const std::string& stuck() const override { return present().stuck(); }

  private:
    Scheduler& present();
    const Scheduler& present() const;
    std::int64_t handled() const { return m_alone.handled() + m_sideBySide.handled(); }
    void handOver();

    SequentialScheduler m_alone;
    WindowedScheduler m_sideBySide;
    bool m_isSideBySide = false;
    ThreadChoice m_choice;
    WallClock m_clock;
    int m_threadsUsed = 1;
};

}  // namespace sim
