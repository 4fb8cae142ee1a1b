#include <QTemporaryDir>
#include <QtTest>

#include "app/desktop/main_window.h"
#include "tests/support/fake_run.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::MainWindow;
using app::Session;

namespace {

models::ScenarioReading aReading() {
    return {support::streamingScenario(), {}, "watertight: 1\n"};
}

QPushButton* button(MainWindow& window, const char* name) {
    return window.findChild<QPushButton*>(name);
}

QAction* entry(const QMenu& menu, const QString& text) {
    for (QAction* action : menu.actions()) {
        if (action->text() == text)
            return action;
    }
    return nullptr;
}

}  // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

    std::shared_ptr<support::FakeRunLog> log;
    std::unique_ptr<Session> session;
    std::unique_ptr<MainWindow> window;

    void select(const char* name) { session->selectNode(*session->graph().node(name)); }

  private Q_SLOTS:
    void init() {
        log = std::make_shared<support::FakeRunLog>();
        session = std::make_unique<Session>(support::fakeRuns(log));
        window = std::make_unique<MainWindow>(*session, app::Remember::Nothing);
        window->show();
        QVERIFY(session->open(aReading(), "streaming.yaml"));
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    }

    void cleanup() {
        window.reset();
        session.reset();
    }

    void opensOnARunningScenarioWithAnInvitation() {
        QCOMPARE(window->windowTitle(),
                 QString::fromUtf8("Online streaming platform — Watertight"));
        QCOMPARE(window->isolationPanel().text(), "Select a service\nand press K. Try payment.");
        QCOMPARE(button(*window, "killToTry")->text(), "Kill payment");
        QCOMPARE(button(*window, "runPause")->text(), "Pause");
        QCOMPARE(window->statusLine().healthText(), "All 5 services healthy");
    }

    void killsTheSelectedServiceByItsKey() {
        select("payment");

        QTest::keyClick(&window->graph(), Qt::Key_K);

        QCOMPARE(log->commands.size(), std::size_t(1));
        const auto& fault = std::get<sim::BeginFault>(log->commands.front()).fault;
        QCOMPARE(fault.targets.front().service, std::string("payment"));
        QVERIFY(std::holds_alternative<models::Kill>(fault.kind));
        QCOMPARE(button(*window, "undo")->text(), "Undo: Restart payment");
        QCOMPARE(session->selectedService(), "payment");
    }

    void killsNothingWithoutASelection() {
        QTest::keyClick(&window->graph(), Qt::Key_K);

        QVERIFY(log->commands.empty());
        QVERIFY(!button(*window, "kill")->isEnabled());
    }

    void killsByTheContextMenu() {
        const auto menu = window->serviceMenu(*session->graph().node("user"));
        QVERIFY(menu);

        entry(*menu, "Kill")->trigger();

        QCOMPARE(std::get<sim::BeginFault>(log->commands.front()).fault.targets.front().service,
                 std::string("user"));
    }

    void offersASurgeAndNoKillForAJourney() {
        const auto menu = window->serviceMenu(*session->graph().node("browse"));
        QVERIFY(menu);
        QStringList offered;
        for (const QAction* each : menu->actions())
            offered << each->text();
        QVERIFY(offered.contains("Surge"));
        QVERIFY(!offered.contains("Kill"));
    }

    void killsForAWhileByTheInvitation() {
        QTest::mouseClick(button(*window, "killToTry"), Qt::LeftButton);

        const auto& fault = std::get<sim::BeginFault>(log->commands.front()).fault;
        QVERIFY(fault.duration == sim::Duration(30s));
        QCOMPARE(session->selectedService(), "payment");
    }

    void saysWhoFailedAndWhoDidNotNotice() {
        session->kill("payment");
        session->step(8s);
        window->isolationPanel().refresh();

        const QString said = window->isolationPanel().text();
        QVERIFY2(said.startsWith("payment is down. 160 subscribe requests failed because of it. 0 "
                                 "of 1,600 watch-video requests did: watch-video never calls "
                                 "payment."),
                 qPrintable(said));
        QCOMPARE(window->statusLine().healthText(), "1 service down, 2 degraded, 2 unaffected");
    }

    void undoesAKillByItsKey() {
        session->kill("payment");

        QTest::keyClick(&window->graph(), Qt::Key_Z, Qt::ControlModifier);

        QVERIFY(std::holds_alternative<sim::EndFault>(log->commands.back()));
        QCOMPARE(button(*window, "undo")->text(), "Undo");
        QVERIFY(!button(*window, "undo")->isEnabled());
    }

    void restartsByItsKeyAlsoWithoutASelection() {
        session->kill("payment");

        QTest::keyClick(&window->graph(), Qt::Key_R);

        QVERIFY(std::holds_alternative<sim::EndFault>(log->commands.back()));
    }

    void haltsAllFaults() {
        QVERIFY(!button(*window, "haltAll")->isEnabled());
        session->kill("payment");
        session->slow("user", 10);

        QTest::mouseClick(button(*window, "haltAll"), Qt::LeftButton);

        QVERIFY(std::holds_alternative<sim::EndAllFaults>(log->commands.back()));
        QVERIFY(session->snapshot()->faults.empty());
    }

    void pausesBySpaceOverTheGraph() {
        QTest::keyClick(&window->graph(), Qt::Key_Space);
        QVERIFY(!log->running);
        QCOMPARE(button(*window, "runPause")->text(), "Run");

        QTest::keyClick(&window->graph(), Qt::Key_Space);
        QVERIFY(log->running);
    }

    void typesDigitsAndLettersInFieldsWithoutActing() {
        select("payment");
        auto* seed = window->findChild<QLineEdit*>("seed");
        seed->setFocus();
        seed->selectAll();

        QTest::keyClicks(seed, "17");
        QVERIFY(log->commands.empty());
        QTest::keyClick(seed, Qt::Key_Return);

        QTRY_COMPARE(log->seeds.back(), 17u);  // made on a thread of its own
    }

    void choosesTheSpeed() {
        auto* speed = window->findChild<QComboBox*>("speed");
        speed->setFocus();
        QTest::keyClick(speed, Qt::Key_Down);

        QCOMPARE(log->speed, 2.0);
    }

    void showsTheProblemsOfABrokenFileAndStaysUsable() {
        models::Diagnostic problem;
        problem.file = "broken.yaml";
        problem.place = {2, 3};
        problem.message = "unknown key `instance`; did you mean `instances`?";
        session->open({std::nullopt, {problem}, "services:\n  instance: 2\n"}, "broken.yaml");

        auto* list = window->findChild<QListWidget*>("problemsList");
        QVERIFY(list->isVisible());
        QCOMPARE(list->item(0)->text(),
                 "broken.yaml:2:3: error: unknown key `instance`; did you mean `instances`?\n"
                 "    instance: 2");

        QVERIFY(session->open(aReading(), "streaming.yaml"));
        QVERIFY(window->graph().isVisible());
        QVERIFY(!list->isVisible());
    }

    void offersToGoOnAtTheEnd() {
        session->step(5min);

        QVERIFY(window->findChild<QLabel*>("bannerText")->isVisible());
        QTest::mouseClick(button(*window, "bannerAction"), Qt::LeftButton);

        QVERIFY(log->running);
        QVERIFY(!window->findChild<QLabel*>("bannerText")->isVisible());
    }

    // The disk is full, say: the window stays, the log can be saved, and another file be opened.
    void outlivesItsEngine() {
        support::FakeRun* broken = nullptr;
        Session other(
            [&](models::Scenario scenario, const sim::RunOptions& options, const std::stop_token&) {
                auto run = std::make_unique<support::FakeRun>(std::move(scenario), options, log);
                broken = run.get();
                return run;
            });
        MainWindow beside(other, app::Remember::Nothing);
        beside.show();
        QVERIFY(other.open(aReading(), "streaming.yaml"));
        other.kill("payment");
        broken->breakEngine("the disk is full");
        other.poll();

        auto* said = beside.findChild<QLabel*>("bannerText");
        QVERIFY(said->isVisible());
        QCOMPARE(said->text(), "The engine stopped: the disk is full");
        QVERIFY(beside.graph().isVisible());
        QTemporaryDir folder;
        const QString file = folder.filePath("events.csv");
        QCOMPARE(beside.exportEventLog(file), QString());
        QVERIFY(QFileInfo(file).size() > 0);

        QVERIFY(other.open(aReading(), "streaming.yaml"));
        QVERIFY(!said->isVisible());
        QVERIFY(other.state().running);
    }

    void hidesAndResetsItsPanes() {
        auto* dock = window->findChild<QDockWidget*>("isolationDock");
        QTest::keyClick(&window->graph(), Qt::Key_1, Qt::AltModifier);
        QTest::keyClick(&window->graph(), Qt::Key_2, Qt::AltModifier);
        QVERIFY(!dock->isVisible());
        QVERIFY(!window->charts().isVisible());

        for (QAction* action : window->findChildren<QAction*>()) {
            if (action->text() == "Reset layout")
                action->trigger();
        }

        QVERIFY(dock->isVisible());
        QVERIFY(window->charts().isVisible());
        QCOMPARE(dock->width(), 360);
    }

    void narrowsTheDockInASmallWindow() {
        window->resize(1280, 800);

        QTRY_COMPARE(window->findChild<QDockWidget*>("isolationDock")->width(), 320);
        QTRY_COMPARE(window->charts().height(), 168);
    }

    void readsChartValuesAtTheCursor() {
        window->charts().refresh();
        const QStringList values = window->charts().chart(0).valuesAtCursor();
        QCOMPARE(values.size(), 2);
        QVERIFY(values.join(' ').contains("completed 3"));
    }

    void detachesTheChartsWhileTheRunGoesOn() {
        Q_EMIT window->charts().chart(0).rangeWanted({10, 20});
        QVERIFY(window->charts().isDetached());

        QTest::keyClick(&window->graph(), Qt::Key_End);
        QVERIFY(!window->charts().isDetached());
    }

    void showsAllKeys() {
        QTest::keyClick(&window->graph(), Qt::Key_Question);
        auto* overlay = window->findChild<app::ShortcutOverlay*>();
        QVERIFY(overlay->isVisible());
        QTest::keyClick(overlay, Qt::Key_Escape);
        QVERIFY(!overlay->isVisible());
    }
};

TEST_OF_THIS_FILE(TestMainWindow);
#include "tst_main_window.moc"
