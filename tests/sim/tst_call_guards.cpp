// Rate limits, bulkheads, hedges and cancellation in whole runs, to the nanosecond. Instants are
// counted by hand from the scenario's text; the network takes 1 ms a message unless it says
// otherwise.
#include <QtTest>

#include "sim/policy/token_bucket.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestCallGuards : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aTokenIsThereAtItsNanosecond();
    void ratesThatAreNotWholeAreExact();
    void aBucketWithoutRateIsEmptiedOnce();
    void theDoorRefusesWhatExceedsItsRate();
    void aCallWaitsForItsToken_data();
    void aCallWaitsForItsToken();
    void whoCannotUseATokenLeavesIt();
    void aTokenNoticedAfterTheDeadlineIsNotUsed();
    void aBulkheadRefusesOrLetsWait_data();
    void aBulkheadRefusesOrLetsWait();
    void aPermitThatComesAtTheDeadlineIsNotUsed();
    void aTimeoutGivesThePermitBack();
    void aRefusalOfTheBulkheadCountsForTheBreaker();
    void aMillionRefusalsAtOnceEndTheCall();
    void theFirstGoodAnswerWins_data();
    void theFirstGoodAnswerWins();
    void aCopysFailureSendsTheNextAtOnce();
    void anAttemptFailsWhenAllCopiesHave();
    void aTimeoutCoversAllCopies();
    void aTimeoutStopsWhatTheCalleeSays_data();
    void aTimeoutStopsWhatTheCalleeSays();
    void aCancelledRequestCancelsItsOwnCalls();
    void losersOfAHedgeAreCancelled();
    void cancellationGivesBackConnectionsAndCores();
};

namespace {

using namespace std::chrono_literals;
using models::Cause;
using models::runStart;

std::string guardScenario(const std::string& rest, const std::string& latency = "1 ms") {
    return "watertight: 1\nname: guards\nrun: { duration: 10 s }\nnetwork: { latency: " + latency +
           " }\n" + rest;
}

std::string journey(const std::string& name, const std::string& steps) {
    return "  " + name + ": { arrivals: constant(1/min), steps: [ " + steps + " ] }\n";
}

// In milliseconds since the start.
double guardEndMs(const sim::Report& report, const std::string& name) {
    const sim::JourneyReport& found = tests::journeyOf(report, name);
    return (found.latency.max ? *found.latency.max : *found.failedLatency.max) * 1e3;
}

sim::Counts countsOf(const sim::Report& report, const std::string& service) {
    return tests::serviceOf(report, service).counts;
}

std::string service(const std::string& name, const std::string& steps,
                    const std::string& more = "") {
    return "  " + name + ": { " + more + "endpoints: { work: [ " + steps + " ] } }\n";
}

}  // namespace

// 3 tokens a second, 2 at most: the third comes at 333 333 333.33 ns after the first was taken, so
// it is there at 333 333 334 ns and not a nanosecond before.
void TestCallGuards::aTokenIsThereAtItsNanosecond() {
    sim::TokenBucket bucket({{3, 1s}, 2, {}});
    const auto takeAt = [&](models::Instant now) {
        const bool isThere = bucket.nextToken(now) == now;
        if (isThere) {
            bucket.take(now);
        }
        return isThere;
    };

    QVERIFY(takeAt(runStart));
    QVERIFY(takeAt(runStart));
    QVERIFY(!takeAt(runStart));
    QVERIFY(bucket.nextToken(runStart) == runStart + 333'333'334ns);
    QVERIFY(!takeAt(runStart + 333'333'333ns));
    QVERIFY(takeAt(runStart + 333'333'334ns));
    // The thirds add up: the next is there at two thirds, the one behind it at a second exactly.
    QVERIFY(!takeAt(runStart + 666'666'666ns));
    QVERIFY(takeAt(runStart + 666'666'667ns));
    QVERIFY(!takeAt(runStart + 999'999'999ns));
    QVERIFY(takeAt(runStart + 1s));
    // No more than two are kept.
    QVERIFY(takeAt(runStart + 1h));
    QVERIFY(takeAt(runStart + 1h));
    QVERIFY(!takeAt(runStart + 1h));
}

void TestCallGuards::ratesThatAreNotWholeAreExact() {
    sim::TokenBucket bucket({{2.5, 1s}, 1, {}});
    bucket.take(runStart);
    QVERIFY(bucket.nextToken(runStart) == runStart + 400ms);
    bucket.take(runStart + 400ms);
    QVERIFY(bucket.nextToken(runStart + 500ms) == runStart + 800ms);
}

void TestCallGuards::aBucketWithoutRateIsEmptiedOnce() {
    sim::TokenBucket bucket({{0, 1s}, 1, {}});
    QVERIFY(bucket.nextToken(runStart + 5s) == runStart + 5s);
    bucket.take(runStart + 5s);
    QVERIFY(bucket.nextToken(runStart + 9h) == models::never);
}

// 20 requests a second from 0 on; 10/s and a burst of 5. They arrive at 1, 51, 101 ms, ...: of the
// first 9 all find a token (5 at first, one more every second request); from then on every second:
// 5 + 10 * 9.95 = 104.5 tokens come within the arrivals' 9.95 s.
void TestCallGuards::theDoorRefusesWhatExceedsItsRate() {
    const sim::Report report = tests::reportOf(guardScenario(
        "services:\n" +
        service("server", "{ compute: 0 }", "rate-limit: { rate: 10/s, burst: 5 }, ") +
        "journeys:\n  users: { arrivals: constant(20/s), steps: [ { call: server.work } ] }\n"));

    QCOMPARE(countsOf(report, "server").started, 200);
    QCOMPARE(countsOf(report, "server").ok, 104);
    QCOMPARE(countsOf(report, "server").rejected, 96);
    QCOMPARE(tests::countOf(countsOf(report, "server"), Cause::Rejected), 96);
    QCOMPARE(tests::countOf(tests::journeyOf(report, "users").counts, Cause::Rejected), 96);
}

// One token at first, the next at 100 ms. The second call comes at 40 ms: it waits 60 ms.
void TestCallGuards::aCallWaitsForItsToken_data() {
    QTest::addColumn<QString>("options");
    QTest::addColumn<double>("end");
    QTest::addColumn<int>("rejected");
    QTest::addColumn<int>("deadlines");

    QTest::newRow("no wait") << "max-wait: 0 }" << 40.0 << 1 << 0;
    QTest::newRow("long enough") << "max-wait: 60 ms }" << 102.0 << 0 << 0;
    QTest::newRow("a nanosecond short") << "max-wait: 59999999 ns }" << 40.0 << 1 << 0;
    // The token comes when the deadline does: too late to be of use.
    QTest::newRow("at its deadline") << "max-wait: 1 s }, deadline: 60 ms" << 100.0 << 0 << 1;
    QTest::newRow("before its deadline") << "max-wait: 1 s }, deadline: 62 ms" << 102.0 << 0 << 0;
    // The timeout begins with the sending.
    QTest::newRow("timeout") << "max-wait: 1 s }, timeout: 2 ms" << 102.0 << 0 << 0;
}

void TestCallGuards::aCallWaitsForItsToken() {
    QFETCH(QString, options);
    QFETCH(double, end);
    QFETCH(int, rejected);
    QFETCH(int, deadlines);

    const sim::Report report = tests::reportOf(
        guardScenario("services:\n" + service("server", "{ compute: 0 }") +
                      service("front", "{ call: server.work, rate-limit: { rate: 10/s, burst: 1, " +
                                           options.toStdString() + " }") +
                      "journeys:\n" + journey("a", "{ call: front.work }") +
                      journey("b", "{ sleep: 40 ms }, { call: front.work }")));

    QCOMPARE(guardEndMs(report, "a"), 4.0);
    // The call begins 1 ms after the sleep, and its bucket was first used at 1 ms: the token comes
    // at 101 ms. One more millisecond takes the answer to the user.
    QCOMPARE(guardEndMs(report, "b"), end + 2);
    const sim::Counts found = tests::journeyOf(report, "b").counts;
    QCOMPARE(tests::countOf(found, Cause::Rejected), rejected);
    QCOMPARE(tests::countOf(found, Cause::Deadline), deadlines);
    QCOMPARE(countsOf(report, "server").started, 2 - rejected - deadlines);
}

// One token a second. b comes at 0.1 s with a deadline of half a second: the token of 1 s is not
// for it, so c, at 0.2 s, has it.
void TestCallGuards::whoCannotUseATokenLeavesIt() {
    const sim::Report report = tests::reportOf(guardScenario(
        "services:\n" + service("server", "{ compute: 0 }") +
            service("front",
                    "{ call: server.work, rate-limit: { rate: 1/s, burst: 1, max-wait: 2 "
                    "s } }") +
            "journeys:\n" + journey("a", "{ call: front.work }") +
            journey("b", "{ sleep: 100 ms }, { call: front.work, deadline: 500 ms }") +
            journey("c", "{ sleep: 200 ms }, { call: front.work }"),
        "0"));

    QCOMPARE(guardEndMs(report, "b"), 600.0);
    QCOMPARE(guardEndMs(report, "c"), 1000.0);
    QCOMPARE(tests::countOf(countsOf(report, "front"), Cause::Deadline), 1);
}

// b's token is there at 1 s, in the midst of a hang; when that is over, at 2 s, b's deadline has
// been over since 1.6 s.
void TestCallGuards::aTokenNoticedAfterTheDeadlineIsNotUsed() {
    const sim::Report report = tests::reportOf(guardScenario(
        "services:\n" + service("server", "{ compute: 0 }") +
            service("front",
                    "{ call: server.work, rate-limit: { rate: 1/s, burst: 1, max-wait: 2 s } }") +
            "journeys:\n" + journey("a", "{ call: front.work }") +
            journey("b", "{ sleep: 100 ms }, { call: front.work, deadline: 1500 ms }") +
            "faults: [ { at: 500 ms, hang: front, for: 1500 ms } ]\n",
        "0"));

    QCOMPARE(guardEndMs(report, "b"), 1600.0);
    QCOMPARE(tests::countOf(countsOf(report, "front"), Cause::Deadline), 1);
    QCOMPARE(*tests::serviceOf(report, "front").response.max, 1.9);
    QCOMPARE(countsOf(report, "server").started, 1);
}

// One at a time, each 10 ms: a from 0 to 10 ms, b comes at 4 ms and would wait 6.
void TestCallGuards::aBulkheadRefusesOrLetsWait_data() {
    QTest::addColumn<QString>("wait");
    QTest::addColumn<double>("end");
    QTest::addColumn<int>("rejected");

    QTest::newRow("no wait") << "0" << 4.0 << 1;
    QTest::newRow("until the permit comes") << "6 ms" << 20.0 << 0;
    QTest::newRow("a nanosecond short") << "5999999 ns" << 9.999999 << 1;
}

void TestCallGuards::aBulkheadRefusesOrLetsWait() {
    QFETCH(QString, wait);
    QFETCH(double, end);
    QFETCH(int, rejected);

    const sim::Report report = tests::reportOf(
        guardScenario("services:\n" + service("server", "{ compute: 10 ms }") +
                          service("front",
                                  "{ call: server.work, bulkhead: { max-concurrent: 1, max-wait: " +
                                      wait.toStdString() + " } }",
                                  "instances: 2, ") +
                          "journeys:\n" + journey("a", "{ call: front.work }") +
                          journey("b", "{ sleep: 4 ms }, { call: front.work }") +
                          journey("c", "{ sleep: 30 ms }, { call: front.work }"),
                      "0"));

    QCOMPARE(guardEndMs(report, "a"), 10.0);
    QCOMPARE(guardEndMs(report, "b"), end);
    QCOMPARE(guardEndMs(report, "c"), 40.0);
    QCOMPARE(tests::countOf(tests::journeyOf(report, "b").counts, Cause::Rejected), rejected);
}

// a has the permit until 10 ms, when no time is left to b's call.
void TestCallGuards::aPermitThatComesAtTheDeadlineIsNotUsed() {
    const sim::Report report = tests::reportOf(guardScenario(
        "services:\n" + service("server", "{ compute: 10 ms }") +
            service("front",
                    "{ call: server.work, bulkhead: { max-concurrent: 1, max-wait: 1 s } }") +
            "journeys:\n" + journey("a", "{ call: front.work }") +
            journey("b", "{ sleep: 4 ms }, { call: front.work, deadline: 6 ms }") +
            journey("c", "{ sleep: 30 ms }, { call: front.work }"),
        "0"));

    QCOMPARE(guardEndMs(report, "b"), 10.0);
    QCOMPARE(guardEndMs(report, "c"), 40.0);
    QCOMPARE(tests::countOf(countsOf(report, "front"), Cause::Deadline), 1);
    QCOMPARE(countsOf(report, "server").started, 2);
}

// The timeout stands inside the bulkhead: at 5 ms a has given up, and b, in line since 1 ms,
// begins.
void TestCallGuards::aTimeoutGivesThePermitBack() {
    const sim::Report report = tests::reportOf(
        guardScenario("services:\n" + service("server", "{ compute: 10 ms }") +
                          service("front",
                                  "{ call: server.work, timeout: 5 ms, fallback: skip, bulkhead: { "
                                  "max-concurrent: 1, max-wait: 1 s } }") +
                          "journeys:\n" + journey("a", "{ call: front.work }") +
                          journey("b", "{ sleep: 1 ms }, { call: front.work }"),
                      "0"));

    QCOMPARE(guardEndMs(report, "a"), 5.0);
    QCOMPARE(guardEndMs(report, "b"), 10.0);
    QCOMPARE(countsOf(report, "server").started, 2);
}

// The breaker stands outside: two refusals among four results open it.
void TestCallGuards::aRefusalOfTheBulkheadCountsForTheBreaker() {
    const sim::Report report = tests::reportOf(
        guardScenario("services:\n" + service("server", "{ compute: 10 ms }") +
                          service("front",
                                  "{ call: server.work, bulkhead: { max-concurrent: 1 }, "
                                  "circuit-breaker: { window: 4, minimum: 3, failures: 60 % } }") +
                          "journeys:\n" + journey("a", "{ call: front.work }") +
                          journey("b", "{ sleep: 4 ms }, { call: front.work }") +
                          journey("c", "{ sleep: 5 ms }, { call: front.work }") +
                          journey("d", "{ sleep: 20 ms }, { call: front.work }"),
                      "0"));

    QCOMPARE(tests::countOf(countsOf(report, "front"), Cause::Rejected), 2);
    QCOMPARE(tests::countOf(countsOf(report, "front"), Cause::BreakerOpen), 1);
}

// A scenario of a stranger's may ask for it, and the stack must hold.
void TestCallGuards::aMillionRefusalsAtOnceEndTheCall() {
    const sim::Report report = tests::reportOf(
        guardScenario("services:\n" + service("server", "{ compute: 10 ms }") +
                          service("front",
                                  "{ call: server.work, bulkhead: { max-concurrent: 1 }, "
                                  "retry: { attempts: 1000000 } }") +
                          "journeys:\n" + journey("a", "{ call: front.work }") +
                          journey("b", "{ sleep: 1 ms }, { call: front.work }"),
                      "0"));

    QCOMPARE(guardEndMs(report, "b"), 1.0);
    QCOMPARE(tests::countOf(countsOf(report, "front"), Cause::Rejected), 1);
    QCOMPARE(report.calls.back().attempts, 1);  // refused calls are not sent
}

// The first transmission takes 50 ms (#1 is slow), the copy 4 ms (#2). The copy goes out at 20 ms.
void TestCallGuards::theFirstGoodAnswerWins_data() {
    QTest::addColumn<QString>("hedge");
    QTest::addColumn<double>("end");
    QTest::addColumn<int>("attempts");

    QTest::newRow("a copy after 20 ms") << "{ after: 20 ms }" << 26.0 << 2;
    QTest::newRow("a copy at once") << "{ after: 0 }" << 6.0 << 2;
    QTest::newRow("too late to help") << "{ after: 46 ms }" << 52.0 << 2;
    // The answer at 52 ms comes before the timer of that instant.
    QTest::newRow("exactly with the answer") << "{ after: 52 ms }" << 52.0 << 1;
    QTest::newRow("a nanosecond earlier") << "{ after: 51999999 ns }" << 52.0 << 2;
    // Copies at 10, 20, 30 ms: the second goes to #1 again.
    QTest::newRow("three copies, one needed") << "{ after: 10 ms, copies: 3 }" << 16.0 << 2;
}

void TestCallGuards::theFirstGoodAnswerWins() {
    QFETCH(QString, hedge);
    QFETCH(double, end);
    QFETCH(int, attempts);

    const sim::Report report = tests::reportOf(guardScenario(
        "services:\n" + service("server", "{ compute: 4 ms }", "instances: 2, ") + "journeys:\n" +
        journey("a", "{ call: server.work, hedge: " + hedge.toStdString() + " }") +
        "faults: [ { at: 0, slow: server#1, by: 12.5x } ]\n"));

    QCOMPARE(guardEndMs(report, "a"), end);
    QCOMPARE(report.calls.front().calls, 1);
    QCOMPARE(report.calls.front().attempts, attempts);
}

// #1 fails at once, #2 does not: the failure is heard at 2 ms, the copy answered at 8 ms.
void TestCallGuards::aCopysFailureSendsTheNextAtOnce() {
    const sim::Report report = tests::reportOf(guardScenario(
        "services:\n" + service("server", "{ compute: 4 ms }", "instances: 2, ") + "journeys:\n" +
        journey("a", "{ call: server.work, hedge: { after: 1 s, copies: 2 } }") +
        "faults: [ { at: 0, fail: server#1, probability: 100 % } ]\n"));

    QCOMPARE(guardEndMs(report, "a"), 8.0);
    QCOMPARE(report.calls.front().attempts, 2);
    QCOMPARE(tests::journeyOf(report, "a").counts.ok, 1);
}

// Failures are heard 2 ms after each of three transmissions; no retry, so the call is over at 6 ms.
void TestCallGuards::anAttemptFailsWhenAllCopiesHave() {
    const sim::Report report = tests::reportOf(
        guardScenario("services:\n" + service("server", "{ fail: always }") + "journeys:\n" +
                      journey("a", "{ call: server.work, hedge: { after: 1 s, copies: 2 } }")));

    QCOMPARE(guardEndMs(report, "a"), 6.0);
    QCOMPARE(report.calls.front().attempts, 3);
    QCOMPARE(tests::countOf(tests::journeyOf(report, "a").counts, Cause::Error), 1);
}

void TestCallGuards::aTimeoutCoversAllCopies() {
    const sim::Report report = tests::reportOf(guardScenario(
        "services:\n" + service("server", "{ compute: 50 ms }") + "journeys:\n" +
        journey("a",
                "{ call: server.work, timeout: 30 ms, hedge: { after: 10 ms, copies: 9 }, "
                "retry: { attempts: 2 } }")));

    // Transmissions at 0, 10 and 20 ms, and again in the second attempt; the copy of 30 ms would go
    // out at the timeout, whose timer was set first.
    QCOMPARE(guardEndMs(report, "a"), 60.0);
    QCOMPARE(report.calls.front().attempts, 6);
    QCOMPARE(tests::countOf(tests::journeyOf(report, "a").counts, Cause::Timeout), 1);
}

// One slot: a is served from 1 ms on for 50 ms, b waits from 3 ms on. Both callers give up after
// 20 ms; that is heard at 21 and 23 ms. c comes at 31 ms.
void TestCallGuards::aTimeoutStopsWhatTheCalleeSays_data() {
    QTest::addColumn<QString>("cancellation");
    QTest::addColumn<double>("end");  // of c
    QTest::addColumn<int>("failed");
    QTest::addColumn<double>("utilization");

    // a until 51, b until 101, c until 151.
    QTest::newRow("none") << "none" << 152.0 << 0 << 0.015;
    // b has left the line: c follows a, until 101.
    QTest::newRow("queued") << "queued" << 102.0 << 1 << 0.010;
    // a ends at 21, b is served from then until 23; c from 31 to 81.
    QTest::newRow("running") << "running" << 82.0 << 2 << 0.0072;
}

void TestCallGuards::aTimeoutStopsWhatTheCalleeSays() {
    QFETCH(QString, cancellation);
    QFETCH(double, end);
    QFETCH(int, failed);
    QFETCH(double, utilization);

    for (const char* serving : {"thread-per-request", "event-loop"}) {
        const sim::Report report = tests::reportOf(
            guardScenario("services:\n" +
                          service("server", "{ compute: 50 ms }",
                                  "concurrency: 1, serving: " + std::string(serving) +
                                      ", cancellation: " + cancellation.toStdString() + ", ") +
                          "journeys:\n" + journey("a", "{ call: server.work, timeout: 20 ms }") +
                          journey("b", "{ sleep: 2 ms }, { call: server.work, timeout: 20 ms }") +
                          journey("c", "{ sleep: 30 ms }, { call: server.work }")));

        QCOMPARE(guardEndMs(report, "a"), 20.0);
        QCOMPARE(guardEndMs(report, "b"), 22.0);
        QCOMPARE(guardEndMs(report, "c"), end);
        QCOMPARE(countsOf(report, "server").failed, failed);
        QCOMPARE(tests::countOf(countsOf(report, "server"), Cause::Timeout), failed);
        QCOMPARE(countsOf(report, "server").ok, 3 - failed);
        QCOMPARE(*tests::serviceOf(report, "server").utilization, utilization);
    }
}

// The user gives up at 20 ms; front hears it at 21, back at 22 ms, having begun at 2.
void TestCallGuards::aCancelledRequestCancelsItsOwnCalls() {
    const sim::Report report = tests::reportOf(guardScenario(
        "services:\n" + service("front", "{ call: back.work }", "cancellation: running, ") +
        service("back", "{ compute: 1 s }", "concurrency: 1, cancellation: running, ") +
        "journeys:\n" + journey("a", "{ call: front.work, timeout: 20 ms }")));

    QCOMPARE(tests::countOf(countsOf(report, "front"), Cause::Timeout), 1);
    QCOMPARE(tests::countOf(countsOf(report, "back"), Cause::Timeout), 1);
    QCOMPARE(*tests::serviceOf(report, "front").response.max, 0.020);
    QCOMPARE(*tests::serviceOf(report, "back").response.max, 0.020);
}

// The copy answers at 26 ms; #1 hears a millisecond later that nobody waits.
void TestCallGuards::losersOfAHedgeAreCancelled() {
    const sim::Report report = tests::reportOf(guardScenario(
        "services:\n" +
        service("server", "{ compute: 4 ms }", "instances: 2, cancellation: running, ") +
        "journeys:\n" + journey("a", "{ call: server.work, hedge: { after: 20 ms } }") +
        "faults: [ { at: 0, slow: server#1, by: 12.5x } ]\n"));

    QCOMPARE(guardEndMs(report, "a"), 26.0);
    QCOMPARE(countsOf(report, "server").ok, 1);
    QCOMPARE(countsOf(report, "server").failed, 1);
    QCOMPARE(*tests::serviceOf(report, "server").response.max, 0.026);
}

// a holds the only connection and is cancelled at 21 ms, which lets b's read begin; the computes of
// c and d share a core until c is cancelled at 71 ms, 25 ms of work each, so d ends at 71 + 75.
void TestCallGuards::cancellationGivesBackConnectionsAndCores() {
    const sim::Report report = tests::reportOf(guardScenario(
        "populations: { viewer: { size: 5 } }\n"
        "services:\n  server:\n    cores: 1\n    cancellation: running\n"
        "    store: { read: 100 ms, connections: 1, tables: { things: { key: viewer, "
        "rows: 5 } } }\n"
        "    endpoints: { look: [ { read: things } ], work: [ { compute: 100 ms } ] }\n"
        "journeys:\n" +
        journey("a", "{ call: server.look, timeout: 20 ms }") +
        journey("b", "{ sleep: 5 ms }, { call: server.look }") +
        journey("c", "{ sleep: 20 ms }, { call: server.work, timeout: 50 ms }") +
        journey("d", "{ sleep: 20 ms }, { call: server.work }")));

    QCOMPARE(guardEndMs(report, "b"), 122.0);
    QCOMPARE(guardEndMs(report, "d"), 147.0);
    QCOMPARE(countsOf(report, "server").failed, 2);
}

TEST_OF_THIS_FILE(TestCallGuards);
#include "tst_call_guards.moc"
