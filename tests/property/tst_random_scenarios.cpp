// What must hold of every architecture, tried on random ones. A failure names its seed. With
// WATERTIGHT_THOROUGH (./dev check-all) more of them are tried.
#include <QtTest>

#include <cstdint>
#include <filesystem>

#include "tests/support/random_scenario.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestRandomScenarios : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void twoRunsAreTheSame();
    void windowsOnThreadsAreTheSequentialRun_data();
    void windowsOnThreadsAreTheSequentialRun();
    void goingToThreadsAndBackChangesNothing();
    void storesOnDiskAndInMemoryAreTheSame();
    void cuttingARunIntoPiecesChangesNothing();
    void everyRequestIsAccountedFor();
    void aDrainedRunObeysLittleToTheBit();
    void observationChangesNothing();
    void shortcutsChangeNothing();
};

namespace {

const std::uint64_t scenarios = qEnvironmentVariableIsSet("WATERTIGHT_THOROUGH") ? 450 : 100;

QByteArray ofSeed(std::uint64_t seed) {
    return "seed " + QByteArray::number(static_cast<qulonglong>(seed));
}

std::uint64_t fingerprintOf(const models::Scenario& scenario, sim::RunOptions options = {}) {
    return tests::runOf(scenario, std::move(options)).fingerprint();
}

void addFigures(std::vector<double>& all, const sim::LatencySummary& latency) {
    all.push_back(static_cast<double>(latency.count));
    for (const std::optional<double>& each : {latency.mean, latency.p50, latency.p99, latency.max})
        all.push_back(each.value_or(-1));
}

void addFigures(std::vector<double>& all, const sim::Counts& counts) {
    for (const std::int64_t each :
         {counts.started, counts.ok, counts.degraded, counts.failed, counts.rejected})
        all.push_back(static_cast<double>(each));
}

// What a run counted, of which no fingerprint knows.
std::vector<double> figuresOf(const sim::Report& report) {
    std::vector<double> all;
    for (const sim::JourneyReport& each : report.journeys) {
        addFigures(all, each.counts);
        addFigures(all, each.latency);
        addFigures(all, each.failedLatency);
    }
    for (const sim::ServiceReport& each : report.services) {
        addFigures(all, each.counts);
        for (const sim::LatencySummary& part :
             {each.wait, each.service, each.blocked, each.response})
            addFigures(all, part);
        for (const double level : {each.utilization.value_or(-1), each.presentMean, each.inboxMean,
                                   static_cast<double>(each.inboxMax)})
            all.push_back(level);
    }
    for (const sim::CallReport& each : report.calls) {
        for (const std::int64_t count : {each.calls, each.attempts, each.failed})
            all.push_back(static_cast<double>(count));
        addFigures(all, each.latency);
    }
    return all;
}

}  // namespace

void TestRandomScenarios::twoRunsAreTheSame() {
    for (std::uint64_t seed = 0; seed < scenarios; ++seed) {
        const models::Scenario scenario = tests::randomScenario(seed);
        QVERIFY2(fingerprintOf(scenario) == fingerprintOf(scenario), ofSeed(seed));
    }
}

void TestRandomScenarios::windowsOnThreadsAreTheSequentialRun_data() {
    QTest::addColumn<int>("threads");

    QTest::newRow("1 thread") << 1;
    QTest::newRow("2 threads") << 2;
    QTest::newRow("5 threads") << 5;
}

void TestRandomScenarios::windowsOnThreadsAreTheSequentialRun() {
    QFETCH(int, threads);
    // Threads that outnumber the cores make every barrier a wait: fewer scenarios then.
    const std::uint64_t count = threads == 1 ? scenarios : scenarios / 5;
    for (std::uint64_t seed = 0; seed < count; ++seed) {
        const models::Scenario scenario = tests::randomScenario(seed);
        sim::RunOptions sequential;
        sequential.scheduler = sim::SchedulerKind::Sequential;
        sim::RunOptions windowed;
        windowed.scheduler = sim::SchedulerKind::Windowed;
        windowed.threads = threads;
        QVERIFY2(fingerprintOf(scenario, sequential) == fingerprintOf(scenario, windowed),
                 ofSeed(seed));
    }
}

void TestRandomScenarios::goingToThreadsAndBackChangesNothing() {
    for (std::uint64_t seed = 0; seed < scenarios / 5; ++seed) {
        const models::Scenario scenario = tests::randomScenario(seed);
        sim::RunOptions sequential;
        sequential.scheduler = sim::SchedulerKind::Sequential;
        sim::RunOptions inTurn;
        inTurn.threads = 2;
        inTurn.threadRule = sim::ThreadRule::InTurn;
        QVERIFY2(fingerprintOf(scenario, sequential) == fingerprintOf(scenario, inTurn),
                 ofSeed(seed));
    }
}

void TestRandomScenarios::storesOnDiskAndInMemoryAreTheSame() {
    QTemporaryDir folder;
    for (std::uint64_t seed = 0; seed < scenarios / 5; ++seed) {
        const models::Scenario scenario = tests::randomScenario(seed);
        sim::RunOptions onDisk;
        onDisk.stores = sim::StoreKind::File;
        onDisk.folder = folder.path().toStdString();
        onDisk.threads = 1 + static_cast<int>(seed % 2);
        QVERIFY2(fingerprintOf(scenario) == fingerprintOf(scenario, onDisk), ofSeed(seed));
    }
}

void TestRandomScenarios::cuttingARunIntoPiecesChangesNothing() {
    for (std::uint64_t seed = 0; seed < scenarios; ++seed) {
        const models::Scenario scenario = tests::randomScenario(seed);
        sim::Simulation pieces(scenario, {});
        for (models::Instant at = models::runStart; at < pieces.end();
             at += std::chrono::microseconds(17'317)) {
            pieces.advanceTo(at);
        }
        pieces.advanceTo(pieces.end());
        QVERIFY2(pieces.fingerprint() == fingerprintOf(scenario), ofSeed(seed));
    }
}

void TestRandomScenarios::observationChangesNothing() {
    for (std::uint64_t seed = 0; seed < scenarios; ++seed) {
        const models::Scenario scenario = tests::randomScenario(seed);
        sim::RunOptions options;
        options.observe = true;
        sim::Simulation observed(scenario, options);
        for (models::Instant at = models::runStart; at < observed.end();
             at += std::chrono::milliseconds(333)) {
            observed.advanceTo(at);
            observed.snapshot();
        }
        observed.advanceTo(observed.end());
        QVERIFY2(observed.fingerprint() == fingerprintOf(scenario), ofSeed(seed));
    }
}

void TestRandomScenarios::shortcutsChangeNothing() {
    for (std::uint64_t seed = 0; seed < scenarios; ++seed) {
        const models::Scenario scenario = tests::randomScenario(seed);
        sim::RunOptions options;
        options.takesShortcuts = false;
        const sim::Simulation longWay = tests::runOf(scenario, options);
        const sim::Simulation shortWay = tests::runOf(scenario, {});
        QVERIFY2(shortWay.fingerprint() == longWay.fingerprint(), ofSeed(seed));
        QVERIFY2(figuresOf(shortWay.report()) == figuresOf(longWay.report()), ofSeed(seed));
    }
}

// At every snapshot: what a service received has been refused, has ended, or is there.
void TestRandomScenarios::everyRequestIsAccountedFor() {
    for (std::uint64_t seed = 0; seed < scenarios; ++seed) {
        sim::Simulation simulation(tests::randomScenario(seed), {});
        for (models::Instant at = models::runStart; at <= simulation.end();
             at += std::chrono::milliseconds(250)) {
            simulation.advanceTo(at);
            const sim::Snapshot snapshot = simulation.snapshot();
            for (const sim::ServiceSnapshot& service : snapshot.services) {
                QVERIFY2(service.counts.inFlight() == service.present, ofSeed(seed));
                int present = 0;
                for (const sim::InstanceSnapshot& instance : service.instances) {
                    present += instance.slotsHeld;
                    QVERIFY2(instance.slotsHeld >= 0 && instance.inbox >= 0, ofSeed(seed));
                }
                QVERIFY2(present == service.slotsHeld, ofSeed(seed));
            }
            for (const sim::EdgeSnapshot& edge : snapshot.edges) {
                QVERIFY2(edge.counts.inFlight() >= 0, ofSeed(seed));
                QVERIFY2(
                    edge.attempts +
                            edge.counts
                                .byCause[static_cast<std::size_t>(models::Cause::BreakerOpen)] +
                            edge.counts.byCause[static_cast<std::size_t>(models::Cause::Deadline)] +
                            edge.counts
                                .byCause[static_cast<std::size_t>(models::Cause::Rejected)] >=
                        edge.counts.ended(),
                    ofSeed(seed));
            }
        }
    }
}

void TestRandomScenarios::aDrainedRunObeysLittleToTheBit() {
    tests::RandomScenarioOptions options;
    options.drains = true;
    for (std::uint64_t seed = 0; seed < scenarios; ++seed) {
        sim::Simulation simulation = tests::runOf(tests::randomScenario(seed, options));
        const sim::Report report = simulation.report();
        for (const sim::JourneyReport& journey : report.journeys) {
            QVERIFY2(journey.counts.inFlight() == 0, ofSeed(seed));
        }
        for (const sim::ServiceReport& service : report.services) {
            QVERIFY2(service.counts.inFlight() == 0, ofSeed(seed));
            QVERIFY2(service.little.presentIntegral == service.little.responseSum, ofSeed(seed));
        }
    }
}

TEST_OF_THIS_FILE(TestRandomScenarios);
#include "tst_random_scenarios.moc"
