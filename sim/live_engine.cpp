#include "sim/live_engine.h"

#include <algorithm>
#include <utility>

#include "sim/chart_memory.h"

namespace sim {

namespace {

// A click is heard after at most one step of the pacer (2 ms), a picture is made about as often as
// a screen shows it, and it is at most one slice old.
constexpr auto slice = std::chrono::milliseconds(16);
// After an order its picture is what somebody waits for: about one step, and it is made.
constexpr auto answerSlice = std::chrono::milliseconds(1);
// Somebody who looks back, or waits for a past, is shown how far that is about so often.
constexpr auto seekSlice = std::chrono::milliseconds(100);
constexpr auto pictureEvery = std::chrono::milliseconds(33);

// While the run goes on at its speed, what is traced later has so much of each round.
constexpr auto tracingSlice = std::chrono::milliseconds(6);

// Of the window's memory, for going back.
constexpr std::size_t bytesOfCheckpoints = std::size_t(384) << 20;

// Several minutes of a run in which nobody takes them.
constexpr std::size_t traceMarksAtMost = 200'000;

// For the runs beside the one that is shown.
bool hasSpareCore() {
    return std::thread::hardware_concurrency() > 1;
}

std::string failureOf(const Simulation& simulation) {
    return simulation.machineFault() ? simulation.machineFault()->message : simulation.stopped();
}

}  // namespace

LiveEngine::LiveEngine(models::Scenario scenario, RunOptions options, std::stop_token stop)
    : m_scenario(std::move(scenario)), m_options(std::move(options)) {
    m_options.observe = true;
    m_thread = std::thread([this, stop = std::move(stop)] { work(stop); });
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_state.snapshot != nullptr; });
}

LiveEngine::~LiveEngine() {
    ask([this](RewindableRun&) { m_quits = true; });
    m_thread.join();
}

// ------------------------------------------------------------------------------ the window's side

void LiveEngine::ask(Order order) {
    const std::lock_guard lock(m_mutex);
    m_orders.push_back(std::move(order));
    m_isAsked = true;
    m_changed.notify_all();
}

LiveState LiveEngine::state() const {
    const std::lock_guard lock(m_mutex);
    LiveState state = m_state;
    if (m_costShown) {
        state.cost = m_costShown->seen(state.snapshot->now);
    }
    if (m_roadsShown) {
        state.roads = m_roadsShown->seen(state.snapshot->now);
    }
    return state;
}

std::vector<ChartTick> LiveEngine::chartTicks(std::size_t from) const {
    const std::lock_guard lock(m_mutex);
    const auto place = static_cast<std::ptrdiff_t>(std::min(from, m_chartTicks.size()));
    return {m_chartTicks.begin() + place, m_chartTicks.end()};
}

std::vector<ChartTick> LiveEngine::otherChartTicks() const {
    const std::lock_guard lock(m_mutex);
    return m_otherTicks;
}

TraceMarks LiveEngine::takeTraceMarks() {
    const std::lock_guard lock(m_mutex);
    return {m_traceMarks.road, std::exchange(m_traceMarks.marks, {})};
}

// ------------------------------------------------------------------------------------- the thread

// Built, run and destroyed here: a store's connection belongs to its thread.
void LiveEngine::work(const std::stop_token& stop) {
    RewindableRun run(m_scenario, m_options, bytesOfCheckpoints);
    m_traceNames = run.live().traceNames();
    m_tracedOneIn = run.live().tracedOneIn();
    warmUp(run.live(), stop);
    m_past = Past{m_options.past.commands, m_options.past.until};
    while (m_past && !stop.stop_requested()) {
        goOnRetracing(run);
    }
    publish(run);
    m_pacer.restart(run.live().now(), WallClock::now());
    while (!m_quits) {
        const bool wasAsked = carryOutOrders(run);
        if (m_quits) {
            break;
        }
        const bool wasBusy = m_past || run.isSeeking();
        if (m_past) {
            goOnRetracing(run);
        } else if (run.isSeeking()) {
            seek(run);
        } else if (m_isRunning) {
            advance(run.live(), wasAsked);
            run.offerCheckpoint(true);
        }
        publishIfDue(run, wasAsked || wasBusy);
        if (m_tracing) {
            traceOn();
        }
        if (!run.isSeeking() && !m_past && (!m_tracing || m_isRunning)) {
            rest();
        }
    }
    m_tracing.reset();  // it may have stores, as the run
}

bool LiveEngine::carryOutOrders(RewindableRun& run) {
    std::deque<Order> heard;
    {
        const std::lock_guard lock(m_mutex);
        heard.swap(m_orders);
        m_isAsked = false;
    }
    for (const Order& order : heard) {
        order(run);
    }
    return !heard.empty();
}

void LiveEngine::warmUp(Simulation& simulation, const std::stop_token& stop) {
    const Instant until = models::runStart + simulation.scenario().run.warmUp;
    while (simulation.now() < until && !stop.stop_requested() && failureOf(simulation).empty()) {
        advanceTimed(simulation, until);
    }
}

// For a slice, or until somebody asks for something.
void LiveEngine::seek(RewindableRun& run) {
    const auto sliceEnd = WallClock::now() + seekSlice;
    while (run.isSeeking() && !m_isAsked && WallClock::now() < sliceEnd) {
        run.seekOn(m_pacer.step());
    }
}

// Of the past's commands, those up to now.
void LiveEngine::giveWhatIsDue(RewindableRun& run) {
    const CommandLog& commands = m_past->commands;
    while (m_past->given < commands.size() && commands[m_past->given].at <= run.live().now()) {
        run.act(commands[m_past->given++].command);
    }
}

// Likewise.
void LiveEngine::goOnRetracing(RewindableRun& run) {
    const auto sliceEnd = WallClock::now() + seekSlice;
    const CommandLog& commands = m_past->commands;
    while (run.live().now() < m_past->until && !m_isAsked && WallClock::now() < sliceEnd &&
           failureOf(run.live()).empty()) {
        const bool isMore = m_past->given < commands.size();
        const Instant next = isMore ? commands[m_past->given].at : models::never;
        advanceTimed(run.live(), std::min(m_past->until, std::max(next, run.live().now())));
        run.offerCheckpoint(true);
        giveWhatIsDue(run);
    }
    giveWhatIsDue(run);
    if (run.live().now() >= m_past->until || !failureOf(run.live()).empty()) {
        m_past.reset();
        m_goesBeyondEnd = run.live().now() > run.live().end();
        m_isFinished = m_isFinished && !m_goesBeyondEnd;
        run.offerCheckpoint(false);
    }
}

// One of the pacer's steps, at most until then.
void LiveEngine::advanceTimed(Simulation& simulation, Instant until) {
    const auto begun = WallClock::now();
    const Instant from = simulation.now();
    advanceAcrossEnd(simulation, std::min(until, from + m_pacer.step()));
    m_pacer.tookFor(simulation.now() - from, WallClock::now() - begun);
}

void LiveEngine::advanceAcrossEnd(Simulation& simulation, Instant target) {
    const Instant end = simulation.end();
    if (!m_goesBeyondEnd && simulation.now() <= end && target >= end) {
        simulation.advanceTo(end);
        if (failureOf(simulation).empty()) {
            finish(simulation);
        }
    }
    simulation.advanceTo(target);
}

void LiveEngine::advance(Simulation& simulation, bool answers) {
    const auto sliceEnd = WallClock::now() + (answers ? answerSlice : slice);
    Instant target = m_pacer.target(WallClock::now());
    if (!m_goesBeyondEnd) {
        target = std::min(target, simulation.end());
    }
    target = std::min(target, m_pausesAt);
    while (simulation.now() < target && !m_isAsked && WallClock::now() < sliceEnd &&
           failureOf(simulation).empty() && simulation.happened().empty()) {
        advanceTimed(simulation, target);
    }
    m_pacer.reached(simulation.now(), WallClock::now());
    // A slice that was cut short for its picture says nothing about the machine.
    m_isBehind = simulation.now() < target && (m_isBehind || !answers);
    if (!simulation.happened().empty()) {
        m_stoppedFor = simulation.happened();
        simulation.await(std::nullopt);
        m_isRunning = false;
    }
    if (m_isFinished || !failureOf(simulation).empty() || simulation.now() >= m_pausesAt) {
        m_isRunning = false;
    }
}

// The verdicts are of the run's duration: going on beyond it changes none.
void LiveEngine::finish(const Simulation& simulation) {
    m_isFinished = true;
    if (!m_report) {
        m_report = std::make_shared<const Report>(simulation.report());
    }
}

void LiveEngine::publishIfDue(RewindableRun& run, bool wasAsked) {
    const auto now = WallClock::now();
    // Pictures of very many services take long to make: most of the time is the run's.
    const auto interval = std::max<WallClock::duration>(pictureEvery, 10 * m_pictureCost);
    if (wasAsked || (m_isRunning && now - m_published >= interval) || m_wasRunning != m_isRunning) {
        publish(run);
    }
}

// On the way to an instant of the past the picture stays what it was.
void LiveEngine::publish(RewindableRun& run) {
    const auto begun = WallClock::now();
    std::shared_ptr<const Snapshot> snapshot;
    if (!run.isSeeking()) {
        snapshot = std::make_shared<const Snapshot>(run.shown().snapshot());
    }
    std::vector<ChartTick> ticks = run.live().takeChartTicks();
    const std::vector<TraceMark> marks = run.live().takeTraceMarks();
    const std::uint64_t fingerprint = run.live().fingerprint();
    const CommandLog& log = run.live().commandLog();
    if (m_roadOfCommands != m_road || log.size() != m_commands->size()) {
        m_commands = std::make_shared<const CommandLog>(log);
        m_roadOfCommands = m_road;
    }
    compareBeside(run);
    m_published = WallClock::now();
    m_pictureCost = m_published - begun;
    m_wasRunning = m_isRunning;
    const std::lock_guard lock(m_mutex);
    if (snapshot) {
        m_state.snapshot = std::move(snapshot);
        ++m_state.sequence;
    }
    m_state.liveAt = run.isInReview() ? std::optional(run.live().now()) : std::nullopt;
    m_state.seeking = run.isSeeking() ? run.wanted() : std::nullopt;
    m_state.retracing = m_past ? std::optional(m_past->until) : std::nullopt;
    m_state.road = m_road;
    m_state.otherRoad = run.otherRoad();
    m_state.commandsHeard = m_commandsHeard;
    m_state.commands = m_commands;
    m_state.fingerprint = fingerprint;
    m_state.running = m_isRunning;
    m_state.finished = m_isFinished;
    m_state.speedAchieved = m_isRunning ? m_pacer.achieved() : 0;
    m_state.slowReason = m_isBehind && m_isRunning && m_pacer.isBounded()
                             ? "the machine handles no more events a second"
                             : "";
    m_state.failure = failureOf(run.live());
    const bool standsThere = !m_stepped.empty() && run.shown().now() == m_steppedTo;
    m_state.stepped = standsThere ? m_stepped : std::vector<ExecutedEvent>();
    m_state.stoppedFor = m_stoppedFor;
    m_state.report = m_report;
    m_state.soFar = m_soFar;
    m_state.rows = m_rows;
    m_chartTicks.insert(m_chartTicks.end(), std::make_move_iterator(ticks.begin()),
                        std::make_move_iterator(ticks.end()));
    forgetOldServices(m_chartTicks);
    if (m_traceMarks.marks.size() > traceMarksAtMost) {
        m_traceMarks.marks.clear();  // nobody takes them
    }
    m_traceMarks.marks.insert(m_traceMarks.marks.end(), marks.begin(), marks.end());
    m_changed.notify_all();
}

// Until something is asked, or the next picture is due.
void LiveEngine::rest() {
    std::unique_lock lock(m_mutex);
    const auto hears = [this] { return !m_orders.empty(); };
    if (!m_isRunning) {
        m_changed.wait(lock, hears);
    } else if (!m_isBehind) {
        m_changed.wait_for(lock, std::chrono::milliseconds(8), hears);
    }
}

// ------------------------------------------------------------------------------------- the orders

void LiveEngine::startRunning(RewindableRun& run) {
    m_past.reset();
    m_pausesAt = models::never;
    m_stoppedFor.clear();
    run.backToLive();
    run.live().await(std::nullopt);
    if (!m_isFinished || m_goesBeyondEnd) {
        m_isRunning = failureOf(run.live()).empty();
        m_pacer.restart(run.live().now(), WallClock::now());
    }
}

void LiveEngine::pause(RewindableRun& run) {
    m_past.reset();
    m_isRunning = false;
    run.offerCheckpoint(false);
}

void LiveEngine::step(RewindableRun& run, Duration by) {
    if (run.isInReview()) {
        run.review(*run.wanted() + by);
    } else if (!m_isRunning) {
        m_past.reset();
        m_stoppedFor.clear();
        advanceAcrossEnd(run.live(), run.live().now() + by);
    }
}

void LiveEngine::stepEvent(RewindableRun& run, const std::string& process) {
    if (m_isRunning) {
        return;
    }
    m_past.reset();
    m_stoppedFor.clear();
    if (run.isInReview()) {
        m_stepped = run.stepEvent(process);
    } else {
        run.live().await(std::nullopt);
        m_stepped = run.live().stepEvent(process);
    }
    m_steppedTo = run.shown().now();
}

void LiveEngine::runUntil(RewindableRun& run, Instant until) {
    startRunning(run);
    m_pausesAt = until;
}

void LiveEngine::setSpeed(const RewindableRun& run, double simulatedPerWall) {
    m_pacer.setSpeed(simulatedPerWall);
    m_pacer.restart(run.live().now(), WallClock::now());
}

void LiveEngine::actOn(RewindableRun& run, const Command& command) {
    m_past.reset();
    goOnFromHere(run);
    run.act(command);
    ++m_commandsHeard;
    if (!m_isRunning) {
        run.live().advanceTo(run.live().now() + Duration(1));
    }
}

void LiveEngine::playFaults(RewindableRun& run) {
    goOnFromHere(run);
    run.act(PlayFaults{});
}

void LiveEngine::goOnBeyondEnd(RewindableRun& run) {
    m_goesBeyondEnd = true;
    m_isFinished = false;
    startRunning(run);
}

void LiveEngine::goOnFromHere(RewindableRun& run) {
    if (!run.isInReview()) {
        return;
    }
    run.goOnFromHere();
    takeAside(run, {});
    m_otherReport = std::exchange(m_report, nullptr);
    m_isFinished = false;
}

void LiveEngine::takeOtherRoad(RewindableRun& run) {
    if (run.otherRoad()) {
        m_isRunning = false;
        run.takeOtherRoad();
        takeAside(run, otherChartTicks());
        std::swap(m_report, m_otherReport);
        m_isFinished = m_report != nullptr && !m_goesBeyondEnd;
    }
}

// Takes the runs beside it as far as the run has come.
void LiveEngine::compareBeside(const RewindableRun& run) {
    const Instant now = run.live().now();
    if (m_cost) {
        m_cost->compare({m_commands, m_commands, m_road, m_costOf, m_costSince, now});
    }
    if (m_roads) {
        m_roads->compare({m_commandsOfOther, m_commands, m_road, noFault, *run.otherRoad(), now});
    }
}

// The charts of the other road from there on; those of this one come in their place.
void LiveEngine::takeAside(const RewindableRun& run, std::vector<ChartTick> instead) {
    m_commandsOfOther = std::make_shared<const CommandLog>(run.commandsOfOtherRoad());
    if (!m_roads && hasSpareCore()) {
        m_roads = std::make_shared<SideBySide>(m_scenario, m_options, BesideKeeps::Snapshots);
    }
    const std::lock_guard lock(m_mutex);
    m_roadsShown = m_roads;
    const auto next = std::ranges::upper_bound(m_chartTicks, *run.otherRoad(), {}, &ChartTick::at);
    m_otherTicks.assign(std::make_move_iterator(next), std::make_move_iterator(m_chartTicks.end()));
    m_chartTicks.erase(next, m_chartTicks.end());
    std::ranges::move(instead, std::back_inserter(m_chartTicks));
    ++m_road;
    m_traceMarks = {m_road, {}};
}

void LiveEngine::retrace(CommandLog commands, Instant until) {
    m_isRunning = false;
    m_past = Past{std::move(commands), until};
}

void LiveEngine::watchCost(FaultId fault, Instant since) {
    m_costOf = fault;
    m_costSince = since;
    if (fault == noFault || !hasSpareCore()) {
        m_cost.reset();
    } else if (!m_cost) {
        m_cost = std::make_shared<SideBySide>(m_scenario, m_options);
    }
    const std::lock_guard lock(m_mutex);
    m_costShown = m_cost;
}

void LiveEngine::traceRequest(const RewindableRun& run, const TracingWanted& wanted,
                              std::uint64_t order) {
    m_tracing = std::make_unique<LaterTrace>(run.traced(wanted.request), run.tracedBeside(wanted),
                                             order, wanted, run.live().now());
}

void LiveEngine::cancelTracing() {
    m_tracing.reset();
    const std::lock_guard lock(m_mutex);
    m_state.tracing.reset();
}

void LiveEngine::traceOn() {
    m_tracing->goOn(m_isRunning ? tracingSlice : seekSlice, [this] { return m_isAsked.load(); });
    const std::lock_guard lock(m_mutex);
    m_state.tracing = m_tracing->seen();
    if (m_tracing->seen().isDone) {
        m_tracing.reset();
    }
}

void LiveEngine::showRows(RewindableRun& run, const RowsWanted& wanted) {
    m_rows.resize(std::max(m_rows.size(), wanted.asker + 1));
    const WallClock::time_point begun = WallClock::now();
    TableRows answer = run.shown().storeRows(wanted);
    answer.took = WallClock::now() - begun;
    m_rows[wanted.asker] = std::make_shared<const TableRows>(std::move(answer));
}

void LiveEngine::countSoFar(const RewindableRun& run) {
    m_soFar = std::make_shared<const Report>(run.live().report());
}

}  // namespace sim
