// Runs processes on threads in conservative windows: since no message arrives sooner than the
// network's floor after it was sent, everything in [t, t + floor) can be handled without hearing
// from others. Inside a window each thread handles the events of its processes in their order, to
// the window's end; what they send to processes of another thread is exchanged at a barrier; empty
// time is skipped. The result is that of the sequential scheduler, to
// the bit. Source: Chandy and Misra's lookahead, in the windowed form of Nicol, The Cost of
// Conservative Synchronization (1993).
#pragma once

#include <array>
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "sim/engine/event_loop.h"
#include "sim/engine/mail.h"
#include "sim/engine/scheduler.h"

namespace sim {

class WindowedScheduler final : public Scheduler {
  public:
    // floor > 0, threads >= 1. The calling thread is one of them and must always be the same: it
    // has the processes that are bound to theirs. A process stays on its thread.
    WindowedScheduler(std::vector<Process*> processes, Duration floor, int threads);
    ~WindowedScheduler() override;

    void begin() override;
    void advanceTo(Instant until) override;
    void deliver(const Event& event) override;
    std::vector<PendingEvent> pending() const override;
    void adopt(const std::vector<PendingEvent>& pending, Instant now) override;
    Instant now() const override { return m_now; }
    int threads() const override { return static_cast<int>(m_workers.size()); }
    const std::string& machineFault() const override { return m_machineFault; }
    const std::string& stuck() const override { return m_stuck; }

    // What adaptive_scheduler.h needs besides.
    std::int64_t handled() const;  // events, since the start
    void moveTo(std::vector<PendingEvent>& pending);

  private:
    // One thread's share. Aligned, so that two threads never write to one cache line.
    struct alignas(64) Worker {
        Worker(const WindowedScheduler& scheduler, std::uint32_t number, std::size_t workers)
            : mail(scheduler.m_workerOf, number),
              boxes{Mail::Boxes(workers), Mail::Boxes(workers)},
              loop(scheduler.m_processes, &mail) {}

        Mail mail;
        // Written in one window, read after its barrier, so two sets take turns.
        std::array<Mail::Boxes, 2> boxes;
        EventLoop loop;
        std::array<Instant, 2> next{models::never, models::never};  // that anything is due
    };

    void shareOut();
    void work(std::size_t worker);  // of the threads beside the calling one
    void runWindows(std::size_t worker);
    void runWindow(Worker& worker, std::size_t parity);
    void takeMail(std::size_t worker, std::size_t parity);
    void onEveryThread(const std::function<void(std::size_t)>& task);
    void collectFaults();

    struct ChooseNext {
        WindowedScheduler* scheduler;
        void operator()() noexcept { scheduler->windowEnded(); }
    };
    void windowEnded() noexcept;

    std::vector<Process*> m_processes;
    std::vector<std::uint32_t> m_workerOf;  // by process
    std::vector<std::unique_ptr<Worker>> m_workers;
    Duration m_floor;
    Instant m_now{};
    Instant m_until{};
    Instant m_windowEnd{};  // of the window to come
    bool m_isOver = false;  // no window before m_until is left
    std::size_t m_parity = 0;
    std::atomic<bool> m_hasFault = false;  // of the machine, or stuck
    std::string m_machineFault;
    std::string m_stuck;
    std::barrier<ChooseNext> m_barrier;

    // What the other threads wait for between two calls.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::function<void(std::size_t)> m_task;
    std::uint64_t m_taskNumber = 0;
    std::size_t m_busy = 0;
    bool m_quits = false;
    std::vector<std::thread> m_threads;
};

}  // namespace sim
