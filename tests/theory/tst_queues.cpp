// Single queues against their closed forms. The mean service time is 10 ms throughout.
//   MM1-1, MM1-2  M/M/1: mean response 1/(mu - lambda), exponential, so its quantile q is
//                 -ln(1 - q) / (mu - lambda). At rho 0.8: W 50 ms, Wq 40 ms, L 4, Lq 3.2.
//   MMC-1, MMC-2  M/M/c: Wq = C / (c mu - lambda) with Erlang's C; with k = c - 1 - lambda/mu,
//                 P(T > t) = exp(-mu t) (1 + C (1 - exp(-mu t k)) / k).
//   MCK-2         M/M/2/6 at 3 Erlang: birth and death; a share 0.359645 is refused.
//   MG1-1         M/G/1: Wq = lambda E[S^2] / (2 (1 - rho)) (Pollaczek and Khinchine).
//   MD1-1         M/D/1: P(Wq <= t) = (1 - rho) sum over k <= t of (rho (k - t))^k / k!
//                 exp(-rho (k - t)) (Erlang 1909), solved for the quantiles.
//   M/M/1+D       Who still waits after tau leaves: P = rho p0 e, p0 = 1 / (1 + lambda (e - 1) /
//                 (lambda - mu) + rho e), e = exp((lambda - mu) tau) (Barrer 1957).
//   KG-2          GI/G/1, Erlang-2 between arrivals, H2 (c2 = 4) service, rho 0.9: Kingman's bound
//                 Wq <= lambda (var A + var S) / (2 (1 - rho)) = 20.7778.
//   TR-2          M/M/infinity from empty: Poisson with mean lambda / mu (1 - exp(-mu t)).
// Source: Kleinrock, Queueing Systems I (1975); the case table (CASES.md). Tolerance: the table's;
// ten replications with fixed seeds; the exact value must also lie in the 99 % interval of their
// mean (Student's t with 9 degrees of freedom, 3.250).
#include <QtTest>

#include <cmath>
#include <string>

#include "tests/support/replications.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestQueues : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void mm1ResponseIsExponential();
    void mm1GrowsWithTheLoad_data();
    void mm1GrowsWithTheLoad();
    void mmcWaitsByErlangC_data();
    void mmcWaitsByErlangC();
    void aBoundedInboxIsMmck();
    void mg1WaitsByPollaczekKhinchine_data();
    void mg1WaitsByPollaczekKhinchine();
    void md1WaitsByErlangsSum();
    void whoWaitsTooLongLeaves();
    void giG1StaysBelowKingmansBound();
    void anEndlessServiceFillsByAPoissonLaw();
};

namespace {

using tests::replicate;
using tests::verifyExact;
using tests::verifyPercentile;

// Balanced means, a squared coefficient of variation of 4.
const std::string hyperexponential =
    "mix(88.7298335 % exp(5.635083 ms) or 11.2701665 % exp(44.364917 ms))";

struct Queue {
    std::string duration;
    std::string arrivals;
    std::string service;
    std::string slots = "concurrency: 1, inbox: unlimited";
    std::string options{};  // of the call
};

// One service reached without any latency of the network.
std::string textOf(const Queue& queue) {
    return "watertight: 1\nname: a queue\nrun: { duration: " + queue.duration +
           ", warm-up: 100 s }\nnetwork: { latency: 0 }\nservices:\n  server: { " + queue.slots +
           ", endpoints: { work: [ { compute: " + queue.service +
           " } ] } }\njourneys:\n  users: { arrivals: " + queue.arrivals +
           ", steps: [ { call: server.work" + queue.options + " } ] }\n";
}

const sim::ServiceReport& server(const sim::Report& report) {
    return tests::serviceOf(report, "server");
}

double share(std::int64_t part, std::int64_t whole) {
    return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void TestQueues::mm1ResponseIsExponential() {
    const auto reports = replicate(textOf({"10100 s", "poisson(80/s)", "exp(10 ms)"}));

    verifyExact(reports, "W", 0.050, 0.01, [](auto& r) { return *server(r).response.mean; });
    verifyExact(reports, "Wq", 0.040, 0.01, [](auto& r) { return *server(r).wait.mean; });
    verifyExact(reports, "S", 0.010, 0.01, [](auto& r) { return *server(r).service.mean; });
    verifyExact(reports, "L", 4, 0.01, [](auto& r) { return server(r).presentMean; });
    verifyExact(reports, "Lq", 3.2, 0.01, [](auto& r) { return server(r).inboxMean; });
    verifyExact(reports, "rho", 0.8, 0.01, [](auto& r) { return *server(r).utilization; });
    verifyExact(reports, "seen", 0.050, 0.01,
                [](auto& r) { return *tests::usersOf(r).latency.mean; });
    verifyPercentile(reports, "p50", 0.034657, 0.01,
                     [](auto& r) { return *tests::usersOf(r).latency.p50; });
    verifyPercentile(reports, "p95", 0.149787, 0.01,
                     [](auto& r) { return *tests::usersOf(r).latency.p95; });
    verifyPercentile(reports, "p99", 0.230259, 0.03,
                     [](auto& r) { return *tests::usersOf(r).latency.p99; });
    verifyPercentile(reports, "p99.9", 0.345388, 0.03,
                     [](auto& r) { return *tests::usersOf(r).latency.p999; });
}

void TestQueues::mm1GrowsWithTheLoad_data() {
    QTest::addColumn<QString>("duration");
    QTest::addColumn<int>("arrivals");  // a second
    QTest::addColumn<double>("response");
    QTest::addColumn<double>("tolerance");

    QTest::newRow("rho 0.5") << "3100 s" << 50 << 0.020 << 0.01;
    QTest::newRow("rho 0.9") << "4100 s" << 90 << 0.100 << 0.03;
    QTest::newRow("rho 0.95") << "6100 s" << 95 << 0.200 << 0.05;
}

void TestQueues::mm1GrowsWithTheLoad() {
    QFETCH(QString, duration);
    QFETCH(int, arrivals);
    QFETCH(double, response);
    QFETCH(double, tolerance);

    const auto reports = replicate(textOf(
        {duration.toStdString(), "poisson(" + std::to_string(arrivals) + "/s)", "exp(10 ms)"}));

    verifyExact(reports, "W", response, tolerance,
                [](auto& r) { return *server(r).response.mean; });
    verifyExact(reports, "L", response * arrivals, tolerance,
                [](auto& r) { return server(r).presentMean; });
}

void TestQueues::mmcWaitsByErlangC_data() {
    QTest::addColumn<QString>("duration");
    QTest::addColumn<int>("slotCount");
    QTest::addColumn<QString>("arrivals");
    QTest::addColumn<double>("wait");  // this and the next two in units of the mean service time
    QTest::addColumn<double>("p95");
    QTest::addColumn<double>("p99");

    QTest::newRow("two servers, 1.6 Erlang")
        << "5100 s" << 2 << "poisson(160/s)" << 1.777778 << 7.910684 << 11.937370;
    QTest::newRow("four servers, 3.2 Erlang")
        << "3600 s" << 4 << "poisson(320/s)" << 0.745541 << 4.738019 << 6.893204;
}

void TestQueues::mmcWaitsByErlangC() {
    QFETCH(QString, duration);
    QFETCH(int, slotCount);
    QFETCH(QString, arrivals);
    QFETCH(double, wait);
    QFETCH(double, p95);
    QFETCH(double, p99);

    const auto reports =
        replicate(textOf({duration.toStdString(), arrivals.toStdString(), "exp(10 ms)",
                          "concurrency: " + std::to_string(slotCount) + ", inbox: unlimited"}));

    verifyExact(reports, "Wq", wait * 0.010, 0.01, [](auto& r) { return *server(r).wait.mean; });
    verifyExact(reports, "rho", 0.8, 0.01, [](auto& r) { return *server(r).utilization; });
    verifyPercentile(reports, "p95", p95 * 0.010, 0.01,
                     [](auto& r) { return *tests::usersOf(r).latency.p95; });
    verifyPercentile(reports, "p99", p99 * 0.010, 0.01,
                     [](auto& r) { return *tests::usersOf(r).latency.p99; });
}

void TestQueues::aBoundedInboxIsMmck() {
    const auto reports =
        replicate(textOf({"1100 s", "poisson(300/s)", "exp(10 ms)", "concurrency: 2, inbox: 4"}));

    verifyExact(reports, "refused", 0.359645, 0.01,
                [](auto& r) { return share(server(r).counts.rejected, server(r).counts.started); });
    verifyExact(reports, "L", 4.505180, 0.01, [](auto& r) { return server(r).presentMean; });
    verifyExact(reports, "W", 0.02345146, 0.01, [](auto& r) { return *server(r).response.mean; });
    verifyExact(reports, "throughput", 192.1066, 0.01,
                [](auto& r) { return static_cast<double>(server(r).counts.ok) / 1000; });
}

void TestQueues::mg1WaitsByPollaczekKhinchine_data() {
    QTest::addColumn<QString>("service");
    QTest::addColumn<double>("wait");  // in units of the mean service time
    QTest::addColumn<double>("tolerance");

    QTest::newRow("constant") << "10 ms" << 2.0 << 0.01;
    QTest::newRow("two stages of Erlang") << "erlang(mean 10 ms stages 2)" << 3.0 << 0.01;
    QTest::newRow("exponential") << "exp(10 ms)" << 4.0 << 0.01;
    QTest::newRow("hyperexponential, c2 = 4")
        << QString::fromStdString(hyperexponential) << 10.0 << 0.05;
}

void TestQueues::mg1WaitsByPollaczekKhinchine() {
    QFETCH(QString, service);
    QFETCH(double, wait);
    QFETCH(double, tolerance);

    const auto reports = replicate(textOf({"7100 s", "poisson(80/s)", service.toStdString()}));

    verifyExact(reports, "Wq", wait * 0.010, tolerance,
                [](auto& r) { return *server(r).wait.mean; });
    verifyExact(reports, "L", 0.8 * (wait + 1), tolerance,
                [](auto& r) { return server(r).presentMean; });
}

// A latency is the wait and ten milliseconds.
void TestQueues::md1WaitsByErlangsSum() {
    const auto reports = replicate(textOf({"4100 s", "poisson(80/s)", "10 ms"}));
    const auto verifyWait = [&](const char* name, double wait, auto quantile) {
        verifyPercentile(reports, name, 0.010 + 0.010 * wait, 0.03,
                         [&](auto& r) { return *(tests::usersOf(r).latency.*quantile); });
        const double found = tests::estimateOf(tests::figuresOf(reports, [&](auto& r) {
                                 return *(tests::usersOf(r).latency.*quantile);
                             })).mean;
        QVERIFY2(std::fabs(found - 0.010 - 0.010 * wait) <= 0.03 * 0.010 * wait, name);
    };

    verifyWait("p50", 1.27594, &sim::LatencySummary::p50);
    verifyWait("p90", 5.01151, &sim::LatencySummary::p90);
    verifyWait("p95", 6.62032, &sim::LatencySummary::p95);
    verifyWait("p99", 10.35589, &sim::LatencySummary::p99);
}

// A timeout with `cancellation: queued` takes a request out of the inbox; one that is being served
// is served to its end, so the server sees patience with the wait alone.
void TestQueues::whoWaitsTooLongLeaves() {
    const double lambda = 0.8, mu = 1, tau = 2;  // in units of the mean service time
    const double e = std::exp((lambda - mu) * tau);
    const double p0 = 1 / (1 + lambda * (e - 1) / (lambda - mu) + lambda / mu * e);

    const auto reports = replicate(
        textOf({"3100 s", "poisson(80/s)", "exp(10 ms)",
                "concurrency: 1, inbox: unlimited, cancellation: queued", ", timeout: 20 ms"}));

    verifyExact(reports, "left", lambda / mu * p0 * e, 0.01,
                [](auto& r) { return share(server(r).counts.failed, server(r).counts.started); });
    verifyExact(reports, "idle", p0, 0.01, [](auto& r) { return 1 - *server(r).utilization; });
}

void TestQueues::giG1StaysBelowKingmansBound() {
    const auto reports = replicate(
        textOf({"3100 s", "renewal(erlang(mean 11.111111 ms stages 2))", hyperexponential}));

    const tests::Estimate wait =
        tests::estimateOf(tests::figuresOf(reports, [](auto& r) { return *server(r).wait.mean; }));
    QVERIFY2(wait.mean <= 0.207778, QByteArray::number(wait.mean));
    // The bound is not far: rho (c2 A + c2 S) / (2 (1 - rho)), the usual approximation, is 20.25.
    QVERIFY2(wait.mean >= 0.9 * 0.2025, QByteArray::number(wait.mean));
}

// 2000 instances share a Poisson stream at random, so each has one of its own, of 10 a service
// time.
void TestQueues::anEndlessServiceFillsByAPoissonLaw() {
    const std::string text =
        "watertight: 1\nname: filling\nrun: { duration: 3 s }\nnetwork: { latency: 0 }\n"
        "services:\n  server: { instances: 2000, balancing: random, concurrency: unlimited, "
        "endpoints: { work: [ { compute: exp(1 s) } ] } }\n"
        "journeys:\n  users: { arrivals: poisson(20000/s), steps: [ { call: server.work } ] }\n";
    struct Seen {
        double mean = 0, dispersion = 0;
    };
    for (const auto& [after, expected] : {std::pair(1, 6.321206), std::pair(2, 8.646647)}) {
        const auto seen = tests::replicateWith([&, after = after](int i) {
            sim::RunOptions options;
            options.seed = tests::seedOf(i);
            sim::Simulation simulation(tests::scenarioFrom(text), options);
            simulation.advanceTo(models::runStart + std::chrono::seconds(after));
            double sum = 0, squares = 0;
            const sim::Snapshot snapshot = simulation.snapshot();
            for (const sim::InstanceSnapshot& each : snapshot.services.front().instances) {
                sum += each.slotsHeld;
                squares += each.slotsHeld * each.slotsHeld;
            }
            const double mean = sum / 2000;
            return Seen{mean, (squares / 2000 - mean * mean) / mean};
        });
        std::vector<double> means, dispersions;
        for (const Seen& each : seen) {
            means.push_back(each.mean);
            dispersions.push_back(each.dispersion);
        }
        verifyExact(means, "present", expected, 0.01);
        verifyExact(dispersions, "variance / mean", 1, 0.03);
    }
}

TEST_OF_THIS_FILE(TestQueues);
#include "tst_queues.moc"
