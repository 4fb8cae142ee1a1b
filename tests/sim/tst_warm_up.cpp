// `warm-up: auto`: the truncation that leaves the least standard error, and what a run makes of it.
#include "sim/warm_up.h"

#include <QtTest>

#include <numeric>

#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestWarmUp : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void leavesOutWhatIsDifferent();
    void leavesNothingOutOfASteadySeries();
    void neverLeavesOutMoreThanHalf();
    void leavesTheFillingOfAQueueOut();
    void faultsAreNoWarmUp();
};

namespace {

std::string warmUpScenario(const std::string& warmUp, const std::string& faults) {
    return "watertight: 1\nname: warm-up\nrun: { duration: 200 s, warm-up: " + warmUp +
           " }\nnetwork: { latency: 0 }\n"
           "services: { server: { concurrency: unlimited, endpoints: { work: [ { compute: 10 s } ] "
           "} } }\n"
           "journeys: { users: { arrivals: poisson(50/s), steps: [ { call: server.work } ] } }\n" +
           faults;
}

}  // namespace

// 20 observations of 0, then 180 that alternate between 9 and 11: every batch of five from the
// fifth on has the mean 9.8 or 10.2, and leaving any more out only loses observations.
void TestWarmUp::leavesOutWhatIsDifferent() {
    std::vector<double> observations(200);
    for (std::size_t i = 20; i < 200; ++i) {
        observations[i] = i % 2 == 0 ? 9 : 11;
    }
    QCOMPARE(sim::mser5(observations), std::size_t(20));
}

void TestWarmUp::leavesNothingOutOfASteadySeries() {
    std::vector<double> observations(200);
    for (std::size_t i = 0; i < 200; ++i) {
        observations[i] = i % 2 == 0 ? 9 : 11;
    }
    QCOMPARE(sim::mser5(observations), std::size_t(0));
}

void TestWarmUp::neverLeavesOutMoreThanHalf() {
    std::vector<double> rising(200);
    std::iota(rising.begin(), rising.end(), 0);
    QCOMPARE(sim::mser5(rising), std::size_t(100));
    QCOMPARE(sim::mser5({}), std::size_t(0));
}

// Requests of 10 s each, from none at all: there are 500 after 10 s, rising evenly until then.
void TestWarmUp::leavesTheFillingOfAQueueOut() {
    const models::Scenario scenario = tests::scenarioFrom(warmUpScenario("auto", ""));
    const sim::Report found = tests::runOf(scenario).report();

    QVERIFY2(found.warmUpSeconds >= 8 && found.warmUpSeconds <= 20,
             QByteArray::number(found.warmUpSeconds));
    // All that is measured is what begins after it, and the run itself is the same.
    models::Scenario written = scenario;
    written.run.findsWarmUp = false;
    written.run.warmUp = models::Duration(std::llround(found.warmUpSeconds * 1e9));
    const sim::Report same = tests::runOf(written).report();
    QCOMPARE(found.fingerprint, same.fingerprint);
    QCOMPARE(tests::journeyOf(found, "users").counts.started,
             tests::journeyOf(same, "users").counts.started);
}

void TestWarmUp::faultsAreNoWarmUp() {
    const std::string faults = "faults: [ { at: 60 s, kill: server, for: 1 s } ]\n";
    QCOMPARE(
        tests::runOf(tests::scenarioFrom(warmUpScenario("auto", faults))).report().warmUpSeconds,
        tests::runOf(tests::scenarioFrom(warmUpScenario("auto", ""))).report().warmUpSeconds);
}

TEST_OF_THIS_FILE(TestWarmUp);
#include "tst_warm_up.moc"
