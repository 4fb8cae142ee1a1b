// Caches against closed forms.
//   CA-1  Entries live for T: asked for at rate l, each is found l T times before it is fetched
//   again:
//         hit share l T / (1 + l T).
//   CA-2  Fetching takes D: an entry is fetched once in T + 1/l + D with single-flight; without,
//         everybody who comes while it is fetched fetches, too: 1 + l D times.
//   LRU   n keys asked for independently, the k-th with probability p_k, room for two: the two last
//         asked for are (i, j) with probability p_i p_j / (1 - p_i).
//   FIFO  Room for two: the set {i, j} is there with a probability proportional to p_i p_j.
// Source: the case table (CASES.md); King, Analysis of demand paging algorithms, 1971 (LRU, FIFO).
// Tolerance: the table's, and the 99 % interval of ten replications with fixed seeds.
#include <QtTest>

#include <array>
#include <cmath>
#include <numeric>
#include <string>

#include "tests/support/replications.h"
#include "tests/support/test_program.h"

class TestCacheTheory : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void entriesAreFoundWhileTheyLive_data();
    void entriesAreFoundWhileTheyLive();
    void aStampedeFetchesForEverybodyWhoComes_data();
    void aStampedeFetchesForEverybodyWhoComes();
    void roomForTwo_data();
    void roomForTwo();
};

namespace {

using tests::replicate;
using tests::verifyExact;

std::string cacheTheoryShop(const std::string& duration, const std::string& population,
                            const std::string& cache, const std::string& miss,
                            const std::string& rate) {
    return "watertight: 1\nname: caches\nrun: { duration: " + duration +
           " }\nnetwork: { latency: 0 }\npopulations: { page: " + population +
           " }\nservices:\n  shop:\n    concurrency: unlimited\n    caches: { pages: { key: "
           "page, " +
           cache + " } }\n    endpoints: { get: [ { cache: pages, miss: [ " + miss +
           " ] } ] }\njourneys: { users: { arrivals: poisson(" + rate +
           "), steps: [ { call: shop.get } ] } }\n";
}

double hitShare(const sim::Report& report) {
    const sim::CacheCounts& counts = report.services.front().caches.front().counts;
    return static_cast<double>(counts.hits) / static_cast<double>(counts.looks());
}

double fetchesPerSecond(const sim::Report& report) {
    return static_cast<double>(report.services.front().caches.front().counts.misses) /
           report.durationSeconds;
}

constexpr int keys = 6;

// Popularity zipf(1).
std::array<double, keys> popularity() {
    std::array<double, keys> p{};
    for (int k = 0; k < keys; ++k) {
        p[static_cast<std::size_t>(k)] = 1.0 / (k + 1);
    }
    const double sum = std::accumulate(p.begin(), p.end(), 0.0);
    for (double& each : p) {
        each /= sum;
    }
    return p;
}

double lruHitShare() {
    double share = 0;
    for (const double i : popularity()) {
        for (const double j : popularity()) {
            share += i == j ? 0 : i * j / (1 - i) * (i + j);
        }
    }
    return share;
}

double fifoHitShare() {
    double share = 0;
    double all = 0;
    for (const double i : popularity()) {
        for (const double j : popularity()) {
            share += i == j ? 0 : i * j * (i + j);
            all += i == j ? 0 : i * j;
        }
    }
    return share / all;
}

}  // namespace

void TestCacheTheory::entriesAreFoundWhileTheyLive_data() {
    QTest::addColumn<QString>("rate");
    QTest::addColumn<double>("exact");
    QTest::newRow("1 a second") << "1/s" << 0.909091;
    QTest::newRow("one in ten seconds") << "6/min" << 0.5;
}

void TestCacheTheory::entriesAreFoundWhileTheyLive() {
    QFETCH(const QString, rate);
    QFETCH(const double, exact);
    const auto reports =
        replicate(cacheTheoryShop("100 h", "{ size: 1 }", "ttl: 10 s", "", rate.toStdString()));
    verifyExact(reports, "hit share", exact, 0.01, hitShare);
}

void TestCacheTheory::aStampedeFetchesForEverybodyWhoComes_data() {
    QTest::addColumn<QString>("singleFlight");
    QTest::addColumn<double>("exact");
    QTest::newRow("one fetches for all") << "true" << 0.095147;
    QTest::newRow("each for itself") << "false" << 4.852521;
}

void TestCacheTheory::aStampedeFetchesForEverybodyWhoComes() {
    QFETCH(const QString, singleFlight);
    QFETCH(const double, exact);
    const auto reports = replicate(cacheTheoryShop(
        "1 h", "{ size: 1 }", "ttl: 10 s, single-flight: " + singleFlight.toStdString(),
        "{ compute: 500 ms }", "100/s"));
    // A run ends anywhere between two fetchings, and begins with one.
    const double oneOfARun = 1 / (3600 * exact);
    verifyExact(tests::figuresOf(reports, fetchesPerSecond), "fetches a second", exact, 0.01,
                oneOfARun);
}

void TestCacheTheory::roomForTwo_data() {
    QTest::addColumn<QString>("eviction");
    QTest::addColumn<double>("exact");
    QTest::newRow("least recently asked for") << "lru" << lruHitShare();
    QTest::newRow("oldest") << "fifo" << fifoHitShare();
}

void TestCacheTheory::roomForTwo() {
    QFETCH(const QString, eviction);
    QFETCH(const double, exact);
    const auto reports =
        replicate(cacheTheoryShop("1000 s", "{ size: 6, popularity: zipf(1) }",
                                  "capacity: 2, eviction: " + eviction.toStdString(), "", "100/s"));
    verifyExact(reports, "hit share", exact, 0.01, hitShare);
}

TEST_OF_THIS_FILE(TestCacheTheory);
#include "tst_cache_theory.moc"
