// What a kill does, to the nanosecond. The network takes exactly 1 ms a message.
#include <QtTest>

#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestKill : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void callersSeeTheDropOneLatencyLater();
    void whoComesWhileItIsDownIsRefused();
    void isReadyAfterItsTimeAndItsStartUp();
    void committedRowsStay();
    void spareInstancesTakeTheWork();
    void failuresCarryTheFaultThatCausedThem();
    void timeoutsOnAHungServiceCarryItsHang();
    void whatAHungInboxRefusesCarriesItsHang();
    void aRestartEndsItEarly();
    void aDefectTakesDownItsServiceAlone();
};

namespace {

std::string workOf(const std::string& more, const std::string& faults,
                   const std::string& arrivals = "constant(10/s)", int instances = 1) {
    return "watertight: 1\n"
           "name: kill\n"
           "run: { duration: 10 s }\n"
           "network: { latency: 1 ms }\n"
           "services:\n"
           "  worker:\n"
           "    instances: " +
           std::to_string(instances) + "\n" + more +
           "    endpoints: { work: [ { compute: 50 ms } ] }\n"
           "  other:\n"
           "    endpoints: { work: [ { compute: 5 ms } ] }\n"
           "journeys:\n"
           "  users: { arrivals: " +
           arrivals +
           ", steps: [ { call: worker.work } ] }\n"
           "  others: { arrivals: constant(10/s), steps: [ { call: other.work } ] }\n"
           "faults: [ " +
           faults + " ]\n";
}

}  // namespace

// Arrivals at 0, 100 ms, ...: the one of 1.0 s is accepted at 1.001 s, killed at 1.02 s, and its
// caller hears of it at 1.021 s: 21 ms after it began.
void TestKill::callersSeeTheDropOneLatencyLater() {
    const sim::Report report =
        tests::reportOf(workOf("", "{ at: 1020 ms, kill: worker, for: 1 ms }"));

    QCOMPARE(tests::usersOf(report).counts.failed, 1);
    QCOMPARE(*tests::usersOf(report).failedLatency.max, 0.021);
    QCOMPARE(
        tests::usersOf(report).counts.byCause[static_cast<std::size_t>(models::Cause::Unavailable)],
        1);
}

// Down from 1.99 s to 2.99 s: the ten that arrive at its door from 2.001 s on hear it 2 ms after
// they began.
void TestKill::whoComesWhileItIsDownIsRefused() {
    const sim::Report report =
        tests::reportOf(workOf("", "{ at: 1990 ms, kill: worker, for: 1 s }"));

    QCOMPARE(tests::usersOf(report).counts.failed, 10);
    QCOMPARE(*tests::usersOf(report).failedLatency.max, 0.002);
    QCOMPARE(tests::serviceOf(report, "worker").counts.rejected, 10);
}

void TestKill::isReadyAfterItsTimeAndItsStartUp() {
    const sim::Report report =
        tests::reportOf(workOf("    start-up: 1500 ms\n", "{ at: 2 s, kill: worker, for: 1 s }"));

    QCOMPARE(tests::printTimeline(report.timeline), std::string("2.000000 killed worker\n"
                                                                "3.000000 restarted worker\n"
                                                                "4.500000 ready worker\n"));
    QCOMPARE(tests::usersOf(report).counts.failed, 25);
}

void TestKill::committedRowsStay() {
    const sim::Simulation simulation = [] {
        sim::Simulation made(tests::scenarioFrom(R"(
watertight: 1
name: rows
run: { duration: 10 s }
network: { latency: 1 ms }
services:
  keeper:
    store: { write: 20 ms, tables: { notes: { key: request } } }
    endpoints: { note: [ { insert: notes } ] }
journeys:
  users: { arrivals: constant(10/s), steps: [ { call: keeper.note } ] }
faults: [ { at: 5010 ms, kill: keeper, for: 1 ms } ]
)"),
                             {});
        made.advanceTo(made.end());
        return made;
    }();
    sim::Simulation run = tests::runOf(simulation.scenario());

    // One of a hundred was being written when the kill came.
    QCOMPARE(run.snapshot().services.front().tables.front().rows, 99);
}

void TestKill::spareInstancesTakeTheWork() {
    sim::Simulation simulation = tests::runOf(tests::scenarioFrom(
        workOf("", "{ at: 5005 ms, kill: \"worker#1\", for: 10 s }", "constant(10/s)", 2)));

    const sim::Report report = simulation.report();
    QCOMPARE(tests::usersOf(report).counts.failed, 1);  // the one that it was serving
    QCOMPARE(report.timeline.front().where, std::string("worker#1"));
}

void TestKill::failuresCarryTheFaultThatCausedThem() {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation simulation(
        tests::scenarioFrom(workOf("", "{ at: 1990 ms, kill: worker, for: 1 s }")), options);
    simulation.advanceTo(models::runStart + std::chrono::milliseconds(2550));

    const sim::Snapshot snapshot = simulation.snapshot();

    QCOMPARE(snapshot.impacts.size(), std::size_t(1));
    const sim::FaultImpact& impact = snapshot.impacts.front();
    QCOMPARE(impact.journeys[0].failed, 6);
    QCOMPARE(impact.journeys[0].failed, impact.journeys[0].ended);
    QCOMPARE(impact.journeys[1].failed, 0);
    QVERIFY(impact.journeys[1].ended > 0);
}

// Silence says nothing of its cause to the caller, but the run knows who hangs.
void TestKill::timeoutsOnAHungServiceCarryItsHang() {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation simulation(tests::scenarioFrom(R"(
watertight: 1
name: hang
run: { duration: 10 s }
network: { latency: 1 ms }
services:
  worker: { endpoints: { work: [ { compute: 50 ms } ] } }
journeys:
  users: { arrivals: constant(10/s), steps: [ { call: worker.work, timeout: 200 ms } ] }
faults: [ { at: 1990 ms, hang: worker, for: 1 s } ]
)"),
                               options);
    simulation.advanceTo(models::runStart + std::chrono::milliseconds(2550));

    const sim::Snapshot snapshot = simulation.snapshot();

    // Begun at 2.0, 2.1, 2.2 and 2.3 s.
    QCOMPARE(snapshot.impacts.front().journeys[0].failed, 4);
    const auto timeout = static_cast<std::size_t>(models::Cause::Timeout);
    QCOMPARE(snapshot.impacts.front().journeys[0].failedByCause[timeout], 4);
}

// One slot and an inbox of two are full with what came at 2.0, 2.1 and 2.2 s; from 2.3 s on
// requests are refused.
void TestKill::whatAHungInboxRefusesCarriesItsHang() {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation simulation(
        tests::scenarioFrom(workOf("    concurrency: 1\n    inbox: 2\n",
                                   "{ at: 1990 ms, hang: worker, for: 1 s }")),
        options);
    simulation.advanceTo(models::runStart + std::chrono::milliseconds(2550));

    const sim::Snapshot snapshot = simulation.snapshot();

    QCOMPARE(snapshot.impacts.front().journeys[0].failed, 3);
    const auto rejected = static_cast<std::size_t>(models::Cause::Rejected);
    QCOMPARE(snapshot.impacts.front().journeys[0].failedByCause[rejected], 3);
}

void TestKill::aRestartEndsItEarly() {
    const sim::Report report = tests::reportOf(
        workOf("", "{ at: 2 s, kill: worker, for: 5 s }, { at: 3 s, restart: worker }"));

    QCOMPARE(tests::printTimeline(report.timeline), std::string("2.000000 killed worker\n"
                                                                "3.000000 restarted worker\n"
                                                                "3.000000 ready worker\n"));
}

void TestKill::aDefectTakesDownItsServiceAlone() {
    sim::Simulation simulation(tests::scenarioFrom(workOf("", "")), {});
    simulation.advanceTo(models::runStart + std::chrono::milliseconds(4990));
    simulation.plantDefectForTest("worker", "division by zero in its own code");
    simulation.advanceTo(simulation.end());

    const sim::Report report = simulation.report();
    QCOMPARE(tests::printTimeline(report.timeline), std::string("5.001000 crashed worker\n"));
    // The request that met the defect is lost with it: nobody answers it.
    QCOMPARE(tests::usersOf(report).counts.failed, 49);
    QCOMPARE(tests::usersOf(report).counts.inFlight(), 1);
    QCOMPARE(tests::journeyOf(report, "others").counts.failed, 0);
}

TEST_OF_THIS_FILE(TestKill);
#include "tst_kill.moc"
