#include "app/session/session.h"

#include <algorithm>
#include <utility>

#include "app/session/fault_action.h"
#include "app/session/fault_words.h"
#include "app/session/newest_impact.h"
#include "sim/chart_memory.h"

namespace app {
namespace {

constexpr int pollIntervalMs = 33;
// After a click, for so many polls: the engine answers within milliseconds.
constexpr int hurryIntervalMs = 4;
constexpr int hurryPolls = 12;

}  // namespace

Session::Session(RunFactory factory, QObject* parent)
    : QObject(parent), m_factory(std::move(factory)) {
    m_state.snapshot = m_liveSnapshot = std::make_shared<sim::Snapshot>();
    m_timer.setInterval(pollIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &Session::poll);
}

Session::~Session() = default;

void Session::close() {
    m_timer.stop();
    cancelTracing();
    m_run.reset();
    m_undoStack.clear();
    m_mends.clear();
    m_awaited.clear();
    setFocus({});
    m_isolationOf.reset();
    m_scenario = {};
    m_graph = {};
    m_serviceToTry.clear();
    m_ticks.clear();
    m_otherTicks.clear();
    m_seen = m_seenOnOtherRoad = {};
    m_planStage = PlanStage::Taken;
    m_selectedNode = -1;
    m_selectedEdge = -1;
    m_state = {};
    m_state.snapshot = m_liveSnapshot = std::make_shared<sim::Snapshot>();
}

void Session::beginRun() {
    m_commandsSent = 0;
    m_setsSent.clear();
    m_marksToCome = {};
    m_costWatched = sim::noFault;
    m_roadWatched = 0;
    m_run->setSpeed(m_speed);
    m_state = m_run->state();
    m_liveSnapshot = m_state.snapshot;
    m_timer.start();
}

std::uint64_t Session::seed() const {
    return hasRun() ? m_state.snapshot->seed : m_scenario.run.seed;
}

// Several panes ask for it with every snapshot.
const std::optional<sim::Isolation>& Session::isolation() const {
    if (m_isolationOf == m_state.snapshot)
        return m_isolation;
    m_isolationOf = m_state.snapshot;
    const sim::FaultImpact* newest = newestImpact(*m_state.snapshot);
    m_isolation.reset();
    if (newest)
        m_isolation = sim::isolationOf(m_scenario, m_graph, *m_state.snapshot, *newest);
    return m_isolation;
}

std::shared_ptr<const sim::PairSeen> Session::costOfFault() const {
    const bool isKnown = m_state.cost && isolation() && isolation()->fault == m_state.cost->without;
    return isKnown ? m_state.cost : nullptr;
}

void Session::selectNode(int node) {
    const bool isSelected = node == m_selectedNode && m_selectedEdge < 0;
    if (isSelected || node >= static_cast<int>(m_graph.nodes.size()))
        return;
    m_selectedNode = node;
    m_selectedEdge = -1;
    Q_EMIT selectionChanged();
}

void Session::selectEdge(int edge) {
    if (edge == m_selectedEdge || edge < 0 || edge >= static_cast<int>(m_graph.edges.size()))
        return;
    m_selectedEdge = edge;
    m_selectedNode = -1;
    Q_EMIT selectionChanged();
}

// Into the scenario's journeys, services or topics.
std::optional<std::size_t> Session::selectedIndex(models::NodeKind kind) const {
    if (m_selectedNode < 0)
        return std::nullopt;
    const models::CallGraphNode& node = m_graph.nodes[static_cast<std::size_t>(m_selectedNode)];
    return node.kind == kind ? std::optional(static_cast<std::size_t>(node.index)) : std::nullopt;
}

QString Session::selectedService() const {
    const auto index = selectedServiceIndex();
    return index ? QString::fromStdString(m_scenario.services[*index].name) : QString();
}

QString Session::selectedTarget() const {
    const auto topic = selectedTopicIndex();
    return topic ? QString::fromStdString(m_scenario.topics[*topic].name) : selectedService();
}

std::optional<std::size_t> Session::selectedServiceIndex() const {
    return selectedIndex(models::NodeKind::Service);
}

std::optional<std::size_t> Session::selectedJourneyIndex() const {
    return selectedIndex(models::NodeKind::Journey);
}

std::optional<std::size_t> Session::selectedTopicIndex() const {
    return selectedIndex(models::NodeKind::Topic);
}

void Session::selectNamed(const QString& node) {
    if (const auto index = m_graph.node(node.toStdString()))
        selectNode(*index);
}

// ------------------------------------------------------------------------------------------- time

void Session::run() {
    if (!hasRun())
        return;
    if (isPlanBeingTaken()) {
        m_runsAfterPlan = true;
        return;
    }
    if (m_state.finished)
        m_run->goOnBeyondEnd();
    m_run->run();
    const bool hasAwaited = !std::exchange(m_awaited, {}).isEmpty();
    poll();
    if (hasAwaited)
        Q_EMIT stateChanged();
}

void Session::pause() {
    if (!hasRun())
        return;
    m_runsAfterPlan = false;
    m_run->pause();
    poll();
}

void Session::step(sim::Duration by) {
    if (!hasRun())
        return;
    if (!isInReview())
        m_run->pause();
    m_run->step(by);
    poll();
}

void Session::setSpeed(double simulatedPerWall) {
    m_speed = simulatedPerWall;
    if (hasRun())
        m_run->setSpeed(simulatedPerWall);
    Q_EMIT stateChanged();
}

void Session::setSeed(std::uint64_t seed) {
    if (!hasRun())
        return;
    if (seed != this->seed())
        beginAgain(seed, m_state.running ? Then::Run : Then::Wait);
    else if (seedToCome())
        cancelOpening();
}

void Session::beginAgain(std::uint64_t seed, Then then) {
    if (!hasRun())
        return;
    await(new Opening(m_scenario, m_fileName, seed, m_factory, this),
          [this, then](Opened again) { goOnWith(std::move(again), then); });
}

void Session::goOnWith(Opened again, Then then) {
    cancelTracing();
    m_undoStack.clear();
    m_ticks.clear();
    m_otherTicks.clear();
    m_seen = m_seenOnOtherRoad = {};
    m_retraced.reset();
    m_playsFaultsFromStart = false;
    m_notice.clear();
    m_awaited.clear();
    setFocus({});
    m_planStage = PlanStage::Taken;
    m_run = std::move(again.run);
    m_folder = std::move(again.folder);  // the one before it was still the old run's until now
    beginRun();
    if (then != Then::Wait)
        m_run->run();
    if (then == Then::PlayFaults)
        playFaultsToCome();
    Q_EMIT opened();
    poll();
}

bool Session::missesOwnFaults() const {
    const sim::Instant warm = models::runStart + m_scenario.run.warmUp;
    const auto isPast = [&](const auto& own) { return warm <= own.at && own.at < instantShown(); };
    return std::ranges::any_of(m_scenario.faults, isPast) ||
           std::ranges::any_of(m_scenario.rollouts, isPast);
}

void Session::playFaults() {
    if (!hasRun() || playsOwnFaults())
        return;
    if (missesOwnFaults())
        beginAgain(seed(), Then::PlayFaults);
    else
        playFaultsToCome();
}

void Session::playFaultsToCome() {
    leaveRoad();
    m_seen.playsOwnFrom = instantShown();
    noteAct(tr("Play the scenario’s faults"));
    m_run->playFaults();
    Q_EMIT stateChanged();
}

void Session::goOnBeyondEnd() {
    if (!hasRun())
        return;
    m_run->goOnBeyondEnd();
    m_run->run();
    poll();
}

// ----------------------------------------------------------------------------------------- faults

// A topic can be killed, and nothing else be done to it.
void Session::send(sim::Command command) {
    const bool wasInReview = isInReview();
    leaveRoad();
    m_seen.acts.push_back(actOf(instantShown(), command));
    if (m_state.commandsHeard >= m_commandsSent)
        m_setsSent.clear();
    if (const auto* set = std::get_if<sim::SetParameter>(&command))
        m_setsSent.push_back(*set);
    m_run->act(std::move(command));
    if (wasInReview)
        m_run->run();
    ++m_commandsSent;
    m_hurry = hurryPolls;
    m_timer.setInterval(hurryIntervalMs);
}

void Session::noteAct(const QString& what, const QString& where) {
    m_seen.acts.push_back({instantShown(), what, where});
}

// ------------------------------------------------------------------------------------------- rows

void Session::requestRows(sim::RowsWanted wanted) {
    if (hasRun())
        m_run->requestRows(std::move(wanted));
}

// The answer comes later in any case, so that who asks may begin to listen afterwards.
void Session::requestReport() {
    if (!hasRun())
        return;
    if (const auto whole = m_state.report)
        QMetaObject::invokeMethod(
            this, [this, whole] { Q_EMIT reportCounted(whole); }, Qt::QueuedConnection);
    else
        m_run->requestReport();
}

std::shared_ptr<const sim::TableRows> Session::rows(RowsAsker asker) const {
    const auto place = static_cast<std::size_t>(asker);
    return place < m_state.rows.size() ? m_state.rows[place] : nullptr;
}

const sim::ExpectationReport* Session::judged(const std::string& expectation) const {
    if (!m_state.report)
        return nullptr;
    const auto& all = m_state.report->expectations;
    const auto found = std::find_if(all.begin(), all.end(), [&](const sim::ExpectationReport& e) {
        return e.name == expectation;
    });
    return found == all.end() ? nullptr : &*found;
}

// ---------------------------------------------------------------------------------------- polling

void Session::poll() {
    if (!hasRun())
        return;
    sim::LiveState state = m_run->state();
    // What was before the click is not painted once more: that would only delay the answer.
    if (state.commandsHeard < m_commandsSent && state.failure.empty())
        return;
    if (m_hurry > 0 && --m_hurry == 0)
        m_timer.setInterval(pollIntervalMs);
    const bool newSnapshot = state.sequence != m_state.sequence;
    const bool newRows = state.rows != m_state.rows;
    const bool isCounted = state.soFar && state.soFar != m_state.soFar;
    const bool newState =
        state.running != m_state.running || state.finished != m_state.finished ||
        state.failure != m_state.failure || state.slowReason != m_state.slowReason ||
        state.speedAchieved != m_state.speedAchieved || state.liveAt != m_state.liveAt ||
        state.seeking != m_state.seeking || state.road != m_state.road ||
        state.otherRoad != m_state.otherRoad || state.cost != m_state.cost ||
        state.roads != m_state.roads || state.retracing != m_state.retracing ||
        state.stepped != m_state.stepped || state.stoppedFor != m_state.stoppedFor;
    if (state.road != m_state.road) {
        m_ticks.clear();
        m_otherTicks = m_run->otherChartTicks();
    }
    const bool wasRetracing = m_state.retracing.has_value();
    m_state = std::move(state);
    watchAwaited();
    std::vector<sim::ChartTick> ticks = m_run->chartTicks(m_ticks.size());
    const bool newTicks = !ticks.empty();
    m_ticks.insert(m_ticks.end(), std::make_move_iterator(ticks.begin()),
                   std::make_move_iterator(ticks.end()));
    sim::forgetOldServices(m_ticks);
    if (!isInReview()) {
        m_liveSnapshot = m_state.snapshot;
        m_seen.commands = m_state.commands;
        settleActions();
        rememberFaults();
        watchCost();
        watchRetracing(wasRetracing);
    }
    takeTraces();
    if (newTicks)
        Q_EMIT chartTicksChanged();
    if (newSnapshot)
        Q_EMIT snapshotChanged(m_state.snapshot);
    if (newRows)
        Q_EMIT rowsChanged();
    if (isCounted)
        Q_EMIT reportCounted(m_state.soFar);
    if (newState)
        Q_EMIT stateChanged();
    const bool stands = !m_state.running && !isInReview() && !m_state.seeking;
    if (m_planStage == PlanStage::Waiting && stands && !m_opening)
        executePlan();
}

// Of the fault that the panes speak of when they show the present.
void Session::watchCost() {
    const sim::FaultImpact* newest = newestFault(*m_liveSnapshot);
    const sim::FaultId fault = newest ? newest->fault : sim::noFault;
    if (fault != m_costWatched || m_state.road != m_roadWatched)
        m_run->watchCost(fault, newest ? newest->since : sim::Instant());
    m_costWatched = fault;
    m_roadWatched = m_state.road;
}

const std::vector<sim::LoggedCommand>& Session::commandsSeen() const {
    static const std::vector<sim::LoggedCommand> none;
    return m_seen.commands ? *m_seen.commands : none;
}

void Session::rememberFaults() {
    const sim::Snapshot& seen = *m_state.snapshot;
    const auto isKnown = [&](sim::FaultId id) {
        return std::ranges::any_of(m_seen.faults,
                                   [&](const SeenFault& f) { return f.begun.id == id; });
    };
    for (const sim::ActiveFault& active : seen.faults) {
        if (!isKnown(active.id))
            m_seen.faults.push_back({active, std::nullopt});
    }
    // A run that hurries may have ended it since the last look.
    for (const sim::FaultImpact& impact : seen.impacts) {
        if (!isKnown(impact.fault))
            m_seen.faults.push_back({{.id = impact.fault,
                                      .fault = impact.what,
                                      .since = impact.since,
                                      .until = impact.endedAt,
                                      .own = impact.own},
                                     impact.endedAt});
    }
    for (SeenFault& fault : m_seen.faults) {
        const bool isActive =
            std::any_of(seen.faults.begin(), seen.faults.end(),
                        [&](const sim::ActiveFault& f) { return f.id == fault.begun.id; });
        if (isActive || fault.endedAt)
            continue;
        fault.endedAt = seen.now;
        for (const sim::FaultImpact& impact : seen.impacts) {
            if (impact.fault == fault.begun.id && impact.endedAt)
                fault.endedAt = impact.endedAt;
        }
    }
}

// Gives every action its fault's number, and takes those off the stack whose fault is over: there
// is nothing left to undo.
void Session::settleActions() {
    std::vector<sim::FaultId> taken;
    for (int i = 0; i < m_undoStack.count(); ++i) {
        const auto* action = dynamic_cast<const FaultAction*>(m_undoStack.command(i));
        if (action && action->faultId())
            taken.push_back(*action->faultId());
    }
    // The session made every command of its stack, so the cast away from const is ours to do.
    for (int i = 0; i < m_undoStack.count(); ++i) {
        auto* action =
            const_cast<FaultAction*>(dynamic_cast<const FaultAction*>(m_undoStack.command(i)));
        if (!action)
            continue;
        const bool wasKnown = action->faultId().has_value();
        action->settle(*m_state.snapshot, taken);
        if (!wasKnown && action->faultId())
            taken.push_back(*action->faultId());
    }
    while (m_undoStack.canUndo()) {
        const auto* last =
            dynamic_cast<const FaultAction*>(m_undoStack.command(m_undoStack.index() - 1));
        if (!last || last->standing() != FaultAction::Standing::Over)
            break;
        m_undoStack.undo();
    }
}

}  // namespace app
