// The board of guards, and what amplifies load: attempts a call, and answers that nobody waits for.
#include <QAbstractItemModelTester>
#include <QtTest>

#include "app/desktop/main_window.h"
#include "app/panels/inspector_sentences.h"
#include "app/session/edge_words.h"
#include "sim/simulation.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using app::GuardsModel;
using app::MainWindow;
using app::Session;

namespace {

// A second of work for each request, ten of which come a second: two permits, and five tokens of
// which half a one comes back a second. `down` never answers.
const char* const guarded = R"(
watertight: 1
name: guarded
run: { duration: 20 s, warm-up: 0 s }
network: { latency: 1 ms }
services:
  shop:
    rate-limit: { rate: 1000/s, burst: 50 }
    endpoints:
      pack: [ { call: work.do, timeout: 10 s, bulkhead: { max-concurrent: 2, max-wait: 300 ms } } ]
      send: [ { call: work.do, timeout: 10 s, rate-limit: { rate: 30/min, burst: 5 } } ]
      ask: [ { call: work.do, timeout: 400 ms, retry: { attempts: 3, backoff: 1 ms, jitter: none } } ]
  work: { concurrency: unlimited, endpoints: { do: [ { compute: 1 s } ] } }
journeys:
  packs: { arrivals: constant(10/s), steps: [ { call: shop.pack, timeout: 15 s } ] }
  sends: { arrivals: constant(10/s), steps: [ { call: shop.send, timeout: 15 s } ] }
  asks: { arrivals: constant(10/s), steps: [ { call: shop.ask, timeout: 15 s } ] }
)";

sim::Snapshot seenAt(sim::Simulation& run, sim::Duration at) {
    run.advanceTo(models::runStart + at);
    return run.snapshot();
}

const sim::LimitSnapshot& limitOf(const sim::Snapshot& seen, const std::string& kind) {
    for (const sim::LimitSnapshot& each : seen.limits) {
        if ((kind == "bulkhead") == each.isBulkhead && (kind == "door") == (each.edge < 0))
            return each;
    }
    qFatal("no such limit");
}

}  // namespace

class TestGuards : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void limitsSayWhatIsTakenAndRefused();
    void attemptsAndUnheardAnswersAreCounted();
    void theBoardSortsAndFilters();
    void aRowSelectsItsCall();
    void withoutGuardsItSaysSo();
};

void TestGuards::limitsSayWhatIsTakenAndRefused() {
    sim::Simulation run(tests::scenarioFrom(guarded), {.observe = true});
    seenAt(run, 5s);
    const sim::Snapshot seen = seenAt(run, 15s);
    const sim::LimitSnapshot& bulkhead = limitOf(seen, "bulkhead");
    QCOMPARE(bulkhead.limit, 2);
    QCOMPARE(bulkhead.taken, 2);
    QVERIFY(bulkhead.waiting >= 2 && bulkhead.waiting <= 3);  // of ten a second, for 300 ms
    const sim::LimitSnapshot& bucket = limitOf(seen, "bucket");
    QCOMPARE(bucket.limit, 5);
    QCOMPARE(bucket.taken, 5);
    const sim::LimitSnapshot& door = limitOf(seen, "door");
    QCOMPARE(door.limit, 50);
    QCOMPARE(door.refused, 0);
    // All that failed for being refused was refused by one of the two.
    const auto rejected = static_cast<std::size_t>(models::Cause::Rejected);
    std::int64_t failed = 0;
    for (const sim::EdgeSnapshot& edge : seen.edges)
        failed += edge.counts.byCause[rejected];
    QVERIFY(bulkhead.refused > 0 && bucket.refused > 0);
    const std::int64_t ofJourneys =
        seen.journeys[0].counts.byCause[rejected] + seen.journeys[1].counts.byCause[rejected];
    QVERIFY(std::abs(bulkhead.refused + bucket.refused - ofJourneys) <=
            2);  // some are on their way
    QVERIFY(failed >= ofJourneys);
}

void TestGuards::attemptsAndUnheardAnswersAreCounted() {
    sim::Simulation run(tests::scenarioFrom(guarded), {.observe = true});
    seenAt(run, 3s);
    const sim::Snapshot seen = seenAt(run, 15s);
    // The call of `ask` is tried three times, and each answer comes 600 ms too late. `pack` and
    // `send` are tried once or, refused, not at all.
    const sim::ServiceSnapshot& work = seen.services[1];
    const auto& graph = models::callGraph(run.scenario());
    std::size_t edge = 0;
    while (graph.edges[edge].callee != *graph.node("work"))
        ++edge;
    const double attempts = app::attemptsPerCall(seen.edges[edge]);
    QVERIFY2(attempts > app::amplifiedFrom, QByteArray::number(attempts).constData());
    // Ten calls a second, three attempts each.
    const double unheard = seen.services[1].recent.perSecond(work.recentUnheard);
    QVERIFY2(std::abs(unheard - 30) < 1, QByteArray::number(unheard).constData());
    QVERIFY(work.unheard > work.recentUnheard);
    const QString said = app::serviceState(run.scenario().services[1], work, nullptr, seen.now);
    QVERIFY2(said.contains("Nobody waited any more for"), qPrintable(said));
    const QString ofShop =
        app::serviceState(run.scenario().services[0], seen.services[0], nullptr, seen.now);
    QVERIFY2(!ofShop.contains("Nobody waited"), qPrintable(ofShop));
}

void TestGuards::theBoardSortsAndFilters() {
    Session session;
    MainWindow window(session, app::Remember::Nothing);
    window.resize(1400, 900);
    window.show();
    session.open(models::readScenario(guarded, "guarded.yaml", {}), "guarded.yaml");
    session.pause();
    session.step(10s);
    QTRY_VERIFY_WITH_TIMEOUT(session.snapshot()->now >= models::runStart + 10s, 20000);
    window.showGuards(true);
    const QAbstractItemModel& board = *window.guards().view().model();
    QTRY_COMPARE(board.rowCount(), 3);
    const auto textOf = [&](int row, int column) {
        return board.index(row, column).data().toString();
    };
    // Who is full stands first, a door with room for many last.
    QCOMPARE(textOf(2, GuardsModel::Where), QStringLiteral("door of shop"));
    QVERIFY(textOf(2, GuardsModel::State).endsWith("of 50 tokens left"));
    window.findChild<QLineEdit*>("guardFilter")->setText("bulkhead");
    QCOMPARE(board.rowCount(), 1);
    QCOMPARE(textOf(0, GuardsModel::Where), QStringLiteral("shop → work.do"));
    QCOMPARE(textOf(0, GuardsModel::State), QStringLiteral("2 of 2 taken"));
    QVERIFY(textOf(0, GuardsModel::Detail).endsWith(" wait"));
}

void TestGuards::aRowSelectsItsCall() {
    Session session;
    MainWindow window(session, app::Remember::Nothing);
    window.resize(1400, 900);
    window.show();
    session.open(std::filesystem::path(SOURCE_DIR) / "scenarios" / "streaming-platform.yaml");
    window.showGuards(true);
    QTableView& view = window.guards().view();
    QTRY_VERIFY(view.model()->rowCount() > 0);
    session.pause();
    view.setCurrentIndex(view.model()->index(0, 0));
    QVERIFY(session.selectedEdge() >= 0);
    QCOMPARE(view.model()->index(0, 0).data(GuardsModel::EdgeRole).toInt(), session.selectedEdge());
    QCOMPARE(view.model()->index(0, GuardsModel::Kind).data().toString(),
             QStringLiteral("breaker"));
}

void TestGuards::withoutGuardsItSaysSo() {
    GuardsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.show({}, {}, {});
    QCOMPARE(model.rowCount(), 0);
    Session session;
    MainWindow window(session, app::Remember::Nothing);
    window.show();
    session.open(models::readScenario(R"(
watertight: 1
name: plain
services: { one: { endpoints: { do: [ { compute: 1 ms } ] } } }
journeys: { users: { arrivals: constant(5/s), steps: [ { call: one.do, timeout: 1 s } ] } }
)",
                                      "plain.yaml", {}),
                 "plain.yaml");
    window.showGuards(true);
    QVERIFY(window.findChild<QLabel*>("noGuards")->isVisible());
    QVERIFY(!window.guards().view().isVisible());
}

TEST_OF_THIS_FILE(TestGuards);
#include "tst_guards.moc"
