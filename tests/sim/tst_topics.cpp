// Messages in whole runs, to the nanosecond: when they come, come again, and are done. The network
// takes exactly 1 ms a message. What a message's life lasts is read from the backlog: its mean over
// the run's 10 s, times 10 s, is the time that all messages spent in the topic together.
#include <QtTest>

#include <chrono>

#include "models/call_graph.h"
#include "sim/isolation.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestTopics : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aMessageIsDoneWhenItsEndpointHasSaidSo_data();
    void aMessageIsDoneWhenItsEndpointHasSaidSo();
    void confirmWaitsForTheTopic_data();
    void confirmWaitsForTheTopic();
    void aFullTopicRefuses();
    void aDeadTopicRefusesOrLoses();
    void aFailureComesAgainUntilItIsADeadLetter();
    void whatIsNotToBeKeptIsDropped();
    void aDeathIsHeardOneLatencyLater();
    void aRestartedInstanceSaysThatItIsReady();
    void aHungInstanceKeepsItsMessages();
    void prefetchBoundsWhatAnInstanceHolds_data();
    void prefetchBoundsWhatAnInstanceHolds();
    void aFailingMessageBlocksItsPartition_data();
    void aFailingMessageBlocksItsPartition();
    void acknowledgementsThatFindTheTopicDownAreLost();
    void everySubscriberOrOneConsumer_data();
    void everySubscriberOrOneConsumer();
    void whatWasPublishedInTheWarmUpIsLeftOut();
    void aBacklogDrainsAtWhatIsLeftOfTheCapacity();
    void membersTravelWithTheMessage();
    void aCopiedRunGoesOnToTheSameFingerprint();
    void whoIsRefusedForADeadTopicFailedBecauseOfIt();
    void whoFindsATopicFullMayHaveNoticedADeadConsumer();
};

namespace {

// One journey publishes at the start, and again each minute. `topic` and `consumer` are the keys of
// the topic and of what `worker` says of it.
std::string topicsScenario(const std::string& topic, const std::string& consumer,
                           const std::string& steps, const std::string& rest = "",
                           const std::string& publish = "{ publish: news }",
                           const std::string& arrivals = "constant(1/min)",
                           const std::string& worker = "") {
    return "watertight: 1\nname: topics\nrun: { duration: 10 s }\nnetwork: { latency: 1 ms }\n"
           "topics: { news: { " +
           topic + " } }\nservices:\n  worker:\n" + worker +
           "    consumes: { news: { endpoint: work" + (consumer.empty() ? "" : ", ") + consumer +
           " } }\n    endpoints: { work: [ " + steps +
           " ] }\njourneys:\n  users: { arrivals: " + arrivals + ", steps: [ " + publish +
           " ] }\n" + rest;
}

const sim::TopicReport& news(const sim::Report& report) {
    return report.topics.front();
}

// That all messages spent in the topic, in nanoseconds.
std::int64_t timeKept(const sim::Report& report) {
    return qRound64(news(report).backlogMean * 10e9);
}

constexpr std::int64_t ms = 1'000'000;

std::int64_t failedWith(const sim::Report& report, models::Cause cause) {
    return tests::journeyOf(report, "users").counts.byCause[static_cast<std::size_t>(cause)];
}

}  // namespace

// In the topic at 1 ms, at the instance at 2 ms; the word that it is done takes one more.
void TestTopics::aMessageIsDoneWhenItsEndpointHasSaidSo_data() {
    QTest::addColumn<QString>("steps");
    QTest::addColumn<qint64>("kept");

    QTest::newRow("at its end") << "{ compute: 10 ms }" << qint64(12 * ms);
    QTest::newRow("at its reply") << "{ compute: 2 ms }, reply, { compute: 10 ms }"
                                  << qint64(4 * ms);
    QTest::newRow("without steps") << "" << qint64(2 * ms);
}

void TestTopics::aMessageIsDoneWhenItsEndpointHasSaidSo() {
    QFETCH(QString, steps);
    QFETCH(qint64, kept);

    const sim::Report report = tests::reportOf(topicsScenario("", "", steps.toStdString()));

    QCOMPARE(timeKept(report), kept);
    QCOMPARE(news(report).published, 1);
    QCOMPARE(news(report).delivered, 1);
    QCOMPARE(news(report).backlog, 0);
    QCOMPARE(tests::serviceOf(report, "worker").counts.ok, 1);
    QCOMPARE(*tests::journeyOf(report, "users").latency.max, 0.0);  // nobody waits
}

// 1 ms there, 1 ms back: an answer at exactly the timeout wins.
void TestTopics::confirmWaitsForTheTopic_data() {
    QTest::addColumn<QString>("timeout");
    QTest::addColumn<int>("timeouts");
    QTest::addColumn<double>("took");

    QTest::newRow("without a timeout") << "" << 0 << 0.002;
    QTest::newRow("exactly at it") << ", timeout: 2 ms" << 0 << 0.002;
    QTest::newRow("a nanosecond later") << ", timeout: 1999999 ns" << 1 << 0.001999999;
}

void TestTopics::confirmWaitsForTheTopic() {
    QFETCH(QString, timeout);
    QFETCH(int, timeouts);
    QFETCH(double, took);

    const sim::Report report = tests::reportOf(
        topicsScenario("", "", "{ compute: 1 ms }", "",
                       "{ publish: news, confirm: true" + timeout.toStdString() + " }"));

    const sim::JourneyReport& users = tests::journeyOf(report, "users");
    QCOMPARE(failedWith(report, models::Cause::Timeout), timeouts);
    QCOMPARE(*(timeouts > 0 ? users.failedLatency : users.latency).max, took);
    QCOMPARE(news(report).published, 1);  // it has the message either way
}

// The first is worked at for a second, so that of ten in a second nine find the topic full.
void TestTopics::aFullTopicRefuses() {
    const sim::Report report =
        tests::reportOf(topicsScenario("kind: queue, capacity: 1", "", "{ compute: 950 ms }", "",
                                       "{ publish: news, confirm: true }", "constant(10/s)"));

    QCOMPARE(news(report).published, 10);
    QCOMPARE(news(report).refused, 90);
    QCOMPARE(failedWith(report, models::Cause::Rejected), 90);
    QCOMPARE(*tests::journeyOf(report, "users").failedLatency.max, 0.002);
}

// Down from 0.99 s to 1.99 s: of a message each 100 ms ten are not taken.
void TestTopics::aDeadTopicRefusesOrLoses() {
    const std::string outage = "faults: [ { at: 990 ms, kill: news, for: 1 s } ]\n";
    const sim::Report asking = tests::reportOf(topicsScenario(
        "", "", "{ compute: 1 ms }", outage, "{ publish: news, confirm: true }", "constant(10/s)"));
    const sim::Report telling = tests::reportOf(
        topicsScenario("", "", "{ compute: 1 ms }", outage, "{ publish: news }", "constant(10/s)"));

    QCOMPARE(failedWith(asking, models::Cause::Unavailable), 10);
    QCOMPARE(*tests::journeyOf(asking, "users").failedLatency.max, 0.002);
    QCOMPARE(tests::printTimeline(asking.timeline), std::string("0.990000 killed news\n"
                                                                "1.990000 restarted news\n"
                                                                "1.990000 ready news\n"));
    QCOMPARE(tests::journeyOf(telling, "users").counts.failed, 0);
    QCOMPARE(news(telling).refused, 10);
    QCOMPARE(news(telling).published, 90);
}

// There at 2 ms, failed at 12 ms, heard at 13 ms, again at 1.014 s, heard at 1.025 s, and so on.
void TestTopics::aFailureComesAgainUntilItIsADeadLetter() {
    const sim::Report report = tests::reportOf(topicsScenario(
        "", "attempts: 3, redeliver-after: 1 s", "{ compute: 10 ms }, { fail: always }"));

    QCOMPARE(tests::printTimeline(report.timeline), std::string("2.037000 dead-letter news\n"));
    QCOMPARE(news(report).delivered, 1);
    QCOMPARE(news(report).redelivered, 2);
    QCOMPARE(news(report).dead, 1);
    QCOMPARE(news(report).backlog, 0);
    QCOMPARE(timeKept(report), 2036 * ms);
    QCOMPARE(tests::serviceOf(report, "worker").counts.failed, 3);
}

void TestTopics::whatIsNotToBeKeptIsDropped() {
    const sim::Report report =
        tests::reportOf(topicsScenario("", "attempts: 1, dead-letter: false", "{ fail: always }"));

    QVERIFY(report.timeline.empty());
    QCOMPARE(news(report).dead, 0);
    QCOMPARE(news(report).dropped, 1);
    QCOMPARE(news(report).backlog, 0);
}

// worker#1 has it from 2 ms on and dies at 500 ms; worker#2 has it from 502 ms on, for a second.
void TestTopics::aDeathIsHeardOneLatencyLater() {
    const sim::Report report = tests::reportOf(topicsScenario(
        "", "", "{ compute: 1 s }", "faults: [ { at: 500 ms, kill: \"worker#1\", for: 5 s } ]\n",
        "{ publish: news }", "constant(1/min)", "    instances: 2\n"));

    QCOMPARE(timeKept(report), 1502 * ms);
    QCOMPARE(news(report).redelivered, 1);
    QCOMPARE(tests::serviceOf(report, "worker").counts.failed, 1);
    QCOMPARE(tests::serviceOf(report, "worker").counts.ok, 1);
}

// Dead from 500 ms to 501 ms, ready at 601 ms; the topic hears of it at 602 ms.
void TestTopics::aRestartedInstanceSaysThatItIsReady() {
    const sim::Report report = tests::reportOf(topicsScenario(
        "", "", "{ compute: 1 s }", "faults: [ { at: 500 ms, kill: worker, for: 1 ms } ]\n",
        "{ publish: news }", "constant(1/min)", "    start-up: 100 ms\n"));

    QCOMPARE(timeKept(report), 1603 * ms);
    QCOMPARE(news(report).redelivered, 1);
}

// Frozen for 3 s of its work, which is done at 4.002 s.
void TestTopics::aHungInstanceKeepsItsMessages() {
    const sim::Report report = tests::reportOf(topicsScenario(
        "", "", "{ compute: 1 s }", "faults: [ { at: 500 ms, hang: worker, for: 3 s } ]",
        "{ publish: news }", "constant(1/min)", "    instances: 2\n"));

    QCOMPARE(timeKept(report), 4002 * ms);
    QCOMPARE(news(report).redelivered, 0);
}

// Three at once, 10 ms of work each, one at a time. Each that is not there beforehand costs the
// way of an acknowledgement and of a delivery.
void TestTopics::prefetchBoundsWhatAnInstanceHolds_data() {
    QTest::addColumn<int>("prefetch");
    QTest::addColumn<qint64>("kept");
    QTest::addColumn<int>("inbox");

    QTest::newRow("one") << 1 << qint64((12 + 24 + 36) * ms) << 0;
    QTest::newRow("two") << 2 << qint64((12 + 22 + 32) * ms) << 1;
    QTest::newRow("ten") << 10 << qint64((12 + 22 + 32) * ms) << 2;
}

void TestTopics::prefetchBoundsWhatAnInstanceHolds() {
    QFETCH(int, prefetch);
    QFETCH(qint64, kept);
    QFETCH(int, inbox);

    // An inbox of 0 refuses callers, but no messages: prefetch is their bound.
    const sim::Report report = tests::reportOf(
        topicsScenario("", "prefetch: " + std::to_string(prefetch), "{ compute: 10 ms }", "",
                       "{ repeat: { times: 3, steps: [ { publish: news } ] } }", "constant(1/min)",
                       "    concurrency: 1\n    inbox: 0\n"));

    QCOMPARE(timeKept(report), kept);
    QCOMPARE(tests::serviceOf(report, "worker").inboxMax, inbox);
    QCOMPARE(tests::serviceOf(report, "worker").counts.rejected, 0);
}

// The message of 0 s fails three times, and is given up at 237 ms; that of 100 ms is in the topic
// at 101 ms, and is done at 113 ms, or waits behind it and is done at 249 ms.
void TestTopics::aFailingMessageBlocksItsPartition_data() {
    QTest::addColumn<QString>("topic");
    QTest::addColumn<qint64>("kept");

    QTest::newRow("one partition") << "partitions: 1" << qint64((236 + 148) * ms);
    QTest::newRow("no partitions") << "" << qint64((236 + 12) * ms);
}

void TestTopics::aFailingMessageBlocksItsPartition() {
    QFETCH(QString, topic);
    QFETCH(qint64, kept);

    const sim::Report report = tests::reportOf(topicsScenario(
        topic.toStdString(), "attempts: 3, redeliver-after: 100 ms",
        "{ compute: 10 ms }, { fail: always, when: \":request = 1\" }", "", "{ publish: news }",
        "[ { for: 150 ms, arrivals: constant(10/s) }, { arrivals: constant(0/s) } ]"));

    QCOMPARE(timeKept(report), kept);
    QCOMPARE(news(report).dead, 1);
}

// Done at 102 ms, while the topic is down until 150 ms: handed over again then, done again at
// 251 ms.
void TestTopics::acknowledgementsThatFindTheTopicDownAreLost() {
    const sim::Report report =
        tests::reportOf(topicsScenario("", "attempts: 1", "{ compute: 100 ms }",
                                       "faults: [ { at: 50 ms, kill: news, for: 100 ms } ]\n"));

    QCOMPARE(timeKept(report), 251 * ms);
    QCOMPARE(news(report).redelivered, 1);
    QCOMPARE(news(report).dead, 0);
    QCOMPARE(tests::serviceOf(report, "worker").counts.ok, 2);
}

void TestTopics::everySubscriberOrOneConsumer_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("worker");
    QTest::addColumn<int>("other");

    QTest::newRow("topic") << "topic" << 100 << 100;
    QTest::newRow("queue") << "queue" << 50 << 50;  // both idle: the first; then who has fewer
}

void TestTopics::everySubscriberOrOneConsumer() {
    QFETCH(QString, kind);
    QFETCH(int, worker);
    QFETCH(int, other);
    // Two at once, so that the second finds the first consumer at work.
    const sim::Report report = tests::reportOf(
        "watertight: 1\nname: kinds\nrun: { duration: 10 s }\nnetwork: { latency: 1 ms }\n"
        "topics: { news: { kind: " +
        kind.toStdString() +
        " } }\nservices:\n"
        "  worker: { consumes: { news: { endpoint: work } }, endpoints: { work: [] } }\n"
        "  other: { consumes: { news: { endpoint: work } }, endpoints: { work: [] } }\n"
        "journeys:\n  users: { arrivals: constant(5/s), steps: [ { publish: news }, "
        "{ publish: news } ] }\n");

    QCOMPARE(news(report).published, 100);
    QCOMPARE(news(report).delivered, worker + other);
    QCOMPARE(tests::serviceOf(report, "worker").counts.ok, worker);
    QCOMPARE(tests::serviceOf(report, "other").counts.ok, other);
}

void TestTopics::whatWasPublishedInTheWarmUpIsLeftOut() {
    std::string text =
        topicsScenario("", "", "{ compute: 1 ms }", "", "{ publish: news }", "constant(10/s)");
    text.replace(text.find("10 s }"), 6, "10 s, warm-up: 4 s }");

    const sim::Report report = tests::reportOf(text);

    QCOMPARE(news(report).published, 60);
    QCOMPARE(news(report).delivered, 60);
}

// 100 a second come, 200 a second can go: ten seconds' outage leave 1000, which take ten seconds.
void TestTopics::aBacklogDrainsAtWhatIsLeftOfTheCapacity() {
    std::string text =
        topicsScenario("kind: queue", "", "{ compute: 5 ms }",
                       "faults: [ { at: 10 s, kill: worker, for: 10 s } ]\n", "{ publish: news }",
                       "constant(100/s)", "    concurrency: 1\n");
    text.replace(text.find("10 s }"), 6, "40 s }");
    sim::Simulation simulation(tests::scenarioFrom(text), {});
    const auto backlogAt = [&](models::Duration time) {
        simulation.advanceTo(models::runStart + time);
        return news(simulation.report()).backlog;
    };

    QVERIFY(backlogAt(9s) <= 1);
    QCOMPARE(backlogAt(20s), 1000);
    const std::int64_t halfway = backlogAt(25s);
    QVERIFY2(halfway >= 499 && halfway <= 502, QByteArray::number(qint64(halfway)));
    QVERIFY(backlogAt(29900ms) >= 9);
    QVERIFY(backlogAt(30100ms) <= 1);
}

// The consumer sees the member that the round of the publisher drew, and the request's number.
void TestTopics::membersTravelWithTheMessage() {
    sim::Simulation simulation(tests::scenarioFrom(R"(
watertight: 1
name: members
run: { duration: 2 s }
populations: { viewer: { size: 1000 } }
topics: { seen: { kind: queue, partitions: 3, key: viewer } }
services:
  front:
    store: { tables: { sent: { key: [request, viewer] } } }
    endpoints:
      go: [ { repeat: { times: 3, draw: viewer, steps: [ { insert: sent }, { publish: seen } ] } } ]
  worker:
    consumes: { seen: { endpoint: note } }
    store: { tables: { sent: { key: [request, viewer] } } }
    endpoints: { note: [ { insert: sent } ] }
journeys:
  users: { arrivals: [ { for: 1 s, arrivals: poisson(50/s) }, { arrivals: constant(0/s) } ],
           steps: [ { call: front.go } ] }
)"),
                               {});
    simulation.advanceTo(simulation.end());

    const auto rowsOf = [&](std::size_t service) {
        auto rows =
            simulation.storeRows({.service = service, .table = "sent", .limit = 10'000}).rows;
        std::ranges::sort(rows);
        return rows;
    };
    QVERIFY(rowsOf(0).size() > 90);
    QVERIFY(rowsOf(0) == rowsOf(1));
}

void TestTopics::aCopiedRunGoesOnToTheSameFingerprint() {
    const models::Scenario scenario = tests::scenarioFrom(topicsScenario(
        "partitions: 4", "prefetch: 2, attempts: 4, redeliver-after: 50 ms",
        "{ compute: exp(15 ms) }, { fail: 20 % }",
        "faults:\n  - { at: 2 s, kill: \"worker#2\", for: 1 s }\n"
        "  - { at: 2500 ms, kill: news, for: 500 ms }\n  - { at: 5 s, hang: worker, for: 1 s }\n",
        "{ publish: news, confirm: true, timeout: 1 s }", "poisson(100/s)",
        "    instances: 3\n    concurrency: 1\n"));
    const std::uint64_t whole = tests::runOf(scenario).fingerprint();
    for (const auto at : {0ms, 1ms, 2000ms, 2501ms, 2999ms, 5500ms, 9999ms}) {
        sim::Simulation original(scenario, {});
        original.advanceTo(models::runStart + at);
        sim::Simulation copy = original.copy();
        copy.advanceTo(copy.end());
        original.advanceTo(original.end());
        QCOMPARE(copy.fingerprint(), whole);
        QCOMPARE(original.fingerprint(), whole);
        QVERIFY(copy.report().topics.front().redelivered > 0);
    }
}

namespace {

// What is said of the first fault at 9 s of a run whose users each publish 10 messages a second,
// and wait for the confirmation.
sim::SubjectIsolation usersDuring(const std::string& topic, const std::string& fault) {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation simulation(
        tests::scenarioFrom(topicsScenario(topic, "", "{ compute: 1 ms }",
                                           "faults: [ { at: 2 s, kill: " + fault + " } ]\n",
                                           "{ publish: news, confirm: true }", "constant(10/s)")),
        options);
    simulation.advanceTo(models::runStart + 9s);
    const sim::Snapshot snapshot = simulation.snapshot();
    return sim::isolationOf(simulation.scenario(), models::callGraph(simulation.scenario()),
                            snapshot, snapshot.impacts.front())
        .journeys.front();
}

}  // namespace

void TestTopics::whoIsRefusedForADeadTopicFailedBecauseOfIt() {
    const sim::SubjectIsolation users = usersDuring("", "news");

    QVERIFY(users.effect == sim::Effect::Failed);
    QCOMPARE(users.count, 70);
}

// The first 5 messages find room; 65 are refused, for which no fault is named.
void TestTopics::whoFindsATopicFullMayHaveNoticedADeadConsumer() {
    const sim::SubjectIsolation users = usersDuring("kind: queue, capacity: 5", "worker");

    QVERIFY(users.effect == sim::Effect::Unclear);
    QVERIFY(users.reason == sim::Reason::None);
    QCOMPARE(users.count, 65);
}

TEST_OF_THIS_FILE(TestTopics);
#include "tst_topics.moc"
