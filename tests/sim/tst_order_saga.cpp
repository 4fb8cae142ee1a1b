// The shop with a saga and the shop without, judged by the rows that they leave in their files.
#include <sqlite3.h>

#include <QtTest>

#include <QTemporaryDir>
#include <map>

#include "tests/support/scenario_text.h"
#include "tests/support/store_text.h"
#include "tests/support/test_program.h"

class TestOrderSaga : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void withItEveryPaidOrderIsShippedOrRefunded_data();
    void withItEveryPaidOrderIsShippedOrRefunded();
    void withoutItSomeArePaidAndNotShipped();
    void whatDeathCutInHalfIsUndone();
};

namespace {

using models::runStart;
using namespace std::chrono_literals;

int count(sqlite3* database, const char* from) {
    const std::string sql = "SELECT count(*) FROM " + std::string(from);
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
        qFatal("%s", sqlite3_errmsg(database));
    }
    sqlite3_step(statement);
    const int found = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return found;
}

constexpr const char* orders = "placed.orders";
constexpr const char* paidInVain =
    "payment.payments p LEFT JOIN shipping.parcels s ON s.request = p.request "
    "WHERE p.state = 'charged' AND (s.state IS NULL OR s.state <> 'shipped')";
constexpr const char* promisedInVain =
    "inventory.promises i LEFT JOIN shipping.parcels s ON s.request = i.request "
    "WHERE i.state = 'made' AND (s.state IS NULL OR s.state <> 'shipped')";
constexpr const char* shippedUnpaid =
    "shipping.parcels s LEFT JOIN payment.payments p ON s.request = p.request "
    "WHERE s.state = 'shipped' AND (p.state IS NULL OR p.state <> 'charged')";

// How many rows each of them has at the end of the run.
std::map<std::string, int> countsOf(models::Scenario scenario, std::uint64_t seed) {
    const QTemporaryDir folder;
    sim::RunOptions options;
    options.seed = seed;
    options.stores = sim::StoreKind::File;
    options.folder = folder.path().toStdString();
    tests::runOf(std::move(scenario), options);

    sqlite3* all = nullptr;
    sqlite3_open(":memory:", &all);
    for (const auto& [service, schema] :
         {std::pair("order", "placed"), std::pair("payment", "payment"),
          std::pair("shipping", "shipping"), std::pair("inventory", "inventory")}) {
        const std::string attach =
            "ATTACH '" + (options.folder / service).string() + ".sqlite' AS " + schema;
        sqlite3_exec(all, attach.c_str(), nullptr, nullptr, nullptr);
    }
    std::map<std::string, int> counts;
    for (const char* each : {orders, paidInVain, promisedInVain, shippedUnpaid}) {
        counts[each] = count(all, each);
    }
    sqlite3_close(all);
    return counts;
}

}  // namespace

void TestOrderSaga::withItEveryPaidOrderIsShippedOrRefunded_data() {
    QTest::addColumn<int>("seed");
    for (const int seed : {42, 1, 2, 3}) {
        QTest::addRow("seed %d", seed) << seed;
    }
}
void TestOrderSaga::withItEveryPaidOrderIsShippedOrRefunded() {
    QFETCH(int, seed);
    std::map<std::string, int> counts =
        countsOf(tests::shippedScenario("order-saga.yaml"), static_cast<std::uint64_t>(seed));

    QVERIFY2(counts[orders] > 2900, QByteArray::number(counts[orders]));
    QCOMPARE(counts[paidInVain], 0);
    QCOMPARE(counts[promisedInVain], 0);
    QCOMPARE(counts[shippedUnpaid], 0);
}

// Those of ten seconds without shipping are paid; those without payment are promised only.
void TestOrderSaga::withoutItSomeArePaidAndNotShipped() {
    std::map<std::string, int> counts =
        countsOf(tests::shippedVariant("order-saga.yaml", "without the saga"), 42);

    QVERIFY(counts[paidInVain] > 250);
    QVERIFY(counts[promisedInVain] > counts[paidInVain] + 100);
    QCOMPARE(counts[shippedUnpaid], 0);
}

// Half of those under way when #1 of two dies at 80 s are its own. In some run there is one.
void TestOrderSaga::whatDeathCutInHalfIsUndone() {
    int runs = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        sim::RunOptions options;
        options.seed = seed;
        sim::Simulation run(tests::shippedScenario("order-saga.yaml"), options);
        run.advanceTo(runStart + 80s + 1ns);
        const std::string rows = tests::rowsOf(run, "saga_progress");
        // Nothing else fails then, so whatever is being undone was cut in half just now.
        runs += (rows + " |").find(" 1 |") == std::string::npos ? 0 : 1;
        run.advanceTo(run.end());
        QCOMPARE(tests::rowsOf(run, "saga_progress"), std::string());
    }
    QVERIFY(runs > 0);
}

TEST_OF_THIS_FILE(TestOrderSaga);
#include "tst_order_saga.moc"
