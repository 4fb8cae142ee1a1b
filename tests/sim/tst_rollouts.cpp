// Rollouts, to the nanosecond: scaling, each strategy, what kills do to them, and what becomes of
// the work of who is told to stop. The network takes exactly 1 ms a message.
#include <QtTest>

#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestRollouts : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void haveExactTimelines_data();
    void haveExactTimelines();
    void whoStopsFinishesItsWork_data();
    void whoStopsFinishesItsWork();
    void toNobodyIsUnavailableWithoutAFault();
    void requestsFinishOnTheVersionTheyBeganWith();
    void aRemovedEndpointFailsItsCallersOnly();
    void aCanaryGetsItsShare();
    void aCanaryIsPromotedAfterItsSteps();
    void aCanaryThatNobodyAsksWaits();
    void aClickIsTheSameAsTheFile();
    void goesBackOnOrder();
    void whoIsRolledBackIsAskedNoMore_data();
    void whoIsRolledBackIsAskedNoMore();
    void nobodyStopsBeforeTheDoorKnowsTheNewcomers();
    void newcomersAreDrawnToBeKilled();
    void newcomersConsumeToo();
    void isTheSameOnThreads();
};

using namespace std::chrono_literals;
using models::runStart;

namespace {

std::string workOf(const std::string& service, const std::string& rollouts,
                   const std::string& faults = {}, const std::string& arrivals = "constant(10/s)") {
    return "watertight: 1\nname: rollouts\nrun: { duration: 10 s }\nnetwork: { latency: 1 ms }\n"
           "services:\n  worker:\n    start-up: 1 s\n" +
           service +
           "    versions:\n"
           "      v2: { endpoints: { work: [ { compute: 20 ms } ] } }\n"
           "      bad: { endpoints: { work: [ { compute: 20 ms }, { fail: always } ] } }\n"
           "      less: { endpoints: { work: null } }\n"
           "    endpoints: { work: [ { compute: 50 ms } ], other: [ { compute: 1 ms } ] }\n"
           "journeys:\n  users: { arrivals: " +
           arrivals +
           ", steps: [ { call: worker.work } ] }\n"
           "  others: { arrivals: constant(10/s), steps: [ { call: worker.other } ] }\n"
           "rollouts: [ " +
           rollouts + " ]\nfaults: [ " + faults + " ]\n";
}

std::string timelineOf(const std::string& text) {
    return tests::printTimeline(tests::reportOf(text).timeline);
}

std::string ready(const std::string& at, std::initializer_list<int> numbers) {
    std::string text;
    for (const int number : numbers) {
        text += at + " ready worker#" + std::to_string(number) + "\n";
    }
    return text;
}

}  // namespace

void TestRollouts::haveExactTimelines_data() {
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("rollouts");
    QTest::addColumn<QString>("faults");
    QTest::addColumn<QString>("timeline");
    const auto row = [](const char* name, const char* service, const char* rollouts,
                        const char* faults, const std::string& timeline) {
        QTest::newRow(name) << QString(service) << QString(rollouts) << QString(faults)
                            << QString::fromStdString(timeline);
    };

    row("scaling up", "    instances: 2\n", "{ at: 2 s, scale: worker, to: 4 }", "",
        "2.000000 scaled worker\n" + ready("3.000000", {3, 4}));
    row("scaling twice at once", "    instances: 2\n",
        "{ at: 2 s, scale: worker, to: 4 }, { at: 2 s, scale: worker, to: 3 }", "",
        "2.000000 scaled worker\n2.000000 scaled worker\n3.000000 ready worker#3\n");
    // Surge 3, 2 may lack: 8 and 5, 3 and 10, 0 and 10.
    row("RU-1", "    instances: 10\n", "{ at: 2 s, deploy: worker, version: v2 }", "",
        ready("3.000000", {11, 12, 13, 14, 15}) + ready("4.000000", {16, 17, 18, 19, 20}) +
            "4.000000 deployed worker\n");
    row("rolling with counts", "    instances: 2\n",
        "{ at: 2 s, deploy: worker, version: v2, max-surge: 0, max-unavailable: 1 }", "",
        ready("3.000000", {3}) + ready("4.000000", {4}) + "4.000000 deployed worker\n");
    // Who is at work at 2 s finishes at 2.051 s; then the others begin.
    row("recreate", "    instances: 2\n",
        "{ at: 2.02 s, deploy: worker, version: v2, strategy: recreate }", "",
        ready("3.051000", {3, 4}) + "3.051000 deployed worker\n");
    row("blue-green", "    instances: 2\n",
        "{ at: 2 s, deploy: worker, version: v2, strategy: blue-green }", "",
        ready("3.000000", {3, 4}) + "3.000000 deployed worker\n");
    row("a canary that is promoted", "    instances: 4\n",
        "{ at: 2 s, deploy: worker, version: v2, strategy: canary, weights: [25 %, 50 %], every: "
        "1 s, abort-if: { errors: above 0 % } }",
        "",
        ready("3.000000", {5}) + "3.000000 canary-step worker\n" + ready("5.000000", {6}) +
            "5.000000 canary-step worker\n6.000000 promoted worker\n" + ready("7.000000", {7}) +
            ready("8.000000", {8}) + "8.000000 deployed worker\n");
    row("a canary that is not", "    instances: 4\n",
        "{ at: 2 s, deploy: worker, version: bad, strategy: canary, weights: [50 %], every: 1 s, "
        "abort-if: { errors: above 10 % } }",
        "",
        ready("3.000000", {5, 6}) + "3.000000 canary-step worker\n4.000000 rolled-back worker\n");
    row("a kill while the first starts", "    instances: 2\n",
        "{ at: 2 s, deploy: worker, version: v2, strategy: blue-green }",
        "{ at: 2500 ms, kill: worker#3, for: 1 s }",
        "2.500000 killed worker#3\n3.000000 ready worker#4\n3.500000 restarted worker#3\n"
        "4.500000 ready worker#3\n4.500000 deployed worker\n");
    row("a killed service starts nobody", "", "{ at: 2 s, scale: worker, to: 2 }",
        "{ at: 1 s, kill: worker, for: 3 s }",
        "1.000000 killed worker\n2.000000 scaled worker\n4.000000 restarted worker\n"
        "5.000000 ready worker\n");
    row("a canary of the same version", "    instances: 2\n",
        "{ at: 2 s, deploy: worker, version: v1, strategy: canary, weights: [10 %], every: 1 s }",
        "", "2.000000 deployed worker\n");
    row("the same version again", "", "{ at: 2 s, deploy: worker, version: v1 }", "",
        "2.000000 deployed worker\n");
    row("one after the other", "    instances: 2\n",
        "{ at: 2 s, deploy: worker, version: bad, max-surge: 2 }, { at: 2.5 s, deploy: worker, "
        "version: v2, max-surge: 2 }",
        "", ready("3.500000", {5, 6}) + "3.500000 deployed worker\n");
}

void TestRollouts::haveExactTimelines() {
    QFETCH(QString, service);
    QFETCH(QString, rollouts);
    QFETCH(QString, faults);
    QTEST(QString::fromStdString(timelineOf(
              workOf(service.toStdString(), rollouts.toStdString(), faults.toStdString()))),
          "timeline");
}

void TestRollouts::whoStopsFinishesItsWork_data() {
    QTest::addColumn<QString>("drain");
    QTest::addColumn<int>("failed");
    QTest::newRow("in its time") << "31 ms" << 0;
    // What ends at the very end of the time ends before it.
    QTest::newRow("just in time") << "30 ms" << 0;
    QTest::newRow("a nanosecond short") << "29999999 ns" << 1;
    QTest::newRow("at once") << "0" << 1;
}

// The request of 2 s is at work from 2.001 s to 2.051 s, and half of the instances stop at 2.021 s.
void TestRollouts::whoStopsFinishesItsWork() {
    QFETCH(QString, drain);
    const sim::Report report = tests::reportOf(workOf(
        "    instances: 2\n    balancing: round-robin\n    drain: " + drain.toStdString() + "\n",
        "{ at: 2021 ms, scale: worker, to: 0 }, { at: 2022 ms, scale: worker, to: 1 }", {},
        "[ { for: 2100 ms, arrivals: constant(1/s) }, { arrivals: constant(0/s) } ]"));
    const sim::JourneyReport& users = tests::journeyOf(report, "users");
    QCOMPARE(users.counts.ended(), 3);
    QTEST(static_cast<int>(users.counts.failed), "failed");
}

void TestRollouts::toNobodyIsUnavailableWithoutAFault() {
    const sim::Report report = tests::reportOf(
        workOf("", "{ at: 2 s, scale: worker, to: 0 }, { at: 4 s, scale: worker, to: 1 }"));
    const sim::JourneyReport& users = tests::journeyOf(report, "users");
    // From 2 s until ready again at 5 s; a request is a millisecond on its way.
    QCOMPARE(users.counts.byCause[static_cast<std::size_t>(models::Cause::Unavailable)], 30);
    QCOMPARE(users.counts.failed, 30);
    QCOMPARE(tests::printTimeline(report.timeline),
             "2.000000 scaled worker\n4.000000 scaled worker\n5.000000 ready worker#2\n");
}

// v1 takes 50 ms and v2 20 ms: nobody takes anything else.
void TestRollouts::requestsFinishOnTheVersionTheyBeganWith() {
    const sim::Report report = tests::reportOf(workOf(
        "    instances: 2\n", "{ at: 2.02 s, deploy: worker, version: v2, strategy: blue-green }"));
    const sim::JourneyReport& users = tests::journeyOf(report, "users");
    QCOMPARE(users.counts.failed, 0);
    // Until 3.02 s, when the new ones are ready: 31 requests of v1; then 69 of v2.
    const double mean = (31 * 0.052 + 69 * 0.022) / 100;
    QVERIFY2(std::abs(*users.latency.mean - mean) < 1e-9,
             qPrintable(QString::number(*users.latency.mean, 'g', 12)));
}

void TestRollouts::aRemovedEndpointFailsItsCallersOnly() {
    const sim::Report report =
        tests::reportOf(workOf("",
                               "{ at: 2 s, deploy: worker, version: less, strategy: "
                               "blue-green }"));
    QCOMPARE(tests::journeyOf(report, "others").counts.failed, 0);
    const sim::JourneyReport& users = tests::journeyOf(report, "users");
    QCOMPARE(users.counts.failed, 70);  // from 3 s on
    QCOMPARE(users.counts.byCause[static_cast<std::size_t>(models::Cause::Error)], 70);
}

void TestRollouts::aCanaryGetsItsShare() {
    sim::Simulation simulation(
        tests::scenarioFrom(workOf("    instances: 10\n",
                                   "{ at: 0, deploy: worker, version: bad, strategy: canary, "
                                   "weights: [20 %], every: 1 h }",
                                   {}, "constant(1000/s)")),
        {});
    simulation.advanceTo(runStart + 10s);
    const sim::Report report = simulation.report();
    // 9,000 draws of 20 %: 1,800, and 99 % of the time no further off than 98.
    const std::int64_t failed = tests::journeyOf(report, "users").counts.failed;
    QVERIFY2(std::abs(failed - 1800) < 98, qPrintable(QString::number(failed)));
    const sim::ServiceSnapshot seen = simulation.snapshot().services.front();
    QCOMPARE(seen.versions.size(), 4U);
    QCOMPARE(seen.versions[2].name, "bad");
    QVERIFY(seen.versions[2].counts.failed >= failed);
    QVERIFY(seen.rollout.has_value());
    QCOMPARE(seen.rollout->weight, 0.2);
    QCOMPARE(seen.instances.size(), 12U);
}

// CY-1.
void TestRollouts::aCanaryIsPromotedAfterItsSteps() {
    std::string weights;
    for (int percent = 2; percent <= 50; percent += 2) {
        weights += (weights.empty() ? "" : ", ") + std::to_string(percent) + " %";
    }
    const std::string text = workOf(
        "    instances: 1\n", "{ at: 0, deploy: worker, version: v2, strategy: canary, weights: [" +
                                  weights + "], every: 60 s, abort-if: { errors: above 1 % } }");
    models::Scenario scenario = tests::scenarioFrom(text);
    scenario.run.duration = std::chrono::minutes(26);
    const sim::Report report = tests::runOf(scenario).report();
    const auto promoted = std::ranges::find(report.timeline, "promoted", &sim::TimelineRow::what);
    QVERIFY(promoted != report.timeline.end());
    // Its instance is ready after 1 s.
    QCOMPARE(promoted->at, runStart + std::chrono::minutes(25) + 1s);
}

void TestRollouts::aCanaryThatNobodyAsksWaits() {
    QCOMPARE(timelineOf(workOf("",
                               "{ at: 2 s, deploy: worker, version: less, strategy: canary, "
                               "weights: [0.000001 %], every: 2 s, abort-if: { errors: above 0 % } "
                               "}")),
             "3.000000 ready worker#2\n3.000000 canary-step worker\n5.000000 canary-step worker\n"
             "7.000000 canary-step worker\n9.000000 canary-step worker\n");
}

void TestRollouts::aClickIsTheSameAsTheFile() {
    const std::string rollout =
        "{ at: 2500 ms, deploy: worker, version: v2, max-surge: 1, max-unavailable: 0 }";
    const models::Scenario planned = tests::scenarioFrom(workOf("    instances: 3\n", rollout));
    sim::Simulation file = tests::runOf(planned);
    models::Scenario bare = planned;
    bare.rollouts.clear();
    sim::Simulation live(bare, {});
    live.advanceTo(runStart + 2500ms);
    live.act(sim::BeginRollout{planned.rollouts.front()});
    live.advanceTo(live.end());
    QCOMPARE(live.fingerprint(), file.fingerprint());
    QVERIFY(tests::printTimeline(live.report().timeline).find("deployed worker") !=
            std::string::npos);
}

void TestRollouts::goesBackOnOrder() {
    const models::Scenario scenario =
        tests::scenarioFrom(workOf("    instances: 2\n",
                                   "{ at: 1 s, deploy: worker, version: v2, strategy: "
                                   "blue-green }, { at: 7 s, deploy: worker, version: bad, "
                                   "strategy: canary, weights: [50 %], every: 1 h }"));
    sim::Simulation simulation(scenario, {});
    simulation.advanceTo(runStart + 4s);
    simulation.act(sim::RollBack{"worker"});  // of what is over
    simulation.advanceTo(runStart + 9s);
    simulation.act(sim::RollBack{"worker"});  // of what is under way
    simulation.advanceTo(runStart + 10s);
    QCOMPARE(tests::printTimeline(simulation.report().timeline),
             ready("2.000000", {3, 4}) + "2.000000 deployed worker\n4.000000 rolled-back worker\n" +
                 ready("5.000000", {5}) + ready("6.000000", {6}) + ready("8.000000", {7}) +
                 "8.000000 canary-step worker\n9.000000 rolled-back worker\n");
    const sim::ServiceSnapshot seen = simulation.snapshot().services.front();
    for (const sim::InstanceSnapshot& each : seen.instances) {
        QCOMPARE(each.version, 0U);
    }
}

void TestRollouts::whoIsRolledBackIsAskedNoMore_data() {
    QTest::addColumn<QString>("strategy");
    QTest::newRow("canary, by itself")
        << "canary, weights: [75 %], every: 2 s, abort-if: { errors: above 10 % }";
    QTest::newRow("canary, by hand") << "canary, weights: [75 %], every: 1 h";
    QTest::newRow("blue-green, by hand") << "blue-green";
}

// "Back to weight 0 at once": also where so many old ones are dead that a rolling update would keep
// some of the new.
void TestRollouts::whoIsRolledBackIsAskedNoMore() {
    QFETCH(QString, strategy);
    sim::Simulation simulation(
        tests::scenarioFrom(workOf(
            "    instances: 4\n",
            "{ at: 1 s, deploy: worker, version: bad, strategy: " + strategy.toStdString() + " }",
            "{ at: 1500 ms, kill: [worker#1, worker#2, worker#3], for: 7 s }", "constant(100/s)")),
        {});
    // Blue-green is over as soon as its set is ready, at 2 s.
    simulation.advanceTo(runStart + (strategy == "blue-green" ? 1900ms : 4s));
    simulation.act(sim::RollBack{"worker"});
    simulation.advanceTo(runStart + 4100ms);  // what it had begun is done
    const auto failed = [&] { return simulation.snapshot().journeys.front().counts.failed; };
    const std::int64_t before = failed();
    simulation.advanceTo(runStart + 8s);
    QCOMPARE(failed(), before);
    const std::string timeline = tests::printTimeline(simulation.report().timeline);
    QVERIFY2(timeline.find("rolled-back") != std::string::npos, timeline.c_str());
}

void TestRollouts::nobodyStopsBeforeTheDoorKnowsTheNewcomers() {
    const sim::Report report = tests::reportOf(
        workOf("    instances: 2\n    health-check: { every: 2 s, healthy-after: 2 }\n",
               "{ at: 1 s, deploy: worker, version: v2, strategy: blue-green }"));
    QCOMPARE(tests::journeyOf(report, "users").counts.failed, 0);
    const auto deployed = std::ranges::find(report.timeline, "deployed", &sim::TimelineRow::what);
    QVERIFY(deployed != report.timeline.end());
    // Ready after 1 s; two checks, 2 s apart, must be answered after that.
    QVERIFY(deployed->at >= runStart + 4s && deployed->at <= runStart + 6s);
}

void TestRollouts::newcomersAreDrawnToBeKilled() {
    QCOMPARE(timelineOf(
                 workOf("", "{ at: 1 s, scale: worker, to: 2 }, { at: 5 s, scale: worker, to: 1 }",
                        "{ at: 4 s, kill-random: 100 %, of: worker }, { at: 6 s, "
                        "kill-random: 100 %, of: worker, for: 1 s }")),
             "1.000000 scaled worker\n2.000000 ready worker#2\n4.000000 killed worker#2\n"
             "4.000000 killed worker#1\n5.000000 scaled worker\n6.000000 killed worker#1\n");
}

// A message each 100 ms that takes 150 ms: one consumer falls behind, two do not.
void TestRollouts::newcomersConsumeToo() {
    const auto backlogOf = [](const std::string& rollouts) {
        const sim::Report report = tests::reportOf(
            "watertight: 1\nname: consumers\nrun: { duration: 20 s }\n"
            "network: { latency: 1 ms }\ntopics: { news: { kind: queue } }\n"
            "services:\n  reader:\n    concurrency: 1\n"
            "    consumes: { news: { endpoint: read, prefetch: 1 } }\n"
            "    endpoints: { read: [ { compute: 150 ms } ] }\n"
            "journeys:\n  users: { arrivals: constant(10/s), steps: [ { publish: news } ] }\n"
            "rollouts: [ " +
            rollouts + " ]\n");
        return report.topics.front().backlog;
    };
    QVERIFY(backlogOf("") > 50);
    QVERIFY(backlogOf("{ at: 1 s, scale: reader, to: 2 }") <= 2);
    QVERIFY(backlogOf("{ at: 0, scale: reader, to: 3 }, { at: 10 s, scale: reader, to: 1 }") > 25);
}

void TestRollouts::isTheSameOnThreads() {
    const models::Scenario scenario = tests::scenarioFrom(
        workOf("    instances: 4\n    autoscale: { target: 30 %, max: 8, every: 700 ms, "
               "stabilization: 1 s }\n    concurrency: 2\n",
               "{ at: 1 s, deploy: worker, version: v2 }, { at: 3 s, deploy: worker, version: bad, "
               "strategy: canary, weights: [10 %, 50 %], every: 1 s, abort-if: { errors: above 5 % "
               "} }, { at: 6 s, scale: worker, to: 2 }",
               "{ at: 1500 ms, kill: worker#2, for: 2 s }, { at: 4 s, hang: worker, for: 500 ms }",
               "poisson(80/s)"));
    const std::uint64_t one = tests::runOf(scenario).fingerprint();
    for (const int threads : {2, 5}) {
        sim::RunOptions options;
        options.threads = threads;
        options.scheduler = sim::SchedulerKind::Windowed;
        QCOMPARE(tests::runOf(scenario, options).fingerprint(), one);
    }
}

TEST_OF_THIS_FILE(TestRollouts);
#include "tst_rollouts.moc"
