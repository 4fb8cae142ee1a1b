// A surge: more users come while it lasts, by the same draws. To the nanosecond.
#include <QtTest>

#include "sim/service/surge_clock.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestSurge : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void constantArrivalsComeMoreOftenWhileItLasts();
    void phasesChangeWhenTheyWould();
    void overlappingOnesMultiply();
    void usersThinkLessWhileItLasts();
    void aRampIsMultipliedWhereItHasComeTo();
    void theClockTurnsBack();
    void poissonArrivalsHaveTheRateAskedFor();
};

using namespace std::chrono_literals;

namespace {

std::string surgeScenario(const std::string& users, const std::string& faults) {
    return "watertight: 1\n"
           "name: surge\n"
           "run: { duration: 1 h }\n"
           "network: { latency: 1 ms }\n"
           "services: { worker: { endpoints: { work: [ { compute: 1 ms } ] } } }\n"
           "journeys: { users: { " +
           users +
           ", steps: [ { call: worker.work } ] } }\n"
           "faults: [ " +
           faults + " ]\n";
}

// How many users began before each of these instants.
std::vector<std::int64_t> startedBefore(const std::string& text,
                                        const std::vector<models::Duration>& instants) {
    sim::Simulation simulation(tests::scenarioFrom(text), {});
    std::vector<std::int64_t> started;
    for (const models::Duration instant : instants) {
        simulation.advanceTo(models::runStart + instant);
        started.push_back(simulation.snapshot().journeys.front().counts.started);
    }
    return started;
}

using Counts = std::vector<std::int64_t>;

}  // namespace

// Before it each 100 ms, in it each 20 ms, after it each 100 ms again: at 1 s the eleventh, at
// 1.02 s the twelfth, at 2 s the sixty-first and at 2.1 s the next.
void TestSurge::constantArrivalsComeMoreOftenWhileItLasts() {
    const std::string text =
        surgeScenario("arrivals: constant(10/s)", "{ at: 1 s, surge: users, by: 5x, for: 1 s }");
    QCOMPARE(startedBefore(text, {1s, 1s + 1ns, 1020ms, 1020ms + 1ns, 2s, 2s + 1ns, 2100ms,
                                  2100ms + 1ns, 3s + 1ns}),
             (Counts{10, 11, 11, 12, 60, 61, 61, 62, 71}));
    QCOMPARE(tests::printTimeline(tests::reportOf(text).timeline),
             std::string("1.000000 fault users\n2.000000 fault-ended users\n"));
}

// A phase ends when it would without it: 10/s until 2 s, then 1/s; in the surge ten times that.
void TestSurge::phasesChangeWhenTheyWould() {
    const std::string text = surgeScenario(
        "arrivals: [ { for: 2 s, arrivals: constant(10/s) }, { arrivals: constant(1/s) } ]",
        "{ at: 1900 ms, surge: users, by: 10x, for: 200 ms }");
    // At 1.9 s the twentieth, then each 10 ms: 1.99 s is the twenty-ninth. The second phase has
    // its first at 2 s, its second at 2.1 s, where the surge ends, and its third a second later.
    QCOMPARE(startedBefore(text, {1900ms, 1900ms + 1ns, 2s, 2s + 1ns, 2100ms, 2100ms + 1ns, 3100ms,
                                  3100ms + 1ns}),
             (Counts{19, 20, 29, 30, 30, 31, 31, 32}));
}

void TestSurge::overlappingOnesMultiply() {
    const std::string text = surgeScenario("arrivals: constant(10/s)",
                                           "{ at: 1 s, surge: users, by: 2x, for: 3 s }, "
                                           "{ at: 2 s, surge: [ users ], by: 3x, for: 1 s }");
    // 10 until 1 s, 20 more until 2 s, 60 until 3 s, 20 until 4 s, then 10 a second.
    QCOMPARE(startedBefore(text, {1s, 2s, 3s, 4s, 5s}), (Counts{10, 30, 90, 110, 120}));
}

// Two users who think for 100 ms and act for 3 ms: what they begin to think while it lasts takes a
// tenth.
void TestSurge::usersThinkLessWhileItLasts() {
    const std::string text = surgeScenario("users: 2, think: 100 ms",
                                           "{ at: 101 ms, surge: users, by: 10x, for: 14 ms }");
    // Both act at 100, 113 (10 ms after 103) and 216 ms: at 116 ms they think as ever.
    QCOMPARE(startedBefore(text, {100ms + 1ns, 113ms, 113ms + 1ns, 216ms, 216ms + 1ns}),
             (Counts{2, 2, 4, 4, 6}));
}

// From 0 to 1,000/s in 10 s there come 5,000; a surge of 3x in its second half adds twice what
// comes there, 3,750: within four standard deviations of a Poisson number.
void TestSurge::aRampIsMultipliedWhereItHasComeTo() {
    const std::string text = surgeScenario("arrivals: ramp(0/s to 1000/s in 10 s)",
                                           "{ at: 5 s, surge: users, by: 3x, for: 5 s }");
    const Counts started = startedBefore(text, {5s, 10s, 11s});
    QVERIFY2(std::abs(started[0] - 1250) < 4 * 36, QByteArray::number(qint64(started[0])));
    const std::int64_t within = started[1] - started[0];
    QVERIFY2(std::abs(within - 11'250) < 4 * 107, QByteArray::number(qint64(within)));
    const std::int64_t after = started[2] - started[1];
    QVERIFY2(std::abs(after - 1000) < 4 * 32, QByteArray::number(qint64(after)));
}

void TestSurge::theClockTurnsBack() {
    sim::SurgeClock clock;
    QVERIFY(clock.isPlain());
    clock.change(models::runStart + 1s, 5);
    clock.change(models::runStart + 2s, 1);
    for (const models::Duration time : {0ns, 1ns, 999'999'999ns, 1'000'000'000ns, 1'234'567'891ns,
                                        2'000'000'000ns, 3'000'000'001ns}) {
        const models::Instant instant = models::runStart + time;
        QCOMPARE(clock.when(clock.elapsed(instant)), instant);
    }
    QCOMPARE(clock.elapsed(models::runStart + 3s), 7e9);
}

void TestSurge::poissonArrivalsHaveTheRateAskedFor() {
    const std::string text = surgeScenario("arrivals: poisson(100/s)",
                                           "{ at: 100 s, surge: users, by: 4x, for: 100 s }");
    const Counts started = startedBefore(text, {100s, 200s, 300s});
    // Four standard deviations of each Poisson number.
    QVERIFY(std::abs(started[0] - 10'000) < 400);
    QVERIFY(std::abs(started[1] - started[0] - 40'000) < 800);
    QVERIFY(std::abs(started[2] - started[1] - 10'000) < 400);
}

TEST_OF_THIS_FILE(TestSurge);
#include "tst_surge.moc"
