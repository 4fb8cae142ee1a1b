// Scenarios of strangers that would go on for ever at one instant: the run ends there and says
// where.
#include <QtTest>

#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestEndless : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aJourneyThatTakesNoTimeEndsTheRun();
    void aLoopThatTakesNoTimeCrashesItsService();
};

void TestEndless::aJourneyThatTakesNoTimeEndsTheRun() {
    sim::Simulation simulation(tests::scenarioFrom(R"(
watertight: 1
name: endless
run: { duration: 10 s }
network: { latency: 0 }
services: { a: { endpoints: { e: [] } } }
journeys: { u: { users: 1, think: 0, steps: [ { call: a.e } ] } }
)"),
                               {});

    simulation.advanceTo(simulation.end());

    QVERIFY(simulation.stopped().starts_with("the run does not get beyond 0.000000 s"));
    QCOMPARE(simulation.now(), models::runStart);
}

void TestEndless::aLoopThatTakesNoTimeCrashesItsService() {
    const sim::Report report = tests::reportOf(R"(
watertight: 1
name: endless
run: { duration: 10 s }
services:
  a:
    endpoints:
      e: [ { repeat: { times: 1000000, steps: [ { repeat: { times: 1000, steps: [ reply ] } } ] } } ]
journeys: { u: { arrivals: constant(1/s), steps: [ { call: a.e, timeout: 100 ms } ] } }
)");

    QCOMPARE(tests::printTimeline(report.timeline), std::string("0.000250 crashed a\n"));
    QCOMPARE(tests::journeyOf(report, "u").counts.ended(), 10);
}

TEST_OF_THIS_FILE(TestEndless);
#include "tst_endless.moc"
