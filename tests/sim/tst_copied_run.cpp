// A run is a value: its copy goes on by itself, to the same fingerprint; and with a command that
// the original was not given it differs in what that command touches.
#include <QtTest>

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/random_details.h"
#include "tests/support/random_network.h"
#include "tests/support/random_rollouts.h"
#include "tests/support/random_scenario.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestCopiedRun : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void bothGoOnToTheSameFingerprint_data();
    void bothGoOnToTheSameFingerprint();
    void randomRunsCanBeCopiedAtAnyInstant();
    void aCopyOfACopyIsTheSameRun();
    void anotherCommandTouchesOnlyWhatItReaches();
    void theStoresOfACopyAreItsOwn();
    void whatWasObservedGoesAlong();
};

namespace {

sim::BeginFault killOf(const std::string& service) {
    models::Fault fault;
    fault.targets.push_back({.service = service});
    fault.kind = models::Kill{};
    return {fault};
}

std::uint64_t finished(sim::Simulation& run, models::Instant end) {
    run.advanceTo(end);
    return run.fingerprint();
}

// A kill, a hang and a restart, retries and a breaker under way, rows in a store.
const std::string busyScenario = R"(
watertight: 1
name: copied
run: { duration: 12 s }
populations: { member: { size: 50 } }
services:
  shop:
    instances: 2
    endpoints:
      buy:
        - compute: exp(3 ms)
        - call: stock.take
          timeout: 40 ms
          retry: { attempts: 3, backoff: 20 ms }
          circuit-breaker: { window: 20, minimum: 10, open-for: 1 s }
  stock:
    concurrency: 4
    store: { tables: { items: { key: member, rows: 50, columns: { left: integer default 0 } } } }
    endpoints: { take: [ { compute: exp(5 ms) }, { update: items, set: { left: left + 1 } } ] }
  page: { endpoints: { show: [ { compute: exp(1 ms) } ] } }
journeys:
  buyers: { arrivals: poisson(150/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
  readers: { users: 5, think: exp(50 ms), steps: [ { call: page.show } ] }
faults:
  - { at: 2 s, kill: stock, for: 1 s }
  - { at: 5 s, hang: shop, for: 2 s }
  - { at: 9 s, slow: stock, by: 4x, for: 1 s }
)";

}  // namespace

void TestCopiedRun::bothGoOnToTheSameFingerprint_data() {
    QTest::addColumn<int>("threads");
    QTest::addColumn<int>("milliseconds");
    for (const int at : {0, 1, 1999, 2000, 2500, 3001, 5500, 7000, 11999}) {
        QTest::addRow("sequential, at %d ms", at) << 0 << at;
    }
    QTest::addRow("windowed, two threads") << 2 << 5500;
}

void TestCopiedRun::bothGoOnToTheSameFingerprint() {
    QFETCH(int, threads);
    QFETCH(int, milliseconds);
    sim::RunOptions options;
    if (threads > 0) {
        options.threads = threads;
        options.scheduler = sim::SchedulerKind::Windowed;
    }
    const models::Scenario scenario = tests::scenarioFrom(busyScenario);
    sim::Simulation uncopied(scenario, options);
    const std::uint64_t wanted = finished(uncopied, uncopied.end());

    sim::Simulation original(scenario, options);
    original.advanceTo(models::runStart + std::chrono::milliseconds(milliseconds));
    sim::Simulation copy = original.copy();

    QCOMPARE(copy.now(), original.now());
    QCOMPARE(copy.fingerprint(), original.fingerprint());
    QCOMPARE(finished(copy, copy.end()), wanted);
    QCOMPARE(finished(original, original.end()), wanted);
    QVERIFY(!copy.machineFault());
}

void TestCopiedRun::randomRunsCanBeCopiedAtAnyInstant() {
    for (std::uint64_t seed = 1; seed <= 120; ++seed) {
        const models::Scenario scenario = seed <= 40   ? tests::randomScenario(seed)
                                          : seed <= 60 ? tests::dataScenario(seed)
                                          : seed <= 90 ? tests::networkScenario(seed)
                                                       : tests::rolloutScenario(seed);
        sim::Simulation original(scenario, {});
        const models::Instant end = original.end();
        const auto whole = (end - models::runStart).count();
        original.advanceTo(models::runStart +
                           models::Duration(whole / 97 * static_cast<std::int64_t>(seed % 97)));
        sim::Simulation copy = original.copy();
        const std::uint64_t ofCopy = finished(copy, end);
        const std::uint64_t ofOriginal = finished(original, end);
        QVERIFY2(ofCopy == ofOriginal, std::to_string(seed).c_str());
    }
}

void TestCopiedRun::aCopyOfACopyIsTheSameRun() {
    sim::Simulation first(tests::scenarioFrom(busyScenario), {});
    first.advanceTo(models::runStart + 3s);
    sim::Simulation second = first.copy();
    second.advanceTo(models::runStart + 6s);
    sim::Simulation third = second.copy();

    QCOMPARE(finished(third, third.end()), finished(first, first.end()));
}

void TestCopiedRun::anotherCommandTouchesOnlyWhatItReaches() {
    sim::Simulation original(tests::scenarioFrom(busyScenario), {});
    original.advanceTo(models::runStart + 4s);
    sim::Simulation copy = original.copy();
    copy.act(killOf("stock"));
    original.advanceTo(original.end());
    copy.advanceTo(copy.end());

    QVERIFY(copy.fingerprint() != original.fingerprint());
    for (const char* untouched : {"readers", "page"}) {
        QCOMPARE(copy.fingerprintOf(untouched), original.fingerprintOf(untouched));
    }
    for (const char* touched : {"stock", "shop", "buyers"}) {
        QVERIFY(copy.fingerprintOf(touched) != original.fingerprintOf(touched));
    }
    const sim::Report with = copy.report();
    const sim::Report without = original.report();
    QCOMPARE(tests::journeyOf(with, "buyers").counts.started,
             tests::journeyOf(without, "buyers").counts.started);  // request by request
    QVERIFY(tests::journeyOf(with, "buyers").counts.failed >
            tests::journeyOf(without, "buyers").counts.failed);
}

void TestCopiedRun::theStoresOfACopyAreItsOwn() {
    sim::Simulation original(tests::scenarioFrom(busyScenario), {});
    original.advanceTo(models::runStart + 1s);
    constexpr std::size_t stock = 1;
    const auto rowsOf = [&](sim::Simulation& run) {
        return run.storeRows({.service = stock, .table = "items", .limit = 50}).rows;
    };
    const auto before = rowsOf(original);
    QCOMPARE(before.size(), std::size_t(50));
    sim::Simulation copy = original.copy();
    QVERIFY(rowsOf(copy) == before);

    copy.advanceTo(models::runStart + 2s);

    QVERIFY(rowsOf(copy) != before);
    QVERIFY(rowsOf(original) == before);
}

void TestCopiedRun::whatWasObservedGoesAlong() {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation original(tests::scenarioFrom(busyScenario), options);
    original.advanceTo(models::runStart + 4s);
    sim::Simulation copy = original.copy();
    original.advanceTo(models::runStart + 8s);
    copy.advanceTo(models::runStart + 8s);

    const sim::Snapshot of = original.snapshot();
    const sim::Snapshot ofCopy = copy.snapshot();
    QCOMPARE(ofCopy.journeys.front().counts.failed, of.journeys.front().counts.failed);
    QCOMPARE(ofCopy.impacts.size(), of.impacts.size());
    QCOMPARE(copy.takeChartTicks().size(), original.takeChartTicks().size());
}

TEST_OF_THIS_FILE(TestCopiedRun);
#include "tst_copied_run.moc"
