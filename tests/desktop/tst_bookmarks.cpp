// Moments that the user marks: on the time bar, on their road, in the saved run.
#include <QtTest>

#include <QInputDialog>
#include <QTemporaryDir>

#include "app/desktop/main_window.h"
#include "app/desktop/run_files.h"
#include "app/find/finder.h"
#include "app/look/style.h"
#include "sim/recording.h"
#include "tests/desktop/patience.h"
#include "tests/support/test_program.h"

using namespace app;
using namespace std::chrono_literals;

class TestBookmarks : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void areKeptInOrderOfTime();
    void areMadeByAKeyAndANote();
    void aClickOnTheFlagGoesThere();
    void areFoundByTheirNote();
    void belongToTheirRoad();
    void areInTheSavedRun();
};

namespace {

const char* const markedShop = R"(
watertight: 1
name: a shop
run: { seed: 7, duration: 60 s }
services:
  shop: { endpoints: { buy: [ { compute: 1 ms } ] } }
journeys:
  buyers: { arrivals: constant(100/s), steps: [ { call: shop.buy, timeout: 2 s } ] }
)";

sim::Instant second(int count) {
    return models::runStart + std::chrono::seconds(count);
}

struct OpenedMarks {
    OpenedMarks() {
        models::ScenarioReading reading = models::readScenario(markedShop, "shop.yaml", {});
        if (!reading.scenario || !session.open(std::move(reading), "shop.yaml"))
            qFatal("the scenario of the test has errors");
        session.pause();
        window.resize(1600, 1000);
        window.show();
        window.activateWindow();
        (void)QTest::qWaitForWindowActive(&window);
    }

    bool waitFor(const std::function<bool()>& holds) {
        return QTest::qWaitFor(
            [&] {
                session.poll();
                return holds();
            },
            patience);
    }
    bool stepTo(int seconds) {
        if (!waitFor([&] { return !session.state().running; }))
            return false;
        session.step(second(seconds) - session.liveSnapshot()->now);
        return waitFor([&] {
            return session.liveSnapshot()->now == second(seconds) && !session.state().running;
        });
    }
    bool reviewed(sim::Instant at) {
        return waitFor([&] { return session.isInReview() && session.snapshot()->now == at; });
    }
    TimeBar& timeBar() { return *window.findChild<TimeBar*>(); }
    QStringList notes() {
        QStringList all;
        for (const sim::Bookmark& each : session.bookmarks())
            all << QString::fromStdString(each.note);
        return all;
    }

    Session session;
    MainWindow window{session, Remember::Nothing};
};

}  // namespace

void TestBookmarks::initTestCase() {
    applyLook(*qApp, true);
}

void TestBookmarks::areKeptInOrderOfTime() {
    OpenedMarks opened;
    QSignalSpy changed(&opened.session, &Session::bookmarksChanged);

    opened.session.setBookmark(second(3), "third");
    opened.session.setBookmark(second(1), " first ");
    opened.session.setBookmark(second(2), "second");
    opened.session.setBookmark(second(3), "last");

    QCOMPARE(opened.notes(), (QStringList{"first", "second", "last"}));
    opened.session.setBookmark(second(2), "  ");
    QCOMPARE(opened.notes(), (QStringList{"first", "last"}));
    QCOMPARE(opened.session.noteAt(second(3)), "last");
    QCOMPARE(opened.session.noteAt(second(2)), QString());
    QCOMPARE(changed.count(), 5);
}

void TestBookmarks::areMadeByAKeyAndANote() {
    OpenedMarks opened;
    QVERIFY(opened.stepTo(2));

    QTest::keyClick(&opened.window, Qt::Key_B, Qt::ControlModifier);
    auto* dialog = opened.window.findChild<QInputDialog*>("noteDialog");
    QVERIFY(dialog != nullptr);
    dialog->setTextValue("the p99 jumps");
    dialog->accept();

    QCOMPARE(opened.notes(), QStringList{"the p99 jumps"});
    QVERIFY(opened.session.bookmarks().front().at == second(2));
}

void TestBookmarks::aClickOnTheFlagGoesThere() {
    OpenedMarks opened;
    QVERIFY(opened.stepTo(9));
    opened.session.setBookmark(second(4) + 321ms, "here");

    const QPoint flag(static_cast<int>(opened.timeBar().x(second(4) + 321ms)) + 3, 5);
    QTest::mouseClick(&opened.timeBar(), Qt::LeftButton, {}, flag);

    QVERIFY(opened.reviewed(second(4) + 321ms));
}

void TestBookmarks::areFoundByTheirNote() {
    OpenedMarks opened;
    QVERIFY(opened.stepTo(6));
    opened.session.setBookmark(second(5), "the queue fills");

    QTest::keyClick(&opened.window, Qt::Key_K, Qt::ControlModifier);
    auto* field = opened.window.findChild<QLineEdit*>("finderField");
    QTest::keyClicks(field, "queue fills");
    QCOMPARE(opened.window.findChild<Finder*>("finder")->nameAt(0), "the queue fills");
    QTest::keyClick(field, Qt::Key_Return);

    QVERIFY(opened.reviewed(second(5)));
}

void TestBookmarks::belongToTheirRoad() {
    OpenedMarks opened;
    QVERIFY(opened.stepTo(9));
    opened.session.setBookmark(second(2), "before");
    opened.session.setBookmark(second(8), "after");
    opened.session.review(second(5));
    QVERIFY(opened.reviewed(second(5)));

    opened.session.goOnFromHere();
    opened.session.pause();
    QVERIFY(opened.waitFor([&] { return opened.session.state().otherRoad.has_value(); }));
    QCOMPARE(opened.notes(), QStringList{"before"});

    opened.session.takeOtherRoad();
    QCOMPARE(opened.notes(), (QStringList{"before", "after"}));
}

void TestBookmarks::areInTheSavedRun() {
    const QTemporaryDir folder;
    const QString run = folder.filePath("marked.run");
    const QString file = folder.filePath("shop.yaml");
    {
        QFile scenario(file);
        QVERIFY(scenario.open(QIODevice::WriteOnly));
        scenario.write(markedShop);
    }
    Session session;
    QVERIFY(session.open(std::filesystem::path(file.toStdString())));
    session.pause();
    session.setBookmark(second(0), "the very start, “quoted”");

    QCOMPARE(saveRun(session, run), QString());

    const sim::RecordingReading reading = sim::readRecording(run.toStdString());
    QVERIFY2(reading.recording, reading.problem.c_str());
    QVERIFY(reading.recording->bookmarks == session.bookmarks());
    Session again;
    again.openRecordedBeside(run.toStdString());
    QVERIFY(QTest::qWaitFor(
        [&] {
            again.poll();
            return again.hasRun() && again.isRecorded();
        },
        patience));
    QVERIFY(again.bookmarks() == session.bookmarks());
}

TEST_OF_THIS_FILE(TestBookmarks);
#include "tst_bookmarks.moc"
