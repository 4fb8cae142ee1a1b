// Deploying, scaling and rolling back in the window, with the real engine.
#include <QtTest>

#include "app/desktop/main_window.h"
#include "app/graph/card_values.h"
#include "app/panels/isolation_sentences.h"
#include "app/panels/plan_lane.h"
#include "app/session/plan_bars.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::MainWindow;
using app::Session;

namespace {

std::filesystem::path drill(const std::string& name) {
    return std::filesystem::path(SOURCE_DIR) / "scenarios" / "drills" / name;
}

struct OpenedRollouts {
    Session session;
    MainWindow window{session, app::Remember::Nothing};

    explicit OpenedRollouts(const std::string& file) {
        window.resize(1400, 900);
        window.show();
        session.open(drill(file));
    }

    // The action of the Deploy menu, as it is now; null: there is none.
    QAction* find(const QString& text) {
        auto* menu = window.findChild<QMenu*>("deployMenu");
        Q_EMIT menu->aboutToShow();
        for (QAction* each : menu->findChildren<QAction*>() + menu->actions()) {
            if (each->text() == text)
                return each;
        }
        return nullptr;
    }

    void stepBy(sim::Duration by) {
        const sim::Instant until = session.snapshot()->now + by;
        session.step(by);
        QTRY_VERIFY_WITH_TIMEOUT(session.snapshot()->now >= until, 20000);
    }

    const sim::ServiceSnapshot& seen(const QString& service) {
        return *session.seenService(service);
    }
};

}  // namespace

class TestRolloutsInWindow : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aVersionIsDeployedAndRolledBack();
    void aServiceIsScaledAndBack();
    void theScenariosOwnRolloutsArePlayed();
    void theToolbarOffersWhatTheMenuDoes();
    void theInspectorDeploysAndRollsBack();
    void theCardTellsTheVersionsApart();
    void theLaneShowsHowFarItIs();
    void theIsolationPanelSaysWhoWasHurt();

  private:
    void goOnUntilRolledBack(OpenedRollouts& opened);
};

void TestRolloutsInWindow::aVersionIsDeployedAndRolledBack() {
    OpenedRollouts opened("bad-version-and-its-canary.yaml");
    QVERIFY(opened.session.hasRun());
    QVERIFY(!opened.find("v2, blue-green"));  // nothing is selected
    opened.session.selectNamed("recommendation");
    QVERIFY(!opened.find("v1, blue-green"));  // that is what runs
    QAction* deploy = opened.find("v2, blue-green");
    QVERIFY(deploy);
    deploy->trigger();
    opened.stepBy(3s);
    QVERIFY(opened.seen("recommendation").rollout.has_value());
    opened.stepBy(4s);
    QVERIFY(!opened.seen("recommendation").rollout.has_value());
    QCOMPARE(opened.seen("recommendation").version, 1U);
    opened.stepBy(2s);
    const QString said = opened.window.inspector().text();
    QVERIFY2(said.contains("Versions: v2"), qPrintable(said));
    QVERIFY2(said.contains("v2: 10 instances"), qPrintable(said));

    QAction* back = opened.find("Roll back");
    QVERIFY(back && back->isEnabled());
    QCOMPARE(back->shortcut(), QKeySequence(Qt::Key_B));
    back->trigger();
    opened.stepBy(30s);
    QCOMPARE(opened.seen("recommendation").version, 0U);
    for (const sim::InstanceSnapshot& each : opened.seen("recommendation").instances)
        QCOMPARE(each.version, 0U);
}

void TestRolloutsInWindow::aServiceIsScaledAndBack() {
    OpenedRollouts opened("bad-version-and-its-canary.yaml");
    opened.session.selectNamed("gateway");
    QVERIFY(!opened.find("Deploy") || !opened.find("Deploy")->menu()->isEnabled());
    QAction* twice = opened.find("To 4, twice as many");
    QVERIFY(twice);
    twice->trigger();
    opened.stepBy(1s);
    QCOMPARE(opened.seen("gateway").wanted, 4);
    QCOMPARE(opened.seen("gateway").instances.size(), 4U);
    QCOMPARE(opened.session.undoStack().undoText(), "Scale gateway back to 2");
    opened.session.undoStack().undo();
    opened.stepBy(1s);
    QCOMPARE(opened.seen("gateway").wanted, 2);
    QCOMPARE(opened.seen("gateway").instances.size(), 2U);
}

void TestRolloutsInWindow::theScenariosOwnRolloutsArePlayed() {
    OpenedRollouts opened("recreate-against-rolling.yaml");
    auto* play = opened.window.findChild<QPushButton*>("playFaults");
    QTRY_VERIFY(play && play->isVisible());
    QCOMPARE(play->text(), "Play its rollouts");
    play->click();
    QVERIFY(opened.session.playsOwnFaults());
    opened.session.pause();
    opened.stepBy(35s);
    QTRY_VERIFY(opened.seen("user").rollout.has_value());
    opened.stepBy(20s);
    QCOMPARE(opened.seen("user").version, 1U);
}

void TestRolloutsInWindow::goOnUntilRolledBack(OpenedRollouts& opened) {
    opened.session.pause();
    opened.session.selectNamed("recommendation");
    opened.session.deploy("recommendation", "v2", models::Strategy::Canary);
    opened.stepBy(15s);
    QTRY_VERIFY(opened.seen("recommendation").rollout.has_value());
}

void TestRolloutsInWindow::theToolbarOffersWhatTheMenuDoes() {
    OpenedRollouts opened("bad-version-and-its-canary.yaml");
    auto* button = opened.window.findChild<QPushButton*>("deploy");
    QVERIFY(button && !button->isVisible());  // nothing is selected
    opened.session.selectNamed("browse");
    QVERIFY(!button->isVisible());
    opened.session.selectNamed("gateway");
    QVERIFY(button->isVisible() && button->isEnabled());
    QCOMPARE(button->menu(), opened.window.findChild<QMenu*>("deployMenu"));
    // What strikes stays where it is.
    auto* kill = opened.window.findChild<QPushButton*>("kill");
    const int before = kill->x();
    opened.session.selectNode(-1);
    QCoreApplication::processEvents();
    QVERIFY(!button->isVisible());
    QCOMPARE(kill->x(), before);
}

void TestRolloutsInWindow::theInspectorDeploysAndRollsBack() {
    OpenedRollouts opened("bad-version-and-its-canary.yaml");
    opened.session.selectNamed("gateway");
    opened.window.inspect();
    auto* deploy = opened.window.findChild<QPushButton*>("inspectorDeploy");
    auto* back = opened.window.findChild<QPushButton*>("inspectorRollBack");
    QVERIFY(deploy && back);
    QVERIFY(!deploy->isVisible());  // it has one version
    opened.session.selectNamed("recommendation");
    QVERIFY(deploy->isVisible() && !back->isVisible());
    QCOMPARE(deploy->menu(), opened.window.findChild<QMenu*>("deployMenu"));
    goOnUntilRolledBack(opened);
    opened.window.inspector().refresh();
    QVERIFY(back->isVisible());
    back->click();
    opened.stepBy(1s);
    QTRY_VERIFY(!opened.seen("recommendation").rollout);
    opened.window.inspector().refresh();
    QVERIFY(!back->isVisible());
}

void TestRolloutsInWindow::theCardTellsTheVersionsApart() {
    OpenedRollouts opened("bad-version-and-its-canary.yaml");
    goOnUntilRolledBack(opened);
    const auto values = [&](int service) {
        return app::serviceValues(opened.session.scenario(), service,
                                  opened.session.snapshot().get(), false);
    };
    QVERIFY(values(0).versions.empty());
    const auto versions = values(1).versions;
    QCOMPARE(versions.size(), 2U);
    QCOMPARE(versions[0].name, "v1");
    QCOMPARE(versions[0].errors, QString::fromUtf8("0.0\u00a0%"));
    QVERIFY(!versions[0].isTrouble);
    QCOMPARE(versions[1].name, "v2");
    QCOMPARE(versions[1].instances, 1);
    QVERIFY(versions[1].isTrouble);
    QVERIFY(!versions[1].share.isEmpty() && !versions[1].errors.isEmpty());
    const QString said = values(1).sentence;
    QVERIFY2(said.contains("v1: 10 instances, ") && said.contains("v2: 1 instance, "),
             qPrintable(said));
}

void TestRolloutsInWindow::theLaneShowsHowFarItIs() {
    OpenedRollouts opened("bad-version-and-its-canary.yaml");
    goOnUntilRolledBack(opened);
    const auto barOf = [&] {
        const auto bars = app::planBars(opened.session);
        const auto found = std::ranges::find_if(bars, &app::PlanBar::isDeployment);
        return found == bars.end() ? app::PlanBar() : *found;
    };
    app::PlanBar bar = barOf();
    QVERIFY(bar.isDeployment() && !bar.isMark);
    QVERIFY(bar.stage == app::PlanBar::Stage::Active);
    QCOMPARE(bar.until, opened.session.liveSnapshot()->now);
    QCOMPARE(bar.steps.size(), 1U);
    QCOMPARE(bar.steps.front().weight, 0.05);
    QVERIFY(bar.outcome.isEmpty());
    auto* lane = opened.window.findChild<app::PlanLane*>();
    QVERIFY(lane && lane->isVisible());
    opened.stepBy(15s);
    bar = barOf();
    QVERIFY(bar.stage == app::PlanBar::Stage::Over);
    QVERIFY2(bar.outcome.startsWith("rolled back: "), qPrintable(bar.outcome));
    QVERIFY(*bar.until < opened.session.liveSnapshot()->now);
    const auto& shown = lane->bars();
    const auto place = std::ranges::find_if(shown, &app::PlanBar::isDeployment) - shown.begin();
    const QString tip = lane->toolTipOf(static_cast<std::size_t>(place));
    QVERIFY2(tip.contains("of the requests from"), qPrintable(tip));
    QVERIFY2(tip.contains("Rolled back: "), qPrintable(tip));
}

void TestRolloutsInWindow::theIsolationPanelSaysWhoWasHurt() {
    OpenedRollouts opened("bad-version-and-its-canary.yaml");
    goOnUntilRolledBack(opened);
    const auto& isolation = opened.session.isolation();
    QVERIFY(isolation && isolation->rollout);
    QCOMPARE(app::headline(*isolation), "recommendation goes to v2");
    QVERIFY(isolation->ownFailures > 0);
    QCOMPARE(isolation->failed, 0);  // the gateway asks again
    const QString said = app::summary(*isolation, opened.session.snapshot()->now);
    QVERIFY2(said.contains("of recommendation failed because of it. No request of a journey failed "
                           "because of it."),
             qPrintable(said));
    opened.stepBy(15s);
    QCOMPARE(app::headline(*opened.session.isolation()), "recommendation is back at v1");
    const QString later = app::summary(*opened.session.isolation(), opened.session.snapshot()->now);
    QVERIFY2(later.startsWith("v2 was rolled back after "), qPrintable(later));
}

TEST_OF_THIS_FILE(TestRolloutsInWindow);
#include "tst_rollouts_in_window.moc"
