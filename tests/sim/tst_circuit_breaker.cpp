#include "sim/policy/circuit_breaker.h"

#include <QTest>

#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace sim;
using namespace std::chrono_literals;

namespace {

QString nameOf(BreakerState state) {
    static const char* const names[] = {"CLOSED", "OPEN", "HALF"};
    return names[static_cast<int>(state)];
}

models::CircuitBreaker lastTen() {
    models::CircuitBreaker settings;
    settings.window = {.count = 10, .span = {}};
    settings.minimum = 10;
    settings.openFor = 5s;
    settings.probes = 3;
    return settings;
}

models::CircuitBreaker overSpan(Duration span, int minimum) {
    models::CircuitBreaker settings = lastTen();
    settings.window = {.count = {}, .span = span};
    settings.minimum = minimum;
    return settings;
}

enum class Answer { Good, Bad };

// A caller whose calls take no time unless `took` says so.
struct Caller {
    explicit Caller(const models::CircuitBreaker& settings) : breaker(settings) {}

    CircuitBreaker breaker;
    QStringList changes;  // "OPEN 0.9"
    int rejected = 0;
    int ok = 0;
    int failed = 0;

    void note(std::optional<BreakerState> changedTo, Instant now) {
        if (changedTo) {
            changes << nameOf(*changedTo) + ' ' +
                           QString::number(models::inSeconds(models::sinceStart(now)));
        }
    }

    void call(Answer answer, Duration when, Duration took = 0ms) {
        const BreakerPermission permission = breaker.tryAcquire(tests::at(when));
        note(permission.changedTo, tests::at(when));
        if (!permission.granted) {
            ++rejected;
            return;
        }
        ++(answer == Answer::Bad ? failed : ok);
        note(breaker.onResult(permission.era, answer == Answer::Bad, took, tests::at(when)),
             tests::at(when));
    }

    void calls(int count, Answer answer, Duration when, Duration took = 0ms) {
        for (int i = 0; i < count; ++i) {
            call(answer, when, took);
        }
    }

    QString said() const { return changes.join(", "); }
};

// Open since 1 s, by ten failures at that instant.
Caller openedAtOneSecond() {
    Caller caller(lastTen());
    caller.calls(10, Answer::Bad, 1s);
    caller.changes.clear();
    return caller;
}

}  // namespace

class TestCircuitBreaker : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void followsAnOutageOfTwelveSeconds();
    void opensWhenEverySecondCallFails();
    void staysClosedBelowTheMinimumOfResults();
    void judgesAWindowThatIsSmallerThanTheMinimum();
    void opensWhenTheShareReachesItsBound();
    void reachesABoundThatIsNotExactInBinary();
    void forgetsResultsBeyondTheCount();
    void countsSlowCallsWhetherGoodOrBad();
    void isSlowOnlyStrictlyAfterSlowAfter();
    void refusesUntilStrictlyLaterThanOpenFor();
    void changesOnlyWhenACallArrives();
    void permitsOnlyProbesWhenHalfOpen();
    void judgesAfterTheLastProbe();
    void closesWithAnEmptyWindow();
    void opensAgainForTheWholeTime();
    void slowProbesOpenItAgain();
    void resultOfAnEarlierEraDoesNotCount();
    void probeOfAnEarlierHalfOpenEraDoesNotCount();
    void abandonedProbeGivesItsPlaceBack();
    void abandonedCallOfAnEarlierEraGivesNothingBack();
    void spanWindowForgetsWholeSlices();
    void spanWindowCountsInShorterSlicesWhereItIsNoWholeNumberOfSeconds();
    void spanWindowShowsWhatIsStillInIt();
    void tellsWhatItRefusedSinceItOpened();
    void copyGoesItsOwnWay();
};

// CB-1: a call each 100 ms, the callee down for t < 12 s, 300 calls.
void TestCircuitBreaker::followsAnOutageOfTwelveSeconds() {
    Caller caller(lastTen());

    for (int i = 0; i < 300; ++i) {
        const Duration when = i * 100ms;
        caller.call(when < 12s ? Answer::Bad : Answer::Good, when);
    }

    QCOMPARE(caller.said(),
             "OPEN 0.9, HALF 6, OPEN 6.2, HALF 11.3, OPEN 11.5, HALF 16.6, "
             "CLOSED 16.8");
    QCOMPARE(caller.rejected, 150);
    QCOMPARE(caller.ok, 134);
    QCOMPARE(caller.failed, 16);
}

// CB-3.
void TestCircuitBreaker::opensWhenEverySecondCallFails() {
    Caller caller(lastTen());

    for (int i = 0; i < 10; ++i) {
        caller.call(i % 2 == 0 ? Answer::Bad : Answer::Good, i * 100ms);
    }

    QCOMPARE(caller.said(), "OPEN 0.9");
}

void TestCircuitBreaker::staysClosedBelowTheMinimumOfResults() {
    Caller caller(lastTen());

    caller.calls(9, Answer::Bad, 1s);
    QCOMPARE(caller.said(), "");

    caller.call(Answer::Good, 2s);
    QCOMPARE(caller.said(), "OPEN 2");
}

void TestCircuitBreaker::judgesAWindowThatIsSmallerThanTheMinimum() {
    models::CircuitBreaker settings = lastTen();
    settings.minimum = 100;
    Caller caller(settings);

    caller.calls(10, Answer::Bad, 1s);

    QCOMPARE(caller.said(), "OPEN 1");
}

void TestCircuitBreaker::opensWhenTheShareReachesItsBound() {
    Caller below(lastTen());
    below.calls(6, Answer::Good, 1s);
    below.calls(4, Answer::Bad, 2s);
    Caller reached(lastTen());
    reached.calls(5, Answer::Good, 1s);
    reached.calls(5, Answer::Bad, 2s);

    QCOMPARE(below.said(), "");
    QCOMPARE(reached.said(), "OPEN 2");
}

void TestCircuitBreaker::reachesABoundThatIsNotExactInBinary() {
    models::CircuitBreaker settings;
    settings.failures = {99.9 / 100};
    settings.window = {.count = 1000, .span = {}};
    settings.minimum = 1000;
    Caller caller(settings);

    caller.call(Answer::Good, 1s);
    caller.calls(999, Answer::Bad, 2s);

    QCOMPARE(caller.said(), "OPEN 2");
}

void TestCircuitBreaker::forgetsResultsBeyondTheCount() {
    Caller caller(lastTen());
    caller.calls(4, Answer::Bad, 1s);
    caller.calls(10, Answer::Good, 2s);

    caller.calls(4, Answer::Bad, 3s);
    QCOMPARE(caller.said(), "");
    QVERIFY(caller.breaker.counts(tests::at(3s)) == (BreakerCounts{.results = 10, .failures = 4}));

    caller.call(Answer::Bad, 4s);
    QCOMPARE(caller.said(), "OPEN 4");
}

void TestCircuitBreaker::countsSlowCallsWhetherGoodOrBad() {
    models::CircuitBreaker settings = lastTen();
    settings.slowAfter = 1s;
    settings.slowCalls = {0.8};
    Caller caller(settings);

    caller.calls(3, Answer::Good, 10s);
    caller.calls(4, Answer::Bad, 11s, 2s);
    caller.calls(3, Answer::Good, 12s, 2s);
    QCOMPARE(caller.said(), "");

    caller.call(Answer::Good, 13s, 2s);
    QCOMPARE(caller.said(), "OPEN 13");
}

void TestCircuitBreaker::isSlowOnlyStrictlyAfterSlowAfter() {
    models::CircuitBreaker settings = lastTen();
    settings.slowAfter = 1s;
    Caller notYet(settings);
    Caller now(settings);

    notYet.calls(10, Answer::Good, 10s, 1s);
    now.calls(10, Answer::Good, 10s, 1s + 1ns);

    QCOMPARE(notYet.said(), "");
    QCOMPARE(now.said(), "OPEN 10");
}

void TestCircuitBreaker::refusesUntilStrictlyLaterThanOpenFor() {
    Caller caller = openedAtOneSecond();

    caller.call(Answer::Good, 6s);
    QCOMPARE(caller.rejected, 1);
    QVERIFY(caller.breaker.state() == BreakerState::Open);

    caller.call(Answer::Good, 6s + 1ns);
    QCOMPARE(caller.rejected, 1);
    QVERIFY(caller.breaker.state() == BreakerState::HalfOpen);
    QVERIFY(caller.breaker.since() == tests::at(6s + 1ns));
}

void TestCircuitBreaker::changesOnlyWhenACallArrives() {
    Caller caller = openedAtOneSecond();

    QVERIFY(caller.breaker.counts(tests::at(1h)) == (BreakerCounts{.results = 10, .failures = 10}));
    QVERIFY(caller.breaker.state() == BreakerState::Open);

    caller.call(Answer::Good, 1h);
    QCOMPARE(caller.said(), "HALF 3600");
}

void TestCircuitBreaker::permitsOnlyProbesWhenHalfOpen() {
    Caller caller = openedAtOneSecond();

    for (int probe = 0; probe < 3; ++probe) {
        QVERIFY(caller.breaker.tryAcquire(tests::at(7s)).granted);
    }

    QVERIFY(!caller.breaker.tryAcquire(tests::at(7s)).granted);
    QVERIFY(!caller.breaker.tryAcquire(tests::at(1h)).granted);
    QVERIFY(caller.breaker.state() == BreakerState::HalfOpen);
}

void TestCircuitBreaker::judgesAfterTheLastProbe() {
    Caller bad = openedAtOneSecond();
    bad.calls(2, Answer::Bad, 7s);
    QCOMPARE(bad.said(), "HALF 7");
    bad.call(Answer::Good, 8s);
    QCOMPARE(bad.said(), "HALF 7, OPEN 8");

    Caller good = openedAtOneSecond();
    good.calls(2, Answer::Good, 7s);
    good.call(Answer::Bad, 8s);
    QCOMPARE(good.said(), "HALF 7, CLOSED 8");
}

void TestCircuitBreaker::closesWithAnEmptyWindow() {
    Caller caller = openedAtOneSecond();
    caller.calls(3, Answer::Good, 7s);
    QVERIFY(caller.breaker.counts(tests::at(7s)) == BreakerCounts{});

    caller.calls(9, Answer::Bad, 8s);
    QCOMPARE(caller.said(), "HALF 7, CLOSED 7");

    caller.call(Answer::Bad, 9s);
    QCOMPARE(caller.said(), "HALF 7, CLOSED 7, OPEN 9");
}

void TestCircuitBreaker::opensAgainForTheWholeTime() {
    Caller caller = openedAtOneSecond();
    caller.calls(3, Answer::Bad, 7s);

    caller.call(Answer::Good, 12s);
    QCOMPARE(caller.said(), "HALF 7, OPEN 7");

    caller.call(Answer::Good, 12s + 1ns);
    QVERIFY(caller.breaker.state() == BreakerState::HalfOpen);
}

void TestCircuitBreaker::slowProbesOpenItAgain() {
    models::CircuitBreaker settings = lastTen();
    settings.slowAfter = 1s;
    Caller caller(settings);
    caller.calls(10, Answer::Bad, 1s);

    caller.calls(3, Answer::Good, 8s, 2s);

    QCOMPARE(caller.said(), "OPEN 1, HALF 8, OPEN 8");
}

void TestCircuitBreaker::resultOfAnEarlierEraDoesNotCount() {
    Caller caller(lastTen());
    const BreakerPermission early = caller.breaker.tryAcquire(tests::at(0s));
    caller.calls(10, Answer::Bad, 1s);

    caller.breaker.onResult(early.era, true, 1s, tests::at(2s));
    QVERIFY(caller.breaker.counts(tests::at(2s)) == (BreakerCounts{.results = 10, .failures = 10}));

    caller.calls(2, Answer::Good, 7s);
    caller.breaker.onResult(early.era, true, 8s, tests::at(8s));
    QVERIFY(caller.breaker.counts(tests::at(8s)) == (BreakerCounts{.results = 2}));
}

void TestCircuitBreaker::probeOfAnEarlierHalfOpenEraDoesNotCount() {
    models::CircuitBreaker settings = lastTen();
    settings.probes = 1;
    Caller caller(settings);
    const BreakerPermission closed = caller.breaker.tryAcquire(tests::at(0s));
    caller.calls(10, Answer::Bad, 1s);
    caller.call(Answer::Good, 7s);

    QVERIFY(caller.breaker.state() == BreakerState::Closed);
    caller.breaker.onResult(closed.era, true, 7s, tests::at(8s));

    QVERIFY(caller.breaker.counts(tests::at(8s)) == BreakerCounts{});
}

void TestCircuitBreaker::abandonedProbeGivesItsPlaceBack() {
    Caller caller = openedAtOneSecond();
    const BreakerPermission lost = caller.breaker.tryAcquire(tests::at(7s));
    caller.calls(2, Answer::Good, 7s);
    QVERIFY(!caller.breaker.tryAcquire(tests::at(8s)).granted);

    caller.breaker.onAbandoned(lost.era);
    caller.call(Answer::Good, 9s);

    QCOMPARE(caller.said(), "CLOSED 9");
}

void TestCircuitBreaker::abandonedCallOfAnEarlierEraGivesNothingBack() {
    Caller caller(lastTen());
    const BreakerPermission early = caller.breaker.tryAcquire(tests::at(0s));
    caller.calls(10, Answer::Bad, 1s);
    for (int probe = 0; probe < 3; ++probe) {
        QVERIFY(caller.breaker.tryAcquire(tests::at(7s)).granted);
    }

    caller.breaker.onAbandoned(early.era);

    QVERIFY(!caller.breaker.tryAcquire(tests::at(8s)).granted);
}

// Ten slices of one second: at 11 s the window is [2 s, 12 s).
void TestCircuitBreaker::spanWindowForgetsWholeSlices() {
    Caller kept(overSpan(10s, 10));
    kept.calls(5, Answer::Bad, 2s);
    kept.calls(5, Answer::Good, 12s - 1ns);
    Caller forgotten(overSpan(10s, 10));
    forgotten.calls(5, Answer::Bad, 2s - 1ns);
    forgotten.calls(9, Answer::Good, 11s);

    QCOMPARE(kept.said(), "OPEN 12");
    QCOMPARE(forgotten.said(), "");
    QVERIFY(forgotten.breaker.counts(tests::at(11s)) == (BreakerCounts{.results = 9}));
}

void TestCircuitBreaker::spanWindowCountsInShorterSlicesWhereItIsNoWholeNumberOfSeconds() {
    Caller half(overSpan(500ms, 2));
    half.call(Answer::Bad, 999ms);
    half.call(Answer::Bad, 1s);
    QCOMPARE(half.said(), "");
    half.call(Answer::Bad, 1500ms - 1ns);
    QCOMPARE(half.said(), "OPEN 1.5");

    Caller longer(overSpan(1500ms, 2));
    longer.call(Answer::Bad, 750ms - 1ns);
    longer.call(Answer::Bad, 1500ms);
    QCOMPARE(longer.said(), "");
    longer.call(Answer::Bad, 2250ms);
    QCOMPARE(longer.said(), "OPEN 2.25");
}

void TestCircuitBreaker::spanWindowShowsWhatIsStillInIt() {
    Caller caller(overSpan(10s, 100));
    caller.calls(3, Answer::Bad, 1s);
    caller.calls(4, Answer::Good, 5s);

    QVERIFY(caller.breaker.counts(tests::at(10s)) == (BreakerCounts{.results = 7, .failures = 3}));
    QVERIFY(caller.breaker.counts(tests::at(11s)) == (BreakerCounts{.results = 4}));
    QVERIFY(caller.breaker.counts(tests::at(15s)) == BreakerCounts{});
}

void TestCircuitBreaker::tellsWhatItRefusedSinceItOpened() {
    Caller caller = openedAtOneSecond();
    caller.calls(5, Answer::Good, 2s);
    QCOMPARE(caller.breaker.refused(), std::int64_t(5));

    caller.calls(3, Answer::Bad, 7s);
    QCOMPARE(caller.breaker.refused(), std::int64_t(0));

    caller.calls(2, Answer::Good, 8s);
    QCOMPARE(caller.breaker.refused(), std::int64_t(2));
}

void TestCircuitBreaker::copyGoesItsOwnWay() {
    Caller caller(lastTen());
    caller.calls(9, Answer::Bad, 1s);
    Caller copy = caller;

    copy.call(Answer::Bad, 2s);

    QVERIFY(copy.breaker.state() == BreakerState::Open);
    QVERIFY(caller.breaker.state() == BreakerState::Closed);
    QVERIFY(caller.breaker.counts(tests::at(2s)) == (BreakerCounts{.results = 9, .failures = 9}));
}

TEST_OF_THIS_FILE(TestCircuitBreaker);
#include "tst_circuit_breaker.moc"
