// Runs processes on threads in conservative windows: since no message arrives sooner than the
// network's floor after it was sent, everything in [t, t + floor) can be handled without hearing
// from others. Inside a window each process runs its own events to the window's end; messages are
// exchanged at a barrier; empty time is skipped. The result is that of the sequential scheduler, to
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

#include "sim/engine/process.h"
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
    struct Waiting {
        Instant time;
        ProcessId process;
        bool operator>(const Waiting& other) const {
            return time != other.time ? time > other.time : process > other.process;
        }
    };

    // One thread's share. Aligned, so that two threads never write to one cache line.
    struct alignas(64) Worker {
        std::vector<Waiting> heap;  // processes by their next event; entries may be out of date
        // For each worker what is sent to it: written in one window, read after its barrier, so two
        // sets take turns.
        std::array<std::vector<std::vector<Event>>, 2> mail;
        std::array<Instant, 2> next{models::never, models::never};
        std::vector<Event> sent;
        std::int64_t handled = 0;  // events
        std::string machineFault;
        std::string stuck;
    };

    void shareOut();
    void work(std::size_t worker);  // of the threads beside the calling one
    void runWindows(std::size_t worker);
    void runWindow(Worker& worker, Instant end, std::size_t parity);
    void runProcess(Worker& worker, ProcessId process, Instant end, std::size_t parity);
    void takeMail(std::size_t worker, std::size_t parity);
    void enlist(Worker& worker, ProcessId process);
    Instant nextOf(const Worker& worker) const;
    void onEveryThread(const std::function<void(std::size_t)>& task);
    void collectFaults();

    struct ChooseNext {
        WindowedScheduler* scheduler;
        void operator()() noexcept { scheduler->windowEnded(); }
    };
    void windowEnded() noexcept;

    std::vector<Process*> m_processes;
    std::vector<std::size_t> m_workerOf;  // by process
    std::vector<EventQueue> m_queues;     // by process
    std::vector<Instant> m_enlisted;      // by process: its earliest entry in the heap
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
