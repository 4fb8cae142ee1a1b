// Networks of queues, fan-out, retries and late answers against their closed forms.
//   JN-1  Tandem, Poisson 8/s through exponential servers of rates 10, 12, 16 (Jackson 1957): each
//   is
//         an M/M/1, L = 4 + 2 + 1 = 7, W = L / lambda = 0.875 s.
//   CN-3  Machine repair, N = 10, think time 9 s, service 1 s, both exponential; mean value
//   analysis
//         gives X = 0.832037/s, R = 3.018700 s (Reiser and Lavenberg 1980).
//   FJ-3  Fan-out to K independent exponentials of mean 1: the slowest takes H_K = 1 + 1/2 + ... +
//   1/K
//         on average, 2.928968 for K = 10.
//   RT-1  n attempts, each failing with probability p: (1 - p^n) / (1 - p) attempts on average,
//         success with probability 1 - p^n.
//   TO-1  M/M/1 at rho 0.8, callers give up after tau and nothing stops the server: the response is
//         exponential with rate mu - lambda, so a share exp(-(mu - lambda) tau) is late.
// Source: semantics of the case table. Tolerance: ten replications with fixed seeds; the exact
// value must lie in the 99 % interval of their mean (Student's t with 9 degrees of freedom, 3.250)
// and within the stated share of it.
#include <QtTest>

#include <string>

#include "tests/support/replications.h"
#include "tests/support/scenario_text.h"

class TestNetworks : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void tandemOfExponentialServersIsProductForm();
    void machineRepairFollowsMeanValueAnalysis();
    void fanOutWaitsForTheSlowest();
    void retriesMultiplyLoadByTheGeometricSum_data();
    void retriesMultiplyLoadByTheGeometricSum();
    void lateAnswersAreTheTailOfTheResponse_data();
    void lateAnswersAreTheTailOfTheResponse();
};

namespace {

using tests::replicate;
using tests::verifyExact;

std::string scenarioOf(const std::string& duration, const std::string& rest) {
    return "watertight: 1\nname: a network\nrun: { duration: " + duration +
           ", warm-up: 100 s }\nnetwork: { latency: 0 }\n" + rest;
}

std::string server(const std::string& name, const std::string& slots, const std::string& time) {
    return "  " + name + ": { concurrency: " + slots +
           ", inbox: unlimited, endpoints: { work: [ { compute: " + time + " } ] } }\n";
}

const sim::JourneyReport& users(const sim::Report& report) {
    return tests::journeyOf(report, "users");
}

double shareFailed(const sim::Report& report) {
    return 1 - *users(report).availability;
}

}  // namespace

// Ten times as fast as the table, so that times are a tenth of it.
void TestNetworks::tandemOfExponentialServersIsProductForm() {
    const auto reports = replicate(scenarioOf(
        "3100 s",
        "services:\n" + server("first", "1", "exp(10 ms)") +
            server("second", "1", "exp(8.333333 ms)") + server("third", "1", "exp(6.25 ms)") +
            "journeys:\n  users: { arrivals: poisson(80/s), steps: [ { call: first.work }, "
            "{ call: second.work }, { call: third.work } ] }\n"));

    verifyExact(reports, "W", 0.0875, 0.03, [](auto& r) { return *users(r).latency.mean; });
    verifyExact(reports, "p50", 0.0745334, 0.03, [](auto& r) { return *users(r).latency.p50; });
    verifyExact(reports, "p99", 0.2791588, 0.05, [](auto& r) { return *users(r).latency.p99; });
    verifyExact(reports, "L of the second", 2, 0.03,
                [](auto& r) { return tests::serviceOf(r, "second").presentMean; });
}

void TestNetworks::machineRepairFollowsMeanValueAnalysis() {
    const auto reports =
        replicate(scenarioOf("50100 s", "services:\n" + server("repair", "1", "exp(1 s)") +
                                            "journeys:\n  users: { users: 10, think: exp(9 s), "
                                            "steps: [ { call: repair.work } ] }\n"));

    verifyExact(reports, "X", 0.832037, 0.01, [](auto& r) { return users(r).throughput; });
    verifyExact(reports, "R", 3.018700, 0.02, [](auto& r) { return *users(r).latency.mean; });
    verifyExact(reports, "U", 0.832037, 0.01,
                [](auto& r) { return *tests::serviceOf(r, "repair").utilization; });
}

void TestNetworks::fanOutWaitsForTheSlowest() {
    std::string branches;
    for (int i = 0; i < 10; ++i) {
        branches += std::string(i > 0 ? ", " : "") + "[ { call: leaf.work } ]";
    }
    const auto reports = replicate(scenarioOf(
        "1100 s", "services:\n" + server("leaf", "unlimited", "exp(10 ms)") +
                      "journeys:\n  users: { arrivals: poisson(20/s), steps: [ { parallel: [ " +
                      branches + " ] } ] }\n"));

    verifyExact(reports, "mean", 0.02928968, 0.01, [](auto& r) { return *users(r).latency.mean; });
}

void TestNetworks::retriesMultiplyLoadByTheGeometricSum_data() {
    QTest::addColumn<QString>("failing");
    QTest::addColumn<int>("attempts");
    QTest::addColumn<double>("load");
    QTest::addColumn<double>("failed");

    QTest::newRow("p 0.1, three attempts") << "10 %" << 3 << 1.11 << 0.001;
    QTest::newRow("p 0.5, three attempts") << "50 %" << 3 << 1.75 << 0.125;
    QTest::newRow("p 0.5, four attempts") << "50 %" << 4 << 1.875 << 0.0625;
}

void TestNetworks::retriesMultiplyLoadByTheGeometricSum() {
    QFETCH(QString, failing);
    QFETCH(int, attempts);
    QFETCH(double, load);
    QFETCH(double, failed);

    const auto reports = replicate(scenarioOf(
        "600 s", "services:\n  server: { endpoints: { work: [ { fail: " + failing.toStdString() +
                     " } ] } }\njourneys:\n  users: { arrivals: poisson(100/s), steps: "
                     "[ { call: server.work, retry: { attempts: " +
                     std::to_string(attempts) + " } } ] }\n"));

    verifyExact(reports, "attempts a call", load, 0.01, [](const sim::Report& r) {
        return static_cast<double>(r.calls.front().attempts) /
               static_cast<double>(r.calls.front().calls);
    });
    verifyExact(reports, "failed", failed, 0.1, shareFailed);
}

void TestNetworks::lateAnswersAreTheTailOfTheResponse_data() {
    QTest::addColumn<QString>("timeout");
    QTest::addColumn<double>("late");

    QTest::newRow("five service times") << "50 ms" << 0.367879;
    QTest::newRow("ten service times") << "100 ms" << 0.135335;
}

void TestNetworks::lateAnswersAreTheTailOfTheResponse() {
    QFETCH(QString, timeout);
    QFETCH(double, late);

    const auto reports = replicate(scenarioOf(
        "3100 s",
        "services:\n" + server("server", "1", "exp(10 ms)") +
            "journeys:\n  users: { arrivals: poisson(80/s), steps: [ { call: server.work, "
            "timeout: " +
            timeout.toStdString() + " } ] }\n"));

    verifyExact(reports, "late", late, 0.04, shareFailed);
    verifyExact(reports, "rho", 0.8, 0.01,
                [](auto& r) { return *tests::serviceOf(r, "server").utilization; });
}

QTEST_GUILESS_MAIN(TestNetworks)
#include "tst_networks.moc"
