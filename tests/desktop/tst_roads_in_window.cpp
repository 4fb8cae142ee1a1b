// The road that is gone beside the one that was left: measures in the panel, colours in the graph.
#include <QtTest>

#include <numeric>
#include <thread>

#include "app/desktop/main_window.h"
#include "app/graph/road_difference.h"
#include "tests/desktop/patience.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::Direction;
using app::MainWindow;
using app::Session;

namespace {

sim::Recent recentOf(std::int64_t ok, std::int64_t failed, std::optional<sim::Duration> p99) {
    sim::Recent recent;
    recent.span = 10s;
    recent.counts.started = ok + failed;
    recent.counts.ok = ok;
    recent.counts.failed = failed;
    recent.p99 = p99;
    return recent;
}

struct OpenedRoads {
    Session session;
    MainWindow window{session, app::Remember::Nothing};

    OpenedRoads() {
        window.resize(1600, 1000);
        window.show();
        session.open(std::filesystem::path(SOURCE_DIR) / "scenarios" / "streaming-platform.yaml");
        session.pause();
    }
    void stepBy(sim::Duration by) {
        const sim::Instant until = session.snapshot()->now + by;
        session.step(by);
        QTRY_VERIFY_WITH_TIMEOUT(session.snapshot()->now >= until, patience);
    }
    // payment is killed after 2 s; back, and on without that, to where the kill was seen.
    void takeAnotherRoad() {
        stepBy(2s);
        const sim::Instant killedAt = session.snapshot()->now;
        session.kill("payment");
        stepBy(8s);
        const sim::Instant left = session.snapshot()->now;
        session.review(killedAt);
        QTRY_VERIFY_WITH_TIMEOUT(session.isInReview() && !session.state().seeking, patience);
        session.goOnFromHere();
        session.pause();
        QTRY_VERIFY_WITH_TIMEOUT(!session.isInReview() && !session.state().running, patience);
        stepBy(left - session.snapshot()->now + 2s);
        waitForRoads();
    }
    void waitForRoads() {
        QTRY_VERIFY_WITH_TIMEOUT(session.state().roads && session.state().roads->first &&
                                     session.state().roads->at == session.snapshot()->now,
                                 patience);
        window.isolationPanel().refresh();
    }
    const app::CardValues& card(const char* name) {
        const int node = window.graph().scene().find(name);
        return window.graph().cardValuesSeen()[static_cast<std::size_t>(node)];
    }
};

}  // namespace

class TestRoadsInWindow : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase();
    void tellsWhatStandsOut();
    void thePanelListsTheMeasures();
    void thePanelShowsTheLatenciesOfBoth();
    void theGraphIsColouredByTheDifference();
};

void TestRoadsInWindow::initTestCase() {
    if (std::thread::hardware_concurrency() < 2)
        QSKIP("a machine of one core: no run goes on beside the one that is shown");
}

void TestRoadsInWindow::tellsWhatStandsOut() {
    const sim::Recent ordinary = recentOf(1000, 0, 20ms);
    const auto text = [&](const sim::Recent& here) {
        return app::comparedValue(ordinary, here).text;
    };
    QCOMPARE(text(ordinary), QString());
    QCOMPARE(text(recentOf(995, 5, 21ms)), QString());  // half a point, a twentieth
    QCOMPARE(text(recentOf(700, 300, 90ms)), QStringLiteral("\u25b2 30.0\u00a0points"));
    QCOMPARE(text(recentOf(1000, 0, 32ms)), QStringLiteral("\u25b2 12\u00a0ms p99"));
    QCOMPARE(text(recentOf(1000, 0, 8ms)), QStringLiteral("\u25bc 12\u00a0ms p99"));
    QCOMPARE(text(recentOf(400, 0, {})), QStringLiteral("\u25bc 60/s"));
    QVERIFY(app::comparedValue(ordinary, recentOf(400, 0, {})).direction == Direction::Less);
    QCOMPARE(app::comparedValue(recentOf(0, 0, {}), recentOf(0, 0, {})).text, QString());
    QCOMPARE(app::comparedValue(ordinary, recentOf(700, 300, 90ms)).spoken,
             QStringLiteral("fails 30.0\u00a0% here, 0.0\u00a0% on the other road"));
}

void TestRoadsInWindow::thePanelListsTheMeasures() {
    OpenedRoads opened;
    opened.stepBy(1s);
    QVERIFY(!opened.window.isolationPanel().text().contains("Measures of both roads"));

    opened.takeAnotherRoad();

    const QString text = opened.window.isolationPanel().text();
    QVERIFY2(text.contains("Measures of both roads. "), qPrintable(text));
    QVERIFY2(
        text.contains(QRegularExpression(
            "subscribe fails: (100\\.0|9\\d\\.\\d)\u00a0% on the other road, 0\\.0\u00a0% here")),
        qPrintable(text));
    QVERIFY2(!text.contains("watch-video fails"), qPrintable(text));
}

// Of a journey that the kill had degraded: not of one that it did not touch, nor of one that nobody
// was answered in on the other road.
void TestRoadsInWindow::thePanelShowsTheLatenciesOfBoth() {
    OpenedRoads opened;
    opened.takeAnotherRoad();

    auto* section = opened.window.findChild<app::RoadLatencySection*>("roadLatencies");
    QVERIFY(section->isVisibleTo(&opened.window));
    const auto rowOf = [&](const char* journey) {
        return std::ranges::find(section->rows(), journey, &app::RoadLatencies::journey);
    };
    const auto browse = rowOf("browse");
    QVERIFY(browse != section->rows().end());
    QVERIFY(rowOf("watch-video") == section->rows().end());
    QVERIFY(rowOf("subscribe") == section->rows().end());
    const auto sumOf = [](const sim::LatencyBands& bands) {
        return std::accumulate(bands.counts.begin(), bands.counts.end(), 0U);
    };
    QVERIFY(sumOf(browse->here) > 500 && sumOf(browse->other) > 500);
    QVERIFY(opened.window.isolationPanel().text().contains("Latencies of both roads. browse: "));
}

void TestRoadsInWindow::theGraphIsColouredByTheDifference() {
    OpenedRoads opened;
    opened.takeAnotherRoad();
    QVERIFY(!opened.card("subscribe").compared);

    QTest::mouseClick(opened.window.findChild<QPushButton*>("colourByRoads"), Qt::LeftButton);

    QVERIFY(opened.window.findChild<QAction*>("colourByRoadsAction")->isChecked());
    QTRY_VERIFY_WITH_TIMEOUT(opened.card("subscribe").compared, patience);
    const app::CardValues subscribe = opened.card("subscribe");
    QVERIFY(subscribe.compared->direction == Direction::Less);
    QVERIFY2(subscribe.compared->text.startsWith(QStringLiteral("\u25bc ")) &&
                 subscribe.compared->text.endsWith("points"),
             qPrintable(subscribe.compared->text));
    QVERIFY2(subscribe.sentence.contains("on the other road"), qPrintable(subscribe.sentence));
    QVERIFY(std::ranges::any_of(opened.window.graph().edgeValuesSeen(), [](const auto& edge) {
        return edge.compared && edge.compared->direction == Direction::Less;
    }));

    // The other way round on the other road.
    opened.session.takeOtherRoad();
    QTRY_VERIFY_WITH_TIMEOUT(opened.session.isHeldDown("payment"), patience);
    opened.waitForRoads();
    QTRY_VERIFY_WITH_TIMEOUT(opened.card("subscribe").compared &&
                                 opened.card("subscribe").compared->direction == Direction::More,
                             patience);

    opened.window.findChild<QAction*>("colourByRoadsAction")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!opened.card("subscribe").compared, patience);
}

TEST_OF_THIS_FILE(TestRoadsInWindow);
#include "tst_roads_in_window.moc"
