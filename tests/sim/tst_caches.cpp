// Caches of instances, to the nanosecond. The network takes no time unless a test says otherwise.
#include <QtTest>

#include "sim/policy/cache_entries.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestCaches : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void anEntryLivesFromWhenItWasMade();
    void aLiveEntryIsNotMadeAnew();
    void whoMakesRoom_data();
    void whoMakesRoom();
    void aHitSkipsTheFetching();
    void othersWaitForWhoFetches();
    void whoWaitsSharesTheFailure();
    void anExpiredEntryAnswersForAnError();
    void anEntryTooOldDoesNot();
    void eachInstanceHasItsOwnAndIsColdAfterARestart();
    void invalidatingDropsTheEntryOfThisInstance();
    void keysTellMembersApart();
    void whoWaitsFetchesWhenTheFetchingIsCancelled();
};

namespace {

using namespace std::chrono_literals;
using models::Eviction;
using sim::CacheCounts;
using sim::CacheEntries;
using sim::CacheKey;

const models::Instant start = models::runStart;

models::Cache cacheOf(Eviction eviction, std::optional<int> capacity, models::Duration ttl = 1h) {
    models::Cache cache;
    cache.eviction = eviction;
    cache.capacity = capacity;
    cache.ttl = ttl;
    return cache;
}

// A shop that fetches from a back end, which takes 100 ms.
std::string cachesShop(const std::string& cache, const std::string& rest,
                       const std::string& service = "") {
    return "watertight: 1\nname: caches\nrun: { duration: 10 s }\nnetwork: { latency: 0 }\n"
           "populations: { page: { size: 1 } }\n"
           "services:\n"
           "  shop:\n"
           "    concurrency: unlimited\n" +
           service + "    caches: { pages: { key: page, " + cache +
           " } }\n"
           "    endpoints: { get: [ { cache: pages, miss: [ { call: back.load } ] } ] }\n"
           "  back: { concurrency: unlimited, endpoints: { load: [ { compute: 100 ms } ] } }\n" +
           rest;
}

std::string users(const std::string& arrivals) {
    return "journeys: { users: { arrivals: " + arrivals + ", steps: [ { call: shop.get } ] } }\n";
}

const CacheCounts& pages(const sim::Report& report) {
    return tests::serviceOf(report, "shop").caches.front().counts;
}

void compare(const CacheCounts& found, const CacheCounts& expected) {
    QCOMPARE(found.hits, expected.hits);
    QCOMPARE(found.misses, expected.misses);
    QCOMPARE(found.shared, expected.shared);
    QCOMPARE(found.stale, expected.stale);
    QCOMPARE(found.evicted, expected.evicted);
}

}  // namespace

void TestCaches::anEntryLivesFromWhenItWasMade() {
    CacheEntries entries(cacheOf(Eviction::Lru, {}, 10ms));
    entries.add({1}, start + 5ms);

    QVERIFY(entries.isFresh({1}, start + 15ms - 1ns));
    QVERIFY(!entries.isFresh({1}, start + 15ms));
    QVERIFY(!entries.isFresh({2}, start + 5ms));
}

void TestCaches::aLiveEntryIsNotMadeAnew() {
    CacheEntries entries(cacheOf(Eviction::Lru, {}, 10ms));
    entries.add({1}, start);
    entries.add({1}, start + 9ms);

    QVERIFY(!entries.isFresh({1}, start + 10ms));

    entries.add({1}, start + 11ms);

    QVERIFY(entries.isFresh({1}, start + 20ms));
}

void TestCaches::whoMakesRoom_data() {
    QTest::addColumn<Eviction>("eviction");
    QTest::addColumn<int>("gone");
    QTest::newRow("least recently asked for") << Eviction::Lru << 2;
    QTest::newRow("least often asked for") << Eviction::Lfu << 3;
    QTest::newRow("oldest") << Eviction::Fifo << 1;
}

void TestCaches::whoMakesRoom() {
    QFETCH(const Eviction, eviction);
    QFETCH(const int, gone);
    CacheEntries entries(cacheOf(eviction, 3));
    for (const int key : {1, 2, 3}) {
        QVERIFY(!entries.add({key}, start));
    }
    for (const int key : {1, 2, 2, 3, 1}) {
        QVERIFY(entries.isFresh({key}, start));
    }

    QVERIFY(entries.add({4}, start));

    QCOMPARE(entries.size(), std::size_t(3));
    for (const int key : {1, 2, 3, 4}) {
        QCOMPARE(entries.isFresh({key}, start), key != gone);
    }
}

// Asked for each 50 ms: the first three find nothing, the entry is made at 100 ms, before the third
// is asked for at the same instant. It lives until 1.1 s, and is made again at 1.2 s.
void TestCaches::aHitSkipsTheFetching() {
    const sim::Report report = tests::reportOf(
        cachesShop("ttl: 1 s", users("[ { for: 1201 ms, arrivals: constant(20/s) }, "
                                     "{ arrivals: constant(0/s) } ]")));

    // 0, 50 ms; from 100 ms to 1.05 s hits; 1.1 s, 1.15 s; 1.2 s.
    compare(pages(report), {.hits = 21, .misses = 4});
    QCOMPARE(tests::serviceOf(report, "back").counts.started, 4);
    QCOMPARE(*tests::journeyOf(report, "users").latency.max, 0.1);
}

// Each 10 ms: ten wait for the first, and all are answered at 100 ms.
void TestCaches::othersWaitForWhoFetches() {
    const sim::Report report =
        tests::reportOf(cachesShop("ttl: 1 h, single-flight: true", users("constant(100/s)")));

    compare(pages(report), {.hits = 990, .misses = 1, .shared = 9});
    QCOMPARE(tests::serviceOf(report, "back").counts.started, 1);
    const sim::JourneyReport& journey = tests::journeyOf(report, "users");
    QCOMPARE(journey.counts.ok, 1000);
    // 100, 90, 80, ... 10 ms.
    QVERIFY(std::fabs(*journey.latency.mean - 0.55 / 1000) < 1e-12);
}

void TestCaches::whoWaitsSharesTheFailure() {
    const sim::Report report = tests::reportOf(cachesShop(
        "ttl: 1 h, single-flight: true",
        users("[ { for: 91 ms, arrivals: constant(100/s) }, { arrivals: constant(0/s) } ]") +
            "faults: [ { at: 50 ms, kill: back } ]\n"));

    // The first one's fetching fails at 50 ms; who comes then is refused by the back end at once.
    compare(pages(report), {.misses = 6, .shared = 4});
    const sim::Counts& counts = tests::journeyOf(report, "users").counts;
    QCOMPARE(counts.failed, 10);
    QCOMPARE(counts.byCause[static_cast<std::size_t>(models::Cause::Unavailable)], 10);
}

// Made at 100 ms, expired at 200 ms; the back end is dead from then on. Until it is 2 s old the
// entry answers: for who is asked at 0.2, 0.3, ... 2.1 s.
void TestCaches::anExpiredEntryAnswersForAnError() {
    const sim::Report report = tests::reportOf(cachesShop(
        "ttl: 100 ms, stale-if-error: 2 s",
        users("[ { for: 2101 ms, arrivals: constant(10/s) }, { arrivals: constant(0/s) } ]") +
            "faults: [ { at: 150 ms, kill: back } ]\n"));

    compare(pages(report), {.hits = 1, .misses = 21, .stale = 20});
    const sim::Counts& counts = tests::journeyOf(report, "users").counts;
    QCOMPARE(counts.ok, 2);
    QCOMPARE(counts.degraded, 20);
    QCOMPARE(counts.failed, 0);
}

void TestCaches::anEntryTooOldDoesNot() {
    const sim::Report report = tests::reportOf(cachesShop(
        "ttl: 100 ms, stale-if-error: 2 s",
        users("[ { for: 2501 ms, arrivals: constant(10/s) }, { arrivals: constant(0/s) } ]") +
            "faults: [ { at: 150 ms, kill: back } ]\n"));

    // 2.2, 2.3, 2.4 and 2.5 s.
    QCOMPARE(tests::journeyOf(report, "users").counts.failed, 4);
    QCOMPARE(tests::journeyOf(report, "users").counts.degraded, 20);
}

// In turn, each 100 ms. Instance 1 finds nothing at 0 and, killed and back, at 1.2 s.
void TestCaches::eachInstanceHasItsOwnAndIsColdAfterARestart() {
    const sim::Report report = tests::reportOf(cachesShop(
        "ttl: 1 h",
        users("[ { for: 2 s, arrivals: constant(10/s) }, { arrivals: constant(0/s) } ]") +
            "faults: [ { at: 1110 ms, kill: shop#1, for: 20 ms } ]\n",
        "    instances: 2\n"));

    compare(pages(report), {.hits = 17, .misses = 3});
}

void TestCaches::invalidatingDropsTheEntryOfThisInstance() {
    const sim::Report report = tests::reportOf(R"(
watertight: 1
name: invalidate
run: { duration: 10 s }
network: { latency: 0 }
populations: { page: { size: 1 } }
services:
  shop:
    instances: 2
    caches: { pages: { key: page } }
    endpoints:
      get: [ { cache: pages, miss: [ { compute: 1 ms } ] } ]
      change: [ { invalidate: pages } ]
journeys:
  readers: { arrivals: constant(10/s), steps: [ { call: shop.get } ] }
  writers: { arrivals: [ { for: 5050 ms, arrivals: constant(0/s) }, { for: 100 ms, arrivals: constant(10/s) },
                         { arrivals: constant(0/s) } ], steps: [ { call: shop.change } ] }
)");

    // One each at first; one again, in the instance that was told. The other keeps what is old.
    compare(pages(report), {.hits = 97, .misses = 3});
}

void TestCaches::keysTellMembersApart() {
    const std::string text = R"(
watertight: 1
name: keys
run: { duration: 20 s }
network: { latency: 0 }
populations: { viewer: { size: 3 }, video: { size: 5 } }
services:
  shop:
    caches:
      by-viewer: { key: viewer }
      by-both: { key: [viewer, video] }
      by-request: { key: request, capacity: 10 }
    endpoints:
      get:
        - { cache: by-viewer, miss: [] }
        - { cache: by-both, miss: [] }
        - { cache: by-request, miss: [] }
journeys: { users: { arrivals: constant(50/s), steps: [ { call: shop.get } ] } }
)";
    const sim::Report report = tests::reportOf(text);
    const auto& caches = tests::serviceOf(report, "shop").caches;

    QCOMPARE(caches[0].counts.misses, 3);
    QCOMPARE(caches[1].counts.misses, 15);
    compare(caches[2].counts, {.misses = 1000, .evicted = 990});
}

// The first gives up after 30 ms, which stops its fetching; the second, waiting since 10 ms, begins
// anew and is answered at 130 ms.
void TestCaches::whoWaitsFetchesWhenTheFetchingIsCancelled() {
    const std::string once =
        "{ for: 1 ms, arrivals: constant(1/s) }, { arrivals: constant(0/s) } ]";
    const sim::Report report = tests::reportOf(cachesShop(
        "ttl: 1 h, single-flight: true",
        "journeys:\n  hasty: { steps: [ { call: shop.get, timeout: 30 ms } ], arrivals: [ " + once +
            " }\n  patient: { steps: [ { call: shop.get } ], "
            "arrivals: [ { for: 10 ms, arrivals: constant(0/s) }, " +
            once + " }\n",
        "    cancellation: running\n"));

    compare(pages(report), {.misses = 2, .shared = 1});
    QCOMPARE(tests::journeyOf(report, "hasty").counts.failed, 1);
    QCOMPARE(*tests::journeyOf(report, "patient").latency.max, 0.12);
}

TEST_OF_THIS_FILE(TestCaches);
#include "tst_caches.moc"
