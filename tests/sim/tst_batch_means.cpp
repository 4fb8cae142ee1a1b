// Intervals against published quantiles and series whose truth is known.
//   Student's t, two-sided 95 %: 2.776 (4 degrees of freedom), 2.262 (9), 2.045 (29); 99 %: 3.250
//   (9) (Law, Simulation Modeling and Analysis, table T.1). Wilson's interval of 0 in 10 at 95 %: 0
//   to 0.2775 (Wilson 1927). M/M/1 at rho 0.5: the mean response 20 ms lies in the interval of
//   about 95 of 100 runs; of 40 runs at least 33 with probability 0.999 (binomial), and not all 40
//   would be told from 36.
#include <QtTest>

#include "sim/batch_means.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestBatchMeans : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void studentsFactorIsThatOfTheTable();
    void anIntervalOfTheMeanNeedsTwoObservations();
    void wilsonKnowsThatNothingFailedYet();
    void aPercentileNeedsARequestBeyondIt();
    void batchesAreBoundedAndLoseNothing();
    void tooFewRequestsHaveNoInterval();
    void batchesThatGoTogetherHaveNoInterval();
    void equalRequestsHaveAnIntervalOfNoWidth();
    void theIntervalHoldsTheTruthAsOftenAsItSays();
    void theIntervalIsTheSameOnAnyNumberOfThreads();
};

namespace {

bool isNear(double found, double wanted, double tolerance) {
    return std::abs(found - wanted) <= tolerance;
}

// A request a millisecond, each with a latency of its own.
template <typename Latency>
sim::JourneyIntervals intervalsOfSeries(int count, const Latency& latency) {
    sim::Batches batches;
    sim::Counts counts;
    for (int i = 0; i < count; ++i) {
        batches.add(true, latency(i), models::runStart + 1ms * (i + 1));
        ++counts.started;
        ++counts.ok;
    }
    return sim::intervalsOf(batches, models::runStart, counts);
}

const std::string queue = R"(
watertight: 1
name: a queue
run: { duration: 220 s, warm-up: 20 s }
network: { latency: 0.1 ms }
services:
  server: { concurrency: 1, inbox: unlimited, endpoints: { work: [ { compute: exp(10 ms) } ] } }
journeys:
  users: { arrivals: poisson(50/s), steps: [ { call: server.work } ] }
)";

}  // namespace

void TestBatchMeans::studentsFactorIsThatOfTheTable() {
    QVERIFY(isNear(sim::studentFactor(0.95, 4), 2.776, 5e-4));
    QVERIFY(isNear(sim::studentFactor(0.95, 9), 2.262, 5e-4));
    QVERIFY(isNear(sim::studentFactor(0.95, 29), 2.045, 5e-4));
    QVERIFY(isNear(sim::studentFactor(0.99, 9), 3.250, 5e-4));
}

void TestBatchMeans::anIntervalOfTheMeanNeedsTwoObservations() {
    QVERIFY(!sim::intervalOfMean({5}, 0.95));

    // Mean 3, variance 2.5, so 2.776 * sqrt(2.5 / 5) = 1.963.
    const auto interval = sim::intervalOfMean({1, 2, 3, 4, 5}, 0.95);
    QVERIFY(isNear(interval->low, 3 - 1.963, 1e-3));
    QVERIFY(isNear(interval->high, 3 + 1.963, 1e-3));
}

void TestBatchMeans::wilsonKnowsThatNothingFailedYet() {
    const sim::Interval interval = sim::wilsonInterval(0, 10, 0.95);

    QVERIFY(isNear(interval.low, 0, 1e-12));
    QVERIFY(isNear(interval.high, 0.2775, 1e-4));
}

void TestBatchMeans::aPercentileNeedsARequestBeyondIt() {
    QCOMPARE(sim::requestsNeededFor(0.99, 0), std::int64_t(100));
    QCOMPARE(sim::requestsNeededFor(0.99, 99), std::int64_t(1));
    QCOMPARE(sim::requestsNeededFor(0.99, 100), std::int64_t(0));
    QCOMPARE(sim::requestsNeededFor(0.999, 400), std::int64_t(600));
    QCOMPARE(sim::requestsNeededFor(0.5, 1), std::int64_t(1));
}

void TestBatchMeans::batchesAreBoundedAndLoseNothing() {
    sim::Batches batches;
    for (int i = 1; i <= 1'000'000; ++i) {
        batches.add(i % 2 == 0, models::Duration(i), models::runStart + models::Duration(i));
        QVERIFY(batches.full().size() < sim::batchesAtMost);
    }

    std::int64_t answered = 0;
    std::int64_t latency = 0;
    for (const sim::Batch& batch : batches.full()) {
        answered += batch.answered;
        latency += batch.latency;
    }
    const auto inBatches = static_cast<std::int64_t>(batches.full().size()) * batches.size();
    QVERIFY(inBatches > 1'000'000 - batches.size() && inBatches <= 1'000'000);
    QCOMPARE(answered, inBatches / 2);
    QCOMPARE(latency, inBatches / 2 * (inBatches / 2 + 1));  // 2 + 4 + 6 + ...
    QCOMPARE(batches.full().back().end, models::runStart + models::Duration(inBatches));
}

void TestBatchMeans::tooFewRequestsHaveNoInterval() {
    const auto constant = [](int) { return 5ms; };

    const sim::JourneyIntervals short199 = intervalsOfSeries(199, constant);
    const sim::JourneyIntervals enough = intervalsOfSeries(200, constant);

    QCOMPARE(short199.requestsNeeded, std::int64_t(1));
    QVERIFY(!short199.mean && !short199.availability && !short199.throughput);
    QCOMPARE(enough.requestsNeeded, std::int64_t(0));
    QVERIFY(enough.mean.has_value());
}

void TestBatchMeans::batchesThatGoTogetherHaveNoInterval() {
    const auto growing = intervalsOfSeries(20'000, [](int i) { return 1us * (i + 1); });

    QVERIFY(!growing.mean);
    QCOMPARE(growing.requestsNeeded, std::int64_t(0));
    QVERIFY(growing.throughput.has_value());  // a request a millisecond all the time
}

void TestBatchMeans::equalRequestsHaveAnIntervalOfNoWidth() {
    const auto intervals = intervalsOfSeries(5000, [](int) { return 5ms; });

    QVERIFY(isNear(intervals.mean->low, 0.005, 1e-12));
    QVERIFY(isNear(intervals.mean->high, 0.005, 1e-12));
    QVERIFY(isNear(intervals.throughput->low, 1000, 1e-6));
    QVERIFY(isNear(intervals.throughput->high, 1000, 1e-6));
    // All 5,000 went well; one in 1,300 may fail all the same.
    QVERIFY(isNear(intervals.availability->low, 0.99923, 1e-5));
    QCOMPARE(intervals.availability->high, 1.0);
}

void TestBatchMeans::theIntervalHoldsTheTruthAsOftenAsItSays() {
    int measured = 0;
    int held = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const sim::Report report = tests::reportOf(queue, seed);
        const sim::JourneyIntervals& found = report.journeys.front().intervals;
        measured += found.mean ? 1 : 0;
        held += found.mean && found.mean->contains(0.0202) ? 1 : 0;
        // As narrow as a run of 10,000 requests makes it: never just wide enough for anything.
        QVERIFY(!found.mean || found.mean->high - found.mean->low < 0.008);
    }

    QVERIFY2(measured >= 36, QByteArray::number(measured));
    QVERIFY2(held >= measured - 7, QByteArray::number(held));
}

void TestBatchMeans::theIntervalIsTheSameOnAnyNumberOfThreads() {
    const auto on = [](int threads) {
        sim::RunOptions options;
        options.threads = threads;
        options.scheduler = sim::SchedulerKind::Windowed;
        return tests::runOf(tests::scenarioFrom(queue), options).report().journeys.front();
    };
    const sim::JourneyReport one = on(1);
    const sim::JourneyReport three = on(3);

    QVERIFY(one.intervals.mean.has_value());
    QCOMPARE(one.intervals.mean, three.intervals.mean);
    QCOMPARE(one.intervals.throughput, three.intervals.throughput);
    QCOMPARE(one.intervals.availability, three.intervals.availability);
}

TEST_OF_THIS_FILE(TestBatchMeans);
#include "tst_batch_means.moc"
