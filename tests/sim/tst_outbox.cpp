// What a transaction stores in the outbox is sent until it is confirmed. The network takes 1 ms a
// message, stores take no time unless a test says otherwise.
#include <QtTest>

#include "sim/random/draw.h"
#include "tests/support/scenario_text.h"
#include "tests/support/store_text.h"
#include "tests/support/test_program.h"

class TestOutbox : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void isStoredWithTheCommitUntilItIsConfirmed();
    void aRollBackStoresNothing();
    void aBrokenStoreFailsTheTransaction();
    void sendsAgainEachSecondWhileTheTopicIsDown();
    void whoTakesTheRelayOverSendsAllAgain();
    void waitsForTheFirstThatIsReadyAgain();
    void aHungRelayGoesOnAfterwards();
    void aCopiedRunGoesOnToTheSameFingerprint();
    void losesNothingWhoeverDies();
    void aRefusedConfirmationGivesTheConnectionBack();
    void isRefusedOutsideOfATransaction_data();
    void isRefusedOutsideOfATransaction();
};

namespace {

using namespace std::chrono_literals;
using models::runStart;

// An order each 100 ms; the mail notes each message by its request and how often it came.
std::string outboxShop(
    const std::string& faults, const std::string& order = "",
    const std::string& steps = "{ insert: orders }, { publish: bought, outbox: true }",
    const std::string& arrivals = "constant(10/s)") {
    return "watertight: 1\nname: outbox\nrun: { duration: 10 s }\nnetwork: { latency: 1 ms }\n"
           "topics: { bought: { kind: queue } }\n"
           "services:\n"
           "  order:\n" +
           order +
           "    store: { tables: { orders: { key: request } } }\n"
           "    endpoints: { buy: [ { transaction: [ " +
           steps +
           " ] } ] }\n"
           "  mail:\n"
           "    store: { tables: { letters: { key: request, columns: { times: integer default 1 } "
           "} } }\n"
           "    consumes: { bought: { endpoint: send } }\n"
           "    endpoints: { send: [ { insert: letters, else: [ { update: letters, set: { times: "
           "times + 1 } } ] } ] }\n"
           "journeys: { users: { arrivals: " +
           arrivals + ", steps: [ { call: order.buy } ] } }\nfaults: [ " + faults +
           " ]\n"
           "invariants:\n"
           "  All arrive: { exactly: 0, sql: 'SELECT count(*) FROM \"order\".orders o LEFT JOIN "
           "mail.letters l ON l.request = o.request WHERE l.request IS NULL' }\n"
           "  Letters: { at-least: 0, sql: SELECT total(times) FROM mail.letters }\n";
}

const std::string once = "[ { for: 1 ms, arrivals: constant(1/s) }, { arrivals: constant(0/s) } ]";
const std::string aSecond =
    "[ { for: 950 ms, arrivals: constant(10/s) }, { arrivals: constant(0/s) } ]";

sim::Simulation at(sim::Instant instant, const std::string& text) {
    sim::Simulation run(tests::scenarioFrom(text), {});
    run.advanceTo(instant);
    return run;
}

double letters(const sim::Report& report) {
    return *report.invariants[1].found;
}

}  // namespace

// Asked at 0, committed at 1 ms, in the topic at 2 ms, confirmed at 3 ms.
void TestOutbox::isStoredWithTheCommitUntilItIsConfirmed() {
    const std::string text =
        outboxShop("", "", "{ insert: orders }, { publish: bought, outbox: true }", once);

    sim::Simulation stored = at(runStart + 1ms + 1ns, text);
    QCOMPARE(tests::rowsOf(stored, "outbox"), std::string("1 bought 1"));
    QCOMPARE(tests::rowsOf(stored, "letters", 1), std::string());
    sim::Simulation sent = at(runStart + 3ms, text);
    QCOMPARE(tests::rowsOf(sent, "outbox"), std::string("1 bought 1"));
    sim::Simulation confirmed = at(runStart + 3ms + 1ns, text);
    QCOMPARE(tests::rowsOf(confirmed, "outbox"), std::string());
    QCOMPARE(tests::rowsOf(confirmed, "letters", 1), std::string("1 1"));
}

void TestOutbox::aRollBackStoresNothing() {
    const sim::Report report = tests::reportOf(outboxShop(
        "", "", "{ publish: bought, outbox: true }, { delete: orders, else: [ stop ] }"));

    QCOMPARE(tests::journeyOf(report, "users").counts.ok, 100);
    QCOMPARE(report.topics.front().published, 0);
    QCOMPARE(letters(report), 0.0);
}

void TestOutbox::aBrokenStoreFailsTheTransaction() {
    const sim::Report report =
        tests::reportOf(outboxShop("{ at: 2050 ms, break-store: order, as: read-only, for: 1 s }",
                                   "", "{ publish: bought, outbox: true }"));

    const sim::Counts& counts = tests::journeyOf(report, "users").counts;
    QCOMPARE(counts.byCause[static_cast<std::size_t>(models::Cause::Error)], 10);
    QCOMPARE(counts.ok, 90);
    QCOMPARE(letters(report), 90.0);
}

// Down from 500 ms to 2.6 s. What was stored at 501 ms is sent then, at 1.501 and 2.501 s, and is
// in the topic at 3.502 s.
void TestOutbox::sendsAgainEachSecondWhileTheTopicIsDown() {
    const std::string text =
        outboxShop("{ at: 500500 us, kill: bought, for: 2100 ms }", "",
                   "{ insert: orders }, { publish: bought, outbox: true }", aSecond);

    sim::Simulation before = at(runStart + 3501ms, text);
    // Those of 0.5, ... 0.6 s wait for their third second, the later ones were heard from 2.7 s on.
    QCOMPARE(tests::rowsOf(before, "outbox"), std::string("6 bought 6"));
    before.advanceTo(before.end());
    QCOMPARE(tests::rowsOf(before, "outbox"), std::string());
    const sim::Report report = before.report();
    QVERIFY(report.allHold());
    QCOMPARE(letters(report), 10.0);
    // Each of the five that found it down at first was refused two or three times.
    QCOMPARE(report.topics.front().refused, 6 + 5);
}

// #1 relays. It dies 0.5 ms after it has sent what was stored at 2.001 s; #2 does not know, and
// sends it again.
void TestOutbox::whoTakesTheRelayOverSendsAllAgain() {
    const sim::Report report = tests::reportOf(
        outboxShop("{ at: 2001500 us, kill: order#1, for: 1 s }", "    instances: 2\n"));

    QVERIFY(report.allHold());
    QCOMPARE(report.topics.front().published, 101);
    QCOMPARE(letters(report), 101.0);
}

// The only one dies before it hears of the confirmation, and is ready at 4 s: what was stored comes
// a second time then.
void TestOutbox::waitsForTheFirstThatIsReadyAgain() {
    const std::string text =
        outboxShop("{ at: 2001500 us, kill: order, for: 1 s }", "    start-up: 1 s\n");
    sim::Simulation run = at(runStart + 4001500us, text);
    QCOMPARE(tests::rowsOf(run, "outbox"), std::string("21 bought 21"));
    run.advanceTo(runStart + 4003500us + 1ns);
    QCOMPARE(tests::rowsOf(run, "outbox"), std::string());
    run.advanceTo(run.end());

    const sim::Report report = run.report();
    QVERIFY(report.allHold());
    QCOMPARE(report.topics.front().published, tests::journeyOf(report, "users").counts.ok + 1);
}

void TestOutbox::aHungRelayGoesOnAfterwards() {
    const std::string text = outboxShop("{ at: 2001500 us, hang: order, for: 5 s }", "",
                                        "{ insert: orders }, { publish: bought, outbox: true }",
                                        "[ { for: 2050 ms, arrivals: constant(10/s) }, { arrivals: "
                                        "constant(0/s) } ]");
    sim::Simulation hung = at(runStart + 6s, text);
    QCOMPARE(tests::rowsOf(hung, "outbox"), std::string("21 bought 21"));
    hung.advanceTo(hung.end());
    QCOMPARE(tests::rowsOf(hung, "outbox"), std::string());
    // The confirmation was heard after the hang: nothing was sent twice.
    QCOMPARE(hung.report().topics.front().published, 21);
}

void TestOutbox::aCopiedRunGoesOnToTheSameFingerprint() {
    sim::Simulation original = at(
        runStart + 2001250us, outboxShop("{ at: 2001500 us, kill: [ order#1, bought ], for: 1 s }",
                                         "    instances: 2\n"));
    sim::Simulation copy = original.copy();
    original.advanceTo(original.end());
    copy.advanceTo(copy.end());

    QCOMPARE(copy.fingerprint(), original.fingerprint());
    QCOMPARE(letters(copy.report()), letters(original.report()));
    QVERIFY(copy.report().allHold());
}

// Everybody dies now and then, at instants that no other test would think of.
void TestOutbox::losesNothingWhoeverDies() {
    const std::string arrivals =
        "[ { for: 5 s, arrivals: poisson(200/s) }, { arrivals: poisson(0/s) } ]";
    std::int64_t twice = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        const sim::DrawKey key = sim::drawKey(seed, "deaths");
        std::string faults;
        std::uint64_t thrown = 0;
        for (const char* target : {"order#1", "order#2", "bought", "mail#1", "mail", "order"}) {
            const auto micros = 100'000 + sim::drawIndex(key, thrown++, 5'000'000);
            const auto length = 1 + sim::drawIndex(key, thrown++, 300'000);
            faults += std::string(faults.empty() ? "" : ", ") + "{ at: " + std::to_string(micros) +
                      " us, kill: " + target + ", for: " + std::to_string(length) + " us }";
        }
        const sim::Report report = tests::reportOf(
            outboxShop(
                faults, "    instances: 2\n    start-up: 20 ms\n",
                "{ insert: orders }, { compute: exp(2 ms) }, { publish: bought, outbox: true }, "
                "{ sleep: exp(2 ms) }",
                arrivals),
            seed);
        QVERIFY2(report.invariants[0].verdict == sim::Verdict::Pass,
                 QByteArray::number(static_cast<int>(seed)) + ": lost " +
                     QByteArray::number(report.invariants[0].found.value_or(-1)));
        QCOMPARE(report.topics.front().backlog, 0);
        twice += report.topics.front().published > 0 ? 1 : 0;
    }
    QCOMPARE(twice, 60);
}

// One connection: had the first kept it, nobody else would get through.
void TestOutbox::aRefusedConfirmationGivesTheConnectionBack() {
    const sim::Report report = tests::reportOf(R"(
watertight: 1
name: confirm
run: { duration: 10 s }
network: { latency: 1 ms }
topics: { bought: { kind: queue } }
services:
  order:
    store: { connections: 1, tables: { orders: { key: request } } }
    endpoints: { buy: [ { transaction: [ { insert: orders }, { publish: bought, confirm: true } ] } ] }
  mail: { consumes: { bought: { endpoint: send } }, endpoints: { send: [] } }
journeys: { users: { arrivals: constant(10/s), steps: [ { call: order.buy } ] } }
faults: [ { at: 1950 ms, kill: bought, for: 1 s } ]
invariants: { Orders: { exactly: 90, sql: 'SELECT count(*) FROM "order".orders' } }
)");

    const sim::Counts& counts = tests::journeyOf(report, "users").counts;
    QCOMPARE(counts.ok, 90);
    QCOMPARE(counts.byCause[static_cast<std::size_t>(models::Cause::Unavailable)], 10);
    QVERIFY(report.allHold());
}

void TestOutbox::isRefusedOutsideOfATransaction_data() {
    QTest::addColumn<QString>("steps");
    QTest::addColumn<QString>("problem");
    QTest::newRow("alone") << "{ publish: bought, outbox: true }"
                           << "wants a `transaction`";
    QTest::newRow("in its else")
        << "{ transaction: [ { insert: orders, else: [ { publish: bought, outbox: true } ] } ] }"
        << "wants a `transaction`";
    QTest::newRow("confirmed")
        << "{ transaction: [ { publish: bought, outbox: true, confirm: true } ] }"
        << "is confirmed to its relay";
    QTest::newRow("a table of its own")
        << "{ transaction: [ { insert: outbox }, { publish: bought, outbox: true } ] }"
        << "keeps a table `outbox` of its own";
}

void TestOutbox::isRefusedOutsideOfATransaction() {
    QFETCH(const QString, steps);
    QFETCH(const QString, problem);
    const std::string tables = steps.contains("insert: outbox") ? ", outbox: { key: request }" : "";
    const models::ScenarioReading reading = tests::readingOf(
        "watertight: 1\ntopics: { bought: {} }\nservices:\n  order:\n"
        "    store: { tables: { orders: { key: request }" +
        tables + " } }\n    consumes: { bought: { endpoint: buy } }\n    endpoints: { buy: [ " +
        steps.toStdString() + " ] }\n");
    QVERIFY(!reading.scenario);
    QCOMPARE(reading.diagnostics.size(), std::size_t(1));
    QVERIFY2(QString::fromStdString(models::toText(reading.diagnostics[0])).contains(problem),
             models::toText(reading.diagnostics[0]).c_str());
}

TEST_OF_THIS_FILE(TestOutbox);
#include "tst_outbox.moc"
