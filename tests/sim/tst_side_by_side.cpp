// A run beside the same run without one of its faults, on a thread of its own.
#include <QtTest>

#include <string>

#include "sim/live_run.h"
#include "sim/request_matcher.h"
#include "sim/side_by_side.h"
#include "sim/twin.h"
#include "tests/support/difference_text.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestSideBySide : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void differsByWhatTheFaultDid_data();
    void differsByWhatTheFaultDid();
    void isKnownOfEverySecond();
    void goesOnAsTheRunDoes();
    void beginsAnewOnAnotherRoad();
    void twoRoadsDifferFromWhereTheyPart();
    void theLiveRunTellsIt();
    void keepsHowBothStood();
};

namespace {

constexpr int patience = 20000;  // ms

const std::string twoRoadsShop = R"(
watertight: 1
name: a shop
run: { duration: 20 s }
network: { latency: 0.3 ms + exp(0.1 ms) }
services:
  shop:
    instances: 2
    store: { tables: { sales: { key: request, rows: 0 } } }
    endpoints:
      buy:
        - compute: exp(3 ms)
        - { call: stock.take, timeout: 60 ms }
        - { insert: sales }
  stock: { concurrency: 2, endpoints: { take: [ { compute: exp(5 ms) } ] } }
  page: { endpoints: { show: [ { compute: exp(1 ms) } ] } }
journeys:
  buyers: { arrivals: poisson(150/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
  readers: { users: 5, think: exp(50 ms), steps: [ { call: page.show } ] }
faults:
  - { name: bad disk, at: 4 s, fail: stock, probability: 30 %, for: 1 s }
)";

sim::Command killing(const std::string& service) {
    models::Fault fault;
    fault.targets.push_back({.service = service});
    fault.kind = models::Kill{};
    return sim::BeginFault{fault};
}

// Fault 1 is a kill that the second command ends, fault 2 the scenario's own, fault 3 a kill of
// somebody else.
sim::CommandLog someCommands() {
    return {{tests::at(2s), killing("stock")},
            {tests::at(2900ms), sim::EndFault{1}},
            {tests::at(3s), sim::PlayFaults{}},
            {tests::at(6s), killing("page")},
            {tests::at(6500ms), sim::EndFault{3}}};
}

sim::RunOptions withoutFaults() {
    sim::RunOptions options;
    options.playFaults = false;
    return options;
}

// From scratch, and apart: two whole runs, matched from the fault's beginning on.
std::string apart(const sim::CommandLog& commands, sim::FaultId fault, models::Instant from,
                  models::Instant until) {
    sim::Simulation with(tests::scenarioFrom(twoRoadsShop), withoutFaults());
    sim::Simulation without(tests::scenarioFrom(twoRoadsShop), withoutFaults());
    without.leaveOut(fault);
    sim::RequestMatcher matcher(sim::journeyNames(with.scenario()));
    for (sim::Simulation* each : {&without, &with}) {
        bool keeps = false;
        const auto advance = [&](models::Instant to) {
            if (!keeps && to >= from) {
                each->advanceTo(from - 1ns);
                each->keepRequestEnds();
                keeps = true;
            }
            each->advanceTo(to);
        };
        for (const sim::LoggedCommand& command : commands) {
            if (command.at < until) {
                advance(command.at);
                each->act(command.command);
            }
        }
        advance(until);
        matcher.add(each == &without ? sim::Side::First : sim::Side::Second,
                    each->takeRequestEnds());
    }
    matcher.match();
    return tests::textOf(matcher.differences());
}

sim::PairOfRuns pairOf(const sim::CommandLog& commands, sim::FaultId fault, models::Instant from,
                       models::Instant until) {
    const auto shared = std::make_shared<const sim::CommandLog>(commands);
    return {shared, shared, 0, fault, from, until};
}

// The same log from where the kill is not ended so soon; two roads that part there.
sim::PairOfRuns roads(const sim::CommandLog& first, const sim::CommandLog& second, int road,
                      models::Instant until) {
    return {std::make_shared<const sim::CommandLog>(first),
            std::make_shared<const sim::CommandLog>(second),
            road,
            sim::noFault,
            tests::at(2500ms),
            until};
}

// What is known once it has come so far.
std::string textAt(const sim::SideBySide& beside, models::Instant instant) {
    const bool isThere = QTest::qWaitFor(
        [&] {
            const auto seen = beside.seen(instant);
            return seen && seen->at == instant;
        },
        patience);
    return isThere ? tests::textOf(beside.seen(instant)->journeys) : "nothing";
}

}  // namespace

void TestSideBySide::differsByWhatTheFaultDid_data() {
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("milliseconds");
    QTest::newRow("a kill") << 1 << 2000;
    QTest::newRow("a planned fault") << 2 << 4000;
    QTest::newRow("a kill behind others") << 3 << 6000;
}

void TestSideBySide::differsByWhatTheFaultDid() {
    QFETCH(int, fault);
    QFETCH(int, milliseconds);
    const models::Instant from = tests::at(std::chrono::milliseconds(milliseconds));
    sim::SideBySide beside(tests::scenarioFrom(twoRoadsShop), withoutFaults());

    beside.compare(pairOf(someCommands(), fault, from, tests::at(8100ms)));

    const std::string expected = apart(someCommands(), fault, from, tests::at(8100ms));
    QCOMPARE(textAt(beside, tests::at(8100ms)), expected);
    const auto seen = beside.seen(tests::at(9s));
    QCOMPARE(seen->without, fault);
    const auto lost = [&](std::size_t journey) { return seen->journeys[journey].lost; };
    QCOMPARE(lost(0) > 0, fault != 3);
    QCOMPARE(lost(1) > 0, fault == 3);
    QVERIFY(seen->journeys[fault == 3 ? 0 : 1].touchesNothing());
}

void TestSideBySide::isKnownOfEverySecond() {
    sim::SideBySide beside(tests::scenarioFrom(twoRoadsShop), withoutFaults());
    beside.compare(pairOf(someCommands(), 1, tests::at(2s), tests::at(7300ms)));

    QVERIFY(textAt(beside, tests::at(7300ms)) != "nothing");

    QVERIFY(!beside.seen(tests::at(1900ms)));
    QCOMPARE(beside.seen(tests::at(3999ms))->at, tests::at(3s));
    QCOMPARE(tests::textOf(beside.seen(tests::at(5s))->journeys),
             apart(someCommands(), 1, tests::at(2s), tests::at(5s)));
}

void TestSideBySide::goesOnAsTheRunDoes() {
    sim::SideBySide beside(tests::scenarioFrom(twoRoadsShop), withoutFaults());
    const sim::CommandLog all = someCommands();
    for (const auto& [until, known] :
         {std::pair(2000ms, 1), {2500ms, 1}, {3000ms, 2}, {3001ms, 3}, {8000ms, 5}}) {
        const sim::CommandLog begun(all.begin(), all.begin() + known);
        beside.compare(pairOf(begun, 1, tests::at(2s), tests::at(until)));
        QTRY_VERIFY_WITH_TIMEOUT(
            until <= 2s || (beside.seen(tests::at(20s)) &&
                            beside.seen(tests::at(20s))->at == tests::at(until)),
            patience);
    }

    QCOMPARE(textAt(beside, tests::at(8s)), apart(all, 1, tests::at(2s), tests::at(8s)));
}

void TestSideBySide::beginsAnewOnAnotherRoad() {
    sim::SideBySide beside(tests::scenarioFrom(twoRoadsShop), withoutFaults());
    beside.compare(pairOf(someCommands(), 1, tests::at(2s), tests::at(8s)));
    QVERIFY(textAt(beside, tests::at(8s)) != "nothing");
    // Back to 2.5 s, and there the kill is ended at once.
    const sim::CommandLog other = {{tests::at(2s), killing("stock")},
                                   {tests::at(2500ms), sim::EndFault{1}}};

    beside.compare(pairOf(other, 1, tests::at(2s), tests::at(2600ms)));
    QCOMPARE(textAt(beside, tests::at(2600ms)), apart(other, 1, tests::at(2s), tests::at(2600ms)));
    beside.compare(pairOf(other, 1, tests::at(2s), tests::at(8s)));

    QCOMPARE(textAt(beside, tests::at(8s)), apart(other, 1, tests::at(2s), tests::at(8s)));
    QVERIFY(apart(other, 1, tests::at(2s), tests::at(8s)) !=
            apart(someCommands(), 1, tests::at(2s), tests::at(8s)));
}

void TestSideBySide::twoRoadsDifferFromWhereTheyPart() {
    const sim::CommandLog longer = {{tests::at(2s), killing("stock")},
                                    {tests::at(4s), sim::EndFault{1}}};
    const sim::CommandLog shorter = {{tests::at(2s), killing("stock")},
                                     {tests::at(2500ms), sim::EndFault{1}}};
    sim::SideBySide beside(tests::scenarioFrom(twoRoadsShop), withoutFaults());

    beside.compare(roads(longer, shorter, 1, tests::at(6s)));
    QVERIFY(textAt(beside, tests::at(6s)) != "nothing");
    const sim::JourneyDifference buyers = beside.seen(tests::at(6s))->journeys[0];
    const sim::JourneyDifference readers = beside.seen(tests::at(6s))->journeys[1];

    QVERIFY(buyers.spared > 100);
    QCOMPARE(buyers.lost, 0);
    QVERIFY(readers.touchesNothing());

    // The other way round.
    beside.compare(roads(shorter, longer, 2, tests::at(6s)));
    QVERIFY(textAt(beside, tests::at(6s)) != "nothing");
    QCOMPARE(beside.seen(tests::at(6s))->journeys[0].lost, buyers.spared);
    QCOMPARE(beside.seen(tests::at(6s))->journeys[0].spared, 0);
}

void TestSideBySide::theLiveRunTellsIt() {
    if (std::thread::hardware_concurrency() < 2) {
        QSKIP("a machine of one core: no run goes on beside the one that is shown");
    }
    const auto driven = [](bool isWatched) {
        sim::LiveRun run(tests::scenarioFrom(twoRoadsShop), withoutFaults());
        run.step(2s);
        run.act(killing("stock"));
        if (isWatched) {
            run.watchCost(1, tests::at(2s));
        }
        run.step(3s);
        if (!QTest::qWaitFor([&] { return run.state().snapshot->now >= tests::at(5s); },
                             patience)) {
            return std::uint64_t(0);
        }
        const sim::LiveState state = run.state();
        const models::Instant now = state.snapshot->now;
        const bool isTold =
            QTest::qWaitFor([&] { return run.state().cost && run.state().cost->at == now; },
                            isWatched ? patience : 0);
        if (isWatched) {
            [&] {
                QVERIFY(isTold);
                QCOMPARE(tests::textOf(run.state().cost->journeys),
                         apart(*state.commands, 1, tests::at(2s), now));
            }();
        }
        return state.fingerprint;
    };

    const std::uint64_t alone = driven(false);

    QVERIFY(alone != 0);
    QCOMPARE(driven(true), alone);
}

// The same as two runs apart, at the same instant; only where that is asked for, and not for ever.
void TestSideBySide::keepsHowBothStood() {
    const sim::CommandLog longer = {{tests::at(2s), killing("stock")}};
    const sim::CommandLog shorter = {{tests::at(2s), killing("stock")},
                                     {tests::at(2500ms), sim::EndFault{1}}};
    sim::SideBySide plain(tests::scenarioFrom(twoRoadsShop), withoutFaults());
    sim::SideBySide beside(tests::scenarioFrom(twoRoadsShop), withoutFaults(),
                           sim::BesideKeeps::Snapshots);
    for (sim::SideBySide* each : {&plain, &beside})
        each->compare(roads(longer, shorter, 1, tests::at(6s)));
    QVERIFY(textAt(plain, tests::at(6s)) != "nothing");
    QCOMPARE(textAt(beside, tests::at(6s)), textAt(plain, tests::at(6s)));
    QVERIFY(!plain.seen(tests::at(6s))->first);

    const auto seen = beside.seen(tests::at(6s));
    for (const auto& [commands, shown] :
         {std::pair(&longer, seen->first), {&shorter, seen->second}}) {
        sim::RunOptions options = withoutFaults();
        options.observe = true;
        sim::Simulation apart(tests::scenarioFrom(twoRoadsShop), options);
        for (const sim::LoggedCommand& each : *commands) {
            apart.advanceTo(each.at);
            apart.act(each.command);
        }
        apart.advanceTo(tests::at(6s));
        const sim::Snapshot expected = apart.snapshot();
        QVERIFY(shown && shown->now == tests::at(6s));
        QCOMPARE(shown->journeys[0].counts, expected.journeys[0].counts);
        QCOMPARE(shown->journeys[0].recent.counts, expected.journeys[0].recent.counts);
        QVERIFY(shown->journeys[0].recent.p50 == expected.journeys[0].recent.p50);
        QCOMPARE(shown->edges[0].recent.counts, expected.edges[0].recent.counts);
        QVERIFY(shown->timeline.empty() && !expected.timeline.empty());
    }
}

TEST_OF_THIS_FILE(TestSideBySide);
#include "tst_side_by_side.moc"
