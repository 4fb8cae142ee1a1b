// Looking back in the window, and taking another road from there, with the real engine.
#include <QtTest>

#include "app/desktop/main_window.h"
#include "tests/desktop/patience.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::MainWindow;
using app::Session;

namespace {

struct OpenedReview {
    Session session;
    MainWindow window{session, app::Remember::Nothing};

    OpenedReview() {
        window.resize(1400, 900);
        window.show();
        session.open(std::filesystem::path(SOURCE_DIR) / "scenarios" / "streaming-platform.yaml");
        session.pause();
    }

    app::TimeBar* timeBar() { return window.findChild<app::TimeBar*>(); }

    QPushButton* button(const QString& text) {
        for (QPushButton* each : timeBar()->findChildren<QPushButton*>()) {
            if (each->text() == text)
                return each;
        }
        return nullptr;
    }

    QAction* action(const QString& beginning) {
        for (QAction* each : window.findChildren<QAction*>()) {
            if (each->text().startsWith(beginning))
                return each;
        }
        return nullptr;
    }

    sim::Instant shown() const { return session.snapshot()->now; }

    void stepBy(sim::Duration by) {
        const sim::Instant until = shown() + by;
        session.step(by);
        QTRY_VERIFY_WITH_TIMEOUT(shown() >= until, patience);
    }

    void reviewAt(sim::Instant at) {
        session.review(at);
        QTRY_COMPARE_WITH_TIMEOUT(shown(), at, patience);
        QVERIFY(session.isInReview());
    }

    bool isPaymentDown() const {
        return !session.snapshot()->faults.empty() && session.isHeldDown("payment");
    }
};

// Completed requests of all ticks.
std::vector<std::int64_t> completed(const Session& session) {
    std::vector<std::int64_t> all;
    for (const sim::ChartTick& tick : session.chartTicks())
        all.push_back(tick.allJourneys.completed);
    return all;
}

}  // namespace

class TestReview : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyPaneShowsThePast();
    void theTimeBarIsDragged();
    void stepsByEventsFromWhereItLooks();
    void goingOnTakesAnotherRoadAndBack();
    void aKillInReviewIsDoneThere();
};

void TestReview::everyPaneShowsThePast() {
    OpenedReview opened;
    opened.stepBy(5s);
    const sim::Instant killedAt = opened.shown();
    opened.session.kill("payment");
    opened.stepBy(5s);
    QVERIFY(opened.isPaymentDown());
    const sim::Instant live = opened.shown();

    opened.reviewAt(killedAt);
    QVERIFY(!opened.isPaymentDown());
    QVERIFY(!opened.session.isolation());
    QCOMPARE(opened.timeBar()->stateWord(), QStringLiteral("REVIEW"));
    QCOMPARE(opened.session.liveSnapshot()->now, live);
    QVERIFY(!opened.action("Undo")->isEnabled());  // it would undo what is not yet done
    QCOMPARE(opened.session.seenFaults().size(), std::size_t(1));

    opened.reviewAt(killedAt + 1s);
    QVERIFY(opened.isPaymentDown());
    QVERIFY(opened.session.isolation());

    QTest::keyClick(&opened.window, Qt::Key_End);
    QTRY_COMPARE_WITH_TIMEOUT(opened.shown(), live, patience);
    QVERIFY(!opened.session.isInReview());
    QCOMPARE(opened.timeBar()->stateWord(), QStringLiteral("PAUSED"));
    QVERIFY(opened.action("Undo")->isEnabled());
}

void TestReview::theTimeBarIsDragged() {
    OpenedReview opened;
    opened.stepBy(20s);
    const sim::Instant live = opened.shown();
    app::TimeBar* bar = opened.timeBar();
    QVERIFY(!opened.button("Go on from here")->isVisible());

    const int nowAt = 196 + static_cast<int>((bar->width() - 196 - 84) *
                                             models::inSeconds(live - models::runStart) / 240);
    QTest::mousePress(bar, Qt::LeftButton, {}, {nowAt - 10, 18});
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.isInReview() && !opened.session.state().seeking,
                             patience);
    QVERIFY(opened.button("Go on from here")->isVisible());
    QVERIFY(opened.button("Back to live  End")->isVisible());
    const sim::Instant first = opened.session.snapshot()->now;
    QVERIFY(first < live);
    QTest::mouseRelease(bar, Qt::LeftButton, {}, {nowAt - 10, 18});

    QTest::keyClick(bar, Qt::Key_Right, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(opened.shown(), first + 1s, patience);
    QTest::keyClick(bar, Qt::Key_Left);
    QTRY_COMPARE_WITH_TIMEOUT(opened.shown(), first + 900ms, patience);
    QTest::keyClick(bar, Qt::Key_Home);  // the end of the warm-up
    QTRY_COMPARE_WITH_TIMEOUT(opened.shown(), models::runStart + 10s, patience);
    opened.button("Back to live  End")->click();
    QTRY_COMPARE_WITH_TIMEOUT(opened.shown(), live, patience);
}

void TestReview::stepsByEventsFromWhereItLooks() {
    OpenedReview opened;
    opened.stepBy(5s);
    const sim::Instant live = opened.shown();
    const sim::Instant then = live - 2s;
    opened.reviewAt(then);

    opened.action("Next event")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(opened.shown() > then, patience);
    QVERIFY(opened.session.isInReview() && opened.shown() < then + 100ms);
    QVERIFY(!opened.session.steppedText().isEmpty());
    QCOMPARE(opened.session.liveSnapshot()->now, live);

    opened.session.selectNamed("user");
    const sim::Instant before = opened.shown();
    opened.action("Next event of user")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(opened.shown() > before, patience);
    const std::vector<sim::ExecutedEvent>& stepped = opened.session.state().stepped;
    QVERIFY(std::ranges::find(stepped, "user", &sim::ExecutedEvent::process) != stepped.end());
    QVERIFY(opened.session.isInReview());
}

void TestReview::goingOnTakesAnotherRoadAndBack() {
    OpenedReview opened;
    opened.stepBy(5s);
    const sim::Instant killedAt = opened.shown();
    opened.session.kill("payment");
    opened.stepBy(10s);
    const sim::Instant live = opened.shown();
    const std::vector<std::int64_t> ofKilled = completed(opened.session);
    const sim::Snapshot killed = *opened.session.snapshot();

    opened.reviewAt(killedAt);
    opened.button("Go on from here")->click();
    opened.session.pause();
    QTRY_VERIFY_WITH_TIMEOUT(!opened.session.isInReview(), patience);
    QVERIFY(opened.session.seenFaults().empty());
    QCOMPARE(opened.session.userActs().size(), std::size_t(1));  // the other road
    QVERIFY(opened.action("Take the other road")->isEnabled());
    opened.stepBy(live - opened.shown());
    QVERIFY(!opened.isPaymentDown());

    // As if nobody had ever killed anything.
    OpenedReview unharmed;
    unharmed.stepBy(live - unharmed.shown());
    QCOMPARE(completed(opened.session), completed(unharmed.session));
    const sim::Recent ofRoad = opened.session.snapshot()->journeys.front().recent;
    const sim::Recent ofUnharmed = unharmed.session.snapshot()->journeys.front().recent;
    // On a slow machine the first run was not paused at a tick, from which its spans begin.
    if (ofRoad.span == ofUnharmed.span) {
        QCOMPARE(ofRoad.counts.ok, ofUnharmed.counts.ok);
    }

    opened.action("Take the other road")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(opened.isPaymentDown(), patience);
    QCOMPARE(opened.shown(), live);
    QCOMPARE(completed(opened.session), ofKilled);
    QCOMPARE(opened.session.seenFaults().size(), std::size_t(1));
    QCOMPARE(opened.session.snapshot()->journeys.back().recent.counts.failed,
             killed.journeys.back().recent.counts.failed);
}

void TestReview::aKillInReviewIsDoneThere() {
    OpenedReview opened;
    opened.stepBy(10s);
    opened.reviewAt(models::runStart + 14s);
    opened.session.selectNamed("user");
    QVERIFY(opened.action("Kill")->isEnabled());
    opened.session.kill("user");
    opened.session.pause();
    QTRY_VERIFY_WITH_TIMEOUT(!opened.session.isInReview(), patience);
    opened.stepBy(100ms);
    QCOMPARE(opened.session.seenFaults().size(), std::size_t(1));
    QCOMPARE(opened.session.seenFaults().front().begun.since, models::runStart + 14s);
    QCOMPARE(opened.session.userActs().back().at, models::runStart + 14s);
    QCOMPARE(opened.session.undoStack().count(), 1);
}

TEST_OF_THIS_FILE(TestReview);
#include "tst_review.moc"
