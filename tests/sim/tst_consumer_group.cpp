// Who gets which message next, without time and network.
#include <QtTest>

#include "sim/service/consumer_group.h"
#include "tests/support/test_program.h"

using sim::ConsumerGroup;

class TestConsumerGroup : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void partitionsAreAssignedByRanges_data();
    void partitionsAreAssignedByRanges();
    void whoHoldsFewestIsNext();
    void whatCameBackGoesFirst();
    void aPartitionGivesOneAtATimeInOrder();
    void aFormerOwnerFinishesFirst();
    void wordThatIsOutOfDateIsIgnored();
};

namespace {

ConsumerGroup groupOf(std::uint32_t members, std::uint32_t partitions,
                      std::uint32_t prefetch = 10) {
    std::vector<sim::Member> all;
    for (std::uint32_t i = 0; i < members; ++i) {
        all.push_back({0, i, prefetch});
    }
    return {std::move(all), partitions};
}

// Who gets an item of each partition; nowhere: nobody.
std::vector<std::uint32_t> ownersOf(ConsumerGroup group, std::uint32_t partitions) {
    for (std::uint32_t i = 0; i < partitions; ++i) {
        group.add(i, i + 1, i);
    }
    std::vector<std::uint32_t> owners(partitions, sim::nowhere);
    while (const auto next = group.next()) {
        owners[next->item] = next->member;
    }
    return owners;
}

}  // namespace

// MQ-3: Kafka's range assignment.
void TestConsumerGroup::partitionsAreAssignedByRanges_data() {
    using Owners = std::vector<std::uint32_t>;
    QTest::addColumn<uint>("members");
    QTest::addColumn<uint>("partitions");
    QTest::addColumn<Owners>("owners");

    QTest::newRow("10 of 4: 3 3 2 2") << 4U << 10U << Owners{0, 0, 0, 1, 1, 1, 2, 2, 3, 3};
    QTest::newRow("evenly") << 2U << 4U << Owners{0, 0, 1, 1};
    QTest::newRow("more members than partitions") << 5U << 3U << Owners{0, 1, 2};
}

void TestConsumerGroup::partitionsAreAssignedByRanges() {
    QFETCH(uint, members);
    QFETCH(uint, partitions);
    QFETCH(std::vector<std::uint32_t>, owners);

    ConsumerGroup group = groupOf(members, partitions);
    QCOMPARE(ownersOf(group, partitions), owners);

    // The first is dead: the others share what was its.
    group.heardDeath(0, 1);
    const std::vector<std::uint32_t> without = ownersOf(group, partitions);
    QVERIFY(!std::ranges::count(without, 0U) && !std::ranges::count(without, sim::nowhere));
    group.heardReady(0, 1);
    QCOMPARE(ownersOf(group, partitions), owners);
}

void TestConsumerGroup::whoHoldsFewestIsNext() {
    ConsumerGroup group = groupOf(2, 0, 2);
    for (std::uint32_t i = 0; i < 5; ++i) {
        group.add(i, i + 1, 0);
    }

    QCOMPARE(group.next()->member, 0U);
    QCOMPARE(group.next()->member, 1U);
    group.takeBack(1, 0, false);
    QCOMPARE(group.next()->member, 1U);
    QCOMPARE(group.next()->member, 0U);
    QCOMPARE(group.next()->member, 1U);
    QVERIFY(!group.next());  // nobody has room
}

void TestConsumerGroup::whatCameBackGoesFirst() {
    ConsumerGroup group = groupOf(1, 0);
    group.add(7, 1, 0);
    group.add(8, 2, 0);
    group.add(9, 3, 0);
    QCOMPARE(group.next()->item, 7U);
    QCOMPARE(group.next()->item, 8U);
    group.takeBack(0, 0, true);
    group.takeBack(0, 0, true);
    group.returnItem(8, 2, 0);
    group.returnItem(7, 1, 0);

    QCOMPARE(group.next()->item, 7U);
    QCOMPARE(group.next()->item, 8U);
    QCOMPARE(group.next()->item, 9U);
}

void TestConsumerGroup::aPartitionGivesOneAtATimeInOrder() {
    ConsumerGroup group = groupOf(1, 2);
    group.add(1, 1, 0);
    group.add(2, 2, 0);
    group.add(3, 3, 1);
    QCOMPARE(group.next()->item, 1U);
    QCOMPARE(group.next()->item, 3U);
    QVERIFY(!group.next());

    group.takeBack(0, 0, true);
    QVERIFY(!group.next());  // postponed, and nothing goes past it
    group.returnItem(1, 1, 0);
    QCOMPARE(group.next()->item, 1U);
    group.takeBack(0, 0, false);
    QCOMPARE(group.next()->item, 2U);
}

void TestConsumerGroup::aFormerOwnerFinishesFirst() {
    ConsumerGroup group = groupOf(2, 2);
    group.heardDeath(1, 1);
    group.add(1, 1, 1);
    group.add(2, 2, 1);
    QCOMPARE(group.next()->member, 0U);
    group.heardReady(1, 1);  // takes partition 1 over
    QVERIFY(!group.next());

    group.takeBack(0, 1, false);
    const auto next = group.next();
    QVERIFY(next && next->item == 2U && next->member == 1U);
}

void TestConsumerGroup::wordThatIsOutOfDateIsIgnored() {
    ConsumerGroup group = groupOf(1, 0);
    group.heardDeath(0, 2);
    group.heardReady(0, 1);  // overtaken by the second death
    QVERIFY(!group.members()[0].isConnected);
    group.heardReady(0, 2);
    group.heardDeath(0, 2);  // overtaken by the word that it is ready again
    QVERIFY(group.members()[0].isConnected);
}

TEST_OF_THIS_FILE(TestConsumerGroup);
#include "tst_consumer_group.moc"
