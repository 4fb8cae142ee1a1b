// Moments that the user marks: on the time bar, on their road, in the saved run.
#include <QtTest>

#include <QContextMenuEvent>
#include <QInputDialog>
#include <QMenu>
#include <QTemporaryDir>

#include "app/desktop/run_files.h"
#include "app/find/finder.h"
#include "app/look/style.h"
#include "app/look/theme.h"
#include "sim/recording.h"
#include "tests/desktop/opened_window.h"
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
    void theMenuOfTheFlagDeletesIt();
    void theTimeBarShowsFailures();
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

class OpenedMarks : public support::OpenedWindow {
  public:
    OpenedMarks() : OpenedWindow(markedShop) {}

    bool reviewed(sim::Instant at) {
        return waitFor([&] { return session.isInReview() && session.snapshot()->now == at; });
    }
    TimeBar& timeBar() { return *window.findChild<TimeBar*>(); }
    QPoint flagOf(sim::Instant at) { return {static_cast<int>(timeBar().x(at)) + 3, 5}; }
    QStringList notes() {
        QStringList all;
        for (const sim::Bookmark& each : session.bookmarks())
            all << QString::fromStdString(each.note);
        return all;
    }
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
    QVERIFY(opened.stepTo(second(2)));

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
    QVERIFY(opened.stepTo(second(9)));
    opened.session.setBookmark(second(4) + 321ms, "here");

    QTest::mouseClick(&opened.timeBar(), Qt::LeftButton, {}, opened.flagOf(second(4) + 321ms));

    QVERIFY(opened.reviewed(second(4) + 321ms));
}

void TestBookmarks::theMenuOfTheFlagDeletesIt() {
    OpenedMarks opened;
    QVERIFY(opened.stepTo(second(9)));
    opened.session.setBookmark(second(4), "here");
    opened.session.setBookmark(second(6), "there");

    const QPoint flag = opened.flagOf(second(4));
    QContextMenuEvent asked(QContextMenuEvent::Mouse, flag, opened.timeBar().mapToGlobal(flag));
    QApplication::sendEvent(&opened.timeBar(), &asked);
    auto* menu = opened.timeBar().findChild<QMenu*>("bookmarkMenu");
    QVERIFY(menu != nullptr);
    menu->actions().back()->trigger();

    QCOMPARE(opened.notes(), QStringList{"there"});
}

// One column of pixels a second and more: of the seconds in which all fail, and of those before.
void TestBookmarks::theTimeBarShowsFailures() {
    OpenedMarks opened;
    QVERIFY(opened.stepTo(second(5)));
    opened.session.kill("shop");
    QVERIFY(opened.waitFor([&] { return opened.session.isHeldDown("shop"); }));
    QVERIFY(opened.stepTo(second(20)));

    const QImage seen = opened.timeBar().grab().toImage();
    const QRectF track = opened.timeBar().track();
    const auto failing = [&](int at) {
        const int x = static_cast<int>(opened.timeBar().x(second(at)));
        int pixels = 0;
        for (int y = static_cast<int>(track.top()); y < track.bottom(); ++y)
            pixels += seen.pixelColor(x, y) == theme().failing ? 1 : 0;
        return pixels;
    };
    QCOMPARE(failing(2), 0);
    QVERIFY(failing(15) > 5);
}

void TestBookmarks::areFoundByTheirNote() {
    OpenedMarks opened;
    QVERIFY(opened.stepTo(second(6)));
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
    QVERIFY(opened.stepTo(second(9)));
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
