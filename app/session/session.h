// The open document and its run: the scenario, the selection, what the user did and can undo.
// Polls the run's newest snapshot; every pane draws what the session last saw, so that they agree.
#pragma once

#include <QObject>
#include <QTimer>
#include <QUndoStack>
#include <filesystem>
#include <functional>
#include <memory>

#include "app/session/opening.h"
#include "app/session/run_port.h"
#include "models/io/scenario_reader.h"
#include "sim/isolation.h"
#include "sim/parameters.h"

namespace app {

class FaultAction;

// A fault of this run, remembered after it ended.
struct SeenFault {
    sim::ActiveFault begun;
    std::optional<sim::Instant> endedAt;
};

// What the user told the run, for the event log: "Kill payment", when, and whom it concerned.
struct UserAct {
    sim::Instant at{};
    QString what;
    QString where;
};

// One request in two runs. Null: it had not begun there.
struct TracedPair {
    sim::TracingWanted wanted;
    std::shared_ptr<const sim::Trace> beside, trace;
};

// Who looks into stores: sim::RowsWanted::asker.
enum class RowsAsker : std::size_t { Inspector, LeftStore, RightStore };

struct FocusRange {
    sim::Instant from{}, to{};
    bool contains(sim::Instant at) const { return at >= from && at <= to; }
    bool operator==(const FocusRange&) const = default;
};

class Session final : public QObject {
    Q_OBJECT

  public:
    explicit Session(RunFactory factory = startLiveRun, QObject* parent = nullptr);
    ~Session() override;

    // Reads and starts it. False: it has errors, which `problems()` holds; what was open is closed.
    bool open(const std::filesystem::path& file);
    bool open(models::ScenarioReading reading, const QString& name);
    // Where the text stands from now on, under which name; the run goes on.
    void savedAs(const QString& file, std::string text, const std::string& scenarioName);
    // Of a text that cannot be run: as it is mended, undoable by name. It runs once it can.
    void mendText(const QString& name, const std::string& text);
    // The same beside what is open, which stays until the other is ready; opened() tells when. One
    // at a time: what was being opened is dropped.
    void openBeside(const std::filesystem::path& file);
    // The same of a recorded run's folder: it is executed again up to where its recording ends, as
    // fast as possible, and then waits there (session_recorded.cpp).
    void openRecordedBeside(const std::filesystem::path& folder);
    // The folder, as long as its run is open; else the scenario's file.
    const QString& openedFrom() const { return m_runFolder.isEmpty() ? m_fileName : m_runFolder; }
    bool isRecorded() const { return !m_runFolder.isEmpty(); }
    // From its start, without being asked to: only recorded runs do.
    bool playsFaultsFromStart() const { return m_playsFaultsFromStart; }
    // What has to be said of the recorded run that is open; empty: nothing.
    const QString& notice() const { return m_notice; }
    // What is open, as a variant of it; an empty name is the scenario as written. Beside, too.
    void openVariant(const std::string& name);
    const std::vector<models::Variant>& variants() const { return m_variants; }
    const std::string& variant() const { return m_variant; }  // that runs; empty: as written
    void cancelOpening();
    QString openingName() const { return m_opening ? m_opening->name() : QString(); }
    // With which the run is being begun again; absent: it is not.
    std::optional<std::uint64_t> seedToCome() const;
    bool hasRun() const { return m_run != nullptr; }
    const QString& fileName() const { return m_fileName; }
    const models::Diagnostics& problems() const { return m_problems; }
    const std::string& text() const { return m_text; }
    // Without the edits since: the text that was read, or saved last.
    const std::string& textAsOpened() const { return m_textAsOpened; }

    const models::Scenario& scenario() const { return m_scenario; }
    const models::CallGraph& graph() const { return m_graph; }
    const sim::LiveState& state() const { return m_state; }
    std::shared_ptr<const sim::Snapshot> snapshot() const { return m_state.snapshot; }
    // Of the run itself: the same, but in review, where snapshot() is of the past.
    std::shared_ptr<const sim::Snapshot> liveSnapshot() const { return m_liveSnapshot; }
    const std::vector<sim::ChartTick>& chartTicks() const { return m_ticks; }
    // Of the other road, from where it goes another way, as far as it was gone.
    const std::vector<sim::ChartTick>& otherChartTicks() const { return m_otherTicks; }
    const std::vector<SeenFault>& seenFaults() const { return m_seen.faults; }  // oldest first
    // That the run was given, by the instant at which it waits.
    const std::vector<sim::LoggedCommand>& commandsSeen() const;
    // Of this road, in order of time (session_bookmarks.cpp).
    const std::vector<sim::Bookmark>& bookmarks() const { return m_seen.bookmarks; }
    QString noteAt(sim::Instant at) const;  // empty: no bookmark stands there
    // Another note for the same instant takes the place of the first; an empty one removes it.
    void setBookmark(sim::Instant at, const QString& note);
    const std::vector<UserAct>& userActs() const { return m_seen.acts; }  // oldest first
    // The newest answer to requestRows of this asker; null: none yet.
    std::shared_ptr<const sim::TableRows> rows(RowsAsker asker) const;
    // rowsChanged() tells when they are there.
    void requestRows(sim::RowsWanted wanted);
    // Asks for the report of the run's duration, or of what was counted until now where that is
    // not over; reportCounted() tells when it is there.
    void requestReport();
    // At the run's end: whether an expectation held; null: not judged yet.
    const sim::ExpectationReport* judged(const std::string& expectation) const;
    std::uint64_t seed() const;
    double speed() const { return m_speed; }
    bool playsOwnFaults() const { return m_seen.playsOwnFrom.has_value(); }
    // One that was planned for an earlier instant does not happen; absent: none does.
    std::optional<sim::Instant> playsOwnFrom() const { return m_seen.playsOwnFrom; }

    // Of the newest fault: one that is active, else the last that ended.
    const std::optional<sim::Isolation>& isolation() const;
    // Traced requests of the run, up to now, whatever instant is shown.
    const std::vector<std::shared_ptr<const sim::Trace>>& traces() const {
        return m_seen.traces.traces();
    }
    std::optional<sim::Trace> trace(std::int64_t request) const;
    // A pane that names a request wants it seen where requests are.
    void showTrace(std::int64_t request) { Q_EMIT traceWanted(request); }
    // A request that was not sampled is traced while the run goes on: that is executed again from
    // the nearest checkpoint, with the number watched (session_traces.cpp). One at a time.
    void traceAgain(std::int64_t request);
    void cancelTracing();
    // The same request here and in another run of the same seed, one of which has what the other
    // has not: the fault of costOfFault(), or the other road. Both are executed again.
    void tracePair(std::int64_t request, sim::TracingWanted::Beside beside);
    // Null: not known (yet).
    const TracedPair* tracedPair(std::int64_t request, sim::TracingWanted::Beside beside) const;
    // Of the last that was wanted, until its road is left; absent: none is.
    const std::optional<sim::TracingSeen>& tracing() const { return m_tracing; }
    // What has come of it: on this road, up to now.
    const std::vector<std::shared_ptr<const sim::Trace>>& tracedAgain() const {
        return m_seen.tracedAgain;
    }
    std::uint32_t tracedOneIn() const { return m_run ? m_run->tracedOneIn() : 1; }
    // What that fault cost by the instant shown: the run beside one without it. Null: not known.
    std::shared_ptr<const sim::PairSeen> costOfFault() const;
    // A service worth killing first: payment where there is one, else one that few journeys reach.
    const QString& serviceToTry() const { return m_serviceToTry; }

    // One card or one line at most: indexes into graph().nodes and graph().edges; -1: none.
    int selectedNode() const { return m_selectedNode; }
    int selectedEdge() const { return m_selectedEdge; }
    void selectNode(int node);
    void selectEdge(int edge);
    // The name of the selected service; empty where a journey or nothing is selected.
    QString selectedService() const;
    // The same of a service or a topic: what a kill can strike.
    QString selectedTarget() const;
    // Its place in the scenario's services, and that of a selected journey or topic; absent: not
    // selected.
    std::optional<std::size_t> selectedServiceIndex() const;
    std::optional<std::size_t> selectedJourneyIndex() const;
    std::optional<std::size_t> selectedTopicIndex() const;
    void selectNamed(const QString& node);  // a card of the graph; any other name does nothing
    bool isHeldDown(const QString& target) const;

    QUndoStack& undoStack() { return m_undoStack; }

    void run();
    void pause();
    void step(sim::Duration by);
    // One event, or the next of the selected journey, service or topic; in review from the instant
    // that is shown (session_steps.cpp).
    void stepEvent();
    void stepEventOfSelected();
    QString selectedProcess() const;  // that has events; empty: none is selected
    // Runs until something happens, or for so long.
    void runUntil(const sim::Awaited& awaited);
    void runUntil(sim::Instant until);
    // The range of time that charts, event log and traces are looked at in; absent: as each
    // would have it (session_focus.cpp). Of this run only.
    const std::optional<FocusRange>& focus() const { return m_focus; }
    void setFocus(const std::optional<FocusRange>& range);
    // What it pauses at by itself: "when a breaker opens"; empty: nothing is awaited.
    const QString& awaited() const { return m_awaited; }
    void stopAwaiting();  // and runs on
    // What the last step executed, while the run stands behind it: "user: the answer of payment
    // comes, and 2 more". Empty: no step.
    QString steppedText() const;
    void setSpeed(double simulatedPerWall);
    void setSeed(std::uint64_t seed);  // begins the run again, where it is another one
    enum class Then { Run, Wait, PlayFaults };
    // Beside the run that is open, as openBeside() does.
    void beginAgain(std::uint64_t seed, Then then);
    void playFaults();  // begins the run again where one of them was to come before now
    bool missesOwnFaults() const;
    void goOnBeyondEnd();

    // The past (session_review.cpp). In review every pane shows an earlier instant, and the run
    // waits; whatever is done to it then is done at that instant, and begins another road.
    void review(sim::Instant at);
    void reviewBy(sim::Duration by);  // from the instant that is shown
    bool isInReview() const { return m_state.liveAt.has_value(); }
    // Of what every pane shows, or is about to.
    sim::Instant instantShown() const;
    void backToLive();
    void goOnFromHere();
    // The road left last is the run again; this one is then the other.
    void takeOtherRoad();

    // An edit of the scenario's own faults and rollouts is one of its text (session_plan.cpp).
    // What is wrong with it; empty: it is made, and the run is executed again with it to where it
    // stood, or to where the two plans part. It waits meanwhile.
    QString editPlan(const QString& name, const models::TextEdit& edit);
    // A fault for later, as an edit of the plan. It comes with the scenario's own; where there are
    // none yet, it is played. What is wrong with it; empty: it is planned.
    QString plan(const models::Fault& fault);
    bool isPlanBeingTaken() const { return m_planStage != PlanStage::Taken; }

    void begin(models::Fault fault);
    // From now on the run's `halt-if`; without a journey it has none.
    void setHaltIf(models::HaltIf wanted);
    // Kill and restart take a topic in a service's place.
    void begin(models::FaultKind kind, const QString& target,
               std::optional<sim::Duration> duration);
    void kill(const QString& target, std::optional<sim::Duration> duration = {});
    void hang(const QString& service, std::optional<sim::Duration> duration = {});
    void slow(const QString& service, double by, std::optional<sim::Duration> duration = {});
    void fail(const QString& service, double share, std::optional<sim::Duration> duration = {});
    void restart(const QString& target);  // ends every kill and hang of it
    void end(sim::FaultId fault);
    void haltAll();

    // What is deployed and scaled (session_rollouts.cpp). A canary goes to 5, 25 and 50 %, 20 s
    // each, and is taken back where more than 5 % of its answers fail.
    void begin(models::Rollout rollout);
    void scale(const QString& service, int instances);
    void deploy(const QString& service, const QString& version, models::Strategy strategy);
    void rollBack(const QString& service);
    bool canRollBack(const QString& service) const;
    const sim::ServiceSnapshot* seenService(const QString& service) const;  // null: there is none

    // Those of the scenario, with what was set by the instant shown (session_parameters.cpp).
    const sim::Parameters& parameters() const;
    // Sets one, undoably; in review on another road from there. What is wrong with it; empty: it is
    // set. `before`: what it is now, in the language's words, where the text does not say it.
    QString setParameter(const sim::WantedParameter& wanted,
                         const std::optional<std::string>& before = {});

    // Looks at the run now instead of at the next tick of the timer.
    void poll();

  Q_SIGNALS:
    void opened();  // another scenario, or problems instead of one
    void openingChanged();
    void snapshotChanged(const std::shared_ptr<const sim::Snapshot>& snapshot);
    void chartTicksChanged();
    void tracesChanged();
    void bookmarksChanged();
    void focusChanged();
    void rowsChanged();
    void traceWanted(std::int64_t request);
    void reportCounted(const std::shared_ptr<const sim::Report>& report);
    void stateChanged();
    void selectionChanged();
    void planChanged();  // the scenario's own faults and rollouts are others
    // The cards that a fault would strike, and those who would feel it; none: nobody asks.
    void reachPreviewed(const QStringList& nodes);

  private:
    std::optional<std::size_t> selectedIndex(models::NodeKind kind) const;
    bool canStrike(const models::FaultKind& kind, const std::string& target) const;
    void await(Opening* opening, std::function<void(Opened)> then);
    void adopt(Opened ready);
    void adopt(Opened ready, std::string textAsOpened);
    void takeMended(const std::string& text);
    void undoMend();
    void goOnWith(Opened again, Then then);
    void playFaultsToCome();
    void beginRun();
    void close();
    void settleActions();
    void rememberFaults();
    void takeTraces();
    void orderTrace(const sim::TracingWanted& wanted);
    sim::TracingWanted wantedPair(std::int64_t request, sim::TracingWanted::Beside beside) const;
    void followTracing();
    void watchCost();
    void retrace(sim::Recording recording);
    void watchRetracing(bool wasRetracing);
    void leaveRoad();
    UserAct actOf(sim::Instant at, const sim::Command& command) const;
    void send(sim::Command command);
    void noteAct(const QString& what, const QString& where = {});
    models::ScenarioReading readAsOpen(const std::string& text) const;
    bool isPlanOfText() const;
    void takePlan(const std::string& text);
    void executePlan();
    void goOnAsPlanned(Opened again, std::size_t commands);
    void forgetFrom(sim::Instant here);

    // What the parameters in force follow from.
    struct ParametersKey {
        std::string text, variant;
        std::shared_ptr<const std::vector<sim::LoggedCommand>> commands;
        std::size_t given = 0, sent = 0;  // of them, and of m_setsSent
        bool operator==(const ParametersKey&) const = default;
    };
    ParametersKey keyOfParameters() const;

    void noteAwaited(const QString& words);
    void watchAwaited();

    // What the session remembers of a road.
    struct Seen {
        sim::TraceBook traces;
        std::vector<std::shared_ptr<const sim::Trace>> tracedAgain;
        std::vector<TracedPair> tracedPairs;
        std::vector<SeenFault> faults;
        std::vector<UserAct> acts;
        std::shared_ptr<const std::vector<sim::LoggedCommand>> commands;
        std::vector<sim::Bookmark> bookmarks;
        std::optional<sim::Instant> playsOwnFrom;
    };

    RunFactory m_factory;
    QTimer m_timer;
    QUndoStack m_undoStack;
    QString m_fileName;
    models::Diagnostics m_problems;
    QString m_runFolder;                       // of the recorded run that is open
    std::optional<sim::Recording> m_retraced;  // being executed again
    bool m_playsFaultsFromStart = false;
    QString m_notice;
    std::optional<FocusRange> m_focus;
    QString m_awaited;
    bool m_isAwaiting = false;  // the engine has been seen to run towards it
    std::string m_text;
    std::string m_textAsOpened;
    struct Mend {
        QString name;
        std::string before;  // the text
    };
    std::vector<Mend> m_mends;                // since it was opened, the newest last
    std::vector<models::Variant> m_variants;  // of the scenario as written
    std::string m_variant;
    models::Scenario m_scenario;
    models::CallGraph m_graph;
    QString m_serviceToTry;
    std::unique_ptr<QTemporaryDir> m_folder;  // before the run, which has files open in it
    std::unique_ptr<RunPort> m_run;
    sim::LiveState m_state;
    std::shared_ptr<const sim::Snapshot> m_liveSnapshot;
    mutable std::shared_ptr<const sim::Snapshot> m_isolationOf;  // null: of none
    mutable std::optional<sim::Isolation> m_isolation;
    std::vector<sim::ChartTick> m_ticks, m_otherTicks;
    sim::TraceMarks m_marksToCome;  // of a road that the state does not know yet
    Seen m_seen;
    Seen m_seenOnOtherRoad;
    std::uint64_t m_tracingOrder = 0;
    std::optional<sim::TracingSeen> m_tracing;
    Opening* m_opening = nullptr;     // the session's child, as are those that were cancelled
    int m_hurry = 0;                  // polls that are to follow soon on a click
    std::int64_t m_commandsSent = 0;  // to this run
    std::vector<sim::SetParameter> m_setsSent;  // and not all heard
    mutable ParametersKey m_parametersKey;
    mutable std::optional<sim::Parameters> m_parameters;
    sim::FaultId m_costWatched = sim::noFault;
    int m_roadWatched = 0;
    // An edited plan waits for the run to stand, then for it to be executed again.
    enum class PlanStage { Taken, Waiting, Executing };
    PlanStage m_planStage = PlanStage::Taken;
    sim::Instant m_planParts = models::never;  // from the plan that the run has
    bool m_runsAfterPlan = false;
    double m_speed = 1;
    int m_selectedNode = -1;
    int m_selectedEdge = -1;
};

}  // namespace app
