#include "sim/engine/windowed_scheduler.h"

#include <algorithm>
#include <utility>

namespace sim {

namespace {

// Neighbours in a scenario call each other more often than others, so they are shared out together
// where there are enough for every thread to get its share of each kind.
constexpr std::size_t neighbours = 64;

}  // namespace

WindowedScheduler::WindowedScheduler(std::vector<Process*> processes, Duration floor, int threads)
    : m_processes(std::move(processes)), m_floor(floor), m_barrier(threads, ChooseNext{this}) {
    const auto count = static_cast<std::size_t>(threads);
    for (std::size_t i = 0; i < count; ++i) {
        m_workers.push_back(std::make_unique<Worker>(*this, static_cast<std::uint32_t>(i), count));
    }
    shareOut();
    for (std::size_t i = 1; i < count; ++i) {
        m_threads.emplace_back([this, i] { work(i); });
    }
}

// Those that are bound to their thread go to the calling one, the others to whoever has fewest.
void WindowedScheduler::shareOut() {
    std::vector<std::size_t> load(m_workers.size(), 0);
    m_workerOf.assign(m_processes.size(), 0);
    load[0] = static_cast<std::size_t>(std::ranges::count_if(
        m_processes, [](const Process* each) { return each->isBoundToThread(); }));
    const std::size_t together =
        m_processes.size() >= 16 * neighbours * m_workers.size() ? neighbours : 1;
    std::size_t worker = 0, left = 0;
    for (ProcessId process = 0; process < m_processes.size(); ++process) {
        if (m_processes[process]->isBoundToThread()) {
            continue;
        }
        if (left == 0) {
            worker = static_cast<std::size_t>(std::ranges::min_element(load) - load.begin());
            left = together;
        }
        m_workerOf[process] = static_cast<std::uint32_t>(worker);
        ++load[worker];
        --left;
    }
}

WindowedScheduler::~WindowedScheduler() {
    {
        const std::lock_guard lock(m_mutex);
        m_quits = true;
    }
    m_changed.notify_all();
    for (std::thread& thread : m_threads) {
        thread.join();
    }
}

// -------------------------------------------------------------------------------------- the
// threads

void WindowedScheduler::work(std::size_t worker) {
    std::uint64_t done = 0;
    while (true) {
        std::function<void(std::size_t)> task;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [&] { return m_quits || m_taskNumber != done; });
            if (m_quits) {
                return;
            }
            done = m_taskNumber;
            task = m_task;
        }
        task(worker);
        const std::lock_guard lock(m_mutex);
        if (--m_busy == 0) {
            m_changed.notify_all();
        }
    }
}

// Returns when every thread has done it; the calling one does its share.
void WindowedScheduler::onEveryThread(const std::function<void(std::size_t)>& task) {
    if (!m_threads.empty()) {
        const std::lock_guard lock(m_mutex);
        m_task = task;
        ++m_taskNumber;
        m_busy = m_threads.size();
        m_changed.notify_all();
    }
    task(0);
    if (!m_threads.empty()) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_busy == 0; });
    }
}

void WindowedScheduler::begin() {
    for (const auto& worker : m_workers) {
        worker->mail.begin(worker->boxes[m_parity]);
    }
    for (ProcessId process = 0; process < m_processes.size(); ++process) {
        m_processes[process]->begin(m_workers[m_workerOf[process]]->loop.context());
    }
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        takeMail(i, m_parity);
    }
    collectFaults();
}

std::int64_t WindowedScheduler::handled() const {
    std::int64_t sum = 0;
    for (const auto& worker : m_workers) {
        sum += worker->loop.handled();
    }
    return sum;
}

void WindowedScheduler::moveTo(std::vector<PendingEvent>& pending) {
    for (const auto& worker : m_workers) {
        worker->loop.queue().moveTo(pending);
    }
}

std::vector<PendingEvent> WindowedScheduler::pending() const {
    std::vector<PendingEvent> pending;
    for (const auto& worker : m_workers) {
        worker->loop.queue().copyTo(pending);
    }
    return pending;
}

void WindowedScheduler::adopt(const std::vector<PendingEvent>& pending, Instant now) {
    for (const PendingEvent& each : pending) {
        m_workers[m_workerOf[each.event.to]]->loop.queue().put(each);
    }
    m_now = now;
}

// -------------------------------------------------------------------------------------- the
// windows

void WindowedScheduler::advanceTo(Instant until) {
    if (m_hasFault) {
        return;
    }
    m_until = until;
    Instant next = models::never;
    for (const auto& worker : m_workers) {
        next = std::min(next, worker->loop.queue().nextTime());
    }
    m_isOver = next >= until;
    if (!m_isOver) {
        m_windowEnd = std::min(next + m_floor, until);
        onEveryThread([this](std::size_t worker) { runWindows(worker); });
    }
    collectFaults();
    if (!m_hasFault) {
        m_now = until;
    }
}

void WindowedScheduler::runWindows(std::size_t index) {
    Worker& worker = *m_workers[index];
    while (true) {
        const std::size_t parity = m_parity;
        runWindow(worker, parity);
        m_barrier.arrive_and_wait();
        takeMail(index, parity);
        if (m_isOver) {
            return;
        }
    }
}

void WindowedScheduler::runWindow(Worker& worker, std::size_t parity) {
    worker.mail.begin(worker.boxes[parity]);
    worker.loop.runBefore(m_windowEnd);
    worker.next[parity] = std::min(worker.loop.queue().nextTime(), worker.mail.earliest());
    if (!worker.loop.canGoOn()) {
        m_hasFault = true;
    }
}

// Runs on one thread while the others stand at the barrier.
void WindowedScheduler::windowEnded() noexcept {
    Instant next = models::never;
    for (const auto& worker : m_workers) {
        next = std::min(next, worker->next[m_parity]);
    }
    m_isOver = next >= m_until || m_hasFault;
    m_windowEnd = m_isOver ? m_until : std::min(next + m_floor, m_until);
    m_parity ^= 1;
}

// Each sender's mail is in the order of its sending, so it has lanes of its own.
void WindowedScheduler::takeMail(std::size_t index, std::size_t parity) {
    EventQueue& queue = m_workers[index]->loop.queue();
    for (std::size_t sender = 0; sender < m_workers.size(); ++sender) {
        std::vector<PendingEvent>& mail = m_workers[sender]->boxes[parity][index];
        for (const PendingEvent& each : mail) {
            queue.put(each, static_cast<std::uint32_t>(sender) + 1);
        }
        mail.clear();
    }
}

void WindowedScheduler::deliver(const Event& event) {
    m_workers[m_workerOf[event.to]]->loop.queue().push(event);
}

void WindowedScheduler::collectFaults() {
    for (const auto& worker : m_workers) {
        if (m_machineFault.empty()) {
            m_machineFault = worker->loop.machineFault();
        }
        if (m_stuck.empty()) {
            m_stuck = worker->loop.stuck();
        }
    }
    m_hasFault = !m_machineFault.empty() || !m_stuck.empty();
}

}  // namespace sim
