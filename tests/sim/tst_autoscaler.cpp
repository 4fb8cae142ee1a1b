// The formula of Kubernetes' autoscaler against its own worked cases (semantics.md, HPA-1 to
// HPA-5), and a service that is scaled by it.
#include <QtTest>

#include "sim/policy/autoscaler.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestAutoscaler : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void wishes_data();
    void wishes();
    void goesUpByAPolicyAtATime();
    void goesDownToTheLargestWishOfItsSpan();
    void staysWithinItsBounds();
    void scalesAServiceByWhatIsUsed();
};

using namespace std::chrono_literals;
using models::runStart;

namespace {

models::Autoscale settingsOf(double target, int most = 1000) {
    models::Autoscale settings;
    settings.target = {target};
    settings.max = most;
    return settings;
}

}  // namespace

void TestAutoscaler::wishes_data() {
    QTest::addColumn<int>("instances");
    QTest::addColumn<int>("ready");
    QTest::addColumn<int>("percent");
    QTest::addColumn<double>("target");
    QTest::addColumn<int>("wish");

    QTest::newRow("HPA-1: 4 at 90 of 60") << 4 << 4 << 90 << 0.6 << 6;
    QTest::newRow("HPA-1: 10 at 50 of 100") << 10 << 10 << 50 << 1.0 << 5;
    // Of 1000m each: what the ready ones use, as a whole percentage.
    QTest::newRow("HPA-2: 300, 500, 700 of 30") << 3 << 3 << 50 << 0.3 << 5;
    QTest::newRow("HPA-2: the first is not ready") << 3 << 2 << 60 << 0.3 << 4;
    QTest::newRow("HPA-2: the last two are not: it would turn") << 3 << 1 << 40 << 0.3 << 3;
    QTest::newRow("HPA-2: 100, 300, 500, 250, 250 of 50") << 5 << 5 << 28 << 0.5 << 3;
    QTest::newRow("HPA-2: the last two of these are not ready") << 5 << 3 << 30 << 0.5 << 2;
    QTest::newRow("nobody is ready") << 3 << 0 << 0 << 0.5 << 3;
    QTest::newRow("just within the tolerance") << 10 << 10 << 55 << 0.5 << 10;
    QTest::newRow("just beyond it") << 10 << 10 << 56 << 0.5 << 12;
    QTest::newRow("unused") << 10 << 10 << 0 << 0.5 << 0;
}

void TestAutoscaler::wishes() {
    QFETCH(int, instances);
    QFETCH(int, ready);
    QFETCH(int, percent);
    QFETCH(double, target);
    QTEST(sim::wishedInstances({instances, ready, percent}, settingsOf(target)), "wish");
}

// HPA-4: from 1 to 100, a decision each 15 s.
void TestAutoscaler::goesUpByAPolicyAtATime() {
    sim::Autoscaler autoscaler(settingsOf(0.01, 100));
    std::vector<int> instances{1};
    for (int i = 0; i < 6; ++i) {
        const int now = instances.back();
        instances.push_back(autoscaler.decide({now, now, 100}, runStart + i * 15s));
    }
    QCOMPARE(instances, (std::vector<int>{1, 5, 10, 20, 40, 80, 100}));
}

// HPA-5: 10 are wished at 0 s, 5 from 15 s on.
void TestAutoscaler::goesDownToTheLargestWishOfItsSpan() {
    sim::Autoscaler autoscaler(settingsOf(0.5));
    QCOMPARE(autoscaler.decide({10, 10, 50}, runStart), 10);
    for (auto at = 15s; at < 300s; at += 15s) {
        QCOMPARE(autoscaler.decide({10, 10, 25}, runStart + at), 10);
    }
    QCOMPARE(autoscaler.decide({10, 10, 25}, runStart + 300s), 5);
}

void TestAutoscaler::staysWithinItsBounds() {
    models::Autoscale settings = settingsOf(0.5, 6);
    settings.min = 3;
    settings.stabilization = 0s;
    sim::Autoscaler autoscaler(settings);
    QCOMPARE(autoscaler.decide({4, 4, 100}, runStart + 15s), 6);
    QCOMPARE(autoscaler.decide({6, 6, 1}, runStart + 30s), 3);
    QCOMPARE(autoscaler.decide({1, 1, 50}, runStart + 45s), 3);  // there were too few
}

// 4 slots are each busy all the time: 100 % of 50 % asked, with 2 s from a start to ready.
void TestAutoscaler::scalesAServiceByWhatIsUsed() {
    const sim::Report report = tests::reportOf(
        "watertight: 1\nname: scaled\nrun: { duration: 40 s }\nnetwork: { latency: 1 ms }\n"
        "services:\n  worker:\n    instances: 2\n    concurrency: 2\n    start-up: 2 s\n"
        "    autoscale: { target: 50 %, max: 5, every: 15 s }\n"
        "    endpoints: { work: [ { compute: 100 ms } ] }\n"
        "journeys:\n  users: { arrivals: constant(60/s), steps: [ { call: worker.work } ] }\n");
    QCOMPARE(tests::printTimeline(report.timeline),
             "15.000000 scaled worker\n"
             "17.000000 ready worker#3\n17.000000 ready worker#4\n"
             "30.000000 scaled worker\n32.000000 ready worker#5\n");
    QCOMPARE(report.timeline.front().detail, "2 -> 4: 99 % used");
}

TEST_OF_THIS_FILE(TestAutoscaler);
#include "tst_autoscaler.moc"
