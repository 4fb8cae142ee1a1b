// Faults upon messages on their way: delay, loss and partitions, to the nanosecond. The network
// takes exactly 1 ms a message, the work 5 ms: undisturbed a call takes 7 ms.
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestLinks : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aDelayIsPaidEachWay_data();
    void aDelayIsPaidEachWay();
    void whatIsLostReachesNobody();
    void aLostReplyIsOfWorkThatWasDone();
    void aPartitionCutsBothWays();
    void anyIsEveryServiceAndNoJourney();
    void tenPercentOfAllMessages();
    void lossesCombineAsIndependent();
    void timeoutsOfWhatWasCutOffCarryTheFault();
    void aLostDeliveryComesAgain();
    void aLostAcknowledgementMakesADuplicate();
    void aLostPublicationIsGone();
    void nobodyElseIsDisturbed();
};

using namespace std::chrono_literals;

namespace {

std::string linksScenario(const std::string& faults, const std::string& arrivals = "constant(10/s)",
                          const std::string& duration = "3 s", const std::string& network = "") {
    return "watertight: 1\n"
           "name: links\n"
           "run: { duration: " +
           duration + " }\nnetwork: { latency: 1 ms" + network +
           " }\n"
           "services:\n"
           "  front: { endpoints: { get: [ { call: worker.work, timeout: 50 ms } ] } }\n"
           "  worker: { concurrency: 1000, endpoints: { work: [ { compute: 5 ms } ] } }\n"
           "  other: { endpoints: { work: [ { compute: exp(5 ms) } ] } }\n"
           "journeys:\n"
           "  users: { arrivals: " +
           arrivals +
           ", steps: [ { call: worker.work, timeout: 50 ms } ] }\n"
           "  readers: { arrivals: constant(10/s), steps: [ { call: front.get } ] }\n"
           "  others: { arrivals: poisson(20/s), steps: [ { call: other.work } ] }\n"
           "faults: [ " +
           faults + " ]\n";
}

std::int64_t timeoutsOf(const sim::Counts& counts) {
    return counts.byCause[static_cast<std::size_t>(models::Cause::Timeout)];
}

// Publishes at 100 ms, 200 ms, ...: ten messages.
std::string newsOf(const std::string& faults) {
    return "watertight: 1\n"
           "name: links\n"
           "run: { duration: 20 s }\n"
           "network: { latency: 1 ms }\n"
           "services:\n"
           "  reader:\n"
           "    consumes: { news: { endpoint: read } }\n"
           "    endpoints: { read: [ { compute: 5 ms } ] }\n"
           "topics: { news: { kind: topic } }\n"
           "journeys:\n"
           "  writers:\n"
           "    arrivals: [ { for: 100 ms, arrivals: constant(0/s) },\n"
           "                { for: 1 s, arrivals: constant(10/s) },\n"
           "                { arrivals: constant(0/s) } ]\n"
           "    steps: [ { publish: news } ]\n"
           "faults: [ " +
           faults + " ]\n";
}

}  // namespace

void TestLinks::aDelayIsPaidEachWay_data() {
    QTest::addColumn<QString>("faults");
    QTest::addColumn<double>("longest");
    QTest::newRow("there and back") << "{ at: 1 s, delay: users -> worker, add: 10 ms }" << 0.027;
    // The first request is at the worker by 1 ms and answered at 6 ms.
    QTest::newRow("the reply alone")
        << "{ at: 3 ms, delay: users -> worker, add: 10 ms, for: 50 ms }" << 0.017;
    QTest::newRow("they add up") << "{ at: 1 s, delay: users -> worker, add: 10 ms }, "
                                    "{ at: 1 s, delay: [ users -> worker ], add: 5 ms }"
                                 << 0.037;
    QTest::newRow("another link") << "{ at: 1 s, delay: front -> worker, add: 10 ms }" << 0.007;
    QTest::newRow("the other direction")
        << "{ at: 1 s, delay: worker -> front, add: 10 ms }" << 0.007;
}

void TestLinks::aDelayIsPaidEachWay() {
    QFETCH(QString, faults);
    QFETCH(double, longest);
    const sim::Report report = tests::reportOf(linksScenario(faults.toStdString()));
    QCOMPARE(*tests::usersOf(report).latency.max, longest);
}

// Requests of 1.0, 1.1, ... 1.9 s are lost.
void TestLinks::whatIsLostReachesNobody() {
    const sim::Report report =
        tests::reportOf(linksScenario("{ at: 1 s, lose: users -> worker, for: 1 s }"));
    QCOMPARE(tests::usersOf(report).counts.failed, 10);
    QCOMPARE(timeoutsOf(tests::usersOf(report).counts), 10);
    QCOMPARE(*tests::usersOf(report).failedLatency.max, 0.05);
    QCOMPARE(tests::serviceOf(report, "worker").counts.started, 20 + 30);
    QCOMPARE(tests::journeyOf(report, "readers").counts.failed, 0);
    QCOMPARE(tests::printTimeline(report.timeline),
             std::string("1.000000 fault users -> worker\n"
                         "2.000000 fault-ended users -> worker\n"));
}

void TestLinks::aLostReplyIsOfWorkThatWasDone() {
    const sim::Report report = tests::reportOf(
        linksScenario("{ at: 1 s, partition: [ [worker], [users] ], one-way: true, for: 1 s }"));
    QCOMPARE(timeoutsOf(tests::usersOf(report).counts), 10);
    QCOMPARE(tests::serviceOf(report, "worker").counts.ok, 30 + 30);
    QCOMPARE(tests::printTimeline(report.timeline),
             std::string("1.000000 fault worker -> users\n"
                         "2.000000 fault-ended worker -> users\n"));
}

void TestLinks::aPartitionCutsBothWays() {
    const std::string text = linksScenario("{ at: 1 s, partition: [ [any], [worker] ], for: 1 s }");
    const sim::Report report = tests::reportOf(text);
    QCOMPARE(timeoutsOf(tests::journeyOf(report, "readers").counts), 10);
    QCOMPARE(tests::usersOf(report).counts.failed, 0);  // no journey is a service
    // At 1.004 s the reply to front is lost that was asked for before.
    const sim::Report late = tests::reportOf(
        linksScenario("{ at: 1004 ms, partition: [ [front], [worker] ], for: 10 ms }"));
    QCOMPARE(timeoutsOf(tests::journeyOf(late, "readers").counts), 1);
    QCOMPARE(tests::serviceOf(late, "worker").counts.ok, 30 + 30);
}

void TestLinks::anyIsEveryServiceAndNoJourney() {
    const sim::Report report =
        tests::reportOf(linksScenario("{ at: 1 s, lose: any -> worker, for: 1 s }"));
    QCOMPARE(tests::usersOf(report).counts.failed, 0);
    QCOMPARE(timeoutsOf(tests::journeyOf(report, "readers").counts), 10);
    QCOMPARE(tests::journeyOf(report, "others").counts.failed, 0);
}

// n requests: 0.9 n are received, and 0.81 n answered, each within four standard deviations.
void TestLinks::tenPercentOfAllMessages() {
    const sim::Report report =
        tests::reportOf(linksScenario("", "poisson(1000/s)", "100 s", ", loss: 10 %"));
    const auto n = static_cast<double>(tests::usersOf(report).counts.started);
    const auto ok = static_cast<double>(tests::usersOf(report).counts.ok);
    QVERIFY2(std::abs(ok - 0.81 * n) < 4 * std::sqrt(n * 0.81 * 0.19), QByteArray::number(ok / n));
    // 10/s come from front as well, each having got there with probability 0.9.
    const double received = static_cast<double>(tests::serviceOf(report, "worker").counts.started);
    const double expected = 0.9 * n + 0.81 * 1000;
    QVERIFY2(std::abs(received - expected) < 4 * std::sqrt(n * 0.09 + 1000 * 0.81 * 0.19),
             QByteArray::number(received));
}

// Each way a quarter passes: a sixteenth is answered.
void TestLinks::lossesCombineAsIndependent() {
    const sim::Report report =
        tests::reportOf(linksScenario("{ at: 0, lose: users -> worker, probability: 50 % }, "
                                      "{ at: 0, lose: users -> worker, probability: 50 % }",
                                      "constant(1000/s)", "20 s"));
    const auto n = static_cast<double>(tests::usersOf(report).counts.ended());
    const auto ok = static_cast<double>(tests::usersOf(report).counts.ok);
    QVERIFY2(std::abs(ok - n / 16) < 4 * std::sqrt(n / 16 * 15 / 16), QByteArray::number(ok / n));
}

void TestLinks::timeoutsOfWhatWasCutOffCarryTheFault() {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation simulation(tests::scenarioFrom(linksScenario(
                                   "{ at: 1 s, partition: [ [front], [worker] ], for: 1 s }")),
                               options);
    simulation.advanceTo(models::runStart + 1900ms);
    const sim::Snapshot seen = simulation.snapshot();
    QCOMPARE(seen.faults.size(), std::size_t(1));
    QCOMPARE(seen.impacts.size(), std::size_t(1));
    // Requests of 1.0 to 1.8 s have failed, of the journey `readers`.
    QCOMPARE(seen.impacts.front().journeys[1].failed, 9);
}

// The delivery of the first message is lost at 101 ms and found lost a second later.
void TestLinks::aLostDeliveryComesAgain() {
    const sim::Report report =
        tests::reportOf(newsOf("{ at: 50 ms, lose: news -> reader, for: 60 ms }"));
    const sim::TopicReport& news = report.topics.front();
    QCOMPARE(news.delivered, 10);
    QCOMPARE(news.redelivered, 1);
    QCOMPARE(news.backlog, 0);
    QCOMPARE(tests::serviceOf(report, "reader").counts.ok, 10);
}

void TestLinks::aLostAcknowledgementMakesADuplicate() {
    const sim::Report report = tests::reportOf(
        newsOf("{ at: 50 ms, partition: [ [reader], [news] ], one-way: true, for: 60 ms }"));
    QCOMPARE(report.topics.front().redelivered, 1);
    QCOMPARE(report.topics.front().backlog, 0);
    QCOMPARE(tests::serviceOf(report, "reader").counts.ok, 11);
}

void TestLinks::aLostPublicationIsGone() {
    const sim::Report report =
        tests::reportOf(newsOf("{ at: 50 ms, lose: writers -> news, for: 60 ms }"));
    QCOMPARE(report.topics.front().published, 9);
    QCOMPARE(tests::serviceOf(report, "reader").counts.ok, 9);
}

void TestLinks::nobodyElseIsDisturbed() {
    const auto othersOf = [](const std::string& faults) {
        sim::Simulation simulation = tests::runOf(tests::scenarioFrom(linksScenario(faults)));
        return std::pair(simulation.fingerprintOf("others"), simulation.fingerprintOf("other"));
    };
    const auto quiet = othersOf("");
    QCOMPARE(othersOf("{ at: 1 s, lose: users -> worker, probability: 30 %, for: 1 s }, "
                      "{ at: 1 s, delay: users -> worker, add: exp(5 ms) }"),
             quiet);
}

TEST_OF_THIS_FILE(TestLinks);
#include "tst_links.moc"
