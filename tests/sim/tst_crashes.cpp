// Instances that die again and again, to the nanosecond: crash loops and leaks, how they end, and
// what else may happen to such an instance. The network takes exactly 1 ms a message.
#include <QtTest>

#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestCrashes : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aLoopBeginsAgainAfterWaitsThatDouble();
    void aFaultEndsWhereTheInstanceStands_data();
    void aFaultEndsWhereTheInstanceStands();
    void otherFaultsOverlap_data();
    void otherFaultsOverlap();
    void eachInstanceHasALoopOfItsOwn();
    void whoComesWhileItLoopsIsRefusedBecauseOfIt();
    void whatALeakKillsIsLostBecauseOfIt();
    void aUserEndsALoop();
};

namespace {

using namespace std::chrono_literals;
using models::runStart;

std::string workOf(const std::string& more, const std::string& faults,
                   const std::string& duration = "10 s") {
    return "watertight: 1\nname: crashes\nrun: { duration: " + duration +
           " }\nnetwork: { latency: 1 ms }\nservices:\n  worker:\n" + more +
           "    endpoints: { work: [ { compute: 50 ms } ] }\n"
           "journeys:\n"
           "  users: { arrivals: constant(10/s), steps: [ { call: worker.work } ] }\n"
           "faults: [ " +
           faults + " ]\n";
}

std::string timelineOf(const std::string& text) {
    return tests::printTimeline(tests::reportOf(text).timeline);
}

}  // namespace

// CL-1: an instant crash, the wait counted from it: 10, 20, 40, ... s, at most 5 min.
void TestCrashes::aLoopBeginsAgainAfterWaitsThatDouble() {
    const sim::Report report = tests::reportOf(
        workOf("", "{ at: 0, crash-loop: worker#1, first: 10 s, cap: 5 min }", "1000 s"));

    std::vector<double> restarts, crashes;
    for (const sim::TimelineRow& row : report.timeline) {
        const double at = models::inSeconds(models::sinceStart(row.at));
        (row.what == "restarted" ? restarts : crashes).push_back(at);
    }
    QCOMPARE(restarts, (std::vector<double>{10, 30, 70, 150, 310, 610, 910}));
    restarts.insert(restarts.begin(), 0.0);
    QCOMPARE(crashes, restarts);  // it is never ready
}

void TestCrashes::aFaultEndsWhereTheInstanceStands_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("timeline");
    const QString loop = "2.000000 crashed worker#1\n";

    // Begins again at 3 s, starts for 300 ms.
    QTest::newRow("a loop, waiting")
        << "crash-loop: worker#1, first: 1 s, for: 2500 ms"
        << loop +
               "3.000000 restarted worker#1\n3.300000 crashed worker#1\n"
               "4.500000 restarted worker#1\n4.800000 ready worker#1\n";
    QTest::newRow("a loop, starting") << "crash-loop: worker#1, first: 1 s, for: 1100 ms"
                                      << loop +
                                             "3.000000 restarted worker#1\n"
                                             "3.100000 fault-ended worker#1\n"
                                             "3.300000 ready worker#1\n";
    QTest::newRow("a leak, ready") << "leak: worker#1, dies-after: 2 s, for: 4 s"
                                   << "2.000000 fault worker#1\n4.000000 crashed worker#1\n"
                                      "4.000000 restarted worker#1\n4.300000 ready worker#1\n"
                                      "6.000000 fault-ended worker#1\n";
    QTest::newRow("a leak, starting") << "leak: worker#1, dies-after: 2 s, for: 2.1 s"
                                      << "2.000000 fault worker#1\n4.000000 crashed worker#1\n"
                                         "4.000000 restarted worker#1\n"
                                         "4.100000 fault-ended worker#1\n"
                                         "4.300000 ready worker#1\n";
    QTest::newRow("a leak, at its death") << "leak: worker#1, dies-after: 2 s, for: 2 s"
                                          << "2.000000 fault worker#1\n4.000000 crashed worker#1\n"
                                             "4.000000 restarted worker#1\n"
                                             "4.000000 fault-ended worker#1\n"
                                             "4.300000 ready worker#1\n";
    QTest::newRow("a leak, 1 ns before")
        << "leak: worker#1, dies-after: 2 s, for: 1999999999 ns"
        << "2.000000 fault worker#1\n4.000000 fault-ended worker#1\n";
    QTest::newRow("a leak that stays") << "leak: worker, dies-after: 3 s"
                                       << "2.000000 fault worker\n5.000000 crashed worker\n"
                                          "5.000000 restarted worker\n5.300000 ready worker\n"
                                          "8.300000 crashed worker\n8.300000 restarted worker\n"
                                          "8.600000 ready worker\n";
}

void TestCrashes::aFaultEndsWhereTheInstanceStands() {
    QFETCH(QString, fault);
    QFETCH(QString, timeline);

    QCOMPARE(QString::fromStdString(timelineOf(
                 workOf("    start-up: 300 ms\n", "{ at: 2 s, " + fault.toStdString() + " }"))),
             timeline);
}

void TestCrashes::otherFaultsOverlap_data() {
    QTest::addColumn<QString>("faults");
    QTest::addColumn<QString>("timeline");

    // The loop may begin again at 3 s, but the kill holds it down until 4.5 s.
    QTest::newRow("a kill within a loop")
        << "{ at: 2 s, crash-loop: worker#1, first: 1 s, for: 5 s }, "
           "{ at: 2.5 s, kill: worker#1, for: 2 s }"
        << "2.000000 crashed worker#1\n2.500000 killed worker#1\n4.500000 restarted worker#1\n"
           "4.500000 crashed worker#1\n6.500000 restarted worker#1\n6.500000 crashed worker#1\n"
           "7.000000 restarted worker#1\n7.000000 ready worker#1\n";
    QTest::newRow("a loop within a kill")
        << "{ at: 1 s, kill: worker#1, for: 2 s }, "
           "{ at: 2 s, crash-loop: worker#1, first: 1 s, for: 1.5 s }"
        << "1.000000 killed worker#1\n3.000000 restarted worker#1\n3.000000 crashed worker#1\n"
           "3.500000 restarted worker#1\n3.500000 ready worker#1\n";
    // Told to begin at once it does, and the wait that it is spared counts as had.
    QTest::newRow("a restart within a loop")
        << "{ at: 2 s, crash-loop: worker#1, first: 1 s, for: 3.5 s }, "
           "{ at: 2.5 s, restart: worker#1 }"
        << "2.000000 crashed worker#1\n2.500000 restarted worker#1\n2.500000 crashed worker#1\n"
           "4.500000 restarted worker#1\n4.500000 crashed worker#1\n"
           "5.500000 restarted worker#1\n5.500000 ready worker#1\n";
    // A new process leaks from the start: not at 3 s, but 2 s after it is ready again.
    QTest::newRow("a kill within a leak")
        << "{ at: 1 s, leak: worker#1, dies-after: 2 s, for: 5.5 s }, "
           "{ at: 2.5 s, kill: worker#1, for: 1 s }"
        << "1.000000 fault worker#1\n2.500000 killed worker#1\n3.500000 restarted worker#1\n"
           "3.500000 ready worker#1\n5.500000 crashed worker#1\n5.500000 restarted worker#1\n"
           "5.500000 ready worker#1\n6.500000 fault-ended worker#1\n";
    QTest::newRow("a leak within a hang")
        << "{ at: 1 s, hang: worker#1, for: 4 s }, "
           "{ at: 2 s, leak: worker#1, dies-after: 1 s, for: 1.5 s }"
        << "1.000000 hung worker#1\n2.000000 fault worker#1\n3.000000 crashed worker#1\n"
           "3.000000 restarted worker#1\n3.000000 ready worker#1\n"
           "3.500000 fault-ended worker#1\n5.000000 fault-ended worker#1\n";
    QTest::newRow("two loops: the longer wait")
        << "{ at: 1 s, crash-loop: worker#1, first: 1 s, cap: 1 s, for: 3 s }, "
           "{ at: 1.5 s, crash-loop: worker#1, first: 5 s, for: 3 s }"
        << "1.000000 crashed worker#1\n2.000000 restarted worker#1\n2.000000 crashed worker#1\n"
           "2.000000 crashed worker#1\n4.000000 fault-ended worker#1\n4.500000 restarted "
           "worker#1\n4.500000 ready worker#1\n";
}

void TestCrashes::otherFaultsOverlap() {
    QFETCH(QString, faults);
    QFETCH(QString, timeline);

    QCOMPARE(QString::fromStdString(timelineOf(workOf("", faults.toStdString()))), timeline);
}

void TestCrashes::eachInstanceHasALoopOfItsOwn() {
    const sim::Report report = tests::reportOf(
        workOf("    instances: 3\n", "{ at: 2 s, crash-loop: [worker#3, worker#2], first: 3 s }"));

    QCOMPARE(tests::printTimeline(report.timeline),
             std::string("2.000000 crashed worker#3\n2.000000 crashed worker#2\n"
                         "5.000000 restarted worker#3\n5.000000 restarted worker#2\n"
                         "5.000000 crashed worker#3\n5.000000 crashed worker#2\n"));
    QVERIFY(tests::journeyOf(report, "users").counts.failed <= 2);  // what they were serving
}

// The request of 1.9 s, accepted at 1.901 s, is lost at 1.92; those of 2.0 to 2.9 s are refused.
void TestCrashes::whoComesWhileItLoopsIsRefusedBecauseOfIt() {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation run(
        tests::scenarioFrom(workOf("", "{ at: 1920 ms, crash-loop: worker, first: 500 ms }")),
        options);
    run.advanceTo(runStart + 2950ms);

    const sim::FaultImpact impact = run.snapshot().impacts.front();
    const auto unavailable = static_cast<std::size_t>(models::Cause::Unavailable);
    QCOMPARE(impact.journeys[0].failedByCause[unavailable], 11);
    QCOMPARE(impact.journeys[0].failed, 11);
    QVERIFY(!impact.recoveredAt);
}

// The request of 2.9 s is lost at 2.92 s; while it starts, until 3.22 s, those of 3.0, 3.1 and 3.2
// s are refused.
void TestCrashes::whatALeakKillsIsLostBecauseOfIt() {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation run(
        tests::scenarioFrom(workOf("    start-up: 300 ms\n",
                                   "{ at: 1920 ms, leak: worker#1, dies-after: 1 s, for: 2 s }")),
        options);
    run.advanceTo(runStart + 3500ms);
    QCOMPARE(run.snapshot().impacts.front().journeys[0].failed, 4);
    run.advanceTo(run.end());

    const sim::FaultImpact impact = run.snapshot().impacts.front();
    QCOMPARE(impact.journeys[0].failed, 4);
    QVERIFY(impact.recoveredAt == runStart + 3920ms);
}

void TestCrashes::aUserEndsALoop() {
    sim::Simulation run(tests::scenarioFrom(workOf("", "")), {});
    run.advanceTo(runStart + 2s);
    models::Fault loop;
    loop.kind = models::CrashLoop{1s, 10s};
    loop.targets = {{"worker", 1, {}}};
    const sim::FaultId fault = run.act(sim::BeginFault{loop});
    run.advanceTo(runStart + 2500ms);
    run.act(sim::EndFault{fault});
    run.advanceTo(run.end());

    QCOMPARE(tests::printTimeline(run.report().timeline),
             std::string("2.000000 crashed worker#1\n2.500000 restarted worker#1\n"
                         "2.500000 ready worker#1\n"));
}

TEST_OF_THIS_FILE(TestCrashes);
#include "tst_crashes.moc"
