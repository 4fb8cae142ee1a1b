#include <QSignalSpy>
#include <QtTest>

#include "app/session/fault_action.h"
#include "app/session/session.h"
#include "tests/support/fake_run.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::Session;

namespace {

models::ScenarioReading aReading() {
    return {support::streamingScenario(), {}, "watertight: 1\n"};
}

template <typename T>
int countOf(const std::vector<sim::Command>& commands) {
    return static_cast<int>(std::count_if(commands.begin(), commands.end(), [](const auto& c) {
        return std::holds_alternative<T>(c);
    }));
}

}  // namespace

class TestSession : public QObject {
    Q_OBJECT

    std::shared_ptr<support::FakeRunLog> log;
    std::unique_ptr<Session> session;

  private Q_SLOTS:
    void init() {
        log = std::make_shared<support::FakeRunLog>();
        session = std::make_unique<Session>(support::fakeRuns(log));
        QVERIFY(session->open(aReading(), "streaming.yaml"));
    }

    void runsAsSoonAsItIsOpen() {
        QVERIFY(log->running);
        QCOMPARE(log->speed, 1.0);
        QVERIFY(session->snapshot()->now == models::runStart + 30s);
        QCOMPARE(session->chartTicks().size(), std::size_t(60));
    }

    void sendsAKillAndOffersItsUndo() {
        session->kill("payment", sim::Duration(30s));

        QCOMPARE(countOf<sim::BeginFault>(log->commands), 1);
        QCOMPARE(session->undoStack().undoText(), "Restart payment");
        QVERIFY(session->isHeldDown("payment"));
    }

    void showsNothingOlderThanTheAnswerToAClick() {
        QSignalSpy snapshots(session.get(), &Session::snapshotChanged);
        log->hearsLate = true;
        session->kill("payment");
        session->poll();
        QCOMPARE(snapshots.count(), 0);

        log->hearsLate = false;
        session->poll();
        QCOMPARE(snapshots.count(), 1);
        QVERIFY(session->isHeldDown("payment"));
    }

    void undoEndsTheFaultThatWasBegun() {
        session->kill("payment");

        session->undoStack().undo();
        session->poll();

        QVERIFY(std::get<sim::EndFault>(log->commands.back()) == sim::EndFault{1});
        QVERIFY(!session->isHeldDown("payment"));
        QCOMPARE(session->undoStack().command(0)->text(), "Kill payment");
    }

    void redoKillsAgain() {
        session->kill("payment");
        session->undoStack().undo();
        session->poll();

        session->undoStack().redo();
        session->poll();
        session->undoStack().undo();

        QCOMPARE(countOf<sim::BeginFault>(log->commands), 2);
        QVERIFY(std::get<sim::EndFault>(log->commands.back()) == sim::EndFault{2});
    }

    void offersNoUndoOfAFaultThatIsOver() {
        session->kill("payment", sim::Duration(30s));
        QVERIFY(session->undoStack().canUndo());

        session->step(31s);

        QVERIFY(!session->undoStack().canUndo());
    }

    // One step was longer than the whole fault: no snapshot ever showed it as active.
    void offersNoUndoOfAFaultThatNobodySaw() {
        models::Fault kill;
        kill.kind = models::Kill{};
        kill.targets = {models::Target{"payment", std::nullopt, {}}};
        kill.duration = sim::Duration(30s);
        app::FaultAction action(kill, [](sim::Command) {});
        action.redo();
        sim::FaultImpact impact;
        impact.fault = 1;
        impact.what = kill;
        impact.own = true;
        impact.endedAt = models::runStart + 60s;
        sim::Snapshot snapshot;
        snapshot.impacts = {impact};

        action.settle(snapshot, {});
        QCOMPARE(action.standing(), app::FaultAction::Standing::Unknown);

        snapshot.impacts[0].own = false;
        action.settle(snapshot, {});
        QCOMPARE(action.standing(), app::FaultAction::Standing::Over);
    }

    void restartEndsEveryKillOfTheService() {
        session->kill("payment");
        session->kill("payment", sim::Duration(30s));
        session->kill("user");

        session->restart("payment");

        QCOMPARE(countOf<sim::EndFault>(log->commands), 2);
        QVERIFY(!session->isHeldDown("payment"));
        QVERIFY(session->isHeldDown("user"));
    }

    void haltAllEndsEverything() {
        session->kill("payment");
        session->slow("user", 10);

        session->haltAll();

        QCOMPARE(countOf<sim::EndAllFaults>(log->commands), 1);
        QVERIFY(session->snapshot()->faults.empty());
        QVERIFY(!session->undoStack().canUndo());
    }

    void judgesTheNewestFault() {
        session->kill("payment");
        session->step(8s);

        const auto isolation = session->isolation();

        QVERIFY(isolation.has_value());
        QCOMPARE(isolation->title, std::string("payment"));
        QCOMPARE(isolation->journeys.front().name, std::string("subscribe"));
    }

    void ignoresAServiceThatIsNotThere() {
        session->kill("nobody");

        QVERIFY(log->commands.empty());
        QVERIFY(!session->undoStack().canUndo());
    }

    void beginsAgainWithAnotherSeed() {
        session->kill("payment");

        session->setSeed(7);

        QTRY_COMPARE(session->seed(), 7u);
        QCOMPARE(log->seeds, (std::vector<std::uint64_t>{42, 7}));
        QVERIFY(!session->undoStack().canUndo());
        QVERIFY(log->running);
    }

    void staysUsableAfterABrokenFile() {
        models::Diagnostic problem;
        problem.message = "unknown key";
        problem.place = {3, 5};

        QVERIFY(!session->open({std::nullopt, {problem}, "watertight: 1\n"}, "broken.yaml"));
        QVERIFY(!session->hasRun());
        QCOMPARE(session->problems().size(), std::size_t(1));
        session->kill("payment");
        session->step(1s);

        QVERIFY(session->open(aReading(), "streaming.yaml"));
        QVERIFY(session->hasRun());
    }

    // What only SQLite can tell is a problem of the file as well, not a failure of the run.
    void showsWhatIsWrongWithAnExpression() {
        models::ScenarioReading reading = aReading();
        models::Step step;
        step.action = models::Sleep{};
        step.when = models::Expression{"random() > 0", {7, 3}};
        reading.scenario->services.front().endpoints.front().steps.push_back(step);

        QVERIFY(!session->open(std::move(reading), "chance.yaml"));
        QCOMPARE(session->problems().size(), std::size_t(1));
        QCOMPARE(session->problems().front().kind, models::DiagnosticKind::BadExpression);
        QCOMPARE(session->problems().front().place.line, 7u);
    }

    void triesPaymentFirstElseTheServiceThatFewestJourneysReach() {
        QCOMPARE(session->serviceToTry(), "payment");

        models::Scenario shop = support::streamingScenario();
        shop.services.pop_back();
        for (auto& service : shop.services) {
            for (auto& endpoint : service.endpoints)
                std::erase_if(endpoint.steps, [](const models::Step& step) {
                    return std::get<models::Call>(step.action).callee.service == "payment";
                });
        }
        session->open({shop, {}, ""}, "shop.yaml");
        QCOMPARE(session->serviceToTry(), "recommendation");
    }

    void selectsOneThingForAllPanes() {
        QSignalSpy changes(session.get(), &Session::selectionChanged);

        session->selectNode(*session->graph().node("payment"));
        session->selectNode(*session->graph().node("payment"));

        QCOMPARE(session->selectedService(), "payment");
        QCOMPARE(changes.count(), 1);
        session->selectNode(*session->graph().node("browse"));
        QCOMPARE(session->selectedService(), "");
    }

    void playsTheScenariosFaultsOnce() {
        session->playFaults();
        session->playFaults();

        QCOMPARE(log->playFaults, 1);
        QVERIFY(session->playsOwnFaults());
    }

    void beginsAgainForFaultsThatAreMissed() {
        QVERIFY(!session->missesOwnFaults());
        session->step(100s);  // the first is at 90 s
        session->poll();
        QVERIFY(session->missesOwnFaults());

        session->playFaults();

        QTRY_VERIFY(session->playsOwnFaults());
        QCOMPARE(log->playFaults, 1);
        QCOMPARE(log->seeds.size(), std::size_t(2));
        QVERIFY(log->running);
        QVERIFY(!session->missesOwnFaults());
    }
};

TEST_OF_THIS_FILE(TestSession);
#include "tst_session.moc"
