#include <QtTest>

#include "sim/simulation.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using namespace sim;

namespace {

Simulation observed() {
    RunOptions options;
    options.observe = true;
    options.playFaults = false;
    options.threads = 1;
    return Simulation(support::streamingScenario(), options);
}

}  // namespace

class TestObservation : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void chartsEveryCallOfEveryEdgeOnce() {
        Simulation run = observed();
        run.advanceTo(models::runStart + 10s);
        // A tick is due where an advance meets it.
        run.advanceTo(models::runStart + 10s + 1ms);

        const Snapshot seen = run.snapshot();
        const std::vector<ChartTick> ticks = run.takeChartTicks();
        QCOMPARE(ticks.size(), std::size_t(20));
        QVERIFY(!seen.edges.empty());
        for (std::size_t e = 0; e < seen.edges.size(); ++e) {
            std::int64_t started = 0;
            std::int64_t attempts = 0;
            for (const ChartTick& tick : ticks) {
                QCOMPARE(tick.edges.size(), seen.edges.size());
                started += tick.edges[e].started;
                attempts += tick.edges[e].attempts;
            }
            QVERIFY(attempts > 0);
            QVERIFY(attempts <= seen.edges[e].attempts);
            QVERIFY(attempts >= seen.edges[e].attempts - 10);
            // What began in the last millisecond is in no tick yet.
            QVERIFY(started > 0);
            QVERIFY(started <= seen.edges[e].counts.started);
            QVERIFY(started >= seen.edges[e].counts.started - 10);
        }
    }

    void tellsWhatEachInstanceServedRecently() {
        Simulation run = observed();
        run.advanceTo(models::runStart + 30s);
        const Snapshot seen = run.snapshot();

        for (const ServiceSnapshot& service : seen.services) {
            std::int64_t recent = 0;
            for (const InstanceSnapshot& instance : service.instances) {
                QVERIFY(instance.servedRecently < instance.served);
                recent += instance.servedRecently;
            }
            QVERIFY(recent > 0);
            QCOMPARE(recent, service.recent.counts.ended());
        }
    }

    void showsNoPercentileOfTooFewRequests() {
        Simulation run = observed();
        run.advanceTo(models::runStart + 1s + 1ms);
        const Snapshot seen = run.snapshot();
        const ChartTick tick = run.takeChartTicks().back();

        int shown = 0;
        for (const JourneySnapshot& journey : seen.journeys) {
            const Counts& counts = journey.recent.counts;
            QCOMPARE(journey.recent.p99.has_value(), counts.ok + counts.degraded >= 100);
            shown += journey.recent.p99 ? 1 : 0;
        }
        // Of one second: enough of the two busy journeys, too few of the third.
        QCOMPARE(shown, 2);
        for (const ChartPoint& point : tick.journeys) {
            QCOMPARE(point.p99.has_value(), point.answered >= 100);
            QCOMPARE(point.p50.has_value(), point.answered >= 2);
        }
    }

    // A band begins where the one before it ends, and every latency lies in its own.
    void latencyBandsLeaveNoGap() {
        for (int band = 0; band < 200; ++band) {
            const Duration lowest = LatencyBands::lowestOf(band);
            QCOMPARE(LatencyBands::bandOf(lowest), band);
            QCOMPARE(LatencyBands::bandOf(LatencyBands::lowestOf(band + 1) - 1ns), band);
            if (band >= 4) {
                QCOMPARE(LatencyBands::lowestOf(band + 4), 2 * lowest);
            }
        }
        LatencyBands sum;
        sum.add({40, {1, 2}});
        sum.add({38, {5}});
        sum.add({});
        sum.add({41, {1, 0, 7}});
        QCOMPARE(sum.first, 38);
        QCOMPARE(sum.counts, (std::vector<std::uint32_t>{5, 0, 1, 3, 0, 7}));
    }

    // Each answered request of the tick, and no other.
    void chartsLatenciesOfEachTick() {
        Simulation run = observed();
        run.advanceTo(models::runStart + 5s + 1ms);
        for (const ChartTick& tick : run.takeChartTicks()) {
            for (const auto* points : {&tick.journeys, &tick.services, &tick.edges}) {
                for (const ChartPoint& point : *points) {
                    std::int64_t counted = 0;
                    for (const std::uint32_t count : point.latency.counts) {
                        counted += count;
                    }
                    QCOMPARE(counted, point.completed);
                }
            }
        }
    }
};

TEST_OF_THIS_FILE(TestObservation);
#include "tst_observation.moc"
