#include "sim/policy/retry.h"

#include <QTest>

#include <cmath>

#include "sim/random/sampler.h"
#include "tests/support/test_program.h"

using namespace models;
using namespace sim;
using namespace std::chrono_literals;

namespace {

constexpr double normalQuantile9995 = 3.2905;  // two-sided 99.9 %

Retry backoffOf(Duration backoff, double multiplier = 2) {
    Retry policy;
    policy.backoff = backoff;
    policy.multiplier = multiplier;
    return policy;
}

// "0.1 0.2 0.4": the waits before the first retries, in seconds.
QString backoffs(const Retry& policy, int retries) {
    QStringList words;
    for (int number = 1; number <= retries; ++number) {
        words << QString::number(inSeconds(retryBackoff(policy, number)));
    }
    return words.join(' ');
}

struct Waits {
    double mean = 0;  // seconds
    Duration min = Duration::max();
    Duration max{};
};

constexpr int draws = 100'000;

// Of the sum of the first `retries` waits.
Waits totalWaits(const Retry& policy, int retries) {
    const DrawKey key = drawKey(42, "retry");
    Waits waits;
    for (Identity call = 0; call < draws; ++call) {
        Duration total{};
        for (int number = 1; number <= retries; ++number) {
            total += retryWait(policy, number, key, mixed(call, static_cast<Identity>(number)));
        }
        waits.mean += inSeconds(total) / draws;
        waits.min = std::min(waits.min, total);
        waits.max = std::max(waits.max, total);
    }
    return waits;
}

}  // namespace

class TestRetry : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void backoffIsMultipliedBeforeEachRetry();
    void backoffEndsAtItsMaximum();
    void backoffIsExactToTheNanosecond();
    void backoffDoesNotOverflow();
    void backoffShrinksWithAMultiplierBelowOne();
    void withoutBackoffThereIsNoWait();
    void withoutJitterTheWaitIsTheBackoff();
    void fullJitterHasThePublishedMean();
    void equalJitterWaitsFromHalfToAll();
    void waitDependsOnNothingButKeyAndIdentity();
    void everyRetryIsAllowedWithoutABudget();
    void threeRetriesAreAlwaysAllowed();
    void budgetIsAShareOfTheCallsUnderWay_data();
    void budgetIsAShareOfTheCallsUnderWay();
};

void TestRetry::backoffIsMultipliedBeforeEachRetry() {
    QCOMPARE(backoffs(backoffOf(100ms), 5), "0.1 0.2 0.4 0.8 1.6");
    QCOMPARE(backoffs(backoffOf(100ms, 1), 3), "0.1 0.1 0.1");
    QCOMPARE(backoffs(backoffOf(100ms, 1.5), 3), "0.1 0.15 0.225");
}

void TestRetry::backoffEndsAtItsMaximum() {
    Retry policy = backoffOf(100ms);
    policy.maxBackoff = 1s;
    Retry belowTheFirst = backoffOf(100ms);
    belowTheFirst.maxBackoff = 70ms;

    QCOMPARE(backoffs(policy, 5), "0.1 0.2 0.4 0.8 1");
    QCOMPARE(backoffs(belowTheFirst, 2), "0.07 0.07");
}

void TestRetry::backoffIsExactToTheNanosecond() {
    const Retry policy = backoffOf(7ns, 3);

    std::int64_t exact = 7;
    for (int number = 1; number <= 30; ++number) {
        QCOMPARE(retryBackoff(policy, number).count(), exact);
        exact *= 3;
    }
}

void TestRetry::backoffDoesNotOverflow() {
    QCOMPARE(retryBackoff(backoffOf(1s), 1'000'000'000).count(), durationMax.count());
    QCOMPARE(retryBackoff(backoffOf(1s, 1e300), 50).count(), durationMax.count());
    QCOMPARE(retryBackoff(backoffOf(1s, 1), 1'000'000'000).count(), Duration(1s).count());
    QCOMPARE(retryBackoff(backoffOf(0s), 1'000'000'000).count(), Duration::rep(0));
}

void TestRetry::backoffShrinksWithAMultiplierBelowOne() {
    QCOMPARE(backoffs(backoffOf(1s, 0.5), 3), "1 0.5 0.25");
    QCOMPARE(retryBackoff(backoffOf(1s, 0.5), 1000).count(), Duration::rep(0));
}

void TestRetry::withoutBackoffThereIsNoWait() {
    Retry policy = backoffOf(0ms);
    policy.jitter = Jitter::Full;

    QCOMPARE(retryWait(policy, 5, {1, 2}, 3).count(), Duration::rep(0));
}

void TestRetry::withoutJitterTheWaitIsTheBackoff() {
    QCOMPARE(retryWait(backoffOf(100ms), 3, {1, 2}, 3).count(), Duration(400ms).count());
}

// BO-1: five sleeps of base 100 ms and cap 1 s. The variance of a uniform wait is its square / 12.
void TestRetry::fullJitterHasThePublishedMean() {
    Retry policy = backoffOf(100ms);
    policy.maxBackoff = 1s;
    policy.jitter = Jitter::Full;

    const Waits waits = totalWaits(policy, 5);

    const double variance = (0.01 + 0.04 + 0.16 + 0.64 + 1) / 12;
    QVERIFY2(std::fabs(waits.mean - 1.25) < normalQuantile9995 * std::sqrt(variance / draws),
             QByteArray::number(waits.mean));
    QVERIFY(waits.max <= 2500ms);
    QVERIFY(waits.min >= 0ms);
}

void TestRetry::equalJitterWaitsFromHalfToAll() {
    Retry policy = backoffOf(100ms);
    policy.jitter = Jitter::Equal;

    const Waits waits = totalWaits(policy, 1);

    QVERIFY(waits.min >= 50ms);
    QVERIFY(waits.min < 50100us);
    QVERIFY(waits.max > 99900us);
    QVERIFY(waits.max <= 100ms);
    const double variance = 0.05 * 0.05 / 12;
    QVERIFY(std::fabs(waits.mean - 0.075) < normalQuantile9995 * std::sqrt(variance / draws));
}

void TestRetry::waitDependsOnNothingButKeyAndIdentity() {
    Retry policy = backoffOf(100ms);
    policy.jitter = Jitter::Full;
    const DrawKey key = drawKey(42, "retry");

    const Duration wait = retryWait(policy, 2, key, 7);

    QVERIFY(retryWait(policy, 2, key, 8) != wait);
    QVERIFY(retryWait(policy, 2, drawKey(43, "retry"), 7) != wait);
    QCOMPARE(retryWait(policy, 2, key, 7).count(), wait.count());
}

void TestRetry::everyRetryIsAllowedWithoutABudget() {
    QVERIFY(retryAllowed(std::nullopt, 1'000'000, 1));
}

void TestRetry::threeRetriesAreAlwaysAllowed() {
    for (std::int64_t underWay = 0; underWay < 3; ++underWay) {
        QVERIFY(retryAllowed(Ratio{0}, underWay, 1));
    }
    QVERIFY(!retryAllowed(Ratio{0}, 3, 1));
    QVERIFY(!retryAllowed(Ratio{0.2}, 3, 10));
}

void TestRetry::budgetIsAShareOfTheCallsUnderWay_data() {
    QTest::addColumn<double>("budget");
    QTest::addColumn<int>("callsUnderWay");
    QTest::addColumn<int>("retriesMax");

    QTest::newRow("RB-1, 100 calls") << 0.2 << 100 << 20;
    QTest::newRow("RB-1, 10 calls") << 0.2 << 10 << 3;
    QTest::newRow("a share of a retry is none") << 0.2 << 24 << 4;
    QTest::newRow("not exact in binary, from below") << 0.07 << 100 << 7;
    QTest::newRow("not exact in binary, from above") << 0.29 << 100 << 29;
    QTest::newRow("all") << 1.0 << 50 << 50;
}

void TestRetry::budgetIsAShareOfTheCallsUnderWay() {
    QFETCH(double, budget);
    QFETCH(int, callsUnderWay);
    QFETCH(int, retriesMax);

    QVERIFY(retryAllowed(Ratio{budget}, retriesMax - 1, callsUnderWay));
    QVERIFY(!retryAllowed(Ratio{budget}, retriesMax, callsUnderWay));
}

TEST_OF_THIS_FILE(TestRetry);
#include "tst_retry.moc"
