// The messages of a topic as somebody sees them who asks: where each stands, to the nanosecond. The
// network takes exactly 1 ms a message, and users publish at 0 s, 0.1 s, 0.2 s and so on.
#include <QtTest>

#include <chrono>

#include "tests/sim/topic_of_news.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using topic_test::topicOfNews;

class TestTopicMessages : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theOldestComesFirst();
    void whoDiedGivesItsMessagesBack();
    void aFailureComesAgainAndIsADeadLetterInTheEnd();
    void eachGroupHasItsOwn();
    void lookingChangesNoFingerprint();
};

namespace {

sim::TableRows messagesAt(sim::Duration time, const char* table, const std::string& scenario,
                          int limit = 50) {
    sim::Simulation simulation(tests::scenarioFrom(scenario), {});
    simulation.advanceTo(models::runStart + time);
    return simulation.storeRows({.topic = 0, .table = table, .limit = limit});
}

// "6 with worker#1 1 4.549000".
QString rowText(const sim::TableRows& rows, std::size_t row) {
    QStringList cells;
    for (const auto& cell : rows.rows.at(row)) {
        cells << QString::fromStdString(cell.value_or("NULL"));
    }
    return cells.join(' ');
}

}  // namespace

// Each takes 950 ms, one at a time: five are done by now, three are held.
void TestTopicMessages::theOldestComesFirst() {
    const sim::TableRows rows =
        messagesAt(5050ms, sim::messagesTable,
                   topicOfNews("kind: queue", "prefetch: 3", "{ compute: 950 ms }"), 4);

    QVERIFY(rows.at == models::runStart + 5050ms);
    QCOMPARE(rows.rows.size(), std::size_t(4));
    QCOMPARE(rowText(rows, 0), "6 with worker#1 1 4.549000");
    QCOMPARE(rowText(rows, 2), "8 with worker#1 1 4.349000");
    QCOMPARE(rowText(rows, 3), "9 in line 0 4.249000");
    QVERIFY(rows.hasMore);
}

void TestTopicMessages::whoDiedGivesItsMessagesBack() {
    const sim::TableRows rows =
        messagesAt(600ms, sim::messagesTable,
                   topicOfNews("kind: queue", "prefetch: 1", "{ compute: 950 ms }",
                               "faults: [ { at: 500 ms, kill: worker, for: 5 s } ]\n"));

    QCOMPARE(rowText(rows, 0), "1 in line again 1 0.599000");
    QCOMPARE(rowText(rows, 1), "2 in line 0 0.499000");
    QVERIFY(!rows.hasMore);
}

// Handed over at 1 ms, again at 1.003 s and 2.005 s; each time 2 ms later the topic hears of it.
void TestTopicMessages::aFailureComesAgainAndIsADeadLetterInTheEnd() {
    const std::string scenario =
        topicOfNews("kind: queue", "attempts: 3, redeliver-after: 1 s", "{ fail: always }");

    const sim::TableRows early = messagesAt(450ms, sim::messagesTable, scenario);
    QCOMPARE(early.rows.size(), std::size_t(5));
    QCOMPARE(rowText(early, 0), "1 comes again 1 0.449000");

    const sim::TableRows dead = messagesAt(2150ms, sim::deadLettersTable, scenario);
    QCOMPARE(dead.rows.size(), std::size_t(2));
    QCOMPARE(rowText(dead, 0), "2 error 3 2.107000");
    QCOMPARE(rowText(dead, 1), "1 error 3 2.007000");
    QCOMPARE(messagesAt(2150ms, sim::deadLettersTable, scenario, 1).hasMore, true);
}

// One of the two services has died, so that a message is done with one group and waits for the
// other.
void TestTopicMessages::eachGroupHasItsOwn() {
    const sim::TableRows rows = messagesAt(
        150ms, sim::messagesTable,
        "watertight: 1\nname: topics\nrun: { duration: 10 s }\nnetwork: { latency: 1 ms }\n"
        "topics: { news: { kind: topic } }\nservices:\n"
        "  mail: { consumes: { news: { endpoint: send } }, endpoints: { send: [] } }\n"
        "  search: { consumes: { news: { endpoint: index } }, endpoints: { index: [] } }\n"
        "journeys:\n  users: { arrivals: constant(10/s), steps: [ { publish: news } ] }\n"
        "faults: [ { at: 0 s, kill: search } ]\n");

    QCOMPARE(rows.rows.size(), std::size_t(2));
    QCOMPARE(rowText(rows, 0), "1 search.index in line 0 0.149000");
    QCOMPARE(rowText(rows, 1), "2 search.index in line 0 0.049000");
}

void TestTopicMessages::lookingChangesNoFingerprint() {
    const models::Scenario scenario = tests::scenarioFrom(
        topicOfNews("kind: queue", "attempts: 2", "{ compute: 50 ms }, { fail: 0.5 }"));
    sim::Simulation alone(scenario, {});
    alone.advanceTo(models::runStart + 5s);

    sim::Simulation watched(scenario, {});
    for (int i = 1; i <= 20; ++i) {
        watched.advanceTo(models::runStart + i * 250ms);
        watched.storeRows({.topic = 0, .table = sim::messagesTable});
        watched.storeRows({.topic = 0, .table = sim::deadLettersTable});
    }

    QCOMPARE(watched.fingerprint(), alone.fingerprint());
}

TEST_OF_THIS_FILE(TestTopicMessages);
#include "tst_topic_messages.moc"
