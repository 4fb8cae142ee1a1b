#include "app/desktop/commands.h"

#include <QInputDialog>
#include <algorithm>
#include <cmath>
#include <limits>
#include <ranges>

#include "app/desktop/fault_dialog.h"
#include "app/desktop/halt_if_dialog.h"
#include "app/desktop/pause_when_dialog.h"
#include "app/look/number_text.h"
#include "app/session/awaited_words.h"
#include "app/session/fault_words.h"
#include "app/session/rollout_action.h"

namespace app {
namespace {

constexpr auto oneStep = std::chrono::milliseconds(100);
constexpr auto oneSecond = std::chrono::seconds(1);
constexpr auto shortKill = std::chrono::seconds(30);

// As a scenario writes it.
QString linkText(const models::CallGraph& graph, const models::CallGraphEdge& edge) {
    const auto name = [&](int node) {
        return QString::fromStdString(graph.nodes[static_cast<std::size_t>(node)].name);
    };
    return name(edge.caller) + QStringLiteral(" -> ") + name(edge.callee);
}

}  // namespace

const std::vector<Commands::Speed>& Commands::speedChoices() {
    static const std::vector<Speed> choices = {
        {"0.01×", 0.01},
        {"0.1×", 0.1},
        {"0.25×", 0.25},
        {"0.5×", 0.5},
        {"1×", 1},
        {"2×", 2},
        {"5×", 5},
        {"10×", 10},
        {"50×", 50},
        {"100×", 100},
        {"fastest", std::numeric_limits<double>::infinity()}};
    return choices;
}

Commands::Commands(Session& session, QWidget* window, QWidget* centre)
    : QObject(window), m_session(session), m_window(window) {
    makeTimeActions(centre);
    makeReviewActions();
    makeFaultActions();
    makeUndoActions();
    connect(&session, &Session::opened, this, &Commands::refresh);
    connect(&session, &Session::stateChanged, this, &Commands::refresh);
    connect(&session, &Session::snapshotChanged, this, &Commands::refresh);
    connect(&session, &Session::selectionChanged, this, &Commands::refresh);
    connect(&session.undoStack(), &QUndoStack::indexChanged, this, &Commands::refresh);
    refresh();
}

QAction* Commands::act(const QString& name, const QKeySequence& key, std::function<void()> what) {
    auto* action = new QAction(name, this);
    action->setIconText(name);  // lasts, while some texts say what they would do
    action->setShortcut(key);
    connect(action, &QAction::triggered, this, std::move(what));
    m_window->addAction(action);
    return action;
}

void Commands::makeTimeActions(QWidget* centre) {
    runPause = act(tr("Run"), Qt::Key_F5, [this] {
        if (m_session.state().running)
            m_session.pause();
        else
            m_session.run();
    });
    // Space presses a focused button; only over the graph it is ours.
    auto* space = new QAction(centre);
    space->setObjectName("runOverGraph");
    space->setShortcut(Qt::Key_Space);
    space->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(space, &QAction::triggered, runPause, &QAction::trigger);
    centre->addAction(space);
    step = act(tr("Step 0.1 s"), Qt::Key_F10, [this] { m_session.step(oneStep); });
    stepEvent = act(tr("Next event"), Qt::Key_F11, [this] { m_session.stepEvent(); });
    stepEventOfSelected = act(tr("Next event of the selected"), Qt::SHIFT | Qt::Key_F11,
                              [this] { m_session.stepEventOfSelected(); });
    speeds = new QActionGroup(this);
    for (const Speed& speed : speedChoices()) {
        QAction* choice = speeds->addAction(QString::fromUtf8(speed.name));
        choice->setCheckable(true);
        choice->setChecked(speed.value == 1);
        choice->setData(speed.value);
    }
    connect(speeds, &QActionGroup::triggered, this,
            [this](QAction* chosen) { m_session.setSpeed(chosen->data().toDouble()); });
    pauseWhen = act(tr("Pause when…"), Qt::CTRL | Qt::Key_F10, [this] {
        auto* dialog = new PauseWhenDialog(m_session, m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    pauseWhen->setObjectName("pauseWhen");
    playFaults = act(tr("Play the scenario’s faults"), {}, [this] { m_session.playFaults(); });
}

void Commands::addRunUntilTo(QMenu& menu) {
    QMenu* until = menu.addMenu(tr("Run until"));
    using enum sim::Happening;
    for (const sim::Happening each :
         {BreakerOpens, InboxFull, TurnedAway, RequestFails, FaultChanges, ExpectationBreaks})
        connect(until->addAction(happeningName(each)), &QAction::triggered, this,
                [this, each] { m_session.runUntil(each); });
    until->addSeparator();
    connect(until->addAction(tr("A time…")), &QAction::triggered, this, [this] { askUntil(); });
    menu.addAction(pauseWhen);
    connect(&menu, &QMenu::aboutToShow, until,
            [this, until] { until->setEnabled(m_session.hasRun()); });
}

void Commands::askUntil() {
    const double now = secondsOf(m_session.liveSnapshot()->now);
    bool isWanted = false;
    const double seconds =
        QInputDialog::getDouble(m_window, tr("Run until"), tr("Simulated seconds"),
                                std::floor(now) + 10, now, 1e7, 3, &isWanted);
    if (isWanted)
        m_session.runUntil(models::runStart + sim::Duration(std::llround(seconds * 1e9)));
}

void Commands::makeReviewActions() {
    back =
        act(tr("Back 1 s"), Qt::SHIFT | Qt::Key_Left, [this] { m_session.reviewBy(-oneSecond); });
    forward = act(tr("Forward 1 s"), Qt::SHIFT | Qt::Key_Right,
                  [this] { m_session.reviewBy(oneSecond); });
    goOnFromHere =
        act(tr("Go on from here"), Qt::SHIFT | Qt::Key_F5, [this] { m_session.goOnFromHere(); });
    otherRoad = act(tr("Take the other road"), {}, [this] { m_session.takeOtherRoad(); });
    bookmark = act(tr("Bookmark…"), Qt::CTRL | Qt::Key_B,
                   [this] { askForNote(m_session.instantShown()); });
    bookmark->setObjectName("bookmark");
}

void Commands::askForNote(sim::Instant at) {
    auto* dialog = new QInputDialog(m_window);
    dialog->setObjectName("noteDialog");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Bookmark"));
    dialog->setLabelText(tr("What to remember of %1").arg(clockText(at, 1)));
    dialog->setTextValue(m_session.noteAt(at));
    dialog->resize(420, dialog->sizeHint().height());
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, at](const QString& note) { m_session.setBookmark(at, note); });
    dialog->open();
}

void Commands::makeFaultActions() {
    kill = act(tr("Kill"), Qt::Key_K, [this] { m_session.kill(m_session.selectedTarget()); });
    kill->setObjectName("kill");
    killFor = act(tr("Kill for 30 s"), Qt::SHIFT | Qt::Key_K,
                  [this] { m_session.kill(m_session.selectedTarget(), shortKill); });
    restart = act(tr("Restart"), Qt::Key_R, [this] { m_session.restart(restartable()); });
    restart->setObjectName("restart");
    hang = act(tr("Hang"), {}, [this] { m_session.hang(m_session.selectedService()); });
    haltAll = act(tr("Halt all faults"), Qt::CTRL | Qt::SHIFT | Qt::Key_H,
                  [this] { m_session.haltAll(); });
    haltIf = act(tr("Halt all faults if…"), {}, [this] {
        auto* dialog = new HaltIfDialog(m_session, m_window);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    haltIf->setObjectName("haltIf");
    beginFault =
        act(tr("Begin a fault…"), Qt::CTRL | Qt::SHIFT | Qt::Key_K, [this] { proposeFault(); });
    rollBack = act(tr("Roll back"), Qt::Key_B,
                   [this] { m_session.rollBack(m_session.selectedService()); });
    rollBack->setObjectName("rollBack");
    slowBy = new QActionGroup(this);
    for (const int factor : {2, 5, 10, 50})
        slowBy->addAction(QStringLiteral("%1×").arg(factor))->setData(factor);
    connect(slowBy, &QActionGroup::triggered, this, [this](QAction* chosen) {
        m_session.slow(m_session.selectedService(), chosen->data().toDouble());
    });
    failShare = new QActionGroup(this);
    for (const int percent : {1, 10, 30, 100})
        failShare->addAction(QStringLiteral("%1\u00a0% of requests").arg(percent))
            ->setData(percent / 100.0);
    connect(failShare, &QActionGroup::triggered, this, [this](QAction* chosen) {
        m_session.fail(m_session.selectedService(), chosen->data().toDouble());
    });
}

void Commands::makeUndoActions() {
    QUndoStack& stack = m_session.undoStack();
    undo = act(tr("Undo"), QKeySequence::Undo, [this, &stack] {
        stack.undo();
        m_session.poll();
    });
    redo = act(tr("Redo"), QKeySequence::Redo, [this, &stack] {
        stack.redo();
        m_session.poll();
    });
}

// R restarts what is selected, else what was held down last.
QString Commands::restartable() const {
    const QString selected = m_session.selectedTarget();
    if (!selected.isEmpty())
        return m_session.isHeldDown(selected) ? selected : QString();
    const auto& faults = m_session.snapshot()->faults;
    for (const sim::ActiveFault& active : std::views::reverse(faults)) {
        for (const models::Target& target : active.fault.targets) {
            QString service = QString::fromStdString(target.service);
            if (m_session.isHeldDown(service))
                return service;
        }
    }
    return {};
}

void Commands::refreshReview() {
    const sim::LiveState& state = m_session.state();
    const bool isReview = m_session.isInReview();
    back->setEnabled(m_session.hasRun());
    bookmark->setEnabled(m_session.hasRun());
    for (QAction* each : {forward, goOnFromHere})
        each->setEnabled(isReview);
    otherRoad->setEnabled(state.otherRoad.has_value());
    otherRoad->setText(
        state.otherRoad ? tr("Take the other road, left at %1").arg(clockText(*state.otherRoad, 1))
                        : tr("Take the other road"));
}

void Commands::refresh() {
    refreshReview();
    const bool hasRun = m_session.hasRun() && m_session.state().failure.empty();
    const QString target = m_session.selectedTarget();
    const bool canKill = hasRun && !target.isEmpty() && !m_session.isHeldDown(target);
    // Of a topic there is nothing to hang, to slow or to fail.
    const bool canStrike = hasRun && !m_session.selectedService().isEmpty();
    runPause->setText(m_session.state().running ? tr("Pause") : tr("Run"));
    runPause->setEnabled(hasRun);
    step->setEnabled(hasRun);
    pauseWhen->setEnabled(hasRun);
    stepEvent->setEnabled(hasRun);
    const QString stepped = m_session.selectedProcess();
    stepEventOfSelected->setEnabled(stepEvent->isEnabled() && !stepped.isEmpty());
    stepEventOfSelected->setText(stepped.isEmpty() ? tr("Next event of the selected")
                                                   : tr("Next event of %1").arg(stepped));
    speeds->setEnabled(hasRun);
    for (QAction* choice : speeds->actions())
        choice->setChecked(choice->data().toDouble() == m_session.speed());
    playFaults->setEnabled(
        hasRun && !m_session.playsOwnFaults() &&
        !(m_session.scenario().faults.empty() && m_session.scenario().rollouts.empty()));
    rollBack->setEnabled(hasRun && m_session.canRollBack(m_session.selectedService()));
    kill->setEnabled(canKill);
    killFor->setEnabled(canKill);
    hang->setEnabled(canKill && canStrike);
    slowBy->setEnabled(canStrike);
    failShare->setEnabled(canStrike);
    restart->setEnabled(hasRun && !restartable().isEmpty());
    beginFault->setEnabled(hasRun);
    haltIf->setEnabled(hasRun && !m_session.scenario().journeys.empty());
    haltAll->setEnabled(hasRun && !m_session.snapshot()->faults.empty());
    const QUndoStack& stack = m_session.undoStack();
    undo->setEnabled(stack.canUndo() && !m_session.isInReview());
    undo->setText(stack.canUndo() ? tr("Undo: %1").arg(stack.undoText()) : tr("Undo"));
    redo->setEnabled(stack.canRedo() && !m_session.isInReview());
    redo->setText(stack.canRedo() ? tr("Redo: %1").arg(stack.command(stack.index())->text())
                                  : tr("Redo"));
}

void Commands::addTopicTo(QMenu& menu) const {
    menu.addAction(kill);
    menu.addAction(killFor);
    menu.addAction(restart);
}

void Commands::addServiceTo(QMenu& menu) const {
    addTopicTo(menu);
    menu.addSeparator();
    menu.addAction(hang);
    QMenu* slow = menu.addMenu(tr("Slow"));
    slow->addActions(slowBy->actions());
    QMenu* fail = menu.addMenu(tr("Fail"));
    fail->addActions(failShare->actions());
    menu.addAction(beginFault);
}

// The name in the scenario of what is selected, which the dialog then begins with.
void Commands::proposeFault() {
    const models::CallGraph& graph = m_session.graph();
    if (const int edge = m_session.selectedEdge(); edge >= 0) {
        openFaultDialog(QStringLiteral("delay"),
                        linkText(graph, graph.edges[static_cast<std::size_t>(edge)]));
    } else if (const auto journey = m_session.selectedJourneyIndex()) {
        const auto& name = m_session.scenario().journeys[*journey].name;
        openFaultDialog(QStringLiteral("surge"), QString::fromStdString(name));
    } else {
        openFaultDialog(QStringLiteral("slow"), m_session.selectedService());
    }
}

void Commands::openFaultDialog(const QString& kind, const QString& target) {
    auto* dialog = new FaultDialog(m_session, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->propose(kind, target);
    dialog->open();
}

void Commands::addEdgeTo(QMenu& menu) {
    const int edge = m_session.selectedEdge();
    if (edge < 0)
        return;
    const models::CallGraph& graph = m_session.graph();
    const models::CallGraphEdge& line = graph.edges[static_cast<std::size_t>(edge)];
    const std::string& from = graph.nodes[static_cast<std::size_t>(line.caller)].name;
    const std::string& to = graph.nodes[static_cast<std::size_t>(line.callee)].name;
    const std::vector<models::Link> links = {{from, to, {}}};
    const auto begin = [this](const QString& name, const models::FaultKind& kind) {
        return [this, name, kind] {
            models::Fault fault;
            fault.kind = kind;
            fault.targets = models::farSideOf(kind, m_session.scenario());
            m_session.begin(std::move(fault));
        };
    };
    const auto add = [&](const QString& name, const models::FaultKind& kind) {
        menu.addAction(name, this, begin(name, kind));
    };
    add(tr("Delay by 100 ms"),
        models::Delay{models::Distribution::constant(std::chrono::milliseconds(100)), links});
    add(tr("Lose 10\u00a0% of its messages"), models::Lose{{0.1}, links});
    add(tr("Cut"), models::Partition{{{from, {}, {}}}, {{to, {}, {}}}, false});
    menu.addAction(beginFault);
}

void Commands::addJourneyTo(QMenu& menu) {
    const auto journey = m_session.selectedJourneyIndex();
    if (!journey)
        return;
    const std::string name = m_session.scenario().journeys[*journey].name;
    QMenu* surge = menu.addMenu(tr("Surge"));
    for (const double factor : {2.0, 5.0, 10.0}) {
        surge->addAction(tr("%1×").arg(factor), this, [this, name, factor] {
            models::Fault fault;
            fault.kind = models::Surge{{factor}};
            fault.targets = {{name, {}, {}}};
            m_session.begin(std::move(fault));
        });
    }
    menu.addAction(beginFault);
}

void Commands::addRolloutsTo(QMenu& menu) {
    const QString service = m_session.selectedService();
    const auto* seen = m_session.seenService(service);
    const auto index = m_session.selectedServiceIndex();
    if (!seen || !index) {
        menu.addAction(tr("Select a service"))->setEnabled(false);
        return;
    }
    QMenu* scale = menu.addMenu(tr("Scale"));
    const auto addScale = [&](int instances, const QString& words) {
        if (instances >= 0)
            scale->addAction(tr("To %1, %2").arg(instances).arg(words), this,
                             [=, this] { m_session.scale(service, instances); });
    };
    addScale(seen->wanted + 1, tr("one more"));
    addScale(seen->wanted - 1, tr("one fewer"));
    addScale(2 * std::max(1, seen->wanted), tr("twice as many"));
    const models::Service& model = m_session.scenario().services[*index];
    QStringList versions{QString::fromStdString(model.version)};
    for (const models::Version& each : model.versions)
        versions << QString::fromStdString(each.name);
    versions.removeAt(static_cast<qsizetype>(seen->version));
    QMenu* deploy = menu.addMenu(tr("Deploy"));
    deploy->setEnabled(!versions.isEmpty());
    for (const QString& version : versions) {
        using enum models::Strategy;
        for (const models::Strategy strategy : {Rolling, Canary, BlueGreen, Recreate})
            deploy->addAction(tr("%1, %2").arg(version, strategyWord(strategy)), this,
                              [=, this] { m_session.deploy(service, version, strategy); });
        deploy->addSeparator();
    }
    menu.addAction(rollBack);
}

void Commands::addFaultsTo(QMenu& menu) const {
    addServiceTo(menu);
    menu.addSeparator();
    menu.addAction(playFaults);
    menu.addAction(haltAll);
    menu.addAction(haltIf);
}

}  // namespace app
