// What callers do about failures, against closed forms and exact timelines.
//   RT-1  n attempts, each failing with probability p: (1 - p^n) / (1 - p) attempts on average,
//         success with probability 1 - p^n.
//   RB-1  A budget of 20 %: of 100 calls under way that all fail at once 20 are tried again, of 10
//         the 3 that always may (Envoy's retry_budget).
//   BO-1  Five waits of full jitter on 100, 200, 400, 800, 1000 ms: half of 2500 ms on average.
//   HG-3  A call is slow with probability p: of k at once one at least is with 1 - (1 - p)^k. A
//   hedge
//         makes p its square (Dean and Barroso, The Tail at Scale, 2013).
//   CB-1  A call each 100 ms, a service that fails before 12 s, a window of 10: the breaker's
//   CB-3  timeline, to the nanosecond; and one that opens when every second call fails.
//   AV-1  n steps in series, each available with a: a^n.
//   AV-2  k of n: the binomial sum.
//   AV-3  Up for 1000 s, down for 10 s, both exponential: available 1000 / 1010; five tiers of two
//         such replicas: (1 - (10 / 1010)^2)^5 = 0.999510; the table has 0.999500, for 0.99 each.
//   SG-1  A saga of 4 steps, each failing with .05: .95^4 = .814506 succeed, the sum of .95^k for k
//         = 0 to 3 = 3.709875 are begun. Undone are, where failure comes at step k, the k - 1
//         before it: .266356 on average; and here step k, which began, too: .185494 more, .451850.
//   DB-1  One row, one at a time, 10 ms each: 100 commits a second.
// Source: the case table (CASES.md). Tolerance: exact where no chance is in it; else the table's,
// and the 99 % interval of the mean of ten replications with fixed seeds (Student's t with 9
// degrees of freedom, 3.250). A rare failure is judged by its interval, the tolerance is that of
// the rest.
#include <QtTest>

#include <cmath>
#include <string>

#include "sim/random/draw.h"
#include "tests/support/replications.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestPolicies : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void retriesMultiplyLoadByTheGeometricSum_data();
    void retriesMultiplyLoadByTheGeometricSum();
    void aBudgetBoundsTheRetriesUnderWay_data();
    void aBudgetBoundsTheRetriesUnderWay();
    void backoffWithoutJitterIsExact();
    void fullJitterHalvesTheBackoff();
    void aWideFanOutMeetsTheTail_data();
    void aWideFanOutMeetsTheTail();
    void aBreakerFollowsAnOutage();
    void aBreakerOpensWhenEverySecondCallFails();
    void availabilityInSeriesMultiplies_data();
    void availabilityInSeriesMultiplies();
    void someOfManySuffice_data();
    void someOfManySuffice();
    void replicasThatFailAndAreRepaired_data();
    void replicasThatFailAndAreRepaired();
    void aSagaUndoesWhatBegan();
    void oneRowTakesOneChangeAtATime();
};

namespace {

using namespace std::chrono_literals;
using tests::replicate;
using tests::verifyExact;

std::string policiesScenario(const std::string& duration, const std::string& rest) {
    return "watertight: 1\nname: policies\nrun: { duration: " + duration +
           " }\nnetwork: { latency: 0 }\n" + rest;
}

// One service of one endpoint.
std::string server(const std::string& steps, const std::string& keys = "") {
    return "services:\n  server: { concurrency: unlimited, " + keys + "endpoints: { work: [ " +
           steps + " ] } }\n";
}

std::string users(const std::string& arrivals, const std::string& steps) {
    return "journeys:\n  users: { " + arrivals + ", steps: [ " + steps + " ] }\n";
}

std::string times(int count, const std::string& text) {
    std::string all;
    for (int i = 0; i < count; ++i) {
        all += (i > 0 ? ", " : "") + text;
    }
    return all;
}

const sim::JourneyReport& journey(const sim::Report& report) {
    return tests::journeyOf(report, "users");
}

double available(const sim::Report& report) {
    return *journey(report).availability;
}

double attemptsPerCall(const sim::Report& report) {
    return static_cast<double>(report.calls.front().attempts) /
           static_cast<double>(report.calls.front().calls);
}

std::string breakerRows(const sim::Report& report) {
    std::vector<sim::TimelineRow> rows = report.timeline;
    std::erase_if(rows, [](const auto& row) { return !row.what.starts_with("breaker"); });
    return tests::printTimeline(rows);
}

const std::string breaker =
    "circuit-breaker: { window: 10, minimum: 10, failures: 50 %, open-for: 5 s, probes: 3 }";

}  // namespace

void TestPolicies::retriesMultiplyLoadByTheGeometricSum_data() {
    QTest::addColumn<QString>("failing");
    QTest::addColumn<int>("attempts");
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("good");

    QTest::newRow("p 0.1, three attempts") << "10 %" << 3 << 1.11 << 0.999;
    QTest::newRow("p 0.5, three attempts") << "50 %" << 3 << 1.75 << 0.875;
    QTest::newRow("p 0.5, four attempts") << "50 %" << 4 << 1.875 << 0.9375;
    QTest::newRow("p 1, three attempts") << "always" << 3 << 3.0 << 0.0;
}

void TestPolicies::retriesMultiplyLoadByTheGeometricSum() {
    QFETCH(QString, failing);
    QFETCH(int, attempts);
    QFETCH(double, load);
    QFETCH(double, good);

    const auto reports = replicate(policiesScenario(
        "500 s", server("{ fail: " + failing.toStdString() + " }") +
                     users("arrivals: poisson(100/s)", "{ call: server.work, retry: { attempts: " +
                                                           std::to_string(attempts) + " } }")));

    verifyExact(reports, "attempts a call", load, 0.01, attemptsPerCall);
    verifyExact(reports, "good", good, 0.01, available);
}

void TestPolicies::aBudgetBoundsTheRetriesUnderWay_data() {
    QTest::addColumn<int>("calls");
    QTest::addColumn<int>("retries");

    QTest::newRow("a share of them") << 100 << 20;
    QTest::newRow("at least three") << 10 << 3;
}

void TestPolicies::aBudgetBoundsTheRetriesUnderWay() {
    QFETCH(int, calls);
    QFETCH(int, retries);
    sim::Simulation simulation(
        tests::scenarioFrom(policiesScenario(
            "1.5 s", server("{ compute: 100 ms }, { fail: always }") +
                         users("users: " + std::to_string(calls) + ", think: 1 s",
                               "{ call: server.work, retry: { attempts: 2, budget: 20 % } }"))),
        {});

    simulation.advanceTo(models::runStart + 1050ms);
    QCOMPARE(simulation.snapshot().services.front().present, calls);
    simulation.advanceTo(models::runStart + 1150ms);
    QCOMPARE(simulation.snapshot().services.front().present, retries);
    simulation.advanceTo(simulation.end());
    QCOMPARE(simulation.report().calls.front().attempts, calls + retries);
}

void TestPolicies::backoffWithoutJitterIsExact() {
    const sim::Report report = tests::reportOf(policiesScenario(
        "10 s", server("{ fail: always }") +
                    users("users: 1, think: 1 s",
                          "{ call: server.work, retry: { attempts: 6, backoff: 100 ms, "
                          "max-backoff: 1 s } }")));

    QCOMPARE(journey(report).failedLatency.count, 2);
    QCOMPARE(*journey(report).failedLatency.mean, 2.5);
    QCOMPARE(*journey(report).failedLatency.max, 2.5);
}

void TestPolicies::fullJitterHalvesTheBackoff() {
    const auto reports = replicate(policiesScenario(
        "500 s", server("{ fail: always }") +
                     users("arrivals: poisson(20/s)",
                           "{ call: server.work, retry: { attempts: 6, backoff: 100 ms, "
                           "max-backoff: 1 s, jitter: full } }")));

    verifyExact(reports, "all five", 1.250, 0.01,
                [](auto& r) { return *journey(r).failedLatency.mean; });
    for (const sim::Report& report : reports) {
        QVERIFY(*journey(report).failedLatency.max <= 2.5);
    }
}

void TestPolicies::aWideFanOutMeetsTheTail_data() {
    QTest::addColumn<QString>("duration");
    QTest::addColumn<QString>("work");
    QTest::addColumn<QString>("call");  // its options
    QTest::addColumn<int>("width");
    QTest::addColumn<double>("slow");

    const QString oneInAHundred = "{ compute: mix(99 % exp(1 ms) or 1 % 10 s) }";
    QTest::newRow("1 %, a hundred")
        << "430 s" << oneInAHundred << ", timeout: 1 s" << 100 << 0.633968;
    // Twenty million calls: they tell that they are slow at once.
    QTest::newRow("0.01 %, two thousand") << "100 s"
                                          << "{ fail: 0.01 % }"
                                          << "" << 2000 << 0.181273;
    QTest::newRow("1 %, a hundred, hedged")
        << "430 s" << oneInAHundred << ", timeout: 1 s, hedge: { after: 100 ms }" << 100
        << 0.009951;
}

void TestPolicies::aWideFanOutMeetsTheTail() {
    QFETCH(QString, duration);
    QFETCH(QString, work);
    QFETCH(QString, call);
    QFETCH(int, width);
    QFETCH(double, slow);

    const std::string branch = "[ { call: server.work" + call.toStdString() + " } ]";
    const auto reports = replicate(policiesScenario(
        duration.toStdString(),
        server(work.toStdString()) +
            users("arrivals: poisson(10/s)", "{ parallel: [ " + times(width, branch) + " ] }")));

    verifyExact(reports, "not slow", 1 - slow, 0.01, available);
}

void TestPolicies::aBreakerFollowsAnOutage() {
    const sim::Report report = tests::reportOf(policiesScenario(
        "30 s", server("{ compute: 0 }") +
                    users("arrivals: constant(10/s)", "{ call: server.work, " + breaker + " }") +
                    "faults:\n  - { at: 0, fail: server, probability: 100 %, for: 12 s "
                    "}\n"));

    const std::string where = " users -> server.work\n";
    QCOMPARE(breakerRows(report),
             "0.900000 breaker-open" + where + "6.000000 breaker-half-open" + where +
                 "6.200000 breaker-open" + where + "11.300000 breaker-half-open" + where +
                 "11.500000 breaker-open" + where + "16.600000 breaker-half-open" + where +
                 "16.800000 breaker-closed" + where);
    const sim::Counts& counts = journey(report).counts;
    QCOMPARE(counts.ended(), 300);
    QCOMPARE(counts.ok, 134);
    QCOMPARE(counts.byCause[static_cast<std::size_t>(models::Cause::BreakerOpen)], 150);
    QCOMPARE(counts.byCause[static_cast<std::size_t>(models::Cause::Error)], 16);
}

// A row counts the calls; the odd ones fail.
void TestPolicies::aBreakerOpensWhenEverySecondCallFails() {
    const sim::Report report = tests::reportOf(policiesScenario(
        "1.05 s",
        "populations: { caller: { size: 1 } }\n" +
            server("{ update: calls, set: { n: n + 1 } }, { read: calls, where: n % 2 = 0, else: [ "
                   "{ fail: always } ] }",
                   "store: { tables: { calls: { key: caller, rows: 1, columns: { n: integer "
                   "default 0 } } } }, ") +
            users("arrivals: constant(10/s)", "{ call: server.work, " + breaker + " }")));

    QCOMPARE(breakerRows(report), std::string("0.900000 breaker-open users -> server.work\n"));
    QCOMPARE(journey(report).counts.ok, 5);
    QCOMPARE(journey(report).counts.failed, 6);
}

void TestPolicies::availabilityInSeriesMultiplies_data() {
    QTest::addColumn<int>("parts");
    QTest::addColumn<QString>("failing");
    QTest::addColumn<double>("availability");

    QTest::newRow("0.999^10") << 10 << "0.1 %" << 0.990045;
    QTest::newRow("0.999^30") << 30 << "0.1 %" << 0.970431;
    QTest::newRow("0.999^100") << 100 << "0.1 %" << 0.904792;
    QTest::newRow("0.9999^30") << 30 << "0.01 %" << 0.997004;
}

void TestPolicies::availabilityInSeriesMultiplies() {
    QFETCH(int, parts);
    QFETCH(QString, failing);
    QFETCH(double, availability);

    const auto reports = replicate(policiesScenario(
        "100 s", server("{ fail: " + failing.toStdString() + " }") +
                     users("arrivals: poisson(30/s)", times(parts, "{ call: server.work }"))));

    verifyExact(reports, "availability", availability, 0.01, available);
}

void TestPolicies::someOfManySuffice_data() {
    QTest::addColumn<int>("needed");
    QTest::addColumn<int>("of");
    QTest::addColumn<QString>("failing");
    QTest::addColumn<double>("availability");

    QTest::newRow("two of three") << 2 << 3 << "1 %" << 0.999702;
    QTest::newRow("three of five") << 3 << 5 << "10 %" << 0.991440;
    QTest::newRow("one of two") << 1 << 2 << "1 %" << 0.999900;
}

void TestPolicies::someOfManySuffice() {
    QFETCH(int, needed);
    QFETCH(int, of);
    QFETCH(QString, failing);
    QFETCH(double, availability);

    const auto reports = replicate(policiesScenario(
        "300 s", server("{ fail: " + failing.toStdString() + " }") +
                     users("arrivals: poisson(100/s)",
                           "{ parallel: [ " + times(of, "[ { call: server.work } ]") +
                               " ], need: " + std::to_string(needed) + " }")));

    verifyExact(reports, "availability", availability, 0.01, available);
}

void TestPolicies::replicasThatFailAndAreRepaired_data() {
    QTest::addColumn<int>("tiers");
    QTest::addColumn<int>("replicas");

    QTest::newRow("one") << 1 << 1;
    QTest::newRow("five tiers of two") << 5 << 2;
}

// Each replica is killed and restarted at instants that are drawn here, and written into the
// scenario.
void TestPolicies::replicasThatFailAndAreRepaired() {
    QFETCH(int, tiers);
    QFETCH(int, replicas);
    const double end = 100'000;
    const auto reports = tests::replicateWith([&](int run) {
        std::string services = "services:\n", steps, faults = "faults:\n";
        for (int tier = 0; tier < tiers; ++tier) {
            const std::string name = "tier" + std::to_string(tier);
            services += "  " + name + ": { instances: " + std::to_string(replicas) +
                        ", endpoints: { work: [ { compute: 0 } ] } }\n";
            steps += (tier > 0 ? ", { call: " : "{ call: ") + name + ".work }";
            for (int replica = 1; replica <= replicas; ++replica) {
                const sim::DrawKey key =
                    sim::drawKey(tests::seedOf(run), name + "#" + std::to_string(replica));
                std::uint64_t drawn = 0;
                const auto exponential = [&](double mean) {
                    return -mean * std::log(1 - sim::drawUnit(key, drawn++));
                };
                for (double at = exponential(1000); at < end; at += exponential(1000)) {
                    const double down = exponential(10);
                    faults += QStringLiteral("  - { at: %1 s, kill: %2#%3, for: %4 s }\n")
                                  .arg(at, 0, 'f', 6)
                                  .arg(QString::fromStdString(name))
                                  .arg(replica)
                                  .arg(down + 0.000001, 0, 'f', 6)
                                  .toStdString();
                    at += down;
                }
            }
        }
        return tests::reportOf(
            policiesScenario("100000 s",
                             services + users("arrivals: poisson(1/s)", steps) + faults),
            tests::seedOf(run));
    });

    const double down = std::pow(10.0 / 1010, replicas);
    verifyExact(reports, "availability", std::pow(1 - down, tiers), 0.03, available);
}

// Changes end at 10, 20, ... ms.
void TestPolicies::aSagaUndoesWhatBegan() {
    const std::string part = "{ do: [ { call: server.work } ], undo: [ { call: server.back } ] }";
    const auto reports = replicate(policiesScenario(
        "500 s",
        "services:\n  server: { concurrency: unlimited, endpoints: { work: [ { fail: 5 % } ], "
        "back: "
        "[ { sleep: 0 } ] } }\n"
        "  shop: { concurrency: unlimited, store: { tables: {} }, endpoints: { buy: [ { saga: [ " +
            times(4, part) + " ] } ] } }\n" +
            users("arrivals: poisson(100/s)", "{ call: shop.buy }")));
    const auto perJourney = [](const std::string& endpoint) {
        return [endpoint](const sim::Report& report) {
            const auto edge = std::ranges::find(report.calls, endpoint, &sim::CallReport::to);
            return static_cast<double>(edge->calls) /
                   static_cast<double>(journey(report).counts.started);
        };
    };

    verifyExact(reports, "success", 0.814506, 0.01, available);
    verifyExact(reports, "steps", 3.709875, 0.01, perJourney("server.work"));
    verifyExact(reports, "compensations", 0.266356 + 0.185494, 0.01, perJourney("server.back"));
}

void TestPolicies::oneRowTakesOneChangeAtATime() {
    const sim::Report report = tests::reportOf(policiesScenario(
        "10.005 s",
        "populations: { hot: { size: 1 } }\n" +
            server(
                "{ update: rows, set: { n: n + 1 } }",
                "inbox: unlimited, store: { write: 10 ms, connections: 1, tables: { rows: { key: "
                "hot, rows: 1, columns: { n: integer default 0 } } } }, ") +
            users("arrivals: constant(1000/s)", "{ call: server.work }")));

    QCOMPARE(journey(report).counts.ok, 1000);
}

TEST_OF_THIS_FILE(TestPolicies);
#include "tst_policies.moc"
