// Calls and steps in whole runs, to the nanosecond: who waits how long for whom, and what is heard.
// Latencies are counted by hand from the scenario's text; the network takes 1 ms a message unless
// it says otherwise.
#include <QtTest>

#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestCalls : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aReplyExactlyAtTheTimeoutWins_data();
    void aReplyExactlyAtTheTimeoutWins();
    void aWaitBeyondTheDeadlineIsNotBegun();
    void withoutTimeLeftACalleeSendsNothing();
    void retriesWaitLongerAndLonger();
    void aBreakerOpensProbesAndCloses();
    void aFallbackMakesAllAboveDegraded();
    void parallelWaitsForAllOrForWhatItNeeds_data();
    void parallelWaitsForAllOrForWhatItNeeds();
    void aBranchThatNobodyHeedsKnowsItsRound();
    void chooseFollowsItsWeights();
    void repeatGoesRoundInSequence();
    void replyAnswersAndGoesOn();
    void stopEndsTheEndpointWell();
    void stopLeavesNothingOfTheBranchesAroundIt_data();
    void stopLeavesNothingOfTheBranchesAroundIt();
    void aHangFreezesWorkThatGoesOnAfterwards();
    void slowMakesWhatIsDrawnMeanwhileLonger();
    void failStrikesItsShareBeforeAnyWork();
    void withoutInboxWhoIsNotServedAtOnceIsRefused();
    void slotsAreHeldWhileWaitingByThreadsOnly_data();
    void slotsAreHeldWhileWaitingByThreadsOnly();
    void connectionsAreGivenFirstComeFirstServed();
};

namespace {

using models::Cause;

// `rest` is YAML: services, journeys, faults.
std::string callsScenario(const std::string& rest, const std::string& latency = "1 ms",
                          const std::string& duration = "10 s") {
    return "watertight: 1\nname: calls\nrun: { duration: " + duration +
           " }\nnetwork: { latency: " + latency + " }\n" + rest;
}

// One request at the start; the next would come after the end.
constexpr auto once = "arrivals: constant(1/min)";

std::string serviceA(const std::string& steps, const std::string& more = "") {
    return "  a:\n" + more + "    endpoints: { work: [ " + steps + " ] }\n";
}
std::string serviceB(const std::string& steps, const std::string& more = "") {
    return "  b:\n" + more + "    endpoints: { work: [ " + steps + " ] }\n";
}
std::string users(const std::string& arrivals, const std::string& steps) {
    return "journeys:\n  users: { " + arrivals + ", steps: [ " + steps + " ] }\n";
}

}  // namespace

// 1 ms there, 8 ms of work, 1 ms back: 10 ms.
void TestCalls::aReplyExactlyAtTheTimeoutWins_data() {
    QTest::addColumn<QString>("work");
    QTest::addColumn<int>("timeouts");

    QTest::newRow("exactly at it") << "8 ms" << 0;
    QTest::newRow("a nanosecond later") << "8000001 ns" << 1;
}

void TestCalls::aReplyExactlyAtTheTimeoutWins() {
    QFETCH(QString, work);
    QFETCH(int, timeouts);

    const sim::JourneyReport found = tests::usersOf(tests::reportOf(
        callsScenario("services:\n" + serviceA("{ compute: " + work.toStdString() + " }") +
                      users(once, "{ call: a.work, timeout: 10 ms }"))));

    QCOMPARE(tests::countOf(found.counts, Cause::Timeout), timeouts);
    QCOMPARE(found.counts.ok, 1 - timeouts);
    QCOMPARE(timeouts == 1 ? *found.failedLatency.max : *found.latency.max, 0.010);
}

// Each attempt fails after 2 ms; waits of 10, 20, 40 ms; deadline 50 ms. The attempts are sent at
// 0, 12 and 34 ms; the third wait would end at 76 ms, so the call is over at 36 ms, with the error.
void TestCalls::aWaitBeyondTheDeadlineIsNotBegun() {
    const sim::Report report = tests::reportOf(callsScenario(
        "services:\n" + serviceA("{ fail: always }") +
        users(once, "{ call: a.work, deadline: 50 ms, retry: { attempts: 9, backoff: 10 ms } }")));

    QCOMPARE(report.calls.front().attempts, 3);
    QCOMPARE(*tests::usersOf(report).failedLatency.max, 0.036);
    QCOMPARE(tests::countOf(tests::usersOf(report).counts, Cause::Error), 1);
}

// The user gives up at 20 ms; `a` goes on to 31 ms, when no time is left for its call of `b`.
void TestCalls::withoutTimeLeftACalleeSendsNothing() {
    const sim::Report report = tests::reportOf(callsScenario(
        "services:\n" + serviceA("{ compute: 30 ms }, { call: b.work }") +
        serviceB("{ compute: 1 ms }") + users(once, "{ call: a.work, deadline: 20 ms }")));

    QCOMPARE(tests::countOf(tests::usersOf(report).counts, Cause::Deadline), 1);
    QCOMPARE(*tests::usersOf(report).failedLatency.max, 0.020);
    QCOMPARE(tests::countOf(tests::serviceOf(report, "a").counts, Cause::Deadline), 1);
    QCOMPARE(tests::serviceOf(report, "b").counts.started, 0);
}

// Four attempts of 2 ms each, with waits of 10, 20 and, cut by max-backoff, 25 ms between them.
void TestCalls::retriesWaitLongerAndLonger() {
    const sim::Report report =
        tests::reportOf(callsScenario("services:\n" + serviceA("{ fail: always }") +
                                      users(once,
                                            "{ call: a.work, retry: { attempts: 4, backoff: 10 ms, "
                                            "max-backoff: 25 ms } }")));

    QCOMPARE(report.calls.front().calls, 1);
    QCOMPARE(report.calls.front().attempts, 4);
    QCOMPARE(tests::serviceOf(report, "a").counts.started, 4);
    QCOMPARE(*tests::usersOf(report).failedLatency.max, 0.063);
}

// Case CB-1: calls at 0, 0.1, ... 29.9 s; all fail for t < 12 s. Zero latency.
void TestCalls::aBreakerOpensProbesAndCloses() {
    const sim::Report report = tests::reportOf(callsScenario(
        "services:\n" + serviceA("{ compute: 0 }") +
            users("arrivals: constant(10/s)",
                  "{ call: a.work, circuit-breaker: { window: 10, failures: 50 %, minimum: 10, "
                  "open-for: 5 s, probes: 3 } }") +
            "faults: [ { at: 0 s, fail: a, probability: 100 %, for: 12 s } ]\n",
        "0", "30 s"));

    std::vector<sim::TimelineRow> breaker;
    std::ranges::copy_if(report.timeline, std::back_inserter(breaker),
                         [](const auto& row) { return row.what.starts_with("breaker"); });
    QCOMPARE(tests::printTimeline(breaker),
             std::string("0.900000 breaker-open users -> a.work\n"
                         "6.000000 breaker-half-open users -> a.work\n"
                         "6.200000 breaker-open users -> a.work\n"
                         "11.300000 breaker-half-open users -> a.work\n"
                         "11.500000 breaker-open users -> a.work\n"
                         "16.600000 breaker-half-open users -> a.work\n"
                         "16.800000 breaker-closed users -> a.work\n"));
    QCOMPARE(tests::usersOf(report).counts.started, 300);
    QCOMPARE(tests::usersOf(report).counts.ok, 134);
    QCOMPARE(tests::countOf(tests::usersOf(report).counts, Cause::Error), 16);
    QCOMPARE(tests::countOf(tests::usersOf(report).counts, Cause::BreakerOpen), 150);
}

void TestCalls::aFallbackMakesAllAboveDegraded() {
    const sim::Report report = tests::reportOf(callsScenario(
        "services:\n" + serviceA("{ call: b.work }") +
        serviceB("{ call: c.work, fallback: [ { sleep: 5 ms } ] }") +
        "  c:\n    endpoints: { work: [ { fail: always } ] }\n" + users(once, "{ call: a.work }")));

    QCOMPARE(tests::usersOf(report).counts.degraded, 1);
    QCOMPARE(tests::serviceOf(report, "a").counts.degraded, 1);
    QCOMPARE(tests::serviceOf(report, "b").counts.degraded, 1);
    QCOMPARE(tests::serviceOf(report, "c").counts.failed, 1);
    QCOMPARE(*tests::usersOf(report).latency.max,
             0.011);  // three hops there and back, and the fallback
}

// Branches of 10, 20 and 30 ms; the first fails where it is said to.
void TestCalls::parallelWaitsForAllOrForWhatItNeeds_data() {
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("need");
    QTest::addColumn<bool>("isOk");
    QTest::addColumn<double>("took");

    QTest::newRow("all succeed") << "{ sleep: 10 ms }"
                                 << "" << true << 0.030;
    QTest::newRow("one fails, all are waited for") << "{ sleep: 10 ms }, { fail: always }"
                                                   << "" << false << 0.030;
    QTest::newRow("two needed of three good") << "{ sleep: 10 ms }"
                                              << ", need: 2" << true << 0.020;
    QTest::newRow("two needed of two good") << "{ sleep: 10 ms }, { fail: always }"
                                            << ", need: 2" << true << 0.030;
    QTest::newRow("three needed of two good") << "{ sleep: 10 ms }, { fail: always }"
                                              << ", need: 3" << false << 0.010;
}

void TestCalls::parallelWaitsForAllOrForWhatItNeeds() {
    QFETCH(QString, first);
    QFETCH(QString, need);
    QFETCH(bool, isOk);
    QFETCH(double, took);

    const sim::JourneyReport found = tests::usersOf(tests::reportOf(
        callsScenario("services:\n" + serviceA("{ compute: 0 }") +
                      users(once, "{ parallel: [ [ " + first.toStdString() +
                                      " ], [ { sleep: 20 ms } ], [ { sleep: 30 ms } ] ]" +
                                      need.toStdString() + " }"))));

    QCOMPARE(found.counts.ok, isOk ? 1 : 0);
    QCOMPARE(isOk ? *found.latency.max : *found.failedLatency.max, took);
}

// The rounds go on without the slow branches, whose parents' places others take meanwhile: each of
// 100 requests still writes a row for each of 20 rounds. A random scenario found that the search
// for the round then went in circles for ever.
void TestCalls::aBranchThatNobodyHeedsKnowsItsRound() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(
        callsScenario("populations: { mark: { size: 1000 } }\n"
                      "services:\n"
                      "  a:\n"
                      "    store: { write: 1 ms, tables: { notes: { key: [request, mark] } } }\n"
                      "    endpoints:\n"
                      "      work:\n"
                      "        - repeat:\n"
                      "            times: 20\n"
                      "            steps:\n"
                      "              - parallel:\n"
                      "                  - [ { sleep: 1 ms } ]\n"
                      "                  - - sleep: 50 ms\n"
                      "                    - { insert: notes, at: { mark: \":round\" } }\n"
                      "                need: 1\n" +
                      users("arrivals: [ { for: 5 s, arrivals: constant(20/s) }, { for: 1 s, "
                            "arrivals: constant(0/s) } ]",
                            "{ call: a.work }"))));

    QCOMPARE(run.snapshot().services.front().tables.front().rows, 100 * 20);
    QCOMPARE(run.snapshot().services.front().counts.failed, 0);
}

// 10,000 draws with probability 0.9: four standard deviations are 120.
void TestCalls::chooseFollowsItsWeights() {
    const sim::Report report = tests::reportOf(
        callsScenario("services:\n" + serviceA("{ compute: 0 }") + serviceB("{ compute: 0 }") +
                      users("arrivals: constant(1000/s)",
                            "{ choose: [ { weight: 9, steps: [ { call: a.work } ] }, "
                            "{ weight: 1, steps: [ { call: b.work } ] } ] }")));

    const std::int64_t often = tests::serviceOf(report, "a").counts.started;
    QVERIFY2(often >= 8880 && often <= 9120, QByteArray::number(qlonglong(often)));
    // What is sent in the last millisecond does not arrive.
    QVERIFY(often + tests::serviceOf(report, "b").counts.started >= 9998);
}

void TestCalls::repeatGoesRoundInSequence() {
    const sim::Report report = tests::reportOf(callsScenario(
        "services:\n" + serviceA("{ compute: 3 ms }") +
        users(once, "{ repeat: { times: 4, steps: [ { call: a.work }, { sleep: 1 ms } ] } }")));

    QCOMPARE(tests::serviceOf(report, "a").counts.ok, 4);
    QCOMPARE(*tests::usersOf(report).latency.max, 0.024);
}

void TestCalls::replyAnswersAndGoesOn() {
    const sim::Report report = tests::reportOf(callsScenario(
        "services:\n" + serviceA("{ compute: 2 ms }, reply, { compute: 50 ms }, { fail: always }") +
        users(once, "{ call: a.work }")));

    QCOMPARE(*tests::usersOf(report).latency.max, 0.004);
    QCOMPARE(tests::usersOf(report).counts.ok, 1);
    QCOMPARE(tests::serviceOf(report, "a").counts.failed, 1);
    QCOMPARE(*tests::serviceOf(report, "a").response.max, 0.052);
}

void TestCalls::stopEndsTheEndpointWell() {
    const sim::Report report = tests::reportOf(
        callsScenario("services:\n" + serviceA("{ compute: 2 ms }, stop, { fail: always }") +
                      users(once, "{ call: a.work }")));

    QCOMPARE(tests::usersOf(report).counts.ok, 1);
    QCOMPARE(*tests::usersOf(report).latency.max, 0.004);
}

void TestCalls::stopLeavesNothingOfTheBranchesAroundIt_data() {
    QTest::addColumn<QString>("steps");
    QTest::addColumn<double>("latency");  // 2 ms of it on the network

    QTest::newRow("two deep") << "{ parallel: [ [ { parallel: [ [ stop ], [] ] } ], [] ] }, "
                                 "{ sleep: 5 ms }"
                              << 0.002;
    QTest::newRow("in a branch that nobody heeds")
        << "{ parallel: [ [], [ { sleep: 1 ms }, { parallel: [ [], [ stop ] ] } ] ], need: 1 }, "
           "{ sleep: 5 ms }"
        << 0.007;
}

void TestCalls::stopLeavesNothingOfTheBranchesAroundIt() {
    QFETCH(QString, steps);
    QFETCH(double, latency);

    const sim::Report report = tests::reportOf(callsScenario(
        "services:\n" + serviceA(steps.toStdString()) + users(once, "{ call: a.work }")));

    QCOMPARE(tests::serviceOf(report, "a").counts.inFlight(), 0);
    QCOMPARE(tests::usersOf(report).counts.ok, 1);
    QCOMPARE(*tests::usersOf(report).latency.max, latency);
}

// Begun at 1 ms, hung from 21 ms to 121 ms with 30 of 50 ms left: done at 151 ms, heard at 152 ms.
void TestCalls::aHangFreezesWorkThatGoesOnAfterwards() {
    const auto of = [](const std::string& call) {
        return tests::reportOf(callsScenario("services:\n" + serviceA("{ compute: 50 ms }") +
                                             users(once, call) +
                                             "faults: [ { at: 21 ms, hang: a, for: 100 ms } ]\n"));
    };
    const sim::Report patient = of("{ call: a.work }");
    QCOMPARE(*tests::usersOf(patient).latency.max, 0.152);
    QCOMPARE(*tests::serviceOf(patient, "a").response.max, 0.150);

    const sim::Report hasty = of("{ call: a.work, timeout: 100 ms }");
    QCOMPARE(tests::countOf(tests::usersOf(hasty).counts, Cause::Timeout), 1);
    QCOMPARE(*tests::usersOf(hasty).failedLatency.max, 0.100);
    QCOMPARE(tests::serviceOf(hasty, "a").counts.ok, 1);  // nobody stopped it
}

// The request of 0 s has drawn its 50 ms before the fault; that of 100 ms draws within it.
void TestCalls::slowMakesWhatIsDrawnMeanwhileLonger() {
    const sim::Report report = tests::reportOf(
        callsScenario("services:\n" + serviceA("{ compute: 50 ms }") +
                          users("arrivals: constant(10/s)", "{ call: a.work }") +
                          "faults: [ { at: 10 ms, slow: a, by: 10x, for: 100 ms } ]\n",
                      "1 ms", "1 s"));

    QCOMPARE(*tests::usersOf(report).latency.max, 0.502);
    QCOMPARE(tests::usersOf(report).counts.ok, 10);
}

// 5,000 draws with probability 0.3: four standard deviations are 130.
void TestCalls::failStrikesItsShareBeforeAnyWork() {
    const sim::Report report = tests::reportOf(callsScenario(
        "services:\n" + serviceA("{ compute: 50 ms }", "    concurrency: unlimited\n") +
        users("arrivals: constant(1000/s)", "{ call: a.work }") +
        "faults: [ { at: 0 s, fail: a, probability: 30 %, for: 5 s } ]\n"));

    const std::int64_t failed = tests::countOf(tests::usersOf(report).counts, Cause::Error);
    QVERIFY2(failed >= 1370 && failed <= 1630, QByteArray::number(qlonglong(failed)));
    QCOMPARE(*tests::usersOf(report).failedLatency.max, 0.002);
}

// Arrivals at 0, 10, 20, ... ms; one slot, 25 ms of work: every third is served.
void TestCalls::withoutInboxWhoIsNotServedAtOnceIsRefused() {
    const sim::Report report = tests::reportOf(callsScenario(
        "services:\n" + serviceA("{ compute: 25 ms }", "    concurrency: 1\n    inbox: 0\n") +
            users("arrivals: constant(100/s)", "{ call: a.work }"),
        "1 ms", "900 ms"));

    QCOMPARE(tests::serviceOf(report, "a").counts.started, 90);
    QCOMPARE(tests::serviceOf(report, "a").counts.rejected, 60);
    QCOMPARE(*tests::usersOf(report).failedLatency.max, 0.002);
    QCOMPARE(*tests::usersOf(report).latency.max, 0.027);
}

// Two requests come to one slot at once; each works 10 ms and waits 100 ms for `b`.
void TestCalls::slotsAreHeldWhileWaitingByThreadsOnly_data() {
    QTest::addColumn<QString>("serving");
    QTest::addColumn<double>("second");  // when the later one is answered

    QTest::newRow("threads") << "thread-per-request" << 0.226;
    QTest::newRow("event loop") << "event-loop" << 0.124;
}

void TestCalls::slotsAreHeldWhileWaitingByThreadsOnly() {
    QFETCH(QString, serving);
    QFETCH(double, second);

    const sim::Report report = tests::reportOf(
        callsScenario("services:\n" +
                      serviceA("{ compute: 10 ms }, { call: b.work }",
                               "    concurrency: 1\n    serving: " + serving.toStdString() + "\n") +
                      serviceB("{ sleep: 100 ms }") +
                      users(once, "{ parallel: [ [ { call: a.work } ], [ { call: a.work } ] ] }")));

    QCOMPARE(*tests::usersOf(report).latency.max, second);
}

// Three rows at once, 10 ms each, one connection: the last is there after 30 ms.
void TestCalls::connectionsAreGivenFirstComeFirstServed() {
    const sim::Report report = tests::reportOf(callsScenario(
        "services:\n" +
        serviceA("{ read: notes }",
                 "    store: { read: 10 ms, connections: 1, tables: "
                 "{ notes: { key: request } } }\n") +
        users(
            once,
            "{ parallel: [ [ { call: a.work } ], [ { call: a.work } ], [ { call: a.work } ] ] }")));

    const sim::ServiceReport& a = tests::serviceOf(report, "a");
    QCOMPARE(*tests::usersOf(report).latency.max, 0.032);
    QCOMPARE(*a.response.mean, 0.020);
    QCOMPARE(*a.service.mean, 0.010);
    QCOMPARE(*a.blocked.mean, 0.010);
}

TEST_OF_THIS_FILE(TestCalls);
#include "tst_calls.moc"
