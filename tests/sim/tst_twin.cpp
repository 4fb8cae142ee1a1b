// What a fault cost, by a copy of the run that goes on without it.
#include <QtTest>

#include <string>
#include <thread>

#include "sim/fault_cost.h"
#include "sim/twin.h"
#include "tests/support/difference_text.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestTwin : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void isWhatARunWithoutTheFaultIs_data();
    void isWhatARunWithoutTheFaultIs();
    void theRunDoesNotNoticeItsTwin();
    void goesOnBesideTheRunOnAThreadOfItsOwn();
    void faultsBehindDrawAsTheyWouldHave();
    void usersWhoThinkAreTheSameUsers();
    void aSurgeBringsMoreRequests();
};

namespace {

const std::string shopText = R"(
watertight: 1
name: a shop
run: { duration: 20 s }
network: { latency: 0.3 ms + exp(0.1 ms) }
services:
  shop:
    instances: 2
    endpoints:
      buy:
        - compute: exp(3 ms)
        - { call: stock.take, timeout: 60 ms, retry: { attempts: 2, backoff: 20 ms } }
  stock: { concurrency: 2, endpoints: { take: [ { compute: exp(5 ms) } ] } }
  page:
    versions: { v2: { endpoints: { show: [ { compute: exp(9 ms) } ] } } }
    endpoints: { show: [ { compute: exp(1 ms) } ] }
journeys:
  buyers: { arrivals: poisson(150/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
  readers: { users: 5, think: exp(50 ms), steps: [ { call: page.show } ] }
faults:
  - { name: outage, at: 2 s, kill: stock, for: 1 s }
  - { name: rush, at: 5 s, surge: buyers, by: 2x, for: 1 s }
  - { name: bad disk, at: 8 s, fail: stock, probability: 30 %, for: 2 s }
  - { name: pages, at: 12 s, slow: page, by: 20x, for: 1 s }
rollouts:
  - { name: new pages, at: 15 s, deploy: page, version: v2, strategy: recreate }
)";

// From scratch, and apart: both whole runs, matched from the beginning of the fault on.
std::string apart(const std::string& fault) {
    sim::Simulation with(tests::scenarioFrom(shopText), {});
    sim::Simulation without(tests::scenarioFrom(shopText), {});
    without.leaveOut(fault);
    const models::Instant begins = *sim::beginningOf(with.scenario(), fault);
    sim::RequestMatcher matcher(sim::journeyNames(with.scenario()));
    for (sim::Simulation* each : {&without, &with}) {
        each->advanceTo(begins);
        each->keepRequestEnds();
        each->advanceTo(each->end());
        matcher.add(each == &without ? sim::Side::First : sim::Side::Second,
                    each->takeRequestEnds());
    }
    matcher.endRuns(without.requestsStarted(), with.requestsStarted());
    return tests::textOf(matcher.differences());
}

const sim::JourneyDifference& journeyOf(const sim::FaultCost& cost, const std::string& name) {
    return *std::ranges::find(cost.journeys, name, &sim::JourneyDifference::name);
}

sim::FaultCost costOf(const std::string& fault) {
    return sim::faultCostOf(tests::scenarioFrom(shopText), fault, {});
}

}  // namespace

void TestTwin::isWhatARunWithoutTheFaultIs_data() {
    QTest::addColumn<QString>("fault");
    for (const char* fault : {"outage", "rush", "bad disk", "pages", "new pages"}) {
        QTest::newRow(fault) << fault;
    }
}

void TestTwin::isWhatARunWithoutTheFaultIs() {
    QFETCH(QString, fault);

    const sim::FaultCost cost = costOf(fault.toStdString());

    QCOMPARE(tests::textOf(cost.journeys), apart(fault.toStdString()));
    QVERIFY(cost.fingerprintWithout != cost.fingerprint);
}

void TestTwin::theRunDoesNotNoticeItsTwin() {
    const std::uint64_t alone = tests::runOf(tests::scenarioFrom(shopText)).fingerprint();

    QCOMPARE(costOf("outage").fingerprint, alone);
    sim::RunOptions windowed;
    windowed.scheduler = sim::SchedulerKind::Windowed;
    windowed.threads = 2;
    const sim::FaultCost onTwo =
        sim::faultCostOf(tests::scenarioFrom(shopText), "outage", windowed);
    QCOMPARE(onTwo.fingerprint, alone);
    QCOMPARE(tests::textOf(onTwo.journeys), tests::textOf(costOf("outage").journeys));
}

// As a window will have it: the run goes on, hands over what ended, and never waits.
void TestTwin::goesOnBesideTheRunOnAThreadOfItsOwn() {
    sim::Simulation run(tests::scenarioFrom(shopText), {});
    run.advanceTo(models::runStart + 1s);
    sim::Twin twin(run);
    twin.leaveOut("outage");
    std::thread beside([&] { twin.advanceTo(run.scenario().run.duration + models::runStart); });
    run.advanceTo(run.end());
    sim::RequestEnds ends = run.takeRequestEnds();
    beside.join();
    twin.add(std::move(ends));
    twin.end(run.requestsStarted());

    QCOMPARE(run.fingerprint(), costOf("outage").fingerprint);
    QCOMPARE(twin.without().fingerprint(), costOf("outage").fingerprintWithout);
    const sim::JourneyDifference buyers = twin.differences().front();
    QCOMPARE(buyers.lost, journeyOf(costOf("outage"), "buyers").lost);
    QVERIFY(buyers.lost > 100);
}

// A probability is drawn with the fault's number: without the outage the bad disk must strike the
// same requests, or these would count as the outage's.
void TestTwin::faultsBehindDrawAsTheyWouldHave() {
    models::Scenario scenario = tests::scenarioFrom(shopText);
    scenario.faults.front().targets.front().service = "page";  // far from the buyers
    const sim::FaultCost cost = sim::faultCostOf(scenario, "outage", {});

    QVERIFY(journeyOf(cost, "buyers").touchesNothing());
    QVERIFY(journeyOf(cost, "buyers").requests() > 2000);
    QVERIFY(journeyOf(cost, "readers").lost > 0);
}

void TestTwin::usersWhoThinkAreTheSameUsers() {
    const sim::JourneyDifference readers = journeyOf(costOf("pages"), "readers");

    QVERIFY(readers.startedSecond < readers.startedFirst);  // they waited
    QVERIFY(readers.moved > 0);
    QVERIFY(readers.slower > 0);
    QCOMPARE(readers.lost, 0);
    // All but those under way at the end of either run were answered in both, or not made.
    QVERIFY(readers.firstOnly - readers.secondOnly <=
            readers.startedFirst - readers.startedSecond + 5);
}

void TestTwin::aSurgeBringsMoreRequests() {
    const sim::JourneyDifference buyers = journeyOf(costOf("rush"), "buyers");

    QVERIFY(buyers.startedSecond > buyers.startedFirst + 100);
    QVERIFY(buyers.moved > 0);
    QVERIFY(buyers.pairs > 2000);
    QVERIFY(journeyOf(costOf("rush"), "readers").touchesNothing());
}

TEST_OF_THIS_FILE(TestTwin);
#include "tst_twin.moc"
