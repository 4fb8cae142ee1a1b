// `halt-if` and `kill-random`: faults that end, and strike, by what is found.
#include <QtTest>
#include <set>

#include "models/io/entry_reader.h"
#include "sim/simulation.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestHaltIf : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void liftsAllFaultsAndBeginsNoMore();
    void doesNothingWhereNoFaultIsActive();
    void isSetAndTakenBackByHand();
    void refusesAnotherJourneyOrNoBound();
    void killsTheShareOfTheInstances_data();
    void killsTheShareOfTheInstances();
    void drawsOthersAtAnotherTime();
    void anotherServiceChangesNothing();
};

using namespace std::chrono_literals;

namespace {

std::string haltIfScenario(const std::string& faults, const std::string& more = "") {
    return "watertight: 1\n"
           "name: halted\n"
           "run: { duration: 20 s }\n"
           "network: { latency: 1 ms }\n"
           "services:\n"
           "  worker: { instances: 10, endpoints: { work: [ { compute: 1 ms } ] } }\n"
           "  other: { instances: 2, endpoints: { work: [ { compute: 1 ms } ] } }\n"
           "journeys: { users: { arrivals: constant(100/s), steps: [ { call: worker.work } ] } }\n"
           "faults: [ " +
           faults + " ]\n" + more;
}

std::set<std::string> killedBy(const std::string& fault, std::uint64_t seed = 42) {
    std::set<std::string> killed;
    for (const sim::TimelineRow& row : tests::reportOf(haltIfScenario(fault), seed).timeline) {
        if (row.what == "killed") {
            killed.insert(row.where);
        }
    }
    return killed;
}

}  // namespace

// 100/s, and from 10 s on all fail at once, 2 ms after they began: of the last five seconds' 500
// less than 90 % are good when more than 50 have failed. At 10.5 s 50 have ended so (the last began
// at 10.49 s), and the ticks of 100 ms see it first at 10.6 s.
void TestHaltIf::liftsAllFaultsAndBeginsNoMore() {
    const sim::Report report = tests::reportOf(
        haltIfScenario("{ at: 10 s, kill: worker }, { at: 10 s, slow: other, by: 2x, for: 9 s }, "
                       "{ at: 12 s, kill: other, for: 1 s }",
                       "halt-if: { journey: users, availability: below 90 % }\n"));
    QCOMPARE(tests::printTimeline(report.timeline), std::string("10.000000 killed worker\n"
                                                                "10.000000 fault other\n"
                                                                "10.600000 halted users\n"
                                                                "10.600000 restarted worker\n"
                                                                "10.600000 ready worker\n"
                                                                "10.600000 fault-ended other\n"));
    const auto halted = std::ranges::find(report.timeline, "halted", &sim::TimelineRow::what);
    QCOMPARE(halted->detail, std::string("440 of 500 good in 5 s: availability below 90 %"));
    QCOMPARE(tests::journeyOf(report, "users").counts.failed, 60);
}

void TestHaltIf::doesNothingWhereNoFaultIsActive() {
    const sim::Report report = tests::reportOf(
        haltIfScenario("{ at: 10 s, kill: worker, for: 100 ms }",
                       "halt-if: { journey: users, availability: at most 100 % }\n"));
    // At each tick of the fault's life, which ends at the first.
    QVERIFY(std::ranges::find(report.timeline, "halted", &sim::TimelineRow::what) ==
            report.timeline.end());
}

// Set at 10.3 s it looks back to there, so the first requests that it sees end have failed: it
// strikes at the second tick, which is the first with something between two looks.
void TestHaltIf::isSetAndTakenBackByHand() {
    const std::string text =
        haltIfScenario("{ at: 10 s, kill: worker }, { at: 15 s, kill: worker }");
    const models::ScenarioReading reading = models::readScenario(text, "halted", {});
    const auto wanted =
        models::readHaltIf("{ journey: users, availability: below 90 % }", *reading.scenario);
    QVERIFY(wanted.haltIf);
    sim::Simulation run(*reading.scenario, {});
    run.advanceTo(models::runStart + 10300ms);
    QVERIFY(!run.snapshot().haltIf);

    run.act(sim::SetHaltIf{*wanted.haltIf});
    run.advanceTo(models::runStart + 10400ms);
    QVERIFY(!run.snapshot().haltIf->struckAt);
    QCOMPARE(run.snapshot().faults.size(), std::size_t{1});
    run.advanceTo(models::runStart + 10500ms);

    const sim::Snapshot seen = run.snapshot();
    QCOMPARE(*seen.haltIf->struckAt, models::runStart + 10500ms);
    QCOMPARE(seen.haltIf->found, std::string("0 of 10 good in 5 s: availability below 90 %"));
    QVERIFY(seen.faults.empty());
    QCOMPARE(*run.copy().snapshot().haltIf->struckAt, *seen.haltIf->struckAt);
    run.act(sim::SetHaltIf{});
    QVERIFY(!run.snapshot().haltIf);
    QCOMPARE(run.commandLog().size(), std::size_t{2});
}

void TestHaltIf::refusesAnotherJourneyOrNoBound() {
    const models::ScenarioReading reading =
        models::readScenario(haltIfScenario("{ at: 10 s, kill: worker }"), "halted", {});
    const auto problemOf = [&](const std::string& text) {
        const models::HaltIfReading read = models::readHaltIf(text, *reading.scenario);
        return read.haltIf || read.diagnostics.empty() ? std::string()
                                                       : read.diagnostics.front().message;
    };

    QVERIFY(QString::fromStdString(problemOf("{ journey: user, availability: below 90 % }"))
                .contains("users"));
    QVERIFY(!problemOf("{ journey: users, availability: low }").empty());
    QVERIFY(!problemOf("{ journey: users }").empty());
    QVERIFY(!problemOf("users").empty());
    QVERIFY(!problemOf("{ journey: users, availability: below 90 % ").empty());
}

void TestHaltIf::killsTheShareOfTheInstances_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("killed");
    QTest::newRow("30 % of ten") << "kill-random: 30 %, of: worker" << 3;
    QTest::newRow("nearest") << "kill-random: 26 %, of: worker" << 3;
    QTest::newRow("of any") << "kill-random: 50 %, of: any" << 6;
    QTest::newRow("any by default") << "kill-random: 50 %" << 6;
    QTest::newRow("one at least") << "kill-random: 1 %, of: other" << 1;
    QTest::newRow("none") << "kill-random: 0 %, of: other" << 0;
    QTest::newRow("all") << "kill-random: 100 %, of: [ worker, other ]" << 12;
    QTest::newRow("nobody twice") << "kill-random: 100 %, of: [ worker, worker#3 ]" << 10;
}

void TestHaltIf::killsTheShareOfTheInstances() {
    QFETCH(QString, fault);
    QFETCH(int, killed);
    for (const std::uint64_t seed : {1, 2, 3}) {
        QCOMPARE(static_cast<int>(
                     killedBy("{ at: 1 s, " + fault.toStdString() + ", for: 1 s }", seed).size()),
                 killed);
    }
}

void TestHaltIf::drawsOthersAtAnotherTime() {
    std::set<std::set<std::string>> seen;
    for (const char* at : {"1 s", "2 s", "3 s", "4 s"}) {
        seen.insert(killedBy(std::string("{ at: ") + at + ", kill-random: 30 %, of: worker }"));
    }
    QVERIFY(seen.size() > 1);
    QVERIFY(killedBy("{ at: 1 s, kill-random: 30 %, of: worker }", 1) !=
                killedBy("{ at: 1 s, kill-random: 30 %, of: worker }", 2) ||
            killedBy("{ at: 1 s, kill-random: 30 %, of: worker }", 1) !=
                killedBy("{ at: 1 s, kill-random: 30 %, of: worker }", 3));
}

// Who is drawn does not depend on other faults.
void TestHaltIf::anotherServiceChangesNothing() {
    const std::string strike = "{ at: 2 s, kill-random: 30 %, of: worker }";
    QCOMPARE(killedBy("{ at: 1 s, slow: other, by: 2x }, " + strike), killedBy(strike));
}

TEST_OF_THIS_FILE(TestHaltIf);
#include "tst_halt_if.moc"
