#include "sim/engine/windowed_scheduler.h"

#include <algorithm>
#include <utility>

namespace sim {

WindowedScheduler::WindowedScheduler(std::vector<Process*> processes, Duration floor, int threads)
    : m_processes(std::move(processes)),
      m_queues(m_processes.size()),
      m_enlisted(m_processes.size(), models::never),
      m_floor(floor),
      m_barrier(threads, ChooseNext{this}) {
    const auto count = static_cast<std::size_t>(threads);
    for (std::size_t i = 0; i < count; ++i) {
        auto worker = std::make_unique<Worker>();
        worker->mail[0].resize(count);
        worker->mail[1].resize(count);
        m_workers.push_back(std::move(worker));
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
    for (ProcessId process = 0; process < m_processes.size(); ++process) {
        if (!m_processes[process]->isBoundToThread()) {
            const auto least = std::ranges::min_element(load);
            m_workerOf[process] = static_cast<std::size_t>(least - load.begin());
            ++*least;
        }
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
    for (ProcessId process = 0; process < m_processes.size(); ++process) {
        Worker& worker = *m_workers[m_workerOf[process]];
        Context context(m_queues[process], &worker.sent);
        m_processes[process]->begin(context);
        enlist(worker, process);
        if (!context.machineFault.empty()) {
            worker.machineFault = context.machineFault;
            m_hasFault = true;
        }
    }
    collectFaults();
}

std::int64_t WindowedScheduler::handled() const {
    std::int64_t sum = 0;
    for (const auto& worker : m_workers) {
        sum += worker->handled;
    }
    return sum;
}

void WindowedScheduler::moveTo(std::vector<PendingEvent>& pending) {
    for (EventQueue& queue : m_queues) {
        queue.moveTo(pending);
    }
    for (const auto& worker : m_workers) {
        worker->heap.clear();
    }
    std::ranges::fill(m_enlisted, models::never);
}

std::vector<PendingEvent> WindowedScheduler::pending() const {
    std::vector<PendingEvent> pending;
    for (const EventQueue& queue : m_queues) {
        queue.copyTo(pending);
    }
    return pending;
}

void WindowedScheduler::adopt(const std::vector<PendingEvent>& pending, Instant now) {
    for (const PendingEvent& each : pending) {
        m_queues[each.event.to].put(each);
        enlist(*m_workers[m_workerOf[each.event.to]], each.event.to);
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
        next = std::min(next, nextOf(*worker));
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
        runWindow(worker, m_windowEnd, parity);
        m_barrier.arrive_and_wait();
        takeMail(index, parity);
        if (m_isOver) {
            return;
        }
    }
}

void WindowedScheduler::runWindow(Worker& worker, Instant end, std::size_t parity) {
    worker.next[parity] = models::never;
    while (!worker.heap.empty() && worker.heap.front().time < end) {
        std::ranges::pop_heap(worker.heap, std::greater<>());
        const Waiting first = worker.heap.back();
        worker.heap.pop_back();
        if (first.time != m_enlisted[first.process]) {
            continue;  // it was enlisted again for an earlier event
        }
        m_enlisted[first.process] = models::never;
        runProcess(worker, first.process, end, parity);
        enlist(worker, first.process);
    }
    worker.next[parity] = std::min(worker.next[parity], nextOf(worker));
}

void WindowedScheduler::runProcess(Worker& worker, ProcessId process, Instant end,
                                   std::size_t parity) {
    EventQueue& queue = m_queues[process];
    Context context(queue, &worker.sent);
    while (context.machineFault.empty() && !context.isStuck()) {
        const Event* const event = queue.takeBefore(end);
        if (event == nullptr) {
            break;
        }
        ++worker.handled;
        context.setNow(event->time());
        handleContained(*m_processes[process], *event, context);
    }
    for (const Event& message : worker.sent) {
        worker.next[parity] = std::min(worker.next[parity], message.time());
        worker.mail[parity][m_workerOf[message.to]].push_back(message);
    }
    worker.sent.clear();
    if (!context.machineFault.empty()) {
        worker.machineFault = context.machineFault;
        m_hasFault = true;
    }
    if (context.isStuck()) {
        worker.stuck = stuckMessage(*m_processes[process], context.now());
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

void WindowedScheduler::takeMail(std::size_t index, std::size_t parity) {
    Worker& worker = *m_workers[index];
    for (const auto& sender : m_workers) {
        std::vector<Event>& mail = sender->mail[parity][index];
        for (const Event& event : mail) {
            m_queues[event.to].push(event);
            enlist(worker, event.to);
        }
        mail.clear();
    }
}

void WindowedScheduler::enlist(Worker& worker, ProcessId process) {
    const Instant next = m_queues[process].nextTime();
    if (next < m_enlisted[process]) {
        m_enlisted[process] = next;
        worker.heap.push_back({next, process});
        std::ranges::push_heap(worker.heap, std::greater<>());
    }
}

Instant WindowedScheduler::nextOf(const Worker& worker) const {
    // An entry out of date is early at most: its window is then an empty one.
    return worker.heap.empty() ? models::never : worker.heap.front().time;
}

void WindowedScheduler::deliver(const Event& event) {
    m_queues[event.to].push(event);
    enlist(*m_workers[m_workerOf[event.to]], event.to);
}

void WindowedScheduler::collectFaults() {
    for (const auto& worker : m_workers) {
        if (m_machineFault.empty()) {
            m_machineFault = worker->machineFault;
        }
        if (m_stuck.empty()) {
            m_stuck = worker->stuck;
        }
    }
}

}  // namespace sim
