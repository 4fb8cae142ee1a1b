// Single queues against their closed forms. lambda = 80/s, mean service 10 ms, so rho = 0.8.
//   M/M/1    mean response 1/(mu - lambda) = 50 ms; response is exponential, so its p50 is
//            50 ln 2 = 34.657 ms, p95 149.787 ms, p99 230.259 ms; waiting 40 ms; L = 4, Lq = 3.2.
//   M/M/c    Wq = C / (c mu - lambda) with Erlang's C.
//   M/G/1    Wq = lambda E[S^2] / (2 (1 - rho)) (Pollaczek and Khinchine).
// Source: Kleinrock, Queueing Systems I (1975); semantics of the case table, MM1-1, MMC-1, MMC-2,
// MG1-1. Tolerance: ten replications with fixed seeds; the exact value must lie in the 99 %
// interval of their mean (Student's t with 9 degrees of freedom, 3.250) and within the stated share
// of it.
#include <QtTest>

#include <string>

#include "tests/support/replications.h"
#include "tests/support/scenario_text.h"

class TestQueues : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void mm1ResponseIsExponential();
    void mmcWaitsByErlangC_data();
    void mmcWaitsByErlangC();
    void mg1WaitsByPollaczekKhinchine_data();
    void mg1WaitsByPollaczekKhinchine();
};

namespace {

using tests::replicate;
using tests::verifyExact;

// One service reached without any latency of the network.
std::string queueOf(const std::string& arrivals, int slotCount, const std::string& service) {
    return "watertight: 1\n"
           "name: a queue\n"
           "run: { duration: 4100 s, warm-up: 100 s }\n"
           "network: { latency: 0 }\n"
           "services:\n"
           "  server:\n"
           "    concurrency: " +
           std::to_string(slotCount) +
           "\n"
           "    inbox: unlimited\n"
           "    endpoints: { work: [ { compute: " +
           service +
           " } ] }\n"
           "journeys:\n"
           "  users: { arrivals: " +
           arrivals + ", steps: [ { call: server.work } ] }\n";
}

const sim::ServiceReport& server(const sim::Report& report) {
    return tests::serviceOf(report, "server");
}

}  // namespace

void TestQueues::mm1ResponseIsExponential() {
    const auto reports = replicate(queueOf("poisson(80/s)", 1, "exp(10 ms)"));

    verifyExact(reports, "W", 0.050, 0.03, [](auto& r) { return *server(r).response.mean; });
    verifyExact(reports, "Wq", 0.040, 0.03, [](auto& r) { return *server(r).wait.mean; });
    verifyExact(reports, "S", 0.010, 0.01, [](auto& r) { return *server(r).service.mean; });
    verifyExact(reports, "L", 4, 0.03, [](auto& r) { return server(r).presentMean; });
    verifyExact(reports, "Lq", 3.2, 0.03, [](auto& r) { return server(r).inboxMean; });
    verifyExact(reports, "rho", 0.8, 0.01, [](auto& r) { return *server(r).utilization; });
    verifyExact(reports, "p50", 0.034657, 0.03, [](auto& r) { return *server(r).response.p50; });
    verifyExact(reports, "p95", 0.149787, 0.03, [](auto& r) { return *server(r).response.p95; });
    verifyExact(reports, "p99", 0.230259, 0.05, [](auto& r) { return *server(r).response.p99; });
    verifyExact(reports, "seen by the users", 0.050, 0.03,
                [](auto& r) { return *tests::journeyOf(r, "users").latency.mean; });
}

void TestQueues::mmcWaitsByErlangC_data() {
    QTest::addColumn<int>("slotCount");
    QTest::addColumn<QString>("arrivals");
    QTest::addColumn<double>("wait");  // in units of the mean service time

    QTest::newRow("two servers, 1.6 Erlang") << 2 << "poisson(160/s)" << 1.777778;
    QTest::newRow("four servers, 3.2 Erlang") << 4 << "poisson(320/s)" << 0.745541;
}

void TestQueues::mmcWaitsByErlangC() {
    QFETCH(int, slotCount);
    QFETCH(QString, arrivals);
    QFETCH(double, wait);

    const auto reports = replicate(queueOf(arrivals.toStdString(), slotCount, "exp(10 ms)"));

    verifyExact(reports, "Wq", wait * 0.010, 0.03, [](auto& r) { return *server(r).wait.mean; });
    verifyExact(reports, "rho", 0.8, 0.01, [](auto& r) { return *server(r).utilization; });
}

void TestQueues::mg1WaitsByPollaczekKhinchine_data() {
    QTest::addColumn<QString>("service");
    QTest::addColumn<double>("wait");  // in units of the mean service time
    QTest::addColumn<double>("share");

    QTest::newRow("constant") << "10 ms" << 2.0 << 0.03;
    QTest::newRow("two stages of Erlang") << "erlang(mean 10 ms stages 2)" << 3.0 << 0.03;
    QTest::newRow("exponential") << "exp(10 ms)" << 4.0 << 0.03;
    QTest::newRow("hyperexponential, c2 = 4")
        << "mix(88.7298335 % exp(5.635083 ms) or 11.2701665 % exp(44.364917 ms))" << 10.0 << 0.05;
}

void TestQueues::mg1WaitsByPollaczekKhinchine() {
    QFETCH(QString, service);
    QFETCH(double, wait);
    QFETCH(double, share);

    const auto reports = replicate(queueOf("poisson(80/s)", 1, service.toStdString()));

    verifyExact(reports, "Wq", wait * 0.010, share, [](auto& r) { return *server(r).wait.mean; });
}

QTEST_GUILESS_MAIN(TestQueues)
#include "tst_queues.moc"
