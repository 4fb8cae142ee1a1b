// When expectations are judged, and which cannot be.
#include <QtTest>

#include "sim/live_run.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

namespace {

const std::string text =
    "watertight: 1\n"
    "name: verdicts\n"
    "run: { duration: 4 s }\n"
    "services:\n"
    "  worker:\n"
    "    endpoints: { work: [ { compute: 5 ms } ] }\n"
    "journeys:\n"
    "  users: { arrivals: constant(50/s), steps: [ { call: worker.work } ] }\n"
    "faults: [ { name: outage, at: 1 s, kill: worker, for: 1 s } ]\n"
    "expect:\n"
    "  Users are served: { journey: users, availability: at least 10 % }\n"
    "  It hurts: { journey: users, during: outage, availability: below 50 % }\n";

std::vector<sim::Verdict> verdictsOf(const sim::Report& report) {
    std::vector<sim::Verdict> verdicts;
    for (const sim::ExpectationReport& each : report.expectations)
        verdicts.push_back(each.verdict);
    return verdicts;
}

}  // namespace

class TestVerdicts : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void judgesWhatHappenedDuringAFault();
    void measuresNothingDuringAFaultThatNeverBegan();
    void areThereOnceALiveRunReachesItsEnd();
};

void TestVerdicts::judgesWhatHappenedDuringAFault() {
    const sim::Report report = tests::reportOf(text);
    QVERIFY(verdictsOf(report) == std::vector({sim::Verdict::Pass, sim::Verdict::Pass}));
}

void TestVerdicts::measuresNothingDuringAFaultThatNeverBegan() {
    sim::RunOptions options;
    options.playFaults = false;
    const sim::Report report = tests::runOf(tests::scenarioFrom(text), options).report();

    QVERIFY(verdictsOf(report) == std::vector({sim::Verdict::Pass, sim::Verdict::NotMeasured}));
    QVERIFY(!report.expectations[1].findings.front().found);
}

void TestVerdicts::areThereOnceALiveRunReachesItsEnd() {
    sim::LiveRun run(tests::scenarioFrom(text), {});
    run.step(3900ms);
    QTRY_VERIFY(run.state().snapshot->now == models::runStart + 3900ms);
    QVERIFY(!run.state().report);
    QVERIFY(!run.state().finished);

    run.step(200ms);
    QTRY_VERIFY(run.state().finished);
    QVERIFY(run.state().report);
    QCOMPARE(run.state().report->expectations.size(), std::size_t(2));
}

TEST_OF_THIS_FILE(TestVerdicts);
#include "tst_verdicts.moc"
