// What a snapshot says of topics and of the messages to and from them, to the nanosecond: the
// network takes exactly 1 ms a message, and users publish at 0 s, 0.1 s, 0.2 s and so on.
#include <QtTest>

#include <algorithm>
#include <chrono>

#include "tests/sim/topic_of_news.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using topic_test::topicOfNews;

class TestTopicsSeen : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void countsWhatWaitsAndWhoHoldsIt();
    void saysWhatAPublisherWasRefused();
    void saysWhatAConsumerDidNotHandle();
    void countsAPartitionAtATime();
    void isDownUntilTheKillEnds();
    void samplesMessagesOnTheirWay();
    void lookingChangesNothing();
};

namespace {

sim::Snapshot seenAt(sim::Duration time, const std::string& scenario) {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation simulation(tests::scenarioFrom(scenario), options);
    simulation.advanceTo(models::runStart + time);
    return simulation.snapshot();
}

}  // namespace

// Ten a second are all sampled. Each is published at k x 0.1 s, is 1 ms under way, and is handed
// over at once while the only consumer has room; each takes 950 ms, so with room for one the others
// are handed over as it ends.
void TestTopicsSeen::samplesMessagesOnTheirWay() {
    using enum sim::MessageSample::Fate;
    const sim::Snapshot seen =
        seenAt(950ms, topicOfNews("kind: queue", "prefetch: 1", "{ compute: 950 ms }"));
    QCOMPARE(seen.messageSamples.size(), std::size_t(11));
    int published = 0;
    for (const sim::MessageSample& each : seen.messageSamples) {
        QVERIFY(each.fate == Taken);
        QVERIFY(each.way == sim::Duration(1ms));
        if (each.edge == 0)
            QVERIFY(each.at == models::runStart + 100ms * published++ + 1ms);
        else
            QVERIFY(each.at == models::runStart + 1ms);
    }
    QCOMPARE(published, 10);

    const sim::Snapshot refused =
        seenAt(250ms, topicOfNews("kind: queue, capacity: 1", "prefetch: 1", "{ compute: 1 h }"));
    QCOMPARE(std::ranges::count(refused.messageSamples, Refused, &sim::MessageSample::fate), 2);

    const sim::Snapshot failed =
        seenAt(50ms, topicOfNews("kind: queue", "attempts: 1", "{ fail: always }"));
    QCOMPARE(failed.messageSamples.size(), std::size_t(3));
    QVERIFY(failed.messageSamples.back().fate == NotHandled);
    QCOMPARE(failed.messageSamples.back().edge, 1);
    // Out to the consumer and back.
    QVERIFY(failed.messageSamples.back().at == models::runStart + 3ms);
}

// Each takes 950 ms, one at a time: five are done, three are held, the ninth came at 801 ms.
void TestTopicsSeen::countsWhatWaitsAndWhoHoldsIt() {
    const sim::Snapshot snapshot =
        seenAt(5050ms, topicOfNews("kind: queue", "prefetch: 3", "{ compute: 950 ms }"));
    const sim::TopicSnapshot& news = snapshot.topics.at(0);

    QCOMPARE(news.published, 51);
    QCOMPARE(news.ended, 5);
    QCOMPARE(news.backlog, 46);
    QCOMPARE(news.delivered, 8);
    QVERIFY(news.waiting == std::vector<std::int64_t>{43});
    QVERIFY(news.oldestWaits == sim::Duration(4249ms));
    QCOMPARE(news.members.size(), std::size_t(1));
    QCOMPARE(news.members[0].service, 0);
    QCOMPARE(news.members[0].instance, 1);
    QCOMPARE(news.members[0].held, 3);
    QVERIFY(!news.downSince);
    QVERIFY(news.recentSpan == sim::Duration(5050ms));
    QCOMPARE(news.publishedPerSecond(), 51 / 5.05);
    QCOMPARE(news.endedPerSecond(), 5 / 5.05);

    QCOMPARE(snapshot.messages.size(), std::size_t(2));
    QVERIFY((snapshot.messages[0].counts == sim::MessageCounts{51, 0}));
    QVERIFY((snapshot.messages[1].counts == sim::MessageCounts{8, 0}));
    QVERIFY((snapshot.messages[1].recent == sim::MessageCounts{8, 0}));
}

// It takes one a second.
void TestTopicsSeen::saysWhatAPublisherWasRefused() {
    const sim::Snapshot snapshot = seenAt(
        5050ms, topicOfNews("kind: queue, capacity: 1", "prefetch: 3", "{ compute: 950 ms }"));

    QCOMPARE(snapshot.topics.at(0).published, 6);
    QCOMPARE(snapshot.topics.at(0).refused, 45);
    QCOMPARE(snapshot.topics.at(0).recentRefused, 45);
    QVERIFY((snapshot.messages.at(0).counts == sim::MessageCounts{51, 45}));
}

// At 0.95 s each of ten has come twice: the last at 0.901 s and at 0.913 s.
void TestTopicsSeen::saysWhatAConsumerDidNotHandle() {
    const sim::Snapshot snapshot =
        seenAt(950ms, topicOfNews("", "attempts: 2, redeliver-after: 10 ms", "{ fail: always }"));

    QCOMPARE(snapshot.topics.at(0).delivered, 10);
    QCOMPARE(snapshot.topics.at(0).redelivered, 10);
    QCOMPARE(snapshot.topics.at(0).dead, 10);
    QCOMPARE(snapshot.topics.at(0).backlog, 0);
    QVERIFY((snapshot.messages.at(1).counts == sim::MessageCounts{20, 20}));
}

// The first of ten is held, the others wait in turn.
void TestTopicsSeen::countsAPartitionAtATime() {
    const sim::Snapshot snapshot =
        seenAt(950ms, topicOfNews("partitions: 4", "prefetch: 1", "{ compute: 100 s }"));

    QVERIFY((snapshot.topics.at(0).waiting == std::vector<std::int64_t>{2, 3, 2, 2}));
    QVERIFY(snapshot.topics.at(0).oldestWaits == sim::Duration(849ms));
}

void TestTopicsSeen::isDownUntilTheKillEnds() {
    const std::string scenario = topicOfNews("", "prefetch: 1", "{ compute: 1 ms }",
                                             "faults: [ { at: 2 s, kill: news, for: 3 s } ]\n");
    const sim::Snapshot dead = seenAt(4s, scenario);
    const sim::Snapshot back = seenAt(6s, scenario);

    QVERIFY(dead.topics.at(0).downSince == models::runStart + 2s);
    QVERIFY(dead.topics.at(0).readyAt == models::runStart + 5s);
    QVERIFY(!back.topics.at(0).downSince);
    QVERIFY(!back.topics.at(0).readyAt);
}

void TestTopicsSeen::lookingChangesNothing() {
    const std::string scenario = topicOfNews("partitions: 4", "prefetch: 2", "{ compute: 90 ms }");
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation looked(tests::scenarioFrom(scenario), options);
    for (int second = 1; second <= 10; ++second) {
        looked.advanceTo(models::runStart + std::chrono::seconds(second));
        QVERIFY(looked.snapshot().topics.at(0).published > 0);
    }
    sim::Simulation alone = tests::runOf(tests::scenarioFrom(scenario));

    QCOMPARE(looked.report().fingerprint, alone.report().fingerprint);
}

TEST_OF_THIS_FILE(TestTopicsSeen);
#include "tst_topics_seen.moc"
