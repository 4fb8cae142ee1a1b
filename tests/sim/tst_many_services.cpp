// Thousands of processes: what the next events need is fetched from memory before their turn, which
// must not be seen in the run, on one thread or several.
#include <QtTest>

#include "sim/simulation.h"
#include "tests/benchmarks/call_trees.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestManyServices : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void fetchingAheadChangesNothing();
};

void TestManyServices::fetchingAheadChangesNothing() {
    constexpr int many = 450;  // 2,250 services and 450 journeys
    constexpr int few = 10;
    const auto run = [](int copies, sim::SchedulerKind scheduler, int threads) {
        sim::RunOptions options;
        options.scheduler = scheduler;
        options.threads = threads;
        options.duration = 100ms;
        sim::Simulation simulation(bench::callTrees(copies), options);
        simulation.advanceTo(simulation.end());
        return simulation.report();
    };

    const sim::Report fetching = run(many, sim::SchedulerKind::Sequential, 1);
    QVERIFY(fetching.events > 100'000);
    for (const int threads : {1, 2, 3}) {
        const sim::Report windowed = run(many, sim::SchedulerKind::Windowed, threads);
        QCOMPARE(fetching.events, windowed.events);
        QCOMPARE(fetching.fingerprint, windowed.fingerprint);
    }

    // So few that nothing is fetched: those beside them change nothing for these.
    const sim::Report plain = run(few, sim::SchedulerKind::Sequential, 1);
    for (std::size_t i = 0; i < few; ++i) {
        const sim::JourneyReport& journey = fetching.journeys[i];
        QCOMPARE(journey.name, plain.journeys[i].name);
        QVERIFY(journey.counts.ok > 0);
        QCOMPARE(journey.counts.started, plain.journeys[i].counts.started);
        QCOMPARE(journey.counts.ok, plain.journeys[i].counts.ok);
        QCOMPARE(*journey.latency.mean, *plain.journeys[i].latency.mean);
        QCOMPARE(*journey.latency.max, *plain.journeys[i].latency.max);
    }
}

TEST_OF_THIS_FILE(TestManyServices);
#include "tst_many_services.moc"
