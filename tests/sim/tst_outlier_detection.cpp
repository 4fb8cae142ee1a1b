// Whom a door leaves out for what it answers, to the nanosecond. The network takes exactly 1 ms a
// message; a request begins every 100 ms and is at the door 1 ms later.
#include <QtTest>

#include <algorithm>

#include "sim/policy/outlier_detector.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestOutlierDetection : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void failuresCountInARow();
    void soManyAtOnce_data();
    void soManyAtOnce();
    void itIsLeftOutAndReturns();
    void nobodyLeftIsUnavailable();
    void aDropOfItsConnectionsCounts();
    void refusalsDoNotCount();
    void messagesDoNotCount();
    void whoIsLeftOutTwiceReturnsOnce();
};

namespace {

using namespace std::chrono_literals;
using models::runStart;
using sim::Outcome;

const Outcome failed = Outcome::failure(models::Cause::Error, 0, 7);

std::string workOf(const std::string& more, const std::string& faults,
                   const std::string& arrivals = "constant(10/s)") {
    return "watertight: 1\nname: outliers\nrun: { duration: 10 s }\nnetwork: { latency: 1 ms }\n"
           "services:\n  worker:\n" +
           more +
           "    endpoints: { work: [ { compute: 10 ms } ] }\n"
           "journeys: { users: { arrivals: " +
           arrivals +
           ", steps: [ { call: worker.work } ] } }\n"
           "faults: [ " +
           faults + " ]\n";
}

}  // namespace

void TestOutlierDetection::failuresCountInARow() {
    sim::OutlierDetector detector({3, 30s, {1.0}}, 2);

    QVERIFY(!detector.sees(0, failed));
    QVERIFY(!detector.sees(0, failed));
    QVERIFY(!detector.sees(1, failed));  // another's
    QVERIFY(!detector.sees(0, Outcome{}));
    QVERIFY(!detector.sees(0, failed));
    QVERIFY(!detector.sees(0, failed));
    QVERIFY(!detector.isEjected(0));
    QVERIFY(detector.sees(0, failed));
    QVERIFY(detector.isEjected(0));
    QCOMPARE(detector.ejectedBy(0), 7);
    QVERIFY(!detector.sees(0, failed));  // still under way when it was ejected
    detector.returns(0);
    QVERIFY(!detector.sees(0, failed));
    QVERIFY(!detector.sees(0, failed));
    QVERIFY(detector.sees(0, failed));
}

void TestOutlierDetection::soManyAtOnce_data() {
    QTest::addColumn<double>("share");
    QTest::addColumn<int>("instances");
    QTest::addColumn<int>("ejected");

    QTest::newRow("10 % of 10") << 0.1 << 10 << 1;
    QTest::newRow("one in any case") << 0.1 << 3 << 1;
    QTest::newRow("even of one") << 0.1 << 1 << 1;
    QTest::newRow("but of 0 none") << 0.0 << 10 << 0;
    QTest::newRow("19 % of 10") << 0.19 << 10 << 1;
    QTest::newRow("29 % of 100") << 0.29 << 100 << 29;
    QTest::newRow("all") << 1.0 << 4 << 4;
}

void TestOutlierDetection::soManyAtOnce() {
    QFETCH(double, share);
    QFETCH(int, instances);
    QFETCH(int, ejected);
    sim::OutlierDetector detector({1, 30s, {share}}, static_cast<std::size_t>(instances));

    int found = 0;
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < instances; ++i) {
            found += detector.sees(static_cast<std::size_t>(i), failed) ? 1 : 0;
        }
    }
    QCOMPARE(found, ejected);
    if (ejected > 0 && ejected < instances) {  // whoever still fails takes the place
        detector.returns(0);
        QVERIFY(detector.sees(static_cast<std::size_t>(instances) - 1, failed));
    }
}

// In turn: #2 gets those of 1.1, 1.3, ... s. Its fifth failure in a row is that of 1.9 s.
// From 4.901 s on, when it has returned just before that request comes, it gets 4.9, 5.1, ...
// to 5.7 s.
void TestOutlierDetection::itIsLeftOutAndReturns() {
    const sim::Report report =
        tests::reportOf(workOf("    instances: 2\n"
                               "    outlier-detection: { consecutive-errors: 5, eject-for: 3 s }\n",
                               "{ at: 1 s, fail: worker#2, for: 5 s }"));

    QCOMPARE(tests::printTimeline(report.timeline), std::string("1.000000 fault worker#2\n"
                                                                "1.901000 ejected worker#2\n"
                                                                "4.901000 returned worker#2\n"
                                                                "5.701000 ejected worker#2\n"
                                                                "6.000000 fault-ended worker#2\n"
                                                                "8.701000 returned worker#2\n"));
    QCOMPARE(tests::journeyOf(report, "users").counts.failed, 10);
}

// The only one is ejected at the second failure, that of 1.0 s (0.9 s: the first after the fault).
void TestOutlierDetection::nobodyLeftIsUnavailable() {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation run(tests::scenarioFrom(workOf(
                            "    outlier-detection: { consecutive-errors: 2, eject-for: 1 s }\n",
                            "{ at: 850 ms, fail: worker }")),
                        options);
    run.advanceTo(runStart + 1950ms);
    const sim::Snapshot snapshot = run.snapshot();

    QVERIFY(!snapshot.services[0].instances[0].isListed);
    QCOMPARE(snapshot.services[0].counts.failed, 2);
    QCOMPARE(snapshot.services[0].counts.rejected, 9);
    // Those too are the fault's: but for it there would be somebody.
    QCOMPARE(snapshot.impacts[0].journeys[0].failed, 11);
}

// Three are in it when it dies. It is ready again at once, and left out for a second.
void TestOutlierDetection::aDropOfItsConnectionsCounts() {
    std::string text = workOf("    outlier-detection: { consecutive-errors: 3, eject-for: 1 s }\n",
                              "{ at: 1215 ms, kill: worker, for: 1 ms }");
    text.replace(text.find("compute: 10 ms"), 14, "compute: 220 ms");
    const sim::Report report = tests::reportOf(text);

    QCOMPARE(tests::printTimeline(report.timeline),
             std::string("1.215000 killed worker\n1.215000 ejected worker#1\n"
                         "1.216000 restarted worker\n1.216000 ready worker\n"
                         "2.215000 returned worker#1\n"));
}

// An inbox that is full is no fault of the instance.
void TestOutlierDetection::refusalsDoNotCount() {
    const sim::Report report = tests::reportOf(workOf(
        "    concurrency: 1\n    inbox: 0\n    outlier-detection: { consecutive-errors: 1 }\n", "",
        "constant(500/s)"));

    QVERIFY(tests::serviceOf(report, "worker").counts.rejected > 1000);
    QCOMPARE(report.timeline.size(), std::size_t(0));
}

void TestOutlierDetection::messagesDoNotCount() {
    const sim::Report report = tests::reportOf(R"(
watertight: 1
name: outliers
run: { duration: 10 s }
topics: { jobs: { kind: queue } }
services:
  worker:
    outlier-detection: { consecutive-errors: 1 }
    consumes: { jobs: { endpoint: work, attempts: 1 } }
    endpoints: { work: [ { fail: always } ] }
journeys: { users: { arrivals: constant(10/s), steps: [ { publish: jobs } ] } }
)");

    QVERIFY(tests::serviceOf(report, "worker").counts.failed > 90);
    QVERIFY(std::ranges::none_of(
        report.timeline, [](const sim::TimelineRow& row) { return row.what == "ejected"; }));
}

// Dead from 1.255 to 4.255 s: #2 fails those of 1.3 and 1.5 s and is ejected until 3.501 s. By then
// its checks have failed, too, and it stays left out until one is answered after 4.255 s.
void TestOutlierDetection::whoIsLeftOutTwiceReturnsOnce() {
    const sim::Report report =
        tests::reportOf(workOf("    instances: 2\n"
                               "    health-check: { every: 1 s, unhealthy-after: 2 }\n"
                               "    outlier-detection: { consecutive-errors: 2, eject-for: 2 s }\n",
                               "{ at: 1255 ms, kill: worker#2, for: 3 s }"));

    QCOMPARE(report.timeline.size(), std::size_t(5));
    QCOMPARE(report.timeline[1].what, std::string("ejected"));
    QVERIFY(report.timeline[1].at == runStart + 1501ms);
    QCOMPARE(report.timeline[3].what, std::string("ready"));
    QCOMPARE(report.timeline[4].what, std::string("returned"));
    QVERIFY(report.timeline[4].at > runStart + 4255ms);
    QVERIFY(report.timeline[4].at <= runStart + 5255ms);
}

TEST_OF_THIS_FILE(TestOutlierDetection);
#include "tst_outlier_detection.moc"
