// How long the journeys that a fault hurt took to be normal again, as the isolation panel asks for
// it in the middle of a run. The network takes exactly 1 ms a message.
#include <QtTest>

#include "models/call_graph.h"
#include "sim/isolation.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestRecoverySeen : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void isTheTimeToTheFirstOfFiveNormalSeconds();
    void agreesWithTheMeasureOfTheReport();
    void isNotSaidWhereNothingWasOrdinaryBefore();
    void betterThanBetweenTwoFaultsIsNormal();
    void saysThatAStormStays();
    void theReportSaysWhoCameBack();
    void theReportWatchesUntilTheNextFault();
    void isStuckOnlyWhenItHadTimeEnough();
};

namespace {

using namespace std::chrono_literals;

// Twenty requests a second; the worker is killed from 3.5 s to 4.6 s and takes 2 s to start.
std::string scenario(const std::string& at) {
    return "watertight: 1\n"
           "name: recovery\n"
           "run: { duration: 20 s, warm-up: 1 s }\n"
           "network: { latency: 1 ms }\n"
           "services:\n"
           "  worker: { start-up: 2 s, endpoints: { work: [ { compute: 5 ms } ] } }\n"
           "journeys:\n"
           "  users: { arrivals: constant(20/s), steps: [ { call: worker.work } ] }\n"
           "  idle: { arrivals: constant(20/s), steps: [ { sleep: 1 ms } ] }\n"
           "faults: [ { name: down, at: " +
           at +
           ", kill: worker, for: 1100 ms } ]\n"
           "expect:\n"
           "  back: { journey: users, during: down, recovery: at most 10 s }\n";
}

sim::Simulation observed(const std::string& text) {
    sim::RunOptions options;
    options.observe = true;
    return {tests::scenarioFrom(text), options};
}

std::optional<sim::Recovery> recoveryOfUsers(sim::Simulation& simulation, sim::Duration at) {
    simulation.advanceTo(models::runStart + at);
    return simulation.snapshot().impacts.at(0).journeys.at(0).recovery;
}

}  // namespace

// Ready again at 6.6 s, so that the second from 7 s on is the first normal one: 2.4 s after 4.6 s.
void TestRecoverySeen::isTheTimeToTheFirstOfFiveNormalSeconds() {
    sim::Simulation simulation = observed(scenario("3500 ms"));

    QVERIFY(!recoveryOfUsers(simulation, 4s));

    const std::optional<sim::Recovery> early = recoveryOfUsers(simulation, 11900ms);
    QVERIFY(early && !early->after);
    QVERIFY(early->watched == sim::Duration(7300ms));

    const std::optional<sim::Recovery> back = recoveryOfUsers(simulation, 12s);
    QVERIFY(back && back->after);
    QVERIFY(*back->after == sim::Duration(2400ms));

    const models::CallGraph graph = models::callGraph(simulation.scenario());
    const sim::Snapshot snapshot = simulation.snapshot();
    const sim::Isolation isolation =
        sim::isolationOf(simulation.scenario(), graph, snapshot, snapshot.impacts.at(0));
    QCOMPARE(isolation.journeys.at(0).name, std::string("users"));
    QVERIFY(isolation.journeys.at(0).recovery);
    QVERIFY(!isolation.journeys.at(1).recovery);
}

void TestRecoverySeen::agreesWithTheMeasureOfTheReport() {
    sim::Simulation simulation = observed(scenario("3500 ms"));

    const std::optional<sim::Recovery> back = recoveryOfUsers(simulation, 20s);

    const sim::Finding finding = simulation.report().expectations.at(0).findings.at(0);
    QVERIFY(back && back->after && finding.found);
    QCOMPARE(models::inSeconds(*back->after), *finding.found);
}

// The kill comes within the first second after the warm-up.
// Between the warm-up and the second kill half of all fail, because of the first.
void TestRecoverySeen::betterThanBetweenTwoFaultsIsNormal() {
    std::string text = scenario("2 s");
    text.insert(text.find(" ]\nexpect"), ", { name: again, at: 8 s, kill: worker, for: 100 ms }");
    sim::Simulation simulation = observed(text);
    simulation.advanceTo(models::runStart + 19s);

    const auto recovery = simulation.snapshot().impacts.at(1).journeys.at(0).recovery;

    QVERIFY(recovery && recovery->after);
    // Ready again at 10.1 s: of the second from 10 s on no more fail than before.
    QVERIFY(*recovery->after == sim::Duration(1900ms));
}

void TestRecoverySeen::isNotSaidWhereNothingWasOrdinaryBefore() {
    sim::Simulation simulation = observed(scenario("1200 ms"));

    QVERIFY(!recoveryOfUsers(simulation, 20s));
}

// Without anybody who observes, as the command line runs it. Who never noticed has no row.
void TestRecoverySeen::theReportSaysWhoCameBack() {
    const sim::Report report = tests::reportOf(scenario("3500 ms"));

    QCOMPARE(report.recoveries.size(), std::size_t(1));
    const sim::RecoveryReport& users = report.recoveries.front();
    QCOMPARE(users.journey, std::string("users"));
    QCOMPARE(users.fault, std::string("down"));
    QCOMPARE(users.where, std::string("worker"));
    QVERIFY(users.endedAt == models::runStart + 4600ms);
    QVERIFY(users.recovery.after == sim::Duration(2400ms));
    QVERIFY(!users.isStuck);
}

// The second kill is upon it again before five seconds were normal: nobody can say of the first
// how long it would have taken.
void TestRecoverySeen::theReportWatchesUntilTheNextFault() {
    std::string text = scenario("3500 ms");
    text.insert(text.find(" ]\nexpect"), ", { name: again, at: 9 s, kill: worker, for: 100 ms }");

    const sim::Report report = tests::reportOf(text);

    QCOMPARE(report.recoveries.size(), std::size_t(2));
    QVERIFY(!report.recoveries[0].recovery.after);
    QVERIFY(report.recoveries[0].recovery.watched == sim::Duration(4400ms));
    QVERIFY(!report.recoveries[0].isStuck);
    // Ready at 11.1 s: as of the second from 11 s on no more fail than before, on the average.
    QVERIFY(report.recoveries[1].recovery.after == sim::Duration(1900ms));
}

void TestRecoverySeen::isStuckOnlyWhenItHadTimeEnough() {
    QVERIFY(!(sim::Recovery{{}, 19999ms}.isStuck(3s)));
    QVERIFY((sim::Recovery{{}, 20s}.isStuck(3s)));
    QVERIFY(!(sim::Recovery{{}, 59s}.isStuck(30s)));
    QVERIFY((sim::Recovery{{}, 60s}.isStuck(30s)));
    QVERIFY(!(sim::Recovery{sim::Duration(50s), 60s}.isStuck(3s)));
}

// The line that a slow worker has left behind is kept up by attempts that nobody waits for: the
// timeouts of now are not the fault's, and yet nothing is as it was.
void TestRecoverySeen::saysThatAStormStays() {
    sim::Simulation simulation = observed(
        "watertight: 1\n"
        "name: storm\n"
        "run: { duration: 40 s, warm-up: 1 s }\n"
        "network: { latency: 1 ms }\n"
        "services:\n"
        "  worker: { concurrency: 1, endpoints: { work: [ { compute: 10 ms } ] } }\n"
        "journeys:\n"
        "  users:\n"
        "    arrivals: constant(60/s)\n"
        "    steps: [ { call: worker.work, timeout: 100 ms, retry: { attempts: 3 } } ]\n"
        "faults: [ { at: 5 s, slow: worker, by: 10x, for: 3 s } ]\n");

    const std::optional<sim::Recovery> stuck = recoveryOfUsers(simulation, 35s);

    QVERIFY(stuck && !stuck->after);
    QVERIFY(stuck->watched == sim::Duration(27s));
    QVERIFY(stuck->isStuck(3s));

    // The report says the same, and what it is made of: three attempts a call, answers for nobody.
    simulation.advanceTo(models::runStart + 40s);
    const sim::Report report = simulation.report();
    QVERIFY(report.recoveries.at(0).isStuck);
    QVERIFY(report.services.at(0).unheard > 1000);
}

TEST_OF_THIS_FILE(TestRecoverySeen);
#include "tst_recovery_seen.moc"
