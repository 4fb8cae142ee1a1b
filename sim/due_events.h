// What is due next in a run, and what of it was executed once the run had come past it.
#pragma once

#include <vector>

#include "sim/engine/scheduler.h"
#include "sim/run.h"
#include "sim/stepping.h"

namespace sim {

struct DueEvents {
    Instant at = models::never;
    std::vector<Event> events;  // in their order; those that nobody needs any more among them
    std::vector<std::int64_t> executedBefore;  // by the process of each
};

// Looks at all that is pending: for a click, not for a loop over a whole run.
DueEvents dueNext(const Run& run, const Scheduler& scheduler);
std::vector<ExecutedEvent> executedOf(const DueEvents& due, const Run& run);
// Whether one of them is that process's; of no name: whether there is one.
bool isAmong(const std::vector<ExecutedEvent>& executed, const std::string& process);

}  // namespace sim
