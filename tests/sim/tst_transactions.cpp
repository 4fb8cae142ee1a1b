// What a transaction does, to the nanosecond. Instants are counted by hand from the scenario's
// text; the network takes 1 ms a message, a read 2 ms, a write 10 ms, and there is one connection.
#include <QtTest>

#include "tests/support/scenario_text.h"
#include "tests/support/store_text.h"
#include "tests/support/test_program.h"

class TestTransactions : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void holdsItsConnectionThroughout();
    void isSeenByNobodyBeforeItsEnd();
    void queuesForItsConnectionFirstComeFirstServed();
    void anElseRunsAfterTheRollBack();
    void withoutElseItFails();
    void theFirstStepThatFindsNothingDecides();
    void aBrokenConstraintFailsWhateverElseSays();
    void stepsHaveTheirOwnNowAndRound();
    void stepsThatAreSkippedTakeNoPart();
    void aKillBeforeItsEndLeavesNothing();
    void aKillFreesTheConnection();
    void cancellationFreesTheConnection();
    void aHangFreezesIt();
    void oneWithoutStoreStepsHoldsAConnectionToo();
    void worksWhileItHoldsItsConnection();
    void emptyOnesInLineDoNotBeginWithinEachOther();
};

namespace {

using models::runStart;
using namespace std::chrono_literals;

std::string transactionsShop(const std::string& endpoints, const std::string& journeys,
                             const std::string& more = "") {
    return "watertight: 1\nname: transactions\nrun: { duration: 10 s }\nnetwork: { latency: 1 ms "
           "}\n"
           "populations: { item: { size: 1 } }\n"
           "services:\n  shop:\n" +
           more +
           "    store:\n      read: 2 ms\n      write: 10 ms\n      connections: 1\n"
           "      tables:\n"
           "        stock: { key: item, rows: 1, columns: { n: integer default 3 check (n >= 0) } "
           "}\n"
           "        orders: { key: request, columns: { at: real, round: integer } }\n"
           "    endpoints:\n" +
           endpoints + "journeys:\n" + journeys;
}

std::string endpoint(const std::string& name, const std::string& steps) {
    return "      " + name + ": [ " + steps + " ]\n";
}

std::string journey(const std::string& name, const std::string& steps) {
    return "  " + name + ": { arrivals: constant(1/min), steps: [ " + steps + " ] }\n";
}

// In nanoseconds since the start; -1: it failed.
std::int64_t endOf(const sim::Simulation& simulation, const std::string& name) {
    const sim::JourneyReport found = tests::journeyOf(simulation.report(), name);
    return found.latency.max ? static_cast<std::int64_t>(*found.latency.max * 1e9 + 0.5) : -1;
}

constexpr const char* takeOne = "{ update: stock, set: { n: n - 1 }, where: n > 0 }";

std::string transaction(const std::string& steps) {
    return "{ transaction: [ " + steps + " ] }";
}

}  // namespace

// The transaction of a runs from 1 ms for 10 + 5 + 10 ms; only then b reads, for 2 ms.
void TestTransactions::holdsItsConnectionThroughout() {
    const sim::Simulation run = tests::runOf(tests::scenarioFrom(transactionsShop(
        endpoint("buy",
                 transaction(std::string(takeOne) + ", { compute: 5 ms }, { insert: orders }")) +
            endpoint("look", "{ read: stock }"),
        journey("a", "{ call: shop.buy }") + journey("b", "{ call: shop.look }"))));

    QCOMPARE(endOf(run, "a"), 27'000'000);
    QCOMPARE(endOf(run, "b"), 29'000'000);
}

void TestTransactions::isSeenByNobodyBeforeItsEnd() {
    sim::Simulation run(tests::scenarioFrom(transactionsShop(
                            endpoint("buy", transaction(std::string(takeOne) +
                                                        ", { compute: 5 ms }, { insert: orders }")),
                            journey("a", "{ call: shop.buy }"))),
                        {});

    run.advanceTo(runStart + 26ms);  // what is due then has not happened yet
    QCOMPARE(tests::rowsOf(run, "stock"), std::string("1 3"));
    QCOMPARE(tests::rowsOf(run, "orders"), std::string());

    run.advanceTo(runStart + 26ms + 1ns);
    QCOMPARE(tests::rowsOf(run, "stock"), std::string("1 2"));
    QCOMPARE(tests::rowsOf(run, "orders"), std::string("1 NULL NULL"));
}

// a reads until 3 ms, b's transaction runs until 23, c's read until 25, d's transaction until 45.
void TestTransactions::queuesForItsConnectionFirstComeFirstServed() {
    const std::string twice =
        transaction("{ update: stock, set: { n: n } }, { update: stock, set: { n: n } }");
    const sim::Simulation run = tests::runOf(tests::scenarioFrom(transactionsShop(
        endpoint("look", "{ read: stock }") + endpoint("touch", twice),
        journey("a", "{ call: shop.look }") + journey("b", "{ call: shop.touch }") +
            journey("c", "{ call: shop.look }") + journey("d", "{ call: shop.touch }"))));

    QCOMPARE(endOf(run, "a"), 4'000'000);
    QCOMPARE(endOf(run, "b"), 24'000'000);
    QCOMPARE(endOf(run, "c"), 26'000'000);
    QCOMPARE(endOf(run, "d"), 46'000'000);
}

// The transaction ends at 21 ms, where the order turns out to be there already: the stock is as it
// was. Its `else` runs then, queuing for a connection behind b, and what stands behind the
// transaction goes on.
void TestTransactions::anElseRunsAfterTheRollBack() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(transactionsShop(
        endpoint("buy", transaction(std::string(takeOne) +
                                    ", { update: orders, set: { round: 7 }, else: [ { insert: "
                                    "orders, set: { at: ':now' } } ] }") +
                            ", { sleep: 100 ms }") +
            endpoint("look", "{ read: stock }"),
        journey("a", "{ call: shop.buy }") + journey("b", "{ call: shop.look }"))));

    QCOMPARE(tests::rowsOf(run, "stock"), std::string("1 3"));
    QCOMPARE(tests::rowsOf(run, "orders"), std::string("1 0.033 NULL"));
    QCOMPARE(endOf(run, "b"), 24'000'000);
    QCOMPARE(endOf(run, "a"), 134'000'000);
    QCOMPARE(run.snapshot().services[0].tables[1].rows, 1);
}

void TestTransactions::withoutElseItFails() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(
        transactionsShop(endpoint("buy", transaction(std::string(takeOne) + ", { read: orders }")),
                         journey("a", "{ call: shop.buy }"))));

    const sim::JourneyReport a = tests::journeyOf(run.report(), "a");
    QCOMPARE(a.counts.byCause[static_cast<std::size_t>(models::Cause::Error)], 1);
    QCOMPARE(*a.failedLatency.max, 0.014);
    QCOMPARE(tests::rowsOf(run, "stock"), std::string("1 3"));
}

void TestTransactions::theFirstStepThatFindsNothingDecides() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(transactionsShop(
        endpoint("buy", transaction("{ read: orders, else: [ { sleep: 1 s } ] }, "
                                    "{ delete: orders, else: [ { sleep: 2 s } ] }")),
        journey("a", "{ call: shop.buy }"))));

    QCOMPARE(endOf(run, "a"), 1'014'000'000);
}

void TestTransactions::aBrokenConstraintFailsWhateverElseSays() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(transactionsShop(
        endpoint("buy",
                 transaction(
                     "{ insert: orders }, { update: stock, set: { n: n - 4 }, else: [ stop ] }")),
        journey("a", "{ call: shop.buy }"))));

    QCOMPARE(endOf(run, "a"), -1);
    QCOMPARE(tests::rowsOf(run, "orders"), std::string());
    QCOMPARE(run.snapshot().services[0].tables[1].rows, 0);
}

// The second round begins at 12 ms, and its insert has ended at 22, before the sleep.
void TestTransactions::stepsHaveTheirOwnNowAndRound() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(transactionsShop(
        endpoint("buy", "{ repeat: { times: 2, steps: [ " +
                            transaction("{ insert: orders, at: { request: ':round' }, set: { at: "
                                        "':now', round: ':round' } }, { sleep: 1 ms }") +
                            " ] } }"),
        journey("a", "{ call: shop.buy }"))));

    QCOMPARE(tests::rowsOf(run, "orders"), std::string("1 0.011 1 | 2 0.022 2"));
}

void TestTransactions::stepsThatAreSkippedTakeNoPart() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(transactionsShop(
        endpoint("buy",
                 transaction("{ read: orders, when: \":request > 1\" }, { insert: orders }")),
        journey("a", "{ call: shop.buy }"))));

    QCOMPARE(endOf(run, "a"), 12'000'000);
    QCOMPARE(tests::rowsOf(run, "orders"), std::string("1 NULL NULL"));
}

// Its first write has taken its time at 11 ms.
void TestTransactions::aKillBeforeItsEndLeavesNothing() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(
        transactionsShop(
            endpoint("buy", transaction(std::string(takeOne) + ", { insert: orders }")),
            journey("a", "{ call: shop.buy }")) +
        "faults: [ { at: 20999999 ns, kill: shop, for: 1 s } ]\n"));

    const sim::JourneyReport a = tests::journeyOf(run.report(), "a");
    QCOMPARE(a.counts.byCause[static_cast<std::size_t>(models::Cause::Unavailable)], 1);
    QCOMPARE(tests::rowsOf(run, "stock"), std::string("1 3"));
    QCOMPARE(tests::rowsOf(run, "orders"), std::string());
}

// #1 dies at 5 ms, in the sleep within its transaction; the read of #2 begins then.
void TestTransactions::aKillFreesTheConnection() {
    const sim::Simulation run = tests::runOf(tests::scenarioFrom(
        transactionsShop(endpoint("rest", transaction("{ read: stock }, { sleep: 1 s }")) +
                             endpoint("look", "{ read: stock }"),
                         journey("a", "{ call: shop.rest }") + journey("b", "{ call: shop.look }"),
                         "    instances: 2\n") +
        "faults: [ { at: 5 ms, kill: shop#1 } ]\n"));

    QCOMPARE(endOf(run, "a"), -1);
    QCOMPARE(endOf(run, "b"), 8'000'000);
}

// a's caller gives up at 20 ms, which is heard at 21.
void TestTransactions::cancellationFreesTheConnection() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(transactionsShop(
        endpoint("rest", transaction(std::string(takeOne) + ", { compute: 1 s }")) +
            endpoint("look", "{ read: stock }"),
        journey("a", "{ call: shop.rest, timeout: 20 ms }") + journey("b", "{ call: shop.look }"),
        "    cancellation: running\n")));

    QCOMPARE(endOf(run, "b"), 24'000'000);
    QCOMPARE(tests::rowsOf(run, "stock"), std::string("1 3"));
}

// a writes from 1 ms; 4 ms of that are left when the hang comes at 7. b's transaction gets the
// connection when a's read, which was next in line, has ended.
void TestTransactions::aHangFreezesIt() {
    const sim::Simulation run = tests::runOf(tests::scenarioFrom(
        transactionsShop(endpoint("buy", transaction(std::string(takeOne) + ", { sleep: 2 ms }")),
                         journey("a", "{ call: shop.buy }") + journey("b", "{ call: shop.buy }")) +
        "faults: [ { at: 7 ms, hang: shop, for: 100 ms } ]\n"));

    QCOMPARE(endOf(run, "a"), 114'000'000);
    QCOMPARE(endOf(run, "b"), 126'000'000);
}

void TestTransactions::oneWithoutStoreStepsHoldsAConnectionToo() {
    const sim::Simulation run = tests::runOf(tests::scenarioFrom(transactionsShop(
        endpoint("rest", transaction("{ sleep: 50 ms }")) + endpoint("look", "{ read: stock }"),
        journey("a", "{ call: shop.rest }") + journey("b", "{ call: shop.look }"))));

    QCOMPARE(endOf(run, "b"), 54'000'000);
}

// a: 1 ms to 31, all of it work, the sleep included. b is blocked until then and works for 2 ms.
void TestTransactions::worksWhileItHoldsItsConnection() {
    const sim::Simulation run = tests::runOf(tests::scenarioFrom(transactionsShop(
        endpoint("buy", transaction(std::string(takeOne) + ", { sleep: 20 ms }")) +
            endpoint("look", "{ read: stock }"),
        journey("a", "{ call: shop.buy }") + journey("b", "{ call: shop.look }"))));

    const sim::Report report = run.report();
    const sim::ServiceReport& shop = tests::serviceOf(report, "shop");
    QCOMPARE(*shop.service.max, 0.030);
    QCOMPARE(*shop.blocked.max, 0.030);
}

// A thousand users wait for the connection that a sleeping transaction holds.
void TestTransactions::emptyOnesInLineDoNotBeginWithinEachOther() {
    const sim::Simulation run = tests::runOf(tests::scenarioFrom(transactionsShop(
        endpoint("rest", transaction("{ sleep: 1 s }")) +
            endpoint("nothing", transaction("{ read: stock, when: \"0\" }")),
        journey("a", "{ call: shop.rest }") +
            "  many: { users: 100000, think: 1 ms, steps: [ { call: shop.nothing }, { sleep: "
            "1 h } ] }\n",
        "    concurrency: unlimited\n")));

    QCOMPARE(tests::serviceOf(run.report(), "shop").counts.ok, 100'001);
}

TEST_OF_THIS_FILE(TestTransactions);
#include "tst_transactions.moc"
