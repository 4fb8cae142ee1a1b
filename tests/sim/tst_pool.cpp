// Objects by index: which place comes next, who late comers find, and whose memory it is.
#include "sim/service/pool.h"

#include <QTest>

#include <set>
#include <thread>
#include <vector>

#include "tests/support/test_program.h"

namespace {

struct Item {
    std::uint32_t number = 7;
    // Of a size of its own, so that no other pool takes of its blocks.
    std::uint64_t rest[101] = {};
};
using Pool = sim::Pool<Item>;

std::vector<std::uint32_t> taken(Pool& pool, int count) {
    std::vector<std::uint32_t> places;
    for (int i = 0; i < count; ++i) {
        places.push_back(pool.take().place);
    }
    return places;
}

std::set<const Item*> whereAll(const Pool& pool) {
    std::set<const Item*> all;
    for (std::uint32_t place = 0; pool.has(place); ++place) {
        if (pool.isTaken(place)) {
            all.insert(&pool[place]);
        }
    }
    return all;
}

}  // namespace

class TestPool : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void takesTheLowestPlaces();
    void takesTheLastGivenBackBehindThem();
    void findsNobodyInAFreePlace();
    void keepsReferencesValid();
    void copiesWhatIsTakenAndWhatIsFree();
    void takesWhatAnotherPoolGaveBack();
    void holdsNoMoreThanThereIsAtOnce();
};

void TestPool::takesTheLowestPlaces() {
    Pool pool;
    QCOMPARE(taken(pool, 3), (std::vector<std::uint32_t>{0, 1, 2}));
    pool.giveBack(0);
    pool.giveBack(2);
    pool.giveBack(1);
    QCOMPARE(pool.taken(), std::size_t(0));
    QCOMPARE(taken(pool, 4), (std::vector<std::uint32_t>{0, 1, 2, 3}));
    QCOMPARE(pool.taken(), std::size_t(4));
}

void TestPool::takesTheLastGivenBackBehindThem() {
    Pool pool;
    taken(pool, 100);
    for (const std::uint32_t place : {70U, 5U, 90U, 80U}) {
        pool.giveBack(place);
    }
    QCOMPARE(pool.taken(), std::size_t(96));
    QCOMPARE(taken(pool, 5), (std::vector<std::uint32_t>{5, 80, 90, 70, 100}));
}

void TestPool::findsNobodyInAFreePlace() {
    Pool pool;
    const auto [place, item] = pool.take();
    item.number = 42;
    QVERIFY(pool.isTaken(place));
    pool.giveBack(place);
    QVERIFY(pool.has(place));
    QVERIFY(!pool.isTaken(place));
    QCOMPARE(std::as_const(pool)[place].number, 7U);
    QCOMPARE(pool.take().item.number, 7U);
}

void TestPool::keepsReferencesValid() {
    Pool pool;
    Item& first = pool.take().item;
    first.number = 42;
    taken(pool, 1000);
    QCOMPARE(&pool[0], &first);
    QCOMPARE(pool[0].number, 42U);
}

void TestPool::copiesWhatIsTakenAndWhatIsFree() {
    Pool pool;
    for (const std::uint32_t place : taken(pool, 100)) {
        pool[place].number = place;
    }
    for (const std::uint32_t place : {3U, 77U, 88U}) {
        pool.giveBack(place);
    }
    Pool copy = pool;
    pool[0].number = 1000;
    QCOMPARE(copy.taken(), std::size_t(97));
    QCOMPARE(copy[0].number, 0U);
    QCOMPARE(copy[99].number, 99U);
    QVERIFY(!copy.isTaken(77));
    QCOMPARE(taken(copy, 4), taken(pool, 4));
    pool = Pool();
    QCOMPARE(pool.taken(), std::size_t(0));
    QCOMPARE(copy[99].number, 99U);
}

void TestPool::takesWhatAnotherPoolGaveBack() {
    std::set<const Item*> before;
    {
        Pool one;
        taken(one, 10);
        before = whereAll(one);
    }
    Pool other;
    taken(other, 10);
    QCOMPARE(whereAll(other), before);
}

// One thread makes what another drops, as when a run is copied here and ends there.
void TestPool::holdsNoMoreThanThereIsAtOnce() {
    std::set<const Item*> seen;
    for (int round = 0; round < 20; ++round) {
        Pool pool;
        std::thread([&] { taken(pool, 1000); }).join();
        const std::set<const Item*> here = whereAll(pool);
        QCOMPARE(here.size(), std::size_t(1000));
        seen.insert(here.begin(), here.end());
    }
    for (int round = 0; round < 20; ++round) {
        Pool pool;
        taken(pool, 100);
        const std::set<const Item*> here = whereAll(pool);
        seen.insert(here.begin(), here.end());
        std::thread([&] { pool = Pool(); }).join();
    }
    // A batch may wait with each thread.
    QVERIFY2(seen.size() < 1500, qPrintable(QString::number(seen.size())));
}

TEST_OF_THIS_FILE(TestPool);
#include "tst_pool.moc"
