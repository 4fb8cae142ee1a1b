#include "sim/rewindable_run.h"

#include <algorithm>
#include <utility>

#include "sim/advance_as_told.h"

namespace sim {

RewindableRun::RewindableRun(models::Scenario scenario, const RunOptions& options,
                             std::size_t bytesAtMost)
    : m_options(options),
      m_live(std::make_unique<Simulation>(std::move(scenario), options)),
      m_checkpoints(bytesAtMost) {}

void RewindableRun::act(const Command& command) {
    goOnFromHere();
    m_live->act(command);
}

void RewindableRun::offerCheckpoint(bool isHurried) {
    m_checkpoints.offer(*m_live, isHurried);
}

void RewindableRun::review(Instant at) {
    const Instant warm = models::runStart + m_live->scenario().run.warmUp;
    at = std::max(at, warm);
    if (at >= m_live->now()) {
        backToLive();
        return;
    }
    m_wanted = at;
}

// From where the review stands, if the way there is not shorter from a checkpoint.
void RewindableRun::beginSeeking() {
    const Checkpoint* nearest = m_checkpoints.before(*m_wanted);
    if (m_review && m_review->now() <= *m_wanted &&
        (nearest == nullptr || nearest->run.now() <= m_review->now())) {
        return;
    }
    if (nearest != nullptr) {
        m_review = std::make_unique<Simulation>(nearest->run.copy());
        return;
    }
    m_review = std::make_unique<Simulation>(fromStart());
}

// What was found of the warm-up is not looked for again. The folder is the run's.
Simulation RewindableRun::fromStart() const {
    models::Scenario scenario = m_live->scenario();
    scenario.run.findsWarmUp = false;
    RunOptions options = m_options;
    options.stores = StoreKind::Memory;
    options.folder.clear();
    return Simulation(std::move(scenario), options);
}

void RewindableRun::seekOn(Duration by) {
    if (!isSeeking()) {
        return;
    }
    beginSeeking();
    const Instant target = std::min(*m_wanted, m_review->now() + by);
    advanceAsTold(*m_review, m_live->commandLog(), m_review->commandLog().size(), target);
    m_review->takeChartTicks();  // they are there since the first time
    m_review->takeTraceMarks();
    if (m_review->now() < target) {
        m_wanted = m_review->now();  // it had stopped there
    }
}

std::vector<ExecutedEvent> RewindableRun::stepEvent(const std::string& process) {
    if (!isInReview() || isSeeking()) {
        return {};
    }
    const std::vector<LoggedCommand>& commands = m_live->commandLog();
    std::vector<ExecutedEvent> executed;
    while (executed.empty() && m_review->now() < m_live->now()) {
        const std::size_t next = m_review->commandLog().size();
        const Instant told = next < commands.size() ? commands[next].at : models::never;
        if (told <= m_review->now()) {
            m_review->act(commands[next].command);
            continue;
        }
        const Instant before = std::min(told, m_live->now());
        executed = m_review->stepEvent(process, before);
        if (executed.empty() && m_review->now() < before) {
            break;  // none came for long, or it had stopped there
        }
    }
    m_review->takeChartTicks();  // they are there since the first time
    m_review->takeTraceMarks();
    m_wanted = m_review->now();
    if (m_review->now() >= m_live->now()) {
        backToLive();
    }
    return executed;
}

// As it was when the request had not begun, and not after that instant.
Simulation RewindableRun::before(std::int64_t request, Instant at) const {
    const Checkpoint* begins = m_checkpoints.beforeRequest(request);
    const Checkpoint* earlier = m_checkpoints.before(at);
    if (begins == nullptr || earlier == nullptr) {
        return fromStart();
    }
    return (begins->run.now() < earlier->run.now() ? begins : earlier)->run.copy();
}

TracedRun RewindableRun::traced(std::int64_t request) const {
    TracedRun traced(before(request, m_live->now()), m_live->commandLog());
    traced.watch(request);
    return traced;
}

std::optional<TracedRun> RewindableRun::tracedBeside(const TracingWanted& wanted) const {
    std::optional<TracedRun> traced;
    if (wanted.beside == TracingWanted::Beside::WithoutFault) {
        // What was done at the instant at which it began may be in a checkpoint of that instant.
        traced.emplace(before(wanted.request, wanted.since - Duration(1)), m_live->commandLog());
        traced->leaveOut(wanted.without);
    } else if (wanted.beside == TracingWanted::Beside::OtherRoad && m_other) {
        traced.emplace(before(wanted.request, m_other->from - Duration(1)), commandsOfOtherRoad());
    }
    if (traced) {
        traced->watch(wanted.request);
    }
    return traced;
}

void RewindableRun::backToLive() {
    m_wanted.reset();
    m_review.reset();
}

void RewindableRun::goOnFromHere() {
    if (!isInReview()) {
        return;
    }
    while (isSeeking()) {
        seekOn(std::chrono::seconds(1));
    }
    const Instant here = m_review->now();
    m_other = Road{std::exchange(m_live, std::move(m_review)), here};
    m_checkpoints.forgetAfter(here);
    m_wanted.reset();
}

void RewindableRun::takeOtherRoad() {
    if (!m_other) {
        return;
    }
    backToLive();
    std::swap(m_live, m_other->run);
    m_checkpoints.forgetAfter(m_other->from);
}

const std::vector<LoggedCommand>& RewindableRun::commandsOfOtherRoad() const {
    return m_other->run->commandLog();
}

std::optional<Instant> RewindableRun::otherRoad() const {
    return m_other ? std::optional(m_other->from) : std::nullopt;
}

}  // namespace sim
