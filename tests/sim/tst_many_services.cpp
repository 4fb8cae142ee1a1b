// Thousands of processes: in global order what the next events need is fetched from memory before
// their turn, which must not be seen in the run. In windows nothing is fetched.
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
    constexpr int copies = 450;  // 2,250 services and 450 journeys
    const models::Scenario scenario = bench::callTrees(copies);
    const auto run = [&](sim::SchedulerKind scheduler) {
        sim::RunOptions options;
        options.scheduler = scheduler;
        options.threads = 1;
        options.duration = 100ms;
        sim::Simulation simulation(scenario, options);
        simulation.advanceTo(simulation.end());
        return simulation.report();
    };

    const sim::Report fetching = run(sim::SchedulerKind::Sequential);
    const sim::Report windowed = run(sim::SchedulerKind::Windowed);

    QVERIFY(fetching.events > 100'000);
    QCOMPARE(fetching.events, windowed.events);
    QCOMPARE(fetching.fingerprint, windowed.fingerprint);
}

TEST_OF_THIS_FILE(TestManyServices);
#include "tst_many_services.moc"
