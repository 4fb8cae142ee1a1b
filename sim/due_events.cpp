#include "sim/due_events.h"

#include <algorithm>

#include "sim/event_words.h"

namespace sim {

DueEvents dueNext(const Run& run, const Scheduler& scheduler) {
    std::vector<PendingEvent> pending = scheduler.pending();
    DueEvents due;
    for (const PendingEvent& each : pending) {
        due.at = std::min(due.at, each.event.time());
    }
    std::erase_if(pending, [&](const auto& each) { return each.event.time() != due.at; });
    std::ranges::sort(pending, std::less<>());
    const std::vector<Process*> processes = run.allProcesses();
    for (const PendingEvent& each : pending) {
        due.events.push_back(each.event);
        due.executedBefore.push_back(processes[each.event.to]->executedCount());
    }
    return due;
}

std::vector<ExecutedEvent> executedOf(const DueEvents& due, const Run& run) {
    const std::vector<Process*> processes = run.allProcesses();
    std::vector<ExecutedEvent> executed;
    for (std::size_t i = 0; i < due.events.size(); ++i) {
        const Event& event = due.events[i];
        if (processes[event.to]->executedCount() == due.executedBefore[i]) {
            continue;
        }
        const auto sender = std::ranges::find(processes, event.key.senderRank(), &Process::rank);
        const std::string by = sender == processes.end() ? std::string() : (*sender)->name();
        executed.push_back({due.at, processes[event.to]->name(), wordsOf(event, by)});
    }
    return executed;
}

bool isAmong(const std::vector<ExecutedEvent>& executed, const std::string& process) {
    return std::ranges::any_of(executed, [&](const ExecutedEvent& each) {
        return process.empty() || each.process == process;
    });
}

}  // namespace sim
