// What must be true of the rows of all services together: asked of copies of their stores, at the
// end or each simulated second.
#include <QtTest>

#include "sim/store/invariant_database.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestInvariants : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void namesTheStoresItReads_data();
    void namesTheStoresItReads();
    void onlySelectsCanBeAsked_data();
    void onlySelectsCanBeAsked();
    void whatIsTrueAtTheEndHolds();
    void theFirstBreakIsInTheTimeline();
    void whatBrokeStaysBrokenThoughItIsMendedLater();
    void judgingChangesNothing();
    void aCopyGoesOnWithWhatWasFound();
    void whatGivesNoNumberIsNotMeasured();
    void moreStoresThanOneConnectionHoldsAreJudgedInGroups();
};

namespace {

// Orders are written before they are paid, so from the moment of the outage on some are not.
std::string invariantsShop(const std::string& invariants, const std::string& faults = "") {
    return R"(
watertight: 1
name: shop
run: { duration: 10 s }
network: { latency: 1 ms }
services:
  shop-order:
    store: { tables: { orders: { key: request, columns: { status: text default 'new' } } } }
    endpoints:
      buy:
        - insert: orders
        - { call: payment.charge, fallback: skip }
        - { update: orders, set: { status: "'paid'" } }
  payment:
    store: { tables: { payments: { key: request } } }
    endpoints: { charge: [ { insert: payments } ] }
journeys: { buy: { arrivals: constant(10/s), steps: [ { call: shop-order.buy } ] } }
faults: [ )" +
           faults + " ]\ninvariants:\n" + invariants;
}

const std::string unpaid =
    "  Paid is paid: { exactly: 0, judged: always, sql: \"SELECT count(*), min(o.request) AS first "
    "FROM shop_order.orders o LEFT JOIN payment.payments p ON p.request = o.request WHERE "
    "o.status = 'paid' AND p.request IS NULL\" }\n";
const std::string outage = "{ at: 3450 ms, kill: payment, for: 1 s }";

const sim::InvariantReport& only(const sim::Report& report) {
    return report.invariants.front();
}

}  // namespace

void TestInvariants::namesTheStoresItReads_data() {
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("stores");
    QTest::newRow("two") << "SELECT count(*) FROM payment.payments, Shop_Order.orders"
                         << "shop-order payment";
    QTest::newRow("quoted") << "SELECT count(*) FROM \"payment\" . payments"
                            << "payment";
    QTest::newRow("brackets") << "SELECT count(*) FROM [payment].payments"
                              << "payment";
    QTest::newRow("in text") << "SELECT 'payment.payments', \"x\" FROM shop_order.orders"
                             << "shop-order";
    QTest::newRow("in comments") << "SELECT 1 -- payment.payments\n/* payment.x */ FROM "
                                    "shop_order.orders"
                                 << "shop-order";
    QTest::newRow("no table") << "SELECT payment"
                              << "";
    QTest::newRow("not closed") << "SELECT 'payment.payments"
                                << "";
}

void TestInvariants::namesTheStoresItReads() {
    QFETCH(const QString, sql);
    QFETCH(const QString, stores);
    const models::Scenario scenario = tests::scenarioFrom(invariantsShop(unpaid));
    QStringList found;
    for (const std::size_t each : sim::storesNamedIn(sql.toStdString(), scenario.services)) {
        found.append(QString::fromStdString(scenario.services[each].name));
    }
    QCOMPARE(found.join(' '), stores);
}

void TestInvariants::onlySelectsCanBeAsked_data() {
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* sql, const char* problem) {
        QTest::newRow(sql) << sql << problem;
    };
    row("SELECT count(*), max(request), avg(request) FROM payment.payments", "");
    row("SELECT sum(n) FROM (SELECT count(*) AS n FROM payment.payments UNION ALL SELECT count(*) "
        "FROM payment.payments);",
        "");
    row("DELETE FROM payment.payments", "only reads");
    row("CREATE TABLE payment.x (y)", "only reads");
    row("ATTACH 'payment.sqlite' AS other", "only reads");
    row("PRAGMA payment.journal_mode", "only reads");
    row("VACUUM payment", "only reads");
    row("VACUUM payment INTO 'stolen.sqlite'", "only reads");
    row("EXPLAIN SELECT count(*) FROM payment.payments", "only reads");
    row("SELECT load_extension('payment.so')", "reaches outside the store");
    row("SELECT random() FROM payment.payments", "irreproducible");
    row("SELECT datetime('now') FROM payment.payments", "irreproducible");
    row("SELECT count(*) FROM payment.payments; DELETE FROM payment.payments", "one SELECT");
    row("SELECT :request FROM payment.payments", "no request here");
    row("-- payment.payments", "no SELECT");
    row("SELECT count(*) FROM payment.order", "near");
}

void TestInvariants::onlySelectsCanBeAsked() {
    QFETCH(const QString, sql);
    QFETCH(const QString, problem);
    const models::Scenario scenario = tests::scenarioFrom(invariantsShop(unpaid));
    sim::InvariantDatabase database({scenario.service("payment")});
    database.makeTables(*scenario.service("payment"));
    const QString found = QString::fromStdString(database.problemOf(sql.toStdString()));
    QCOMPARE(found.isEmpty(), problem.isEmpty());
    QVERIFY2(found.contains(problem), qPrintable(found));
}

void TestInvariants::whatIsTrueAtTheEndHolds() {
    const sim::Report report = tests::reportOf(invariantsShop(
        "  All are charged: { sql: SELECT count(*) FROM payment.payments, exactly: 100 }\n"));

    QCOMPARE(only(report).verdict, sim::Verdict::Pass);
    QCOMPARE(*only(report).found, 100.0);
    QVERIFY(report.allHold());
    QVERIFY(report.timeline.empty());
}

// Orders 36 to 45 begin in the outage; the 36th at 3.5 s. Four have been marked as paid at 4 s: the
// fifth, of 3.9 s, was refused at 3.903 s; the one of 4.0 s is still on its way.
void TestInvariants::theFirstBreakIsInTheTimeline() {
    const sim::Report report = tests::reportOf(invariantsShop(unpaid, outage));

    QCOMPARE(only(report).verdict, sim::Verdict::Fail);
    QCOMPARE(*only(report).found, 5.0);
    QCOMPARE(*only(report).brokenAt, models::runStart + std::chrono::seconds(4));
    QCOMPARE(only(report).rows, std::string("count(*) 5, first 36"));
    QVERIFY(!report.allHold());
    QVERIFY(
        tests::printTimeline(report.timeline).find("4.000000 invariant-broken Paid is paid\n") !=
        std::string::npos);
}

void TestInvariants::whatBrokeStaysBrokenThoughItIsMendedLater() {
    const sim::Report hung = tests::reportOf(
        invariantsShop("  Few wait: { exactly: 0, judged: always, sql: \"SELECT count(*) FROM "
                       "shop_order.orders WHERE status = 'new'\" }\n"
                       "  None wait at the end: { exactly: 0, sql: \"SELECT count(*) FROM "
                       "shop_order.orders WHERE status = 'new'\" }\n",
                       "{ at: 3850 ms, hang: payment, for: 1 s }"));

    QCOMPARE(hung.invariants[0].verdict, sim::Verdict::Fail);
    QCOMPARE(*hung.invariants[0].brokenAt, models::runStart + std::chrono::seconds(4));
    QCOMPARE(hung.invariants[1].verdict, sim::Verdict::Pass);
}

void TestInvariants::judgingChangesNothing() {
    models::Scenario scenario = tests::scenarioFrom(invariantsShop(unpaid, outage));
    sim::Simulation judged = tests::runOf(scenario);
    scenario.invariants.clear();
    sim::Simulation other = tests::runOf(scenario);

    QCOMPARE(judged.fingerprint(), other.fingerprint());
}

void TestInvariants::aCopyGoesOnWithWhatWasFound() {
    sim::Simulation original(tests::scenarioFrom(invariantsShop(unpaid, outage)), {});
    original.advanceTo(models::runStart + std::chrono::milliseconds(4500));
    sim::Simulation copy = original.copy();
    original.advanceTo(original.end());
    copy.advanceTo(copy.end());

    const sim::Report report = copy.report();
    QCOMPARE(only(report).rows, only(original.report()).rows);
    QCOMPARE(tests::printTimeline(report.timeline),
             tests::printTimeline(original.report().timeline));
}

void TestInvariants::whatGivesNoNumberIsNotMeasured() {
    const auto problemOf = [](const std::string& sql) {
        const sim::Report report =
            tests::reportOf(invariantsShop("  It: { exactly: 0, sql: \"" + sql + "\" }\n"));
        return only(report).verdict == sim::Verdict::NotMeasured ? only(report).problem : "";
    };

    QCOMPARE(problemOf("SELECT status FROM shop_order.orders"), "it gives no number");
    QCOMPARE(problemOf("SELECT request FROM payment.payments WHERE 0"), "it gives no number");
    QCOMPARE(problemOf("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) "
                       "SELECT count(*) FROM c"),
             "it takes too long");
}

void TestInvariants::moreStoresThanOneConnectionHoldsAreJudgedInGroups() {
    constexpr int services = 25;
    std::string text = "watertight: 1\nname: many\nrun: { duration: 1 s }\nservices:\n";
    std::string invariants = "invariants:\n";
    for (int i = 0; i < services; ++i) {
        const std::string number = std::to_string(i);
        text += "  s" + number +
                ": { store: { tables: { t: { key: p, rows: " + std::to_string(i + 1) + " } } } }\n";
        invariants += "  The " + number + ": { exactly: " + std::to_string(i + 1) +
                      ", sql: SELECT count(*) FROM s" + number + ".t }\n";
    }
    const sim::Report report =
        tests::reportOf(text + "populations: { p: { size: 100 } }\n" + invariants);

    QCOMPARE(report.invariants.size(), std::size_t(services));
    QVERIFY(report.allHold());
}

TEST_OF_THIS_FILE(TestInvariants);
#include "tst_invariants.moc"
