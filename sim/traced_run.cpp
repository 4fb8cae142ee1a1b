#include "sim/traced_run.h"

#include <utility>
#include <variant>

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

std::size_t journeyOfRequest(std::int64_t request, std::size_t journeys) {
    return static_cast<std::size_t>(request - 1) % journeys;
}

// A closed journey gives a number to each turn of each user: who has turn n has had n before.
bool mayHaveBegun(std::int64_t request, const Simulation& run) {
    const std::vector<models::Journey>& journeys = run.scenario().journeys;
    const std::size_t place = journeyOfRequest(request, journeys.size());
    std::int64_t before = (request - 1) / static_cast<std::int64_t>(journeys.size());
    if (const auto* closed = std::get_if<models::ClosedWorkload>(&journeys[place].workload)) {
        before /= closed->users;
    }
    return before < run.requestsStarted()[place];
}

}  // namespace sim
