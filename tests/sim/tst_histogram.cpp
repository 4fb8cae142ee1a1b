#include "sim/metrics/histogram.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/random/draw.h"
#include "tests/support/test_program.h"

using namespace models;
using namespace sim;
using namespace std::chrono_literals;

namespace {

constexpr double quantiles[] = {0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

// From a nanosecond to ten minutes, evenly in the logarithm.
std::vector<Duration> anyDurations(std::size_t count, std::uint32_t number = 0) {
    std::vector<Duration> values;
    for (std::size_t i = 0; i < count; ++i) {
        const double exponent = 39 * drawUnit({1, 2}, i, number);
        values.emplace_back(static_cast<std::int64_t>(std::exp2(exponent)));
    }
    return values;
}

Histogram histogramOf(const std::vector<Duration>& values, int bucketsPerOctave = 32) {
    Histogram histogram(bucketsPerOctave);
    for (const Duration value : values) {
        histogram.add(value);
    }
    return histogram;
}

Duration nearestRank(std::vector<Duration> values, double q) {
    std::sort(values.begin(), values.end());
    const double rank = std::ceil(q * static_cast<double>(values.size()) * (1 - 1e-12));
    return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

QString said(const Histogram& histogram) {
    if (histogram.count() == 0) {
        return "empty";
    }
    QStringList words{QString::number(histogram.count()),
                      "mean " + QString::number(histogram.mean()->count()),
                      "max " + QString::number(histogram.max()->count())};
    for (const double q : quantiles) {
        words << QString::number(histogram.quantile(q)->count());
    }
    return words.join(' ');
}

}  // namespace

class TestHistogram : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void emptyOneHasNoNumbers();
    void quantileIsWithinHalfABucketOfTheTrueOne_data() { resolutions(); }
    void quantileIsWithinHalfABucketOfTheTrueOne();
    void smallValuesAreExact_data() { resolutions(); }
    void smallValuesAreExact();
    void countMeanAndMaxAreExact();
    void quantileOfOneValueIsThatValue();
    void quantileIsTheNearestRank();
    void quantileIsNeverOutsideOfWhatWasAdded();
    void sumDoesNotOverflow();
    void longestDurationHasABucket();
    void mergedIsTheSameAsAddedTogether();
    void mergingOrderDoesNotMatter();
    void mergingWithAnEmptyOneChangesNothing();
    void subtractedIsWhatWasAddedSince();
    void subtractedMaxIsThatOfTheBucket();
    void subtractedFromItselfIsEmpty();
    void whoDidNotWaitIsCountedApart();
    void aBucketHoldsMoreThanThirtyTwoBits();
    void aBucketCountsOnBeyondSixteenBits();

  private:
    static void resolutions();
};

void TestHistogram::resolutions() {
    QTest::addColumn<int>("bucketsPerOctave");

    QTest::newRow("128 buckets") << 128;
    QTest::newRow("32 buckets") << 32;
    QTest::newRow("8 buckets") << 8;
}

void TestHistogram::emptyOneHasNoNumbers() {
    const Histogram histogram;

    QCOMPARE(histogram.count(), std::int64_t(0));
    QVERIFY(!histogram.mean());
    QVERIFY(!histogram.max());
    QVERIFY(!histogram.quantile(0.5));
}

void TestHistogram::quantileIsWithinHalfABucketOfTheTrueOne() {
    QFETCH(int, bucketsPerOctave);
    const std::vector<Duration> values = anyDurations(10'000);
    const Histogram histogram = histogramOf(values, bucketsPerOctave);

    for (const double q : quantiles) {
        const double exact = inSeconds(nearestRank(values, q));
        const double found = inSeconds(*histogram.quantile(q));
        QVERIFY2(std::fabs(found - exact) <= exact / (2 * bucketsPerOctave) * (1 + 1e-9),
                 QByteArray::number(q));
    }
}

void TestHistogram::smallValuesAreExact() {
    QFETCH(int, bucketsPerOctave);
    Histogram histogram(bucketsPerOctave);
    for (int value = 0; value < 2 * bucketsPerOctave; ++value) {
        histogram.add(Duration(value));
    }

    for (int value = 0; value < 2 * bucketsPerOctave; ++value) {
        const double q = (value + 1.0) / (2 * bucketsPerOctave);
        QCOMPARE(histogram.quantile(q)->count(), Duration::rep(value));
    }
}

void TestHistogram::countMeanAndMaxAreExact() {
    const Histogram histogram = histogramOf({1234567ns, 7654321ns, 1111111ns});

    QCOMPARE(histogram.count(), std::int64_t(3));
    QCOMPARE(histogram.mean()->count(), Duration::rep((1234567 + 7654321 + 1111111) / 3));
    QCOMPARE(histogram.max()->count(), Duration::rep(7654321));
}

void TestHistogram::quantileOfOneValueIsThatValue() {
    const Histogram histogram = histogramOf({1234567ns});

    for (const double q : quantiles) {
        QCOMPARE(histogram.quantile(q)->count(), Duration::rep(1234567));
    }
}

void TestHistogram::quantileIsTheNearestRank() {
    Histogram histogram(128);
    for (int value = 1; value <= 100; ++value) {
        histogram.add(Duration(value));
    }

    QCOMPARE(histogram.quantile(0.07)->count(), Duration::rep(7));
    QCOMPARE(histogram.quantile(0.5)->count(), Duration::rep(50));
    QCOMPARE(histogram.quantile(0.501)->count(), Duration::rep(51));
    QCOMPARE(histogram.quantile(0.99)->count(), Duration::rep(99));
    QCOMPARE(histogram.quantile(0.991)->count(), Duration::rep(100));
    QCOMPARE(histogram.quantile(1e-9)->count(), Duration::rep(1));
}

void TestHistogram::quantileIsNeverOutsideOfWhatWasAdded() {
    const Histogram low = histogramOf({1024us - 1ns, 1024us - 1ns});
    const Histogram high = histogramOf({1024us, 1024us});

    QCOMPARE(low.quantile(0.5)->count(), Duration(1024us - 1ns).count());
    QCOMPARE(high.quantile(0.5)->count(), Duration(1024us).count());
}

void TestHistogram::sumDoesNotOverflow() {
    Histogram histogram;
    for (int i = 0; i < 10; ++i) {
        histogram.add(24h * 36525);
    }

    QCOMPARE(histogram.mean()->count(), Duration(24h * 36525).count());
}

void TestHistogram::longestDurationHasABucket() {
    Histogram histogram;
    histogram.add(0ns);
    histogram.add(Duration::max());

    QCOMPARE(histogram.quantile(1)->count() > Duration::max().count() / 64 * 62, true);
    QCOMPARE(histogram.quantile(0.5)->count(), Duration::rep(0));
    QCOMPARE(histogram.max()->count(), Duration::max().count());
}

void TestHistogram::mergedIsTheSameAsAddedTogether() {
    const std::vector<Duration> some = anyDurations(1000, 1);
    std::vector<Duration> all = anyDurations(500, 2);
    Histogram merged = histogramOf(all);
    all.insert(all.end(), some.begin(), some.end());

    merged.merge(histogramOf(some));

    QCOMPARE(said(merged), said(histogramOf(all)));
}

void TestHistogram::mergingOrderDoesNotMatter() {
    const Histogram low = histogramOf({10us, 20us, 30us});
    const Histogram middle = histogramOf({10ms, 20ms});
    const Histogram high = histogramOf({10s, 20s, 30s});

    Histogram upwards = low;
    upwards.merge(middle);
    upwards.merge(high);
    Histogram downwards = high;
    downwards.merge(middle);
    downwards.merge(low);

    QCOMPARE(said(upwards), said(downwards));
    QVERIFY(upwards.sum() == downwards.sum());
}

void TestHistogram::mergingWithAnEmptyOneChangesNothing() {
    const Histogram some = histogramOf(anyDurations(100));
    Histogram left = some;
    Histogram right;

    left.merge(Histogram());
    right.merge(some);

    QCOMPARE(said(left), said(some));
    QCOMPARE(said(right), said(some));
}

void TestHistogram::subtractedIsWhatWasAddedSince() {
    const std::vector<Duration> early = anyDurations(1000, 1);
    const std::vector<Duration> late = anyDurations(1000, 2);
    const Histogram before = histogramOf(early);
    Histogram since = before;
    since.merge(histogramOf(late));

    since.subtract(before);

    const Histogram exact = histogramOf(late);
    QCOMPARE(since.count(), exact.count());
    QCOMPARE(since.mean()->count(), exact.mean()->count());
    for (const double q : {0.1, 0.5, 0.9, 0.99}) {
        QCOMPARE(since.quantile(q)->count(), exact.quantile(q)->count());
    }
}

void TestHistogram::subtractedMaxIsThatOfTheBucket() {
    const Histogram before = histogramOf({10ms, 1s});
    Histogram since = before;
    since.add(100ms);

    since.subtract(before);

    QVERIFY(*since.max() >= 100ms);
    QVERIFY(inSeconds(*since.max()) <= 0.1 * (1 + 1.0 / 32));
    QVERIFY(*since.quantile(0.5) <= *since.max());
    QCOMPARE(since.mean()->count(), Duration(100ms).count());
}

void TestHistogram::subtractedFromItselfIsEmpty() {
    Histogram histogram = histogramOf(anyDurations(100));
    const Histogram copy = histogram;

    histogram.subtract(copy);

    QCOMPARE(said(histogram), "empty");
    histogram.add(5ms);
    QCOMPARE(histogram.max()->count(), Duration(5ms).count());
}

// 90 of 100 waited for nothing: the ninetieth is the last of these.
void TestHistogram::whoDidNotWaitIsCountedApart() {
    Histogram waits = histogramOf(std::vector<Duration>(10, 5ms));
    const Histogram before = waits;
    Histogram none = histogramOf(std::vector<Duration>(90, 0ms));

    waits.merge(none);

    QCOMPARE(waits.count(), std::int64_t(100));
    QCOMPARE(waits.mean()->count(), Duration(500us).count());
    QCOMPARE(waits.quantile(0.9)->count(), Duration().count());
    QCOMPARE(waits.quantile(0.91)->count(), Duration(5ms).count());
    QCOMPARE(none.max()->count(), Duration().count());
    waits.subtract(before);
    QCOMPARE(said(waits), said(none));
}

// 3 values, doubled 33 times.
void TestHistogram::aBucketHoldsMoreThanThirtyTwoBits() {
    Histogram histogram = histogramOf({1ms, 1ms, 8ms});
    const std::int64_t low = histogram.quantile(0.66)->count();
    const std::int64_t high = histogram.quantile(0.67)->count();
    for (int i = 0; i < 33; ++i) {
        const Histogram again = histogram;
        histogram.merge(again);
    }

    QCOMPARE(histogram.count(), std::int64_t(3) << 33);
    QCOMPARE(histogram.quantile(0.66)->count(), low);
    QCOMPARE(histogram.quantile(0.67)->count(), high);
    const Histogram many = histogram;
    histogram.add(100ms);  // the line grows, and what is beyond 32 bits with it
    QCOMPARE(histogram.count(), (std::int64_t(3) << 33) + 1);
    const Histogram few = histogramOf({1ms, 8ms, 100ms});
    QCOMPARE(histogram.quantile(0.67)->count(), few.quantile(0.5)->count());
    histogram.subtract(many);
    QCOMPARE(histogram.count(), std::int64_t(1));
}

void TestHistogram::aBucketCountsOnBeyondSixteenBits() {
    constexpr int most = 200'000;
    Histogram histogram;
    for (int i = 0; i < most; ++i) {
        histogram.add(1ms);
    }
    const Histogram then = histogram;
    for (int i = 0; i < 2 * most; ++i) {
        histogram.add(64ms);
    }
    histogram.add(1ms);

    QCOMPARE(histogram.count(), std::int64_t(3 * most + 1));
    const double share = (most + 1.0) / (3 * most + 1.0);
    QVERIFY(*histogram.quantile(share) < 1.02 * 1ms);
    QVERIFY(*histogram.quantile(share + 1e-5) > 60ms);
    std::vector<std::pair<Duration, std::int64_t>> since;
    histogram.forEachBucketSince(
        then, [&](Duration lowest, std::int64_t count) { since.emplace_back(lowest, count); });
    QCOMPARE(since.size(), std::size_t(2));
    QCOMPARE(since[0].second, std::int64_t(1));
    QCOMPARE(since[1].second, std::int64_t(2 * most));
    histogram.subtract(then);
    QCOMPARE(histogram.count(), std::int64_t(2 * most + 1));
    QVERIFY(*histogram.quantile(0.5) > 60ms);
}

TEST_OF_THIS_FILE(TestHistogram);
#include "tst_histogram.moc"
