// What a broken store does, to the nanosecond. Instants are counted by hand from the scenario's
// text; the network takes 1 ms a message, a read 2 ms, a write 10 ms, and there is one connection.
#include <sqlite3.h>

#include <QtTest>

#include <QTemporaryDir>

#include "sim/store/sqlite_store.h"
#include "tests/support/scenario_text.h"
#include "tests/support/store_text.h"
#include "tests/support/test_program.h"

class TestBrokenStore : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void readOnlyRefusesWritesAtTheirEnd();
    void readOnlyRollsATransactionBack();
    void downFailsAtOnce();
    void downFailsWhoStandsInLine();
    void downFailsWhatIsUnderWayAtItsEnd();
    void downEndsATransactionAtItsNextStep();
    void slowMultipliesItsCostsOnly();
    void endingOneUndoesItAlone();
    void whatAHangKeptFromFailingGoesOnAfterTheRepair();
    void corruptFailsEverythingAndComesBack_data();
    void corruptFailsEverythingAndComesBack();
    void aFileStaysCorruptBehindTheRun();
    void nobodyElseNotices();
    void failuresCarryTheFault();
    void aCopyOfARunIsAsBroken_data();
    void aCopyOfARunIsAsBroken();
};

namespace {

using models::runStart;
using namespace std::chrono_literals;

std::string brokenStoreShop(const std::string& endpoints, const std::string& journeys,
                            const std::string& faults, const std::string& more = "") {
    return "watertight: 1\nname: broken store\nrun: { duration: 10 s }\nnetwork: { latency: 1 ms "
           "}\n"
           "populations: { item: { size: 1 } }\n"
           "services:\n  shop:\n" +
           more +
           "    store:\n      read: 2 ms\n      write: 10 ms\n      connections: 1\n"
           "      tables:\n"
           "        stock: { key: item, rows: 1, columns: { n: integer default 3 } }\n"
           "        orders: { key: request }\n"
           "    endpoints:\n" +
           endpoints + "journeys:\n" + journeys + "faults: [ " + faults + " ]\n";
}

constexpr const char* endpoints =
    "      look: [ { read: stock } ]\n"
    "      buy: [ { insert: orders } ]\n"
    "      both: [ { transaction: [ { update: stock, set: { n: n - 1 } }, { insert: orders } ] } "
    "]\n";

// After so many milliseconds.
std::string journey(const std::string& name, int after, const std::string& endpoint) {
    return "  " + name +
           ": { arrivals: constant(1/min), steps: [ { sleep: " + std::to_string(after) +
           " ms }, { call: shop." + endpoint + " } ] }\n";
}

// In nanoseconds since the start; those of a failure are negative.
std::int64_t endOf(const sim::Report& report, const std::string& name) {
    const sim::JourneyReport& found = tests::journeyOf(report, name);
    const double seconds =
        found.latency.max ? *found.latency.max : -found.failedLatency.max.value();
    return static_cast<std::int64_t>(std::llround(seconds * 1e9));
}

}  // namespace

void TestBrokenStore::readOnlyRefusesWritesAtTheirEnd() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(
        brokenStoreShop(endpoints, journey("a", 0, "buy") + journey("b", 1, "look"),
                        "{ at: 0, break-store: shop, as: read-only }")));

    const sim::Report report = run.report();
    QCOMPARE(endOf(report, "a"), -12'000'000);
    QCOMPARE(endOf(report, "b"), 14'000'000);
    QCOMPARE(tests::journeyOf(report, "a")
                 .counts.byCause[static_cast<std::size_t>(models::Cause::Error)],
             1);
    QCOMPARE(tests::rowsOf(run, "orders"), std::string());
    QCOMPARE(tests::printTimeline(report.timeline), std::string("0.000000 fault shop\n"));
    QCOMPARE(report.timeline.front().detail, std::string("its store is read-only"));
}

// From 15 ms on: the update was within its time until 11, the insert until 21, and then all is
// refused.
void TestBrokenStore::readOnlyRollsATransactionBack() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(
        brokenStoreShop(endpoints, journey("a", 0, "both"),
                        "{ at: 15 ms, break-store: shop, as: read-only, for: 10 ms }")));

    QCOMPARE(endOf(run.report(), "a"), -22'000'000);
    QCOMPARE(tests::rowsOf(run, "stock"), std::string("1 3"));
}

void TestBrokenStore::downFailsAtOnce() {
    const sim::Report report = tests::reportOf(brokenStoreShop(
        endpoints, journey("a", 0, "look") + journey("b", 1, "both") + journey("c", 2, "look"),
        "{ at: 0, break-store: shop, as: down, for: 2500 us }"));

    QCOMPARE(endOf(report, "a"), -2'000'000);
    QCOMPARE(endOf(report, "b"), -3'000'000);
    QCOMPARE(endOf(report, "c"), 6'000'000);
}

// a writes from 1 ms; b and c stand in line when the store goes down at 5.
void TestBrokenStore::downFailsWhoStandsInLine() {
    const sim::Report report = tests::reportOf(brokenStoreShop(
        endpoints, journey("a", 0, "buy") + journey("b", 1, "look") + journey("c", 2, "both"),
        "{ at: 5 ms, break-store: shop, as: down }"));

    QCOMPARE(endOf(report, "b"), -6'000'000);
    QCOMPARE(endOf(report, "c"), -6'000'000);
}

// a writes until 11 ms, over both. b stands in line from 7 ms on, and is turned away at 10.
void TestBrokenStore::downFailsWhatIsUnderWayAtItsEnd() {
    const sim::Report report =
        tests::reportOf(brokenStoreShop(endpoints, journey("a", 0, "buy") + journey("b", 6, "buy"),
                                        "{ at: 5 ms, break-store: shop, as: down, for: 1 ms }, "
                                        "{ at: 10 ms, break-store: shop, as: down, for: 2 ms }"));

    QCOMPARE(endOf(report, "a"), -12'000'000);
    QCOMPARE(endOf(report, "b"), -11'000'000);
}

// It holds the connection from 1 ms; its insert would begin at 11, and fails; b reads from there.
void TestBrokenStore::downEndsATransactionAtItsNextStep() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(
        brokenStoreShop(endpoints, journey("a", 0, "both") + journey("b", 10, "look"),
                        "{ at: 5 ms, break-store: shop, as: down, for: 6 ms }")));

    QCOMPARE(endOf(run.report(), "a"), -12'000'000);
    QCOMPARE(endOf(run.report(), "b"), 14'000'000);
    QCOMPARE(tests::rowsOf(run, "stock"), std::string("1 3"));
}

void TestBrokenStore::slowMultipliesItsCostsOnly() {
    const sim::Report report = tests::reportOf(brokenStoreShop(
        "      look: [ { compute: 3 ms }, { read: stock } ]\n", journey("a", 0, "look"),
        "{ at: 0, break-store: shop, as: slow, by: 5x }, "
        "{ at: 0, break-store: shop, as: slow, by: 1.5x }, { at: 0, slow: shop, by: 2x }"));

    QCOMPARE(endOf(report, "a"), 2'000'000 + 6'000'000 + 30'000'000);
}

void TestBrokenStore::endingOneUndoesItAlone() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(brokenStoreShop(
        endpoints, journey("a", 5, "look") + journey("b", 25, "look") + journey("c", 45, "buy"),
        "{ at: 0, break-store: shop, as: down, for: 20 ms }, "
        "{ at: 0, break-store: shop, as: down, for: 10 ms }, "
        "{ at: 0, break-store: shop, as: read-only, for: 40 ms }")));

    QCOMPARE(endOf(run.report(), "a"), -7'000'000);
    QCOMPARE(endOf(run.report(), "b"), 29'000'000);
    QCOMPARE(endOf(run.report(), "c"), 57'000'000);
    QCOMPARE(tests::printTimeline(run.report().timeline),
             std::string("0.000000 fault shop\n0.000000 fault shop\n0.000000 fault shop\n"
                         "0.010000 fault-ended shop\n0.020000 fault-ended shop\n"
                         "0.040000 fault-ended shop\n"));
}

// b stands in line as the store goes down within a hang, and notices nothing of it.
void TestBrokenStore::whatAHangKeptFromFailingGoesOnAfterTheRepair() {
    const sim::Report report =
        tests::reportOf(brokenStoreShop(endpoints, journey("a", 0, "buy") + journey("b", 1, "look"),
                                        "{ at: 5 ms, hang: shop, for: 20 ms }, "
                                        "{ at: 6 ms, break-store: shop, as: down, for: 2 ms }"));

    QCOMPARE(endOf(report, "a"), 32'000'000);
    QCOMPARE(endOf(report, "b"), 34'000'000);
}

void TestBrokenStore::corruptFailsEverythingAndComesBack_data() {
    QTest::addColumn<bool>("inFile");
    QTest::newRow("memory") << false;
    QTest::newRow("file") << true;
}
void TestBrokenStore::corruptFailsEverythingAndComesBack() {
    QFETCH(bool, inFile);
    const QTemporaryDir folder;
    sim::RunOptions options;
    options.stores = inFile ? sim::StoreKind::File : sim::StoreKind::Memory;
    options.folder = folder.path().toStdString();
    sim::Simulation run(
        tests::scenarioFrom(brokenStoreShop(
            endpoints,
            journey("a", 0, "both") + journey("b", 100, "look") + journey("c", 200, "both"),
            "{ at: 50 ms, break-store: shop, as: corrupt, for: 100 ms }")),
        options);

    run.advanceTo(runStart + 120ms);
    QCOMPARE(tests::rowsOf(run, "stock"),
             std::string("the store of shop is corrupt: database disk image is malformed"));
    run.advanceTo(run.end());
    QCOMPARE(endOf(run.report(), "a"), 22'000'000);
    QCOMPARE(endOf(run.report(), "b"), -102'000'000);
    QCOMPARE(endOf(run.report(), "c"), 222'000'000);
    QCOMPARE(tests::rowsOf(run, "stock"), std::string("1 1"));
    QCOMPARE(run.report().timeline.front().detail,
             std::string("its store is corrupt: database disk image is malformed"));
}

void TestBrokenStore::aFileStaysCorruptBehindTheRun() {
    const QTemporaryDir folder;
    sim::RunOptions options;
    options.stores = sim::StoreKind::File;
    options.folder = folder.path().toStdString();
    {
        sim::Simulation run(
            tests::scenarioFrom(brokenStoreShop(endpoints, journey("a", 0, "both"),
                                                "{ at: 50 ms, break-store: shop, as: corrupt }")),
            options);
        run.advanceTo(run.end());
        QVERIFY(!run.machineFault());
    }

    sqlite3* file = nullptr;
    sqlite3_open(sim::storeFile(options.folder, "shop").c_str(), &file);
    QCOMPARE(sqlite3_exec(file, "SELECT * FROM stock", nullptr, nullptr, nullptr), SQLITE_CORRUPT);
    sqlite3_close(file);
}

void TestBrokenStore::nobodyElseNotices() {
    const std::string other =
        "  other:\n    store: { read: 2 ms, tables: { things: { key: item, rows: 1 } } }\n"
        "    endpoints: { look: [ { read: things } ] }\n";
    std::string text = brokenStoreShop(endpoints, journey("a", 0, "look"),
                                       "{ at: 0, break-store: [ shop ], as: corrupt }");
    text.replace(text.find("journeys:"), 9,
                 other +
                     "journeys:\n  o: { arrivals: constant(1/min), "
                     "steps: [ { call: other.look } ] }");

    const sim::Report report = tests::reportOf(text);
    QCOMPARE(endOf(report, "a"), -2'000'000);
    QCOMPARE(endOf(report, "o"), 4'000'000);
}

void TestBrokenStore::failuresCarryTheFault() {
    for (const char* as : {"down", "corrupt", "read-only"}) {
        sim::RunOptions options;
        options.observe = true;
        sim::Simulation run(tests::scenarioFrom(brokenStoreShop(
                                endpoints, journey("a", 0, "both") + journey("b", 30, "buy"),
                                "{ at: 5 ms, break-store: any, as: " + std::string(as) + " }")),
                            options);
        run.advanceTo(runStart + 1s);

        const sim::Snapshot seen = run.snapshot();
        QCOMPARE(seen.faults.size(), std::size_t(1));
        QCOMPARE(seen.impacts.front().journeys[0].failed, 1);
        QCOMPARE(seen.impacts.front().journeys[1].failed, 1);
    }
}

void TestBrokenStore::aCopyOfARunIsAsBroken_data() {
    QTest::addColumn<QString>("as");
    for (const char* as : {"read-only", "down", "corrupt", "slow"}) {
        QTest::newRow(as) << as;
    }
}
void TestBrokenStore::aCopyOfARunIsAsBroken() {
    QFETCH(QString, as);
    for (const sim::StoreKind kind : {sim::StoreKind::Memory, sim::StoreKind::File}) {
        const QTemporaryDir folder;
        sim::RunOptions options;
        options.stores = kind;
        options.folder = folder.path().toStdString();
        sim::Simulation run(
            tests::scenarioFrom(brokenStoreShop(
                endpoints,
                "  many: { arrivals: poisson(200/s), steps: [ { call: "
                "shop.look }, { call: shop.both } ] }\n",
                "{ at: 1 s, break-store: shop, as: " + as.toStdString() + ", for: 2 s }")),
            options);
        run.advanceTo(runStart + 2s);

        sim::Simulation copy = run.copy();
        run.advanceTo(run.end());
        copy.advanceTo(copy.end());

        QVERIFY(!run.machineFault() && !copy.machineFault());
        QCOMPARE(copy.fingerprint(), run.fingerprint());
        QCOMPARE(tests::rowsOf(copy, "stock"), tests::rowsOf(run, "stock"));
    }
}

TEST_OF_THIS_FILE(TestBrokenStore);
#include "tst_broken_store.moc"
