// What the p50 and the p99 of a journey consist of: to the nanosecond.
#include <QtTest>

#include "sim/latency_blame.h"
#include "sim/simulation.h"
#include "tests/support/random_scenario.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestLatencyBlame : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void tellsWaitingWorkAndNetworkApart();
    void tellsRetriedAttemptsAndBackOffs();
    void tellsAPauseApart();
    void addsUpInRandomScenarios();
    void takesTheRequestsAroundThePercentile();
    void countsOnlyWhatEndedWell();
    void saysWhereThereAreTooFew();
};

namespace {

// Each message takes 1 ms; a request each second, all of them traced.
std::vector<std::shared_ptr<const sim::Trace>> tracesOf(const models::Scenario& scenario,
                                                        models::Duration until) {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation run(scenario, options);
    run.advanceTo(models::runStart + until);
    sim::TraceBook book;
    book.add(run.takeTraceMarks(), run.traceNames());
    return book.traces();
}

QStringList sharesOfFirst(const std::string& services) {
    const auto traces = tracesOf(
        tests::scenarioFrom(
            "watertight: 1\nname: blame\nrun: { duration: 20 s }\nnetwork: { latency: 1 ms }\n"
            "services:\n" +
            services +
            "journeys: { buy: { arrivals: constant(1/s), steps: [ { call: shop.buy } ] } }\n"),
        900ms);
    QStringList texts;
    for (const sim::LatencyShare& each : sim::latencyShares(*traces.at(0))) {
        const auto cause = sim::latencyCauseNames[static_cast<std::size_t>(each.cause)];
        texts << QString("%1 %2 %3")
                     .arg(QString::fromStdString(each.service))
                     .arg(QString::fromUtf8(cause.data()))
                     .arg(each.sum / 1ms);
    }
    return texts;
}

// A request that one service worked for so long.
std::shared_ptr<const sim::Trace> workedTrace(std::int64_t request, models::Duration took,
                                              models::Cause cause = models::Cause::None) {
    sim::Trace trace;
    trace.request = request;
    trace.journey = "buy";
    trace.begun = models::runStart;
    trace.ended = trace.begun + took;
    trace.isOver = true;
    trace.cause = cause;
    sim::Span root, shop;
    root.service = "buy";
    shop.service = "shop";
    shop.parent = 0;
    for (sim::Span* each : {&root, &shop}) {
        each->sent = trace.begun;
        each->ended = trace.ended;
    }
    shop.critical = {{sim::TimeKind::Works, trace.begun, trace.ended}};
    trace.spans = {root, shop};
    return std::make_shared<const sim::Trace>(std::move(trace));
}

// The first takes 1 ms, the second 2, and so on; not in this order.
std::vector<std::shared_ptr<const sim::Trace>> ascending(int count) {
    std::vector<std::shared_ptr<const sim::Trace>> traces;
    for (int i = count; i > 0; --i)
        traces.push_back(workedTrace(i, std::chrono::milliseconds(i)));
    return traces;
}

}  // namespace

void TestLatencyBlame::tellsWaitingWorkAndNetworkApart() {
    QCOMPARE(sharesOfFirst(R"(
  shop:
    endpoints:
      buy: [ { compute: 7 ms }, { parallel: [ [ { call: stock.take } ], [ { call: stock.take } ] ] } ]
  stock: { concurrency: 1, endpoints: { take: [ { compute: 5 ms } ] } }
)"),
             (QStringList{"shop works 7", "stock waits 5", "stock works 5", "shop network 2",
                          "stock network 2"}));
}

// Two of three attempts are given up after 10 ms, each followed by 5 ms of back-off; the last is
// given up as well, but nothing followed it.
void TestLatencyBlame::tellsRetriedAttemptsAndBackOffs() {
    QCOMPARE(sharesOfFirst(R"(
  shop:
    endpoints:
      buy: [ { call: stock.take, timeout: 10 ms, retry: { attempts: 3, backoff: 5 ms, multiplier: 1 }, fallback: skip } ]
  stock: { endpoints: { take: [ { call: shelf.look } ] } }
  shelf: { endpoints: { look: [ { compute: 30 ms } ] } }
)"),
             (QStringList{"stock retried 20", "shop back-off 10", "stock blocked 9",
                          "shop network 2", "stock network 1"}));
}

void TestLatencyBlame::tellsAPauseApart() {
    QCOMPARE(
        sharesOfFirst("  shop: { endpoints: { buy: [ { sleep: 4 ms }, { compute: 3 ms } ] } }\n"),
        (QStringList{"shop sleeps 4", "shop works 3", "shop network 2"}));
}

void TestLatencyBlame::addsUpInRandomScenarios() {
    std::size_t seen = 0, retried = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const models::Scenario scenario = tests::randomScenario(seed);
        for (const auto& trace : tracesOf(scenario, scenario.run.duration)) {
            models::Duration sum{};
            for (const sim::LatencyShare& each : sim::latencyShares(*trace)) {
                QVERIFY(each.sum > 0ns);
                sum += each.sum;
                retried += each.cause == sim::LatencyCause::Retried ? 1 : 0;
            }
            QVERIFY2(sum == trace->took(), qPrintable(QString("seed %1").arg(seed)));
            ++seen;
        }
    }
    QVERIFY(seen > 300 && retried > 10);
}

void TestLatencyBlame::takesTheRequestsAroundThePercentile() {
    const sim::LatencyBlame blame = sim::latencyBlame("buy", ascending(1000));

    QCOMPARE(blame.requests, 1000);
    QCOMPARE(blame.p50.firstRank, 451);
    QCOMPARE(blame.p50.lastRank, 550);
    QVERIFY(blame.p50.atPercentile == 500ms);
    QVERIFY(blame.p50.sum == 100 * 500500us);
    QCOMPARE(blame.p50.shares.size(), std::size_t(1));
    QCOMPARE(blame.p50.shares[0],
             (sim::LatencyShare{"shop", sim::LatencyCause::Works, 100 * 500500us}));
    QCOMPARE(blame.p50.meanSeconds(blame.p50.sum), 0.5005);
    QCOMPARE(blame.p99.firstRank, 981);
    QCOMPARE(blame.p99.lastRank, 1000);
    QVERIFY(blame.p99.atPercentile == 990ms);
    QVERIFY(blame.p99.sum == 20 * 990500us);
    QCOMPARE(blame.p99.shareOf(blame.p99.shares[0].sum), 1.0);
}

void TestLatencyBlame::countsOnlyWhatEndedWell() {
    auto traces = ascending(3);
    traces.push_back(workedTrace(9, 1s, models::Cause::Timeout));

    QCOMPARE(sim::latencyBlame("buy", traces).requests, 3);
    QVERIFY(sim::latencyBlame("buy", traces).p99.atPercentile == 3ms);
    const sim::LatencyBlame none = sim::latencyBlame("sell", traces);
    QCOMPARE(none.requests, 0);
    QCOMPARE(none.p50.requests(), 0);
    QVERIFY(none.p99.shares.empty() && none.p99.isOfTooFew());
}

void TestLatencyBlame::saysWhereThereAreTooFew() {
    QCOMPARE(sim::latencyBlame("buy", ascending(200)).p99.requests(), 4);
    QVERIFY(sim::latencyBlame("buy", ascending(200)).p99.isOfTooFew());
    QVERIFY(!sim::latencyBlame("buy", ascending(200)).p50.isOfTooFew());
    QVERIFY(!sim::latencyBlame("buy", ascending(250)).p99.isOfTooFew());
    QCOMPARE(sim::latencyBlame("buy", ascending(1)).p50.requests(), 1);
    QCOMPARE(sim::latencyBlame("buy", ascending(1)).p99.requests(), 1);
}

TEST_OF_THIS_FILE(TestLatencyBlame);
#include "tst_latency_blame.moc"
