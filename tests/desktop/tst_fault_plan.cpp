// The plan of faults on the time axis: the text that its edits make, and the run that goes on with
// them.
#include <QtTest>

#include "app/desktop/main_window.h"
#include "app/panels/active_faults.h"
#include "app/panels/plan_lane.h"
#include "tests/desktop/patience.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::MainWindow;
using app::PlanBar;
using app::PlanLane;
using app::Session;

namespace {

const std::string scenarioText = R"(watertight: 1
name: plan
run: { duration: 60 s, warm-up: 1 s, seed: 7 }
network: { latency: 1 ms }
services:
  cart:
    concurrency: 4
    endpoints:
      add: [ { compute: 2 ms } ]
journeys:
  shop: { arrivals: poisson(50/s), steps: [ { call: cart.add } ] }
faults:
  # The disk of March.
  - { name: outage, at: 20 s, kill: cart, for: 5 s }  # as it was
  - { at: 40 s, slow: cart, by: 10x, for: 5 s }
expect:
  Outages hurt: { journey: shop, during: outage, availability: below 50 % }
)";

sim::Instant at(sim::Duration since) {
    return models::runStart + since;
}

struct OpenedFaultPlan {
    QTemporaryDir folder;
    Session session;
    MainWindow window{session, app::Remember::Nothing};

    explicit OpenedFaultPlan(const std::string& text = scenarioText) {
        QFile file(folder.filePath("plan.yaml"));
        if (!file.open(QIODevice::WriteOnly) || file.write(text.data()) < 0)
            qFatal("no folder to write to");
        file.close();
        window.resize(1400, 900);
        window.show();
        if (!session.open(std::filesystem::path(file.fileName().toStdString())))
            qFatal("%s", models::toText(session.problems().front()).c_str());
        session.pause();
    }

    PlanLane& lane() { return *window.findChild<PlanLane*>(); }
    app::TimeBar& axis() { return *window.findChild<app::TimeBar*>(); }
    const models::Fault& fault(std::size_t i) const { return session.scenario().faults[i]; }
    bool says(const char* what) const { return session.text().find(what) != std::string::npos; }

    void awaitPlan() { QTRY_VERIFY_WITH_TIMEOUT(!session.isPlanBeingTaken(), patience); }

    void stepTo(sim::Instant until) {
        session.step(until - session.snapshot()->now);
        QTRY_VERIFY_WITH_TIMEOUT(session.snapshot()->now >= until, patience);
    }

    // With the left button from one instant to another, on the middle of a bar's height.
    void drag(std::size_t bar, double from, double to) {
        const int y = static_cast<int>(lane().barRect(bar).center().y());
        const QPoint begin(static_cast<int>(from), y), end(static_cast<int>(to), y);
        QTest::mousePress(&lane(), Qt::LeftButton, {}, begin);
        QMouseEvent move(QEvent::MouseMove, end, lane().mapToGlobal(end), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(&lane(), &move);
        QTest::mouseRelease(&lane(), Qt::LeftButton, {}, end);
    }

    void dragMiddleTo(std::size_t bar, sim::Instant wanted) {
        const QRectF box = lane().barRect(bar);
        drag(bar, box.center().x(), box.center().x() + axis().x(wanted) - box.left());
    }
};

QStringList namesOf(const std::vector<PlanBar>& bars) {
    QStringList names;
    for (const PlanBar& each : bars)
        names << each.label();
    return names;
}

}  // namespace

class TestFaultPlan : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void showsPlannedFaultsFromWhenToWhen() {
        OpenedFaultPlan opened;

        QCOMPARE(namesOf(opened.lane().bars()), QStringList({"outage", "Slow cart, 10×"}));
        const QRectF box = opened.lane().barRect(0);
        QVERIFY(std::abs(box.left() - opened.axis().x(at(20s))) <= 1);
        QVERIFY(std::abs(box.right() - opened.axis().x(at(25s))) <= 1);
        QVERIFY(opened.lane().toolTipOf(0).contains("00:20.0 to 00:25.0"));
    }

    void isNotThereWhereThereIsNothingToShow() {
        std::string text = scenarioText;
        text.erase(text.find("faults:"));
        OpenedFaultPlan opened(text);

        QVERIFY(!opened.lane().isVisible());

        opened.session.kill("cart", 3s);
        QTRY_COMPARE_WITH_TIMEOUT(opened.lane().bars().size(), std::size_t{1}, patience);
        QVERIFY(opened.lane().isVisible());
        QVERIFY(!opened.lane().bars().front().own);
        QVERIFY(opened.lane().toolTipOf(0).contains("by hand"));
    }

    void draggingMovesTheFaultInTheTextAndKeepsTheRest() {
        OpenedFaultPlan opened;

        opened.dragMiddleTo(0, at(30s));
        opened.awaitPlan();

        QCOMPARE(opened.fault(0).at, at(30s));
        QVERIFY(
            opened.says("  # The disk of March.\n  - { name: outage, at: 30 s, kill: cart, for: 5 "
                        "s }  # as it was\n"));
        QVERIFY(opened.window.file().isModified());
        QCOMPARE(opened.session.undoStack().undoText(), QString("Move outage to 00:30.0"));
    }

    void draggingItsEndStretchesIt() {
        OpenedFaultPlan opened;

        const QRectF box = opened.lane().barRect(0);
        opened.drag(0, box.right() - 2, box.right() - 2 + 10 * box.width() / 5);
        opened.awaitPlan();

        QCOMPARE(opened.fault(0).at, at(20s));
        QCOMPARE(*opened.fault(0).duration, sim::Duration(15s));
        QVERIFY(opened.says("for: 15 s }  # as it was"));
    }

    void repeatsInTheText() {
        OpenedFaultPlan opened;

        opened.lane().repeat(0, 3, 6s);
        opened.awaitPlan();

        QCOMPARE(opened.session.scenario().faults.size(), std::size_t{4});
        QCOMPARE(opened.fault(2).at, at(26s));
        QCOMPARE(opened.fault(3).at, at(32s));
        QCOMPARE(opened.fault(3).duration, opened.fault(0).duration);
        QVERIFY(opened.fault(3).name != opened.fault(0).name);
    }

    void deletesAndTakesItBackByName() {
        OpenedFaultPlan opened;
        const std::string before = opened.session.text();
        opened.lane().setFocus();
        QTest::keyClick(&opened.lane(), Qt::Key_Up);  // the last

        QTest::keyClick(&opened.lane(), Qt::Key_Delete);
        opened.awaitPlan();

        QCOMPARE(namesOf(opened.lane().bars()), QStringList("outage"));
        QVERIFY(!opened.says("slow: cart"));
        QCOMPARE(opened.session.undoStack().undoText(), QString("Delete Slow cart, 10×"));

        opened.session.undoStack().undo();
        opened.awaitPlan();

        QCOMPARE(opened.session.text(), before);
        QCOMPARE(opened.lane().bars().size(), std::size_t{2});
        QVERIFY(!opened.window.file().isModified());
    }

    void keepsAFaultThatAnExpectationNames() {
        OpenedFaultPlan opened;
        QSignalSpy said(&opened.lane(), &PlanLane::said);
        opened.lane().setFocus();
        QTest::keyClick(&opened.lane(), Qt::Key_Down);

        QTest::keyClick(&opened.lane(), Qt::Key_Delete);

        QCOMPARE(said.size(), 1);
        QVERIFY(said.front().front().toString().contains("outage"));
        QCOMPARE(opened.session.scenario().faults.size(), std::size_t{2});
    }

    void keysMoveAndStretchAndNothingIsEditedBeforeEnter() {
        OpenedFaultPlan opened;
        opened.lane().setFocus();
        QTest::keyClick(&opened.lane(), Qt::Key_Down);

        QTest::keyClick(&opened.lane(), Qt::Key_Right, Qt::ControlModifier);
        QTest::keyClick(&opened.lane(), Qt::Key_Left);
        QCOMPARE(opened.fault(0).at, at(20s));
        QTest::keyClick(&opened.lane(), Qt::Key_Escape);
        QTest::keyClick(&opened.lane(), Qt::Key_Return);
        QCOMPARE(opened.fault(0).at, at(20s));

        QTest::keyClick(&opened.lane(), Qt::Key_Right, Qt::ControlModifier);
        QTest::keyClick(&opened.lane(), Qt::Key_Left);
        QTest::keyClick(&opened.lane(), Qt::Key_Return);
        opened.awaitPlan();
        QCOMPARE(opened.fault(0).at, at(29s));
        QTest::keyClick(&opened.lane(), Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&opened.lane(), Qt::Key_Return);
        opened.awaitPlan();
        QCOMPARE(*opened.fault(0).duration, sim::Duration(6s));
    }

    // Of what was done to the run nothing is lost, and it is the run of the edited text.
    void theRunGoesOnFromWhereItStood() {
        OpenedFaultPlan opened;
        opened.session.playFaults();
        opened.stepTo(at(5s));
        opened.session.slow("cart", 3, 60s);
        opened.stepTo(at(12s));
        const sim::Instant stood = opened.session.snapshot()->now;
        const auto events = opened.session.snapshot()->events;

        opened.dragMiddleTo(1, at(15s));  // behind what was ordered by hand
        opened.awaitPlan();

        QCOMPARE(opened.fault(0).at, at(15s));
        QCOMPARE(opened.session.snapshot()->now, stood);
        QCOMPARE(opened.session.snapshot()->events, events);
        QCOMPARE(opened.session.seenFaults().size(), std::size_t{1});
        opened.stepTo(at(16s));
        QVERIFY(opened.session.isHeldDown("cart"));
        QCOMPARE(opened.session.seenFaults().back().begun.since, at(15s));
    }

    // Moving what has struck already takes the run back to where the two plans part.
    void theRunGoesBackToWhereThePlansPart() {
        OpenedFaultPlan opened;
        opened.session.playFaults();
        opened.stepTo(at(23s));
        QVERIFY(opened.session.isHeldDown("cart"));

        opened.dragMiddleTo(0, at(30s));
        opened.awaitPlan();

        QCOMPARE(opened.session.snapshot()->now, at(20s));
        QVERIFY(!opened.session.isHeldDown("cart"));
        QVERIFY(opened.session.seenFaults().empty());
        opened.stepTo(at(31s));
        QVERIFY(opened.session.isHeldDown("cart"));
    }

    void haltsAllFaultsByABoundSetInTheWindow() {
        OpenedFaultPlan opened;
        opened.stepTo(at(5s));
        opened.window.findChild<QAction*>("haltIf")->trigger();
        auto* dialog = opened.window.findChild<QDialog*>("haltIfDialog");
        auto* bound = dialog->findChild<QLineEdit*>("haltIfBound");
        auto* set = dialog->findChild<QPushButton*>("haltIfSet");
        bound->setText("low");
        QVERIFY(!set->isEnabled());
        QVERIFY(!dialog->findChild<QLabel*>("haltIfSaid")->text().isEmpty());
        bound->setText("below 50 %");
        QTest::mouseClick(set, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(opened.session.snapshot()->haltIf, patience);
        const auto* section = opened.window.findChild<app::ActiveFaultsSection*>();
        QTRY_VERIFY_WITH_TIMEOUT(section->isVisible(), patience);
        QVERIFY(section->accessibleName().contains("Halt all faults if shop is available below"));

        opened.session.kill("cart");
        opened.stepTo(at(15s));

        QVERIFY(opened.session.snapshot()->faults.empty());
        QVERIFY(*opened.session.snapshot()->haltIf->struckAt < at(15s));
        QTRY_VERIFY_WITH_TIMEOUT(section->accessibleName().contains("Halted all at"), patience);
    }

    // `during: outage` is judged where the fault is now.
    void verdictsGoWithTheFault() {
        OpenedFaultPlan opened;
        opened.session.playFaults();
        opened.stepTo(at(10s));

        opened.dragMiddleTo(0, at(30s));
        opened.awaitPlan();
        opened.stepTo(at(60s));

        QTRY_VERIFY_WITH_TIMEOUT(opened.session.judged("Outages hurt"), patience);
        QCOMPARE(opened.session.judged("Outages hurt")->verdict, sim::Verdict::Pass);
    }
};

TEST_OF_THIS_FILE(TestFaultPlan);
#include "tst_fault_plan.moc"
