// Networks of queues, fan-out and late answers against their closed forms.
//   JN-1  Tandem, Poisson 8/s through exponential servers of rates 10, 12, 16 (Jackson 1957): each
//         is an M/M/1, L = 4 + 2 + 1 = 7, W = L / lambda = 0.875 s.
//   JN-2  Feedback: of those served a quarter goes to the end of the line again; 2/s from outside,
//         rate 4: rho = 2 / 0.75 / 4, L = 2, W = 1 s for one from outside.
//   CN-1  Closed, N = 20, think time 5 s, demands 0.3, 0.2, 0.1 s, all exponential; mean value
//         analysis gives X = 2.914600/s, R = 1.862006 s (Reiser and Lavenberg 1980).
//   CN-3  Machine repair, the same for N = 10, think time 9 s, service 1 s: X = 0.832037/s,
//         R = 3.018700 s.
//   FJ-1  Two M/M/1 that each request visits at once, ending with the later: R = (12 - rho) / 8 /
//         (mu - lambda) (Nelson and Tantawi 1988).
//   FJ-3  Fan-out to K independent exponentials of mean 1: the slowest takes H_K = 1 + 1/2 + ... +
//         1/K on average; its quantile q is -ln(1 - q^(1/K)).
//   TO-1  M/M/1 at rho 0.8, callers give up after tau and nothing stops the server: the response is
//         exponential with rate mu - lambda, so a share exp(-(mu - lambda) tau) is late.
// Source: the case table (CASES.md). Tolerance: the table's; ten replications with fixed seeds; the
// exact value must also lie in the 99 % interval of their mean (Student's t with 9 degrees of
// freedom, 3.250).
#include <QtTest>

#include <cmath>
#include <string>

#include "tests/support/replications.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestNetworks : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void tandemOfExponentialServersIsProductForm();
    void feedbackIsProductForm();
    void aClosedNetworkFollowsMeanValueAnalysis();
    void machineRepairFollowsMeanValueAnalysis();
    void forkJoinWaitsForTheLater_data();
    void forkJoinWaitsForTheLater();
    void fanOutWaitsForTheSlowest_data();
    void fanOutWaitsForTheSlowest();
    void lateAnswersAreTheTailOfTheResponse_data();
    void lateAnswersAreTheTailOfTheResponse();
};

namespace {

using tests::replicate;
using tests::verifyExact;
using tests::verifyPercentile;

std::string networksScenario(const std::string& duration, const std::string& rest) {
    return "watertight: 1\nname: a network\nrun: { duration: " + duration +
           ", warm-up: 100 s }\nnetwork: { latency: 0 }\n" + rest;
}

std::string server(const std::string& name, const std::string& slots, const std::string& time) {
    return "  " + name + ": { concurrency: " + slots +
           ", inbox: unlimited, endpoints: { work: [ { compute: " + time + " } ] } }\n";
}

double shareFailed(const sim::Report& report) {
    return 1 - *tests::usersOf(report).availability;
}

}  // namespace

// Ten times as fast as the table, so that times are a tenth of it.
void TestNetworks::tandemOfExponentialServersIsProductForm() {
    const auto reports = replicate(networksScenario(
        "8100 s",
        "services:\n" + server("first", "1", "exp(10 ms)") +
            server("second", "1", "exp(8.333333 ms)") + server("third", "1", "exp(6.25 ms)") +
            "journeys:\n  users: { arrivals: poisson(80/s), steps: [ { call: first.work }, "
            "{ call: second.work }, { call: third.work } ] }\n"));

    verifyExact(reports, "W", 0.0875, 0.01,
                [](auto& r) { return *tests::usersOf(r).latency.mean; });
    verifyPercentile(reports, "p50", 0.0745334, 0.01,
                     [](auto& r) { return *tests::usersOf(r).latency.p50; });
    verifyPercentile(reports, "p95", 0.1981097, 0.01,
                     [](auto& r) { return *tests::usersOf(r).latency.p95; });
    verifyPercentile(reports, "p99", 0.2791588, 0.01,
                     [](auto& r) { return *tests::usersOf(r).latency.p99; });
    verifyExact(reports, "L", 7, 0.01, [](auto& r) {
        return tests::serviceOf(r, "first").presentMean +
               tests::serviceOf(r, "second").presentMean + tests::serviceOf(r, "third").presentMean;
    });
}

// Who goes again is who failed and is tried again: 40 attempts are endless enough, 0.25^40 is not
// seen. Times are a 25th of the table's.
void TestNetworks::feedbackIsProductForm() {
    const auto reports = replicate(networksScenario(
        "3100 s",
        "services:\n  server: { concurrency: 1, inbox: unlimited, endpoints: { work: [ { compute: "
        "exp(10 ms) }, { fail: 25 % } ] } }\njourneys:\n  users: { arrivals: poisson(50/s), steps: "
        "[ { call: server.work, retry: { attempts: 40 } } ] }\n"));

    verifyExact(reports, "W", 0.040, 0.01, [](auto& r) { return *tests::usersOf(r).latency.mean; });
    verifyExact(reports, "L", 2, 0.01,
                [](auto& r) { return tests::serviceOf(r, "server").presentMean; });
    verifyExact(reports, "rho", 0.666667, 0.01,
                [](auto& r) { return *tests::serviceOf(r, "server").utilization; });
}

void TestNetworks::aClosedNetworkFollowsMeanValueAnalysis() {
    const auto reports = replicate(networksScenario(
        "50100 s", "services:\n" + server("first", "1", "exp(300 ms)") +
                       server("second", "1", "exp(200 ms)") + server("third", "1", "exp(100 ms)") +
                       "journeys:\n  users: { users: 20, think: exp(5 s), steps: [ { call: "
                       "first.work }, { call: second.work }, { call: third.work } ] }\n"));

    verifyExact(reports, "X", 2.914600, 0.01, [](auto& r) { return tests::usersOf(r).throughput; });
    verifyExact(reports, "R", 1.862006, 0.01,
                [](auto& r) { return *tests::usersOf(r).latency.mean; });
    for (const auto& [name, expected] :
         {std::pair("first", 0.874380), {"second", 0.582920}, {"third", 0.291460}}) {
        verifyExact(reports, name, expected, 0.01,
                    [name = name](auto& r) { return *tests::serviceOf(r, name).utilization; });
    }
}

void TestNetworks::machineRepairFollowsMeanValueAnalysis() {
    const auto reports = replicate(
        networksScenario("200100 s", "services:\n" + server("repair", "1", "exp(1 s)") +
                                         "journeys:\n  users: { users: 10, think: exp(9 s), "
                                         "steps: [ { call: repair.work } ] }\n"));

    verifyExact(reports, "X", 0.832037, 0.01, [](auto& r) { return tests::usersOf(r).throughput; });
    verifyExact(reports, "R", 3.018700, 0.01,
                [](auto& r) { return *tests::usersOf(r).latency.mean; });
    verifyExact(reports, "U", 0.832037, 0.01,
                [](auto& r) { return *tests::serviceOf(r, "repair").utilization; });
}

void TestNetworks::forkJoinWaitsForTheLater_data() {
    QTest::addColumn<QString>("duration");
    QTest::addColumn<int>("arrivals");  // a second
    QTest::addColumn<double>("response");
    QTest::addColumn<double>("tolerance");

    QTest::newRow("rho 0.5") << "2100 s" << 50 << 0.02875 << 0.01;
    QTest::newRow("rho 0.8") << "3100 s" << 80 << 0.07000 << 0.03;
    QTest::newRow("rho 0.9") << "4100 s" << 90 << 0.13875 << 0.05;
}

void TestNetworks::forkJoinWaitsForTheLater() {
    QFETCH(QString, duration);
    QFETCH(int, arrivals);
    QFETCH(double, response);
    QFETCH(double, tolerance);

    const auto reports = replicate(networksScenario(
        duration.toStdString(),
        "services:\n" + server("left", "1", "exp(10 ms)") + server("right", "1", "exp(10 ms)") +
            "journeys:\n  users: { arrivals: poisson(" + std::to_string(arrivals) +
            "/s), steps: [ { parallel: [ [ { call: left.work } ], [ { call: right.work "
            "} ] ] } ] }\n"));

    verifyExact(reports, "R", response, tolerance,
                [](auto& r) { return *tests::usersOf(r).latency.mean; });
}

void TestNetworks::fanOutWaitsForTheSlowest_data() {
    QTest::addColumn<QString>("duration");
    QTest::addColumn<int>("width");
    QTest::addColumn<double>("mean");  // in units of the mean service time
    QTest::addColumn<double>("p50");
    QTest::addColumn<double>("p99");

    const auto quantile = [](double q, int width) {
        return -std::log(1 - std::pow(q, 1.0 / width));
    };
    QTest::newRow("ten") << "2100 s" << 10 << 2.928968 << quantile(0.5, 10) << quantile(0.99, 10);
    QTest::newRow("a hundred") << "400 s" << 100 << 5.187378 << 4.975147 << 9.205370;
}

void TestNetworks::fanOutWaitsForTheSlowest() {
    QFETCH(QString, duration);
    QFETCH(int, width);
    QFETCH(double, mean);
    QFETCH(double, p50);
    QFETCH(double, p99);

    std::string branches;
    for (int i = 0; i < width; ++i) {
        branches += std::string(i > 0 ? ", " : "") + "[ { call: leaf.work } ]";
    }
    const auto reports = replicate(networksScenario(
        duration.toStdString(),
        "services:\n" + server("leaf", "unlimited", "exp(10 ms)") +
            "journeys:\n  users: { arrivals: poisson(30/s), steps: [ { parallel: [ " + branches +
            " ] } ] }\n"));

    verifyExact(reports, "mean", mean * 0.010, 0.01,
                [](auto& r) { return *tests::usersOf(r).latency.mean; });
    verifyPercentile(reports, "p50", p50 * 0.010, 0.01,
                     [](auto& r) { return *tests::usersOf(r).latency.p50; });
    verifyPercentile(reports, "p99", p99 * 0.010, 0.01,
                     [](auto& r) { return *tests::usersOf(r).latency.p99; });
}

void TestNetworks::lateAnswersAreTheTailOfTheResponse_data() {
    QTest::addColumn<QString>("duration");
    QTest::addColumn<QString>("timeout");
    QTest::addColumn<double>("late");

    QTest::newRow("five service times") << "8100 s"
                                        << "50 ms" << 0.367879;
    QTest::newRow("ten service times") << "20100 s"
                                       << "100 ms" << 0.135335;
}

void TestNetworks::lateAnswersAreTheTailOfTheResponse() {
    QFETCH(QString, duration);
    QFETCH(QString, timeout);
    QFETCH(double, late);

    const auto reports = replicate(networksScenario(
        duration.toStdString(),
        "services:\n" + server("server", "1", "exp(10 ms)") +
            "journeys:\n  users: { arrivals: poisson(80/s), steps: [ { call: server.work, "
            "timeout: " +
            timeout.toStdString() + " } ] }\n"));

    verifyExact(reports, "late", late, 0.01, shareFailed);
    verifyExact(reports, "rho", 0.8, 0.01,
                [](auto& r) { return *tests::serviceOf(r, "server").utilization; });
}

TEST_OF_THIS_FILE(TestNetworks);
#include "tst_networks.moc"
