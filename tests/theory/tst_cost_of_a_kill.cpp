// What a kill costs where nothing is left to chance.
//   FC-1  One instance, no line: request n comes to the door at n d + l and is at work for s.
//   Killed
//         at t for T, ready again a start-up u later, it fails exactly those requests whose
//         [n d + l, n d + l + s) meets [t, t + T + u): from ceil((t - l - s) / d), strictly above,
//         to ceil((t + T + u - l) / d), not included.
// Source: counting. Tolerance: none. Constant arrivals, latency and work; d = 10 ms, l = 0.5 ms,
// s = 4 ms.
#include <QtTest>

#include <string>

#include "models/outcome.h"
#include "sim/fault_cost.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestCostOfAKill : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void isTheCountOfThoseItMeets_data();
    void isTheCountOfThoseItMeets();
};

namespace {

// In microseconds.
constexpr std::int64_t apart = 10'000, latency = 500, serving = 4'000;

std::int64_t requestsThatMeet(std::int64_t from, std::int64_t to, std::int64_t end) {
    std::int64_t count = 0;
    for (std::int64_t n = 1; n * apart < end; ++n) {
        const std::int64_t comes = n * apart + latency;
        count += comes < to && comes + serving > from ? 1 : 0;
    }
    return count;
}

}  // namespace

void TestCostOfAKill::isTheCountOfThoseItMeets_data() {
    QTest::addColumn<int>("at");  // milliseconds
    QTest::addColumn<int>("lasts");
    QTest::addColumn<int>("startUp");
    QTest::addColumn<int>("lost");  // by hand
    QTest::newRow("while nobody is served") << 2008 << 3000 << 0 << 300;
    QTest::newRow("while one is served") << 2003 << 3000 << 0 << 301;
    QTest::newRow("and starts up for a second") << 2008 << 3000 << 1000 << 400;
    QTest::newRow("between two requests") << 2006 << 3 << 0 << 0;
}

void TestCostOfAKill::isTheCountOfThoseItMeets() {
    QFETCH(int, at);
    QFETCH(int, lasts);
    QFETCH(int, startUp);
    QFETCH(int, lost);
    const auto ms = [](int count) { return std::to_string(count) + " ms"; };
    const std::string text =
        "watertight: 1\nname: a kill\nrun: { duration: 8 s }\nnetwork: { latency: 0.5 ms }\n"
        "services:\n  till: { start-up: " +
        ms(startUp) +
        ", endpoints: { pay: [ { compute: 4 ms } ] } }\n  page: { endpoints: { show: [ { compute: "
        "1 ms } ] } }\njourneys:\n  pay: { arrivals: constant(100/s), steps: [ { call: till.pay } "
        "] "
        "}\n  look: { arrivals: constant(50/s), steps: [ { call: page.show } ] }\nfaults: [ { "
        "name: "
        "outage, at: " +
        ms(at) + ", kill: till, for: " + ms(lasts) + " } ]\n";

    const sim::FaultCost cost = sim::faultCostOf(tests::scenarioFrom(text), "outage", {});

    const sim::JourneyDifference& pay = cost.journeys[0];
    QCOMPARE(requestsThatMeet(at * 1000, (at + lasts + startUp) * 1000, 8'000'000), lost);
    QCOMPARE(pay.lost, lost);
    QCOMPARE(pay.lostBy[static_cast<std::size_t>(models::Cause::Unavailable)], lost);
    QCOMPARE(pay.spared + pay.degraded + pay.mended + pay.slower + pay.faster + pay.moved, 0);
    QVERIFY(pay.pairs >= (8000 - at) / 10 - 1);
    QVERIFY(cost.journeys[1].touchesNothing());
    QVERIFY(cost.journeys[1].pairs >= (8000 - at) / 20 - 1);
}

TEST_OF_THIS_FILE(TestCostOfAKill);
#include "tst_cost_of_a_kill.moc"
