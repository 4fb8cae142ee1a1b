// What a saga does, to the nanosecond. Instants are counted by hand from the scenario's text: the
// network takes 1 ms a message, so a charge takes 4 ms, a shipment 5 ms (and fails), a refund 3 ms.
#include <QtTest>

#include "tests/support/scenario_text.h"
#include "tests/support/store_text.h"
#include "tests/support/test_program.h"

class TestSagas : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void keepsItsProgressWhereItCanBeRead();
    void undoesEveryPartThatBegan();
    void anUndoThatFailsIsTriedEachSecond();
    void eachTryOfAnUndoDrawsAnew();
    void anotherInstanceUndoesWhatWasCutInHalf();
    void theSameInstanceUndoesItOnceItIsBack();
    void undoingGoesOnWhereItWasCut();
    void theRowStaysWhereNobodyIsReady();
    void aSuccessfulOneIsNotUndone();
    void aHangFreezesIt();
    void whatACallerCancelsIsUndone();
    void whoeverTakesItOverNeedsASlot();
    void undoingIsNoRequest();
    void undoingKnowsNoDeadline();
    void whatTheStoreCannotNoteDoesNotBegin();
    void undoStepsSeeTheSameMembers();
    void eachOfParallelOnesIsUndone();
    void aCopyOfARunGoesOnWithThem();
};

namespace {

using models::runStart;
using namespace std::chrono_literals;

constexpr const char* sale =
    "{ saga: [ { do: [ { call: payment.charge } ], undo: [ { call: payment.refund } ] }, "
    "{ do: [ { call: shipping.ship } ], undo: [ { compute: 1 ms } ] } ] }";

std::string sagasShop(const std::string& buy, const std::string& journeys,
                      const std::string& faults = "", const std::string& more = "",
                      const std::string& ship = "{ compute: 3 ms }, { fail: always }") {
    return "watertight: 1\nname: sagas\nrun: { duration: 10 s }\nnetwork: { latency: 1 ms }\n"
           "populations: { item: { size: 5 } }\n"
           "services:\n  shop:\n" +
           more +
           "    store: { tables: { orders: { key: item, columns: { at: real, round: integer } } } "
           "}\n"
           "    endpoints:\n      buy: [ " +
           buy +
           " ]\n      look: [ { compute: 100 ms } ]\n"
           "  payment: { endpoints: { charge: [ { compute: 2 ms } ], refund: [ { compute: 1 ms } ] "
           "} }\n"
           "  shipping: { endpoints: { ship: [ " +
           ship + " ] } }\njourneys:\n" + journeys + "faults: [ " + faults + " ]\n";
}

const std::string once = "  a: { arrivals: constant(1/min), steps: [ { call: shop.buy } ] }\n";

// In nanoseconds since the start; those of a failure are negative.
std::int64_t endOf(sim::Simulation& run, const std::string& name = "a") {
    run.advanceTo(run.end());
    const sim::JourneyReport found = tests::journeyOf(run.report(), name);
    const double seconds =
        found.latency.max ? *found.latency.max : -found.failedLatency.max.value();
    return static_cast<std::int64_t>(std::llround(seconds * 1e9));
}

// The saga, its request, the endpoint, the part, whether it is being undone; just behind the
// instant.
std::string progressAt(sim::Simulation& run, models::Duration instant) {
    run.advanceTo(runStart + instant + 1ns);
    return tests::rowsOf(run, "saga_progress");
}

std::int64_t callsTo(const sim::Report& report, const std::string& endpoint) {
    for (const sim::CallReport& each : report.calls) {
        if (each.to == endpoint) {
            return each.calls;
        }
    }
    return 0;
}

std::int64_t failuresOf(const sim::Simulation& run, models::Cause cause) {
    return tests::journeyOf(run.report(), "a").counts.byCause[static_cast<std::size_t>(cause)];
}

}  // namespace

void TestSagas::keepsItsProgressWhereItCanBeRead() {
    sim::Simulation run(tests::scenarioFrom(sagasShop(sale, once, "", "", "{ compute: 3 ms }")),
                        {});

    QCOMPARE(progressAt(run, 0ms), std::string());
    QCOMPARE(progressAt(run, 1ms), std::string("1 1 buy 1 0"));
    QCOMPARE(progressAt(run, 5ms), std::string("1 1 buy 2 0"));
    QCOMPARE(run.snapshot().services[0].tables[1].rows, 1);
    QCOMPARE(progressAt(run, 10ms), std::string());
    QCOMPARE(run.snapshot().services[0].tables[1].rows, 0);
    QCOMPARE(endOf(run), 11'000'000);
}

// The shipment has failed by 10 ms; undoing it takes 1 ms, undoing the charge 3.
void TestSagas::undoesEveryPartThatBegan() {
    sim::Simulation run(tests::scenarioFrom(sagasShop(sale, once)), {});

    QCOMPARE(progressAt(run, 10ms), std::string("1 1 buy 2 1"));
    QCOMPARE(progressAt(run, 11ms), std::string("1 1 buy 1 1"));
    QCOMPARE(progressAt(run, 14ms), std::string());
    run.advanceTo(run.end());
    QCOMPARE(endOf(run), -15'000'000);
    QCOMPARE(failuresOf(run, models::Cause::Error), 1);
    QCOMPARE(callsTo(run.report(), "payment.refund"), 1);
}

// Refused at 13 ms, 1.015 s and 2.017 s; the try of 3.017 s is answered at 3.020.
void TestSagas::anUndoThatFailsIsTriedEachSecond() {
    sim::Simulation run = tests::runOf(
        tests::scenarioFrom(sagasShop(sale, once, "{ at: 6 ms, kill: payment, for: 2500 ms }")));

    QCOMPARE(endOf(run), -3'021'000'000);
    QCOMPARE(failuresOf(run, models::Cause::Error), 1);
    QCOMPARE(callsTo(run.report(), "payment.refund"), 4);
}

// Nine tries of ten fail: if all drew the same, sagas would be undone at once or never.
void TestSagas::eachTryOfAnUndoDrawsAnew() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(
        sagasShop("{ saga: [ { do: [ { fail: always } ], undo: [ { fail: 50 % } ] } ] }",
                  "  a: { arrivals: constant(100/s), steps: [ { call: shop.buy } ] }\n", "",
                  "    concurrency: unlimited\n")));

    const sim::JourneyReport a = tests::journeyOf(run.report(), "a");
    // Begun by 4 s, all but 1 in 64 have ended by 10 s.
    QVERIFY2(a.counts.failed > 850, QByteArray::number(qlonglong(a.counts.failed)));
    QVERIFY2(*a.failedLatency.p50 < 1.1, QByteArray::number(*a.failedLatency.p50));
    QVERIFY2(*a.failedLatency.max > 3, QByteArray::number(*a.failedLatency.max));
}

// #1 dies at 7 ms, the shipment under way. Its caller hears of it at 8; #2 has undone all by 11.
void TestSagas::anotherInstanceUndoesWhatWasCutInHalf() {
    sim::Simulation run(tests::scenarioFrom(sagasShop(sale, once, "{ at: 7 ms, kill: shop#1 }",
                                                      "    instances: 2\n")),
                        {});

    QCOMPARE(progressAt(run, 7ms), std::string("1 1 buy 2 1"));
    QCOMPARE(progressAt(run, 8ms), std::string("1 1 buy 1 1"));
    QCOMPARE(progressAt(run, 10ms), std::string("1 1 buy 1 1"));
    QCOMPARE(progressAt(run, 11ms), std::string());
    QCOMPARE(endOf(run), -8'000'000);
    QCOMPARE(failuresOf(run, models::Cause::Unavailable), 1);
    QCOMPARE(callsTo(run.report(), "payment.refund"), 1);
}

// Killed at 7 ms for a second, and half a second to start.
void TestSagas::theSameInstanceUndoesItOnceItIsBack() {
    sim::Simulation run(
        tests::scenarioFrom(
            sagasShop(sale, once, "{ at: 7 ms, kill: shop, for: 1 s }", "    start-up: 500 ms\n")),
        {});

    QCOMPARE(progressAt(run, 1506ms), std::string("1 1 buy 2 0"));
    QCOMPARE(progressAt(run, 1507ms), std::string("1 1 buy 2 1"));
    QCOMPARE(progressAt(run, 1511ms), std::string());
}

// #2 dies in the midst of the refund: #3 refunds again, and does not undo the shipment again.
void TestSagas::undoingGoesOnWhereItWasCut() {
    sim::Simulation run(tests::scenarioFrom(sagasShop(
                            sale, once, "{ at: 7 ms, kill: shop#1 }, { at: 9500 us, kill: shop#2 }",
                            "    instances: 3\n")),
                        {});

    QCOMPARE(progressAt(run, 9500us), std::string("1 1 buy 1 1"));
    QCOMPARE(progressAt(run, 12499999ns - 1ns), std::string("1 1 buy 1 1"));
    QCOMPARE(progressAt(run, 12500us), std::string());
    QCOMPARE(callsTo(run.report(), "payment.refund"), 2);
}

void TestSagas::theRowStaysWhereNobodyIsReady() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(
        sagasShop(sale, once, "{ at: 7 ms, kill: shop }", "    instances: 2\n")));

    QCOMPARE(tests::rowsOf(run, "saga_progress"), std::string("1 1 buy 2 0"));
    QCOMPARE(callsTo(run.report(), "payment.refund"), 0);
}

void TestSagas::aSuccessfulOneIsNotUndone() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(
        sagasShop(std::string(sale) + ", { sleep: 1 s }", once,
                  "{ at: 500 ms, kill: shop, for: 1 ms }", "", "{ compute: 3 ms }")));

    QCOMPARE(endOf(run), -501'000'000);
    QCOMPARE(callsTo(run.report(), "payment.refund"), 0);
}

// The failure of the shipment is noticed at 1.007 s.
void TestSagas::aHangFreezesIt() {
    sim::Simulation run(
        tests::scenarioFrom(sagasShop(sale, once, "{ at: 7 ms, hang: shop, for: 1 s }")), {});

    QCOMPARE(progressAt(run, 1006ms), std::string("1 1 buy 2 0"));
    run.advanceTo(run.end());
    QCOMPARE(endOf(run), -1'012'000'000);
}

// The caller gives up at 6 ms, which is heard at 7.
void TestSagas::whatACallerCancelsIsUndone() {
    sim::Simulation run(tests::scenarioFrom(sagasShop(
                            sale,
                            "  a: { arrivals: constant(1/min), steps: [ { call: shop.buy, "
                            "timeout: 6 ms } ] }\n",
                            "", "    cancellation: running\n")),
                        {});

    QCOMPARE(progressAt(run, 7ms), std::string("1 1 buy 2 1"));
    QCOMPARE(progressAt(run, 11ms), std::string());
    QCOMPARE(failuresOf(run, models::Cause::Timeout), 1);
}

// #2 looks until 101 ms.
void TestSagas::whoeverTakesItOverNeedsASlot() {
    sim::Simulation run(
        tests::scenarioFrom(sagasShop(
            sale, once + "  b: { arrivals: constant(1/min), steps: [ { call: shop.look } ] }\n",
            "{ at: 7 ms, kill: shop#1 }", "    instances: 2\n    concurrency: 1\n")),
        {});

    QCOMPARE(progressAt(run, 100ms), std::string("1 1 buy 2 0"));
    QCOMPARE(progressAt(run, 101ms), std::string("1 1 buy 2 1"));
    QCOMPARE(progressAt(run, 105ms), std::string());
}

void TestSagas::undoingIsNoRequest() {
    sim::Simulation run(tests::scenarioFrom(sagasShop(sale, once, "{ at: 7 ms, kill: shop#1 }",
                                                      "    instances: 2\n")),
                        {});
    run.advanceTo(runStart + 9ms);
    const sim::Snapshot within = run.snapshot();
    QCOMPARE(within.services[0].present, 0);
    QCOMPARE(within.services[0].slotsHeld, 1);

    run.advanceTo(run.end());
    const sim::Counts counts = run.snapshot().services[0].counts;
    QCOMPARE(counts.started, 1);
    QCOMPARE(counts.failed, 1);
    QCOMPARE(counts.ok, 0);
    QCOMPARE(run.snapshot().services[0].slotsHeld, 0);
}

// The shipment would take too long; it is given up at 8 ms.
void TestSagas::undoingKnowsNoDeadline() {
    sim::Simulation run(tests::scenarioFrom(sagasShop(
                            sale,
                            "  a: { arrivals: constant(1/min), steps: [ { call: shop.buy, "
                            "deadline: 8 ms } ] }\n",
                            "", "", "{ compute: 1 s }")),
                        {});

    QCOMPARE(progressAt(run, 8ms), std::string("1 1 buy 2 1"));
    QCOMPARE(progressAt(run, 12ms), std::string());
    QCOMPARE(callsTo(run.report(), "payment.refund"), 1);
}

// The charge has ended at 5 ms; the shipment cannot begin. The refund has ended at 8 ms, and the
// saga at 2.008 s, when its row can be removed.
void TestSagas::whatTheStoreCannotNoteDoesNotBegin() {
    sim::Simulation run = tests::runOf(tests::scenarioFrom(
        sagasShop(sale, once, "{ at: 4 ms, break-store: shop, as: read-only, for: 2 s }")));

    QCOMPARE(endOf(run), -2'009'000'000);
    QCOMPARE(callsTo(run.report(), "shipping.ship"), 0);
    QCOMPARE(tests::rowsOf(run, "saga_progress"), std::string());
}

// Each of three rounds has a saga of its own; the first two succeed, the third is cut in half.
void TestSagas::undoStepsSeeTheSameMembers() {
    const std::string steps =
        "{ repeat: { times: 3, draw: item, steps: [ { saga: [ { do: [ { insert: orders, set: { "
        "round: \":round\" } }, { sleep: 10 ms, when: \":round = 3\" } ], undo: [ { update: "
        "orders, set: { at: \":round * 100 + :request\" } } ] } ] } ] } }";
    sim::Simulation run = tests::runOf(
        tests::scenarioFrom(sagasShop(steps, once, "{ at: 7 ms, kill: shop, for: 1 s }")));

    const std::string rows = tests::rowsOf(run, "orders");
    QVERIFY2(
        rows.find(" 301.0 3") != std::string::npos || rows.find(" 301.0 ") != std::string::npos,
        rows.c_str());
    QVERIFY2(rows.find("101.0") == std::string::npos && rows.find("201.0") == std::string::npos,
             rows.c_str());
}

void TestSagas::eachOfParallelOnesIsUndone() {
    sim::Simulation run(tests::scenarioFrom(sagasShop(
                            "{ parallel: [ [ " + std::string(sale) + " ], [ " + sale + " ] ] }",
                            once, "{ at: 7 ms, kill: shop#1 }", "    instances: 2\n")),
                        {});

    QCOMPARE(progressAt(run, 6ms), std::string("1 1 buy 2 0 | 2 1 buy 2 0"));
    QCOMPARE(progressAt(run, 11ms), std::string());
    QCOMPARE(callsTo(run.report(), "payment.refund"), 2);
}

void TestSagas::aCopyOfARunGoesOnWithThem() {
    for (const sim::SchedulerKind kind :
         {sim::SchedulerKind::Sequential, sim::SchedulerKind::Windowed}) {
        sim::RunOptions options;
        options.scheduler = kind;
        options.threads = 2;
        sim::Simulation run(
            tests::scenarioFrom(sagasShop(
                sale, "  a: { arrivals: poisson(300/s), steps: [ { call: shop.buy } ] }\n",
                "{ at: 1 s, kill: shop#1, for: 3 s }, { at: 2 s, kill: shop, for: 1 s }, "
                "{ at: 3500 ms, kill: payment, for: 1 s }",
                "    instances: 2\n", "{ compute: exp(3 ms) }, { fail: 30 % }")),
            options);
        for (const models::Duration at : {1003ms, 2500ms, 4200ms}) {
            run.advanceTo(runStart + at);
            sim::Simulation copy = run.copy();
            copy.advanceTo(runStart + 5s);
            sim::Simulation other = run.copy();
            other.advanceTo(runStart + 5s);
            QCOMPARE(copy.fingerprint(), other.fingerprint());
            QCOMPARE(tests::rowsOf(copy, "saga_progress"), tests::rowsOf(other, "saga_progress"));
        }
        run.advanceTo(run.end());
        QVERIFY(tests::rowsOf(run, "saga_progress").size() < 200);
        QVERIFY(callsTo(run.report(), "payment.refund") > 500);
    }
}

TEST_OF_THIS_FILE(TestSagas);
#include "tst_sagas.moc"
