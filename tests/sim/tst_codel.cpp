// Controlled delay, to the nanosecond: whom it drops, and how that is counted. The network takes no
// time unless it says otherwise.
#include <QtTest>

#include "sim/policy/codel.h"
#include "tests/support/run_laws.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestCodel : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void dropsWhoWaitedLongWhileAllDid_data();
    void dropsWhoWaitedLongWhileAllDid();
    void theFirstOfAWindowIsNeverDropped();
    void anInboxUnderLoadIsCutBack();
    void whoIsDroppedIsHeardOneLatencyLater();
    void whatIsDroppedFailedAndKeepsLittlesLaw();
    void anEventLoopDropsNobodyWhoHasBegun();
    void messagesAreNotDropped();
};

namespace {

using namespace std::chrono_literals;
using models::Duration;
using models::runStart;

sim::Codel codelOf(Duration target, Duration interval) {
    return sim::Codel(models::CodelSettings{target, interval});
}

std::string serverOf(const std::string& more, const std::string& steps) {
    return "watertight: 1\nname: codel\nnetwork: { latency: 0 }\nservices:\n  server:\n"
           "    concurrency: 1\n    discipline: codel(target 5 ms interval 100 ms)\n" +
           more + "    endpoints: { work: [ " + steps + " ] }\n";
}

constexpr const char* everyTenMilliseconds =
    "journeys: { users: { arrivals: constant(100/s), steps: [ { call: server.work } ] } }\n";

std::int64_t rejected(const sim::Counts& counts) {
    return counts.byCause[static_cast<std::size_t>(models::Cause::Rejected)];
}

}  // namespace

// A window of 100 ms in which everybody waited `least`, then one request that waited `waited`.
void TestCodel::dropsWhoWaitedLongWhileAllDid_data() {
    QTest::addColumn<qint64>("least");
    QTest::addColumn<qint64>("waited");
    QTest::addColumn<bool>("drops");

    QTest::newRow("at the target") << qint64(5'000'000) << qint64(50'000'000) << false;
    QTest::newRow("above the target") << qint64(5'000'001) << qint64(50'000'000) << true;
    QTest::newRow("at twice the target") << qint64(5'000'001) << qint64(10'000'000) << false;
    QTest::newRow("above twice") << qint64(5'000'001) << qint64(10'000'001) << true;
}

void TestCodel::dropsWhoWaitedLongWhileAllDid() {
    QFETCH(qint64, least);
    QFETCH(qint64, waited);
    QFETCH(bool, drops);
    sim::Codel codel = codelOf(5ms, 100ms);

    QVERIFY(!codel.drops(Duration(least), runStart + 1ms));       // begins [1, 101]
    QVERIFY(!codel.drops(60ms, runStart + 50ms));                 // its own window judges nobody
    QVERIFY(!codel.drops(60ms, runStart + 101ms + Duration(1)));  // begins the next
    QCOMPARE(codel.drops(Duration(waited), runStart + 150ms), drops);
}

void TestCodel::theFirstOfAWindowIsNeverDropped() {
    sim::Codel codel = codelOf(5ms, 100ms);

    QVERIFY(!codel.drops(60ms, runStart + 1ms));
    QVERIFY(!codel.drops(60ms, runStart + 101ms));  // the window's last nanosecond
    QVERIFY(!codel.drops(60ms, runStart + 102ms));
    QVERIFY(codel.drops(60ms, runStart + 103ms));
    QVERIFY(codel.drops(60ms, runStart + 202ms));
    QVERIFY(!codel.drops(60ms, runStart + 202ms + Duration(1)));
    QVERIFY(codel.drops(60ms, runStart + 204ms));
    codel.reset();
    QVERIFY(!codel.drops(60ms, runStart + 205ms));
    QVERIFY(!codel.drops(60ms, runStart + 206ms));
}

// Twice as much comes as is served: request k at 10k ms, each takes 20 ms. The first has not
// waited, so the first window [0, 100] finds no overload; that of [120, 220] does. Its judgement
// comes at 240, whose request, that of 120 ms, is served as the first of a window. At 260 those of
// 130 to 240 are dropped and that of 250 ms is served, at 280 that of 260 is dropped.
void TestCodel::anInboxUnderLoadIsCutBack() {
    const sim::Report report = tests::reportOf(
        serverOf("", "{ compute: 20 ms }") + everyTenMilliseconds + "run: { duration: 285 ms }\n");
    const sim::JourneyReport& users = tests::journeyOf(report, "users");

    QCOMPARE(users.counts.ok, 14);
    QCOMPARE(users.counts.failed, 13);
    QCOMPARE(rejected(users.counts), 13);
    QCOMPARE(*users.failedLatency.max, 0.13);
    QCOMPARE(*users.latency.max, 0.14);
}

// The network adds 1 ms there and back: all as above, 1 ms later.
void TestCodel::whoIsDroppedIsHeardOneLatencyLater() {
    std::string text = serverOf("", "{ compute: 20 ms }") + everyTenMilliseconds +
                       "run: { duration: 262.000001 ms }\n";
    text.replace(text.find("latency: 0"), 10, "latency: 1 ms");
    const sim::JourneyReport users = tests::journeyOf(tests::reportOf(text), "users");

    QCOMPARE(users.counts.failed, 12);
    QCOMPARE(*users.failedLatency.max, 0.132);
}

void TestCodel::whatIsDroppedFailedAndKeepsLittlesLaw() {
    const models::Scenario scenario =
        tests::drained(tests::scenarioFrom(serverOf("", "{ compute: exp(15 ms) }") +
                                           everyTenMilliseconds + "run: { duration: 20 s }\n"));
    const sim::Report report = tests::runOf(scenario).report();
    const sim::ServiceReport& server = tests::serviceOf(report, "server");

    QCOMPARE(tests::brokenBalance(scenario, report), std::string());
    QCOMPARE(server.counts.rejected, 0);
    QVERIFY(server.counts.failed > 100);
    QCOMPARE(rejected(server.counts), server.counts.failed);
    QCOMPARE(server.counts.started, server.counts.ok + server.counts.failed);
}

// Each computes, sleeps and computes again: it may be dropped from the line of its first compute,
// never from that of its second, so whoever was dropped had no effect.
void TestCodel::anEventLoopDropsNobodyWhoHasBegun() {
    const sim::Report report =
        tests::reportOf(serverOf("    serving: event-loop\n",
                                 "{ compute: 10 ms }, { call: other.work }, { compute: 10 ms }") +
                        "  other: { endpoints: { work: [ { sleep: 5 ms } ] } }\n" +
                        everyTenMilliseconds + "run: { duration: 20 s }\n");
    const sim::ServiceReport& server = tests::serviceOf(report, "server");
    const sim::ServiceReport& other = tests::serviceOf(report, "other");

    QVERIFY(server.counts.failed > 100);
    QVERIFY(other.counts.started + server.counts.failed <= server.counts.started);
    QCOMPARE(other.counts.started, other.counts.ok + other.counts.inFlight());
    QVERIFY(server.counts.ok <= other.counts.ok);
    QVERIFY(other.counts.ok - server.counts.ok <= server.counts.inFlight());
}

void TestCodel::messagesAreNotDropped() {
    const sim::Report report = tests::reportOf(
        serverOf("    consumes: { jobs: { endpoint: work, prefetch: 100 } }\n",
                 "{ compute: 20 ms }") +
        "topics: { jobs: { kind: queue } }\n"
        "journeys: { users: { arrivals: constant(100/s), steps: [ { publish: jobs } ] } }\n"
        "run: { duration: 10 s }\n");

    QCOMPARE(tests::serviceOf(report, "server").counts.failed, 0);
    QCOMPARE(report.topics.front().redelivered, 0);
}

TEST_OF_THIS_FILE(TestCodel);
#include "tst_codel.moc"
