// What a fault cost, in the isolation panel, with the real engine twice beside the window's run.
#include <QtTest>

#include <thread>

#include "app/desktop/main_window.h"
#include "app/panels/cost_sentences.h"
#include "tests/desktop/patience.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::MainWindow;
using app::Session;

namespace {

sim::JourneyDifference aDifference() {
    sim::JourneyDifference journey;
    journey.name = "subscribe";
    journey.pairs = 1604;
    return journey;
}

void stepBy(Session& session, sim::Duration by) {
    const sim::Instant until = session.snapshot()->now + by;
    session.step(by);
    QTRY_VERIFY_WITH_TIMEOUT(session.snapshot()->now >= until, patience);
}

// Payment has been down for 5 s; the window shows it.
void killPayment(MainWindow& window, Session& session) {
    window.resize(1400, 900);
    window.show();
    session.open(std::filesystem::path(SOURCE_DIR) / "scenarios" / "streaming-platform.yaml");
    session.pause();
    stepBy(session, 5s);
    session.kill("payment");
    stepBy(session, 5s);
}

}  // namespace

class TestCostInWindow : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void sentencesSayWhatDiffered();
    void thePanelTellsWhatAKillCost();
    void aFigureOpensItsRequestsInBothRuns();
};

void TestCostInWindow::sentencesSayWhatDiffered() {
    sim::JourneyDifference journey = aDifference();
    QCOMPARE(app::costSentence(journey), "Cost: nothing, the same to the nanosecond");
    journey.lost = 212;
    journey.degraded = 31;
    journey.slower = 4;
    QCOMPARE(app::costSentence(journey), "Cost: 212 lost; 31 degraded; 4 took longer");
    journey = aDifference();
    journey.slower = 40;
    journey.firstOfPairs.p99 = 0.0381;
    journey.secondOfPairs.p99 = 0.0385;
    QCOMPARE(app::costSentence(journey), QStringLiteral("Cost: p99 +0.4\u00a0ms"));
    journey.secondOfPairs.p99 = 0.0377;
    QCOMPARE(app::costSentence(journey), QStringLiteral("Cost: p99 \u22120.4\u00a0ms"));
    journey = aDifference();
    journey.moved = 3;
    QCOMPARE(app::costSentence(journey), "Cost: 0 of 1,604 lost");
    journey.pairs = 0;
    QCOMPARE(app::costSentence(journey), QString());
}

void TestCostInWindow::thePanelTellsWhatAKillCost() {
    if (std::thread::hardware_concurrency() < 2)
        QSKIP("a machine of one core: no run goes on beside the one that is shown");
    Session session;
    MainWindow window(session, app::Remember::Nothing);
    killPayment(window, session);
    const auto* panel = window.findChild<app::IsolationPanel*>();
    const auto saysOf = [&](const QString& journey) {
        const QString text = panel->text();
        const qsizetype from = text.indexOf("Cost:", text.lastIndexOf(journey + " requests"));
        return from < 0 ? QString() : text.mid(from, text.indexOf(QLatin1Char('.'), from) - from);
    };
    QTRY_COMPARE_WITH_TIMEOUT(saysOf("watch-video"),
                              QString("Cost: nothing, the same to the nanosecond"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(
        session.costOfFault() && session.costOfFault()->at == session.snapshot()->now, patience);
    // Nobody subscribes without payment: each that ended in both runs is lost.
    const auto& subscribe = session.costOfFault()->journeys[2];
    QCOMPARE(subscribe.name, "subscribe");
    QVERIFY(subscribe.lost > 50);
    QTRY_VERIFY2(saysOf("subscribe").startsWith(QString("Cost: %1 lost").arg(subscribe.lost)),
                 qPrintable(panel->text()));

    // What was known then is shown of an instant of the past.
    session.review(session.snapshot()->now - 2500ms);
    QTRY_VERIFY_WITH_TIMEOUT(session.isInReview() && !session.state().seeking, patience);
    QTRY_VERIFY_WITH_TIMEOUT(session.costOfFault() != nullptr, patience);
    QVERIFY(session.costOfFault()->at <= session.snapshot()->now);
    QVERIFY(session.costOfFault()->journeys[2].lost < subscribe.lost);
}

void TestCostInWindow::aFigureOpensItsRequestsInBothRuns() {
    if (std::thread::hardware_concurrency() < 2)
        QSKIP("a machine of one core: no run goes on beside the one that is shown");
    Session session;
    MainWindow window(session, app::Remember::Nothing);
    killPayment(window, session);
    QTRY_VERIFY_WITH_TIMEOUT(
        session.costOfFault() && session.costOfFault()->at == session.snapshot()->now, patience);
    const std::uint64_t fingerprint = session.state().fingerprint;
    const sim::JourneyDifference subscribe = session.costOfFault()->journeys[2];
    auto* section = window.findChild<app::JourneysSection*>();
    QTRY_VERIFY(section->links() > 0);

    // A click on "155 lost" of subscribe, which is the worst and stands first.
    section->follow(0);

    auto* page = window.findChild<app::TracesPage*>();
    QVERIFY(page->isVisible() && page->showsPairs());
    const app::PairsView& pairs = page->pairs();
    QCOMPARE(pairs.wanted().journey, std::string("subscribe"));
    QVERIFY(pairs.wanted().kind == sim::PairKind::Lost);
    QCOMPARE(pairs.list().rows().size(), subscribe.examplesOf(sim::PairKind::Lost).size());
    const QString about = window.findChild<QLabel*>("pairsAbout")->text();
    QVERIFY2(
        about.startsWith(
            QString("%1 subscribe requests failed that would have succeeded").arg(subscribe.lost)),
        qPrintable(about));

    // The first is traced in both runs, and stands beside itself.
    const std::int64_t request = *pairs.request();
    const auto traced = [&]() -> const app::TracedPair* {
        return session.tracedPair(request, sim::TracingWanted::Beside::WithoutFault);
    };
    QTRY_VERIFY_WITH_TIMEOUT(traced() && traced()->trace && traced()->beside, patience);
    page->refresh();
    const sim::RequestPair& pair = pairs.list().rows().front().pair;
    QVERIFY(traced()->trace->cause == pair.second.cause && pair.second.failed());
    QVERIFY(traced()->trace->took() == pair.second.took);
    QVERIFY(traced()->beside->cause == models::Cause::None);
    QVERIFY(traced()->beside->took() == pair.first.took);
    QVERIFY(page->difference().isVisible());
    QVERIFY2(page->difference().sentence().startsWith("Without it ok, "),
             qPrintable(page->difference().sentence()));
    QVERIFY2(page->difference().sentence().contains("; with it unavailable, "),
             qPrintable(page->difference().sentence()));
    QCOMPARE(page->waterfall().trace()->request, request);

    // The next row, by keyboard; then all traces again.
    QTest::keyClick(window.findChild<QTableView*>("pairs"), Qt::Key_Down);
    QVERIFY(*pairs.request() != request);
    QTRY_VERIFY_WITH_TIMEOUT(
        session.tracedPair(*pairs.request(), sim::TracingWanted::Beside::WithoutFault), patience);
    QTest::mouseClick(window.findChild<QPushButton*>("allTraces"), Qt::LeftButton);
    QVERIFY(!page->showsPairs() && page->waterfall().isVisible());
    QCOMPARE(session.state().fingerprint, fingerprint);
}

TEST_OF_THIS_FILE(TestCostInWindow);
#include "tst_cost_in_window.moc"
