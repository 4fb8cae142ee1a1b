#include <QtTest>

#include "sim/blast_radius.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestBlastRadius : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void saysWhomEachOutageHurts();
    void killsNothingInTheWholeRun();
    void leavesOutTheScenariosOwnFaults();
    void killsEveryPairOnce();
    void isTheSameOnAnyNumberOfThreads();
    void endsWhereItIsToldTo();
};

namespace {

// shop needs stock, and can do without advice; wall needs neither.
const std::string blastShop = R"(
watertight: 1
name: a shop
run: { seed: 7, duration: 60 s, warm-up: 1 s }
services:
  shop:
    endpoints:
      buy: [ { call: stock.take }, { call: advice.give, fallback: skip } ]
      wall: [ { compute: 1 ms } ]
  stock: { endpoints: { take: [ { compute: 1 ms } ] } }
  advice: { endpoints: { give: [ { compute: 1 ms } ] } }
journeys:
  buy: { arrivals: constant(100/s), steps: [ { call: shop.buy } ] }
  look: { arrivals: constant(50/s), steps: [ { call: shop.wall } ] }
faults:
  - { name: own, at: 5 s, kill: shop }
)";

sim::BlastRadiusSettings quick() {
    sim::BlastRadiusSettings settings;
    settings.at = models::runStart + 3s;
    settings.lasts = 2s;
    return settings;
}

const sim::JourneyUnderOutage& journey(const sim::OutageRun& run, std::size_t index) {
    return run.journeys.at(index);
}

std::vector<std::uint64_t> fingerprints(const sim::BlastRadius& result) {
    std::vector<std::uint64_t> all = {result.whole.fingerprint};
    for (const sim::OutageRun& run : result.outages) {
        all.push_back(run.fingerprint);
    }
    return all;
}

}  // namespace

void TestBlastRadius::saysWhomEachOutageHurts() {
    const sim::BlastRadius result = sim::blastRadiusOf(tests::scenarioFrom(blastShop), quick());

    QCOMPARE(result.outages.size(), std::size_t(3));
    const sim::OutageRun& withoutStock = result.outages[1];
    const sim::OutageRun& withoutAdvice = result.outages[2];
    QCOMPARE(withoutStock.killed, std::vector<int>{1});
    QCOMPARE(journey(withoutStock, 0).ended, 200);
    QCOMPARE(journey(withoutStock, 0).availability, std::optional(0.0));
    QVERIFY(journey(withoutStock, 0).isolation.reason == sim::Reason::NeedsIt);
    QCOMPARE(journey(withoutStock, 0).isolation.needed, std::string("stock.take"));
    QCOMPARE(journey(withoutStock, 1).availability, std::optional(1.0));
    QVERIFY(journey(withoutStock, 1).isolation.reason == sim::Reason::NeverCallsIt);
    QCOMPARE(journey(withoutAdvice, 0).availability, std::optional(1.0));
    QCOMPARE(journey(withoutAdvice, 0).degraded, std::optional(1.0));
    QVERIFY(journey(withoutAdvice, 0).isolation.reason == sim::Reason::FallbackAnswered);
    QCOMPARE(journey(result.outages[0], 1).availability, std::optional(0.0));
}

void TestBlastRadius::killsNothingInTheWholeRun() {
    const sim::BlastRadius result = sim::blastRadiusOf(tests::scenarioFrom(blastShop), quick());

    QVERIFY(result.whole.killed.empty());
    QCOMPARE(journey(result.whole, 0).ended, 200);
    QCOMPARE(journey(result.whole, 0).availability, std::optional(1.0));
    QCOMPARE(journey(result.whole, 0).degraded, std::optional(0.0));
    QCOMPARE(journey(result.whole, 1).ended, 100);
}

void TestBlastRadius::leavesOutTheScenariosOwnFaults() {
    models::Scenario without = tests::scenarioFrom(blastShop);
    without.faults.clear();

    const auto withOwn = sim::blastRadiusOf(tests::scenarioFrom(blastShop), quick());
    const auto withNone = sim::blastRadiusOf(without, quick());

    QCOMPARE(fingerprints(withOwn), fingerprints(withNone));
}

void TestBlastRadius::killsEveryPairOnce() {
    sim::BlastRadiusSettings settings = quick();
    settings.pairs = true;

    const sim::BlastRadius result = sim::blastRadiusOf(tests::scenarioFrom(blastShop), settings);

    std::vector<std::vector<int>> killed;
    for (const sim::OutageRun& run : result.outages) {
        killed.push_back(run.killed);
    }
    QCOMPARE(killed, (std::vector<std::vector<int>>{{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}}));
    QCOMPARE(journey(result.outages.back(), 0).availability, std::optional(0.0));
    QCOMPARE(journey(result.outages.back(), 1).availability, std::optional(1.0));
}

void TestBlastRadius::isTheSameOnAnyNumberOfThreads() {
    sim::BlastRadiusSettings settings = quick();
    const auto alone = sim::blastRadiusOf(tests::scenarioFrom(blastShop), settings);
    settings.threads = 3;
    const auto together = sim::blastRadiusOf(tests::scenarioFrom(blastShop), settings);

    QCOMPARE(fingerprints(alone), fingerprints(together));
    QVERIFY(fingerprints(alone)[0] != fingerprints(alone)[1]);
    QCOMPARE(together.outages.size(), alone.outages.size());
}

void TestBlastRadius::endsWhereItIsToldTo() {
    std::atomic<bool> cancelled = false;
    sim::BlastRadiusSettings settings = quick();
    settings.cancelled = &cancelled;
    std::vector<int> told;

    const auto result =
        sim::blastRadiusOf(tests::scenarioFrom(blastShop), settings, [&](int done, int all) {
            told.push_back(done * 10 + all);
            cancelled = done == 2;
        });

    QVERIFY(result.cancelled);
    QCOMPARE(told, (std::vector<int>{14, 24}));
}

TEST_OF_THIS_FILE(TestBlastRadius);
#include "tst_blast_radius.moc"
