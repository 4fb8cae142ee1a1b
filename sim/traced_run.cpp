#include "sim/traced_run.h"

#include <utility>

#include "sim/advance_as_told.h"

namespace sim {

namespace {

models::Scenario withoutQuestions(models::Scenario scenario) {
    scenario.expectations.clear();     // nobody asks, and they would be measured
    scenario.run.findsWarmUp = false;  // nothing that happens depends on it
    return scenario;
}

RunOptions observing(RunOptions options) {
    options.observe = true;
    options.stores = StoreKind::Memory;  // the folder is that of the run itself
    options.folder.clear();
    return options;
}

}  // namespace

TracedRun::TracedRun(models::Scenario scenario, RunOptions options,
                     std::vector<LoggedCommand> commands)
    : m_run(withoutQuestions(std::move(scenario)), observing(std::move(options))),
      m_commands(std::move(commands)),
      m_names(m_run.traceNames()) {}

TracedRun::TracedRun(Simulation run, std::vector<LoggedCommand> commands)
    : m_run(std::move(run)), m_commands(std::move(commands)), m_names(m_run.traceNames()) {
    m_run.takeChartTicks();  // they are of what was before
    m_run.takeTraceMarks();
}

void TracedRun::watch(std::int64_t request) {
    m_watched = request;
    m_run.watch(request);
}

void TracedRun::advanceTo(Instant until) {
    advanceAsTold(m_run, m_commands, m_run.commandLog().size(), until);
    m_run.takeChartTicks();
    std::vector<TraceMark> marks = m_run.takeTraceMarks();
    if (m_watched) {
        std::erase_if(marks, [&](const TraceMark& mark) { return mark.request != *m_watched; });
    }
    m_book.add(marks, m_names);
}

std::optional<Trace> TracedRun::trace(std::int64_t request) const {
    return m_book.trace(request, m_names);
}

}  // namespace sim
