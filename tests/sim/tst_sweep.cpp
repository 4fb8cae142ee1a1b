// One parameter over several values: the same seeds for each, intervals over them, and no
// dependence on threads.
#include "sim/sweep.h"

#include <QtTest>

#include "models/io/scenario_reader.h"
#include "tests/support/test_program.h"

namespace {

// Eight tenths of what one slot serves.
models::Scenario queueWith(const char* concurrency) {
    const std::string text = R"(watertight: 1
name: One queue
run: { seed: 1, duration: 60 s, warm-up: 5 s }
services:
  shop:
    concurrency: )" + std::string(concurrency) +
                             R"(
    endpoints: { buy: [ { compute: exp(10 ms) } ] }
journeys: { buyers: { arrivals: poisson(80/s), steps: [ { call: shop.buy } ] } }
)";
    models::ScenarioReading reading = models::readScenario(text, "queue.yaml", {});
    if (!reading.scenario)
        qFatal("the scenario of the test has errors");
    return *std::move(reading.scenario);
}

enum Measure { Availability, Throughput, P50, P99 };

const sim::SweptMeasure& measure(const sim::Sweep& found, std::size_t value, Measure which) {
    return found.points.at(value).at(0).measures[which];
}

}  // namespace

class TestSweep : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    // M/M/1 at 0.8 against M/M/4 at 0.2: half of the requests wait less, the slow ones far less.
    void tellsWhatAValueDoes() {
        const sim::Sweep found =
            sim::sweep({queueWith("1"), queueWith("4")}, {.seed = 7, .seeds = 4});

        QCOMPARE(found.points.size(), std::size_t(2));
        QCOMPARE(found.points[0][0].name, std::string("buyers"));
        QCOMPARE(*measure(found, 0, Availability).mean, 1.0);
        QVERIFY(std::abs(*measure(found, 0, Throughput).mean - 80) < 4);
        // ln 2 / (mu - lambda) = 34.7 ms alone; hardly more than the service time of four.
        QVERIFY(measure(found, 0, P50).interval->contains(0.0347));
        QVERIFY(*measure(found, 1, P50).mean < 0.008);
        QVERIFY(*measure(found, 1, P99).mean < *measure(found, 0, P99).mean / 3);
        for (const Measure which : {Throughput, P50, P99}) {
            const sim::SweptMeasure& each = measure(found, 0, which);
            QVERIFY(each.interval->contains(*each.mean));
            QVERIFY(each.interval->low < each.interval->high);
        }
    }

    void theSameValueTwiceIsTheSame() {
        const sim::Sweep found =
            sim::sweep({queueWith("2"), queueWith("2")}, {.seed = 7, .seeds = 2});

        for (const Measure which : {Availability, Throughput, P50, P99})
            QCOMPARE(*measure(found, 0, which).mean, *measure(found, 1, which).mean);
    }

    void threadsChangeNothing() {
        const std::vector<models::Scenario> scenarios{queueWith("1"), queueWith("2")};
        int most = 0;

        const sim::Sweep alone = sim::sweep(scenarios, {.seed = 3, .seeds = 3, .threads = 1});
        const sim::Sweep many =
            sim::sweep(scenarios, {.seed = 3, .seeds = 3, .threads = 3}, [&](int done, int all) {
                most = std::max(most, done);
                QCOMPARE(all, 6);
            });

        QCOMPARE(most, 6);
        for (const std::size_t value : {0U, 1U}) {
            for (const Measure which : {Throughput, P50, P99}) {
                QCOMPARE(*measure(alone, value, which).mean, *measure(many, value, which).mean);
                QVERIFY(measure(alone, value, which).interval ==
                        measure(many, value, which).interval);
            }
        }
    }

    void oneSeedHasNoInterval() {
        const sim::Sweep found = sim::sweep({queueWith("1")}, {.seed = 7, .seeds = 1});

        QVERIFY(measure(found, 0, P50).mean.has_value());
        QVERIFY(!measure(found, 0, P50).interval.has_value());
    }

    void endsWhenItIsCancelled() {
        std::atomic<bool> cancelled = false;
        const sim::Sweep found =
            sim::sweep({queueWith("1"), queueWith("2")},
                       {.seed = 7, .seeds = 2, .threads = 1, .cancelled = &cancelled},
                       [&](int, int) { cancelled = true; });

        QVERIFY(found.cancelled);
        QVERIFY(found.points.empty());
    }
};

TEST_OF_THIS_FILE(TestSweep);
#include "tst_sweep.moc"
