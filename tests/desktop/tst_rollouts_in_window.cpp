// Deploying, scaling and rolling back in the window, with the real engine.
#include <QtTest>

#include "app/desktop/main_window.h"
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

TEST_OF_THIS_FILE(TestRolloutsInWindow);
#include "tst_rollouts_in_window.moc"
