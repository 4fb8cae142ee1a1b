// Parameters that are set while a run goes on: what each means from that instant on, and what
// cannot be set.
#include <QtTest>

#include "models/io/scenario_reader.h"
#include "sim/command_plan.h"
#include "tests/support/recorded_run.h"
#include "tests/support/set_run.h"
#include "tests/support/test_program.h"

class TestSetParameters : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void concurrencyGivesSlotsAtOnce();
    void fewerSlotsAreLeftToWhoHoldsThem();
    void utilizationIsOfTheSlotsThatThereAre();
    void anotherInboxRefusesFromThenOn();
    void aRateLimitComesAndGoes();
    void startUpIsOfTheNextStart();
    void whoIsUnderWayFinishesOnTheOldProgram();
    void everyOtherDrawStaysWhatItWas();
    void timeoutsOfAnotherLengthExpireInTheirTime();
    void anOpenBreakerStaysOpenWhenAnotherOptionIsSet();
    void aBreakerComesAndGoes();
    void aWiderBulkheadLetsThoseInLineGo();
    void aNarrowerBulkheadIsReachedByAndBy();
    void aFallbackAnswersFromThenOn();
    void versionsThatSayNothingElseChangeToo();
    void aJourneysStepsAreSet();
    void storeStepsAreSetAndCopied();
    void aConditionIsSet();
    void theSecondIsSetToWhatTheFirstMade();
    void theTimelineSaysIt();
    void refuses_data();
    void refuses();
    void refusesBadInputWithWhatWasExpected();
    void isNoScenario();
};

using namespace std::chrono_literals;

namespace {

const std::string shop = R"(watertight: 1
name: set
run: { duration: 20 s }
network: { latency: 1 ms }
populations: { member: { size: 10 } }
services:
  shop:
    concurrency: 2
    inbox: 1000
    endpoints:
      buy:
        - compute: 100 ms
        - call: stock.take
          timeout: 1 s
        - publish: sold
  stock:
    concurrency: unlimited
    store: { tables: { items: { key: member, rows: 10, columns: { left: integer default 0 } } } }
    version: v1
    versions: { v2: { endpoints: { look: null } } }
    endpoints:
      take:
        - compute: 10 ms
        - { update: items, set: { left: left + 1 } }
      look: [ { compute: 1 ms } ]
  idle: { endpoints: { rest: [ { compute: 1 ms } ] } }
topics: { sold: { } }
journeys:
  users: { arrivals: constant(50/s), steps: [ { call: shop.buy, timeout: 20 s } ] }
)";

const sim::ServiceSnapshot seen(sim::Simulation& run, std::size_t service) {
    return run.snapshot().services.at(service);
}

std::int64_t rejectedOf(sim::Simulation& run, std::size_t service) {
    return seen(run, service).counts.rejected;
}

// A caller whose calls wait 100 ms, 10 a second, and one option of the call.
std::string callsWith(const std::string& options) {
    return "watertight: 1\nname: calls\nrun: { duration: 20 s }\nnetwork: { latency: 1 ms }\n"
           "services:\n"
           "  front: { concurrency: unlimited, endpoints: { go: [ { call: back.work" +
           options +
           " } ] } }\n"
           "  back: { concurrency: unlimited, endpoints: { work: [ { compute: 100 ms } ] "
           "} }\n"
           "journeys: { users: { arrivals: constant(100/s), steps: [ { call: front.go } ] } }\n";
}

const std::string callPath = "services.front.endpoints.go.steps.0.";

std::vector<sim::RequestEnd> endsOf(sim::Simulation& run) {
    return run.takeRequestEnds().front();
}

sim::BeginFault fail(const std::string& service) {
    models::Fault fault;
    fault.targets.push_back({.service = service});
    fault.kind = models::FailRequests{};
    return {fault};
}

}  // namespace

// 50/s of 100 ms on two slots: three in five wait. With eight slots all that wait are served.
void TestSetParameters::concurrencyGivesSlotsAtOnce() {
    tests::SetRun set(shop);
    set.run.advanceTo(tests::at(2s));
    const int waiting = seen(set.run, 0).inbox;
    QVERIFY(waiting > 20);
    set.set("services.shop.concurrency", "8");
    set.run.advanceTo(tests::at(2s) + 1ns);

    QCOMPARE(seen(set.run, 0).slotsHeld, 8);
    QCOMPARE(*seen(set.run, 0).slots, 8);
    QCOMPARE(seen(set.run, 0).inbox, waiting - 6);
}

void TestSetParameters::fewerSlotsAreLeftToWhoHoldsThem() {
    tests::SetRun set(shop);
    set.set("services.shop.concurrency", "4");
    set.run.advanceTo(tests::at(2s));
    QCOMPARE(seen(set.run, 0).slotsHeld, 4);
    set.set("services.shop.concurrency", "1");
    set.run.advanceTo(tests::at(2s) + 1ns);
    QCOMPARE(seen(set.run, 0).slotsHeld, 4);
    set.run.advanceTo(tests::at(4s));
    QCOMPARE(seen(set.run, 0).slotsHeld, 1);
}

// All of two slots in the first half, all of three in the second.
void TestSetParameters::utilizationIsOfTheSlotsThatThereAre() {
    tests::SetRun set(shop);
    set.run.advanceTo(tests::at(10s));
    set.set("services.shop.concurrency", "3");
    set.run.advanceTo(set.run.end());
    const double utilization = *tests::serviceOf(set.run.report(), "shop").utilization;
    QVERIFY2(utilization > 0.98 && utilization <= 1, std::to_string(utilization).c_str());
}

void TestSetParameters::anotherInboxRefusesFromThenOn() {
    tests::SetRun set(shop);
    set.run.advanceTo(tests::at(4s));
    QCOMPARE(rejectedOf(set.run, 0), 0);
    const int waiting = seen(set.run, 0).inbox;
    QVERIFY(waiting > 10);
    set.set("services.shop.inbox", "10");
    set.run.advanceTo(tests::at(4100ms));
    QVERIFY(rejectedOf(set.run, 0) >= 4);
    QVERIFY(seen(set.run, 0).inbox >= waiting - 3);  // who waits goes on waiting
    QCOMPARE(*seen(set.run, 0).inboxCapacity, 10);
}

// A full bucket of one and 10/s against 50/s: four in five are refused, until it is taken out.
void TestSetParameters::aRateLimitComesAndGoes() {
    tests::SetRun set(shop);
    set.run.advanceTo(tests::at(2s));
    set.set("services.shop.rate-limit", "{ rate: 10/s, burst: 1 }");
    set.run.advanceTo(tests::at(4s));
    const std::int64_t refused = rejectedOf(set.run, 0);
    QVERIFY2(std::abs(refused - 80) <= 2, std::to_string(refused).c_str());
    QCOMPARE(set.run.snapshot().limits.size(), std::size_t{1});
    set.unset("services.shop.rate-limit");
    set.run.advanceTo(tests::at(6s));
    QCOMPARE(rejectedOf(set.run, 0), refused);
    QVERIFY(set.run.snapshot().limits.empty());
}

void TestSetParameters::startUpIsOfTheNextStart() {
    tests::SetRun set(shop);
    set.set("services.idle.start-up", "3 s");
    models::Fault kill;
    kill.targets.push_back({.service = "idle"});
    kill.kind = models::Kill{};
    kill.duration = 1s;
    set.run.advanceTo(tests::at(1s));
    set.run.act(sim::BeginFault{kill});
    set.run.advanceTo(tests::at(2500ms));
    set.set("services.idle.start-up", "100 ms");
    set.run.advanceTo(tests::at(10s));

    QCOMPARE(tests::printTimeline(set.run.report().timeline),
             std::string("0.000000 set idle\n1.000000 killed idle\n2.000000 restarted idle\n"
                         "2.500000 set idle\n5.000000 ready idle\n"));
}

// One request a second of 100 ms: the one at 2 s is under way at 2.05 s.
void TestSetParameters::whoIsUnderWayFinishesOnTheOldProgram() {
    std::string text = callsWith(", timeout: 1 s");
    text.replace(text.find("constant(100/s)"), 15, "constant(1/s)");
    tests::SetRun set(text);
    set.run.keepRequestEnds();
    set.run.advanceTo(tests::at(2050ms));
    set.set("services.back.endpoints.work.steps.0.compute", "30 ms");
    set.run.advanceTo(tests::at(4s));

    const std::vector<sim::RequestEnd> ends = endsOf(set.run);
    QVERIFY(ends.size() >= 3);
    for (const sim::RequestEnd& end : ends) {
        const bool isNew = end.started > tests::at(2050ms);
        QCOMPARE(end.took, isNew ? sim::Duration(34ms) : sim::Duration(104ms));
    }
    QVERIFY(ends.back().started > tests::at(2050ms));
}

// A longer timeout that nobody needs, at one step of several: all requests take what they took, to
// the nanosecond, since every draw is of the step's place.
void TestSetParameters::everyOtherDrawStaysWhatItWas() {
    std::string text = callsWith(", timeout: 5 s");
    text.replace(text.find("100 ms"), 6, "exp(20 ms)");
    text.replace(text.find("{ call: back.work"), 1, "{ compute: exp(3 ms) }, {");
    const std::string path = "services.front.endpoints.go.steps.1.";
    tests::SetRun set(text);
    sim::Simulation plain(tests::scenarioFrom(text), {});
    set.run.keepRequestEnds();
    plain.keepRequestEnds();
    set.run.advanceTo(tests::at(3s));
    set.set(path + "timeout", "6 s");
    set.set(path + "retry", "{ attempts: 3, backoff: 10 ms }");
    set.set(path + "circuit-breaker", "{ window: 10 }");
    set.set("services.back.endpoints.work", "[ { compute: exp(20 ms) }, { fail: 0 % } ]");
    set.run.advanceTo(set.run.end());
    plain.advanceTo(plain.end());

    QVERIFY(set.run.fingerprint() != plain.fingerprint());
    const std::vector<sim::RequestEnd> ends = endsOf(set.run);
    const std::vector<sim::RequestEnd> wanted = endsOf(plain);
    QCOMPARE(ends.size(), wanted.size());
    for (std::size_t i = 0; i < ends.size(); ++i) {
        QCOMPARE(ends[i].number, wanted[i].number);
        QCOMPARE(ends[i].took, wanted[i].took);
    }
}

// 300 ms for what takes 100 ms; 20 ms from 1 s on: who is under way then is answered all the same,
// and who comes fails 20 ms (and two ways of the journey's) later.
void TestSetParameters::timeoutsOfAnotherLengthExpireInTheirTime() {
    tests::SetRun set(callsWith(", timeout: 300 ms"));
    set.run.keepRequestEnds();
    set.run.advanceTo(tests::at(1s));
    set.set(callPath + "timeout", "20 ms");
    set.run.advanceTo(tests::at(2s));
    for (const sim::RequestEnd& end : endsOf(set.run)) {
        const bool isNew = end.started >= tests::at(1s);
        QCOMPARE(end.took, isNew ? sim::Duration(22ms) : sim::Duration(104ms));
    }
}

void TestSetParameters::anOpenBreakerStaysOpenWhenAnotherOptionIsSet() {
    tests::SetRun set(
        callsWith(", timeout: 1 s, circuit-breaker: { window: 10, minimum: 10, open-for: 1 min }"));
    set.run.act(fail("back"));
    set.run.advanceTo(tests::at(1s));
    QCOMPARE(set.run.snapshot().breakers.front().state, sim::BreakerState::Open);
    set.set(callPath + "timeout", "2 s");
    set.run.advanceTo(tests::at(2s));
    QCOMPARE(set.run.snapshot().breakers.size(), std::size_t{1});
    QCOMPARE(set.run.snapshot().breakers.front().state, sim::BreakerState::Open);

    set.set(callPath + "circuit-breaker.open-for", "50 s");
    set.run.advanceTo(tests::at(2s) + 1ns);
    QCOMPARE(set.run.snapshot().breakers.size(), std::size_t{1});
    QCOMPARE(set.run.snapshot().breakers.front().state, sim::BreakerState::Closed);
}

// Those under way when it comes have asked no breaker, so they do not count in it.
void TestSetParameters::aBreakerComesAndGoes() {
    tests::SetRun set(callsWith(", timeout: 1 s"));
    set.run.act(fail("back"));
    set.run.advanceTo(tests::at(1s));
    QVERIFY(set.run.snapshot().breakers.empty());
    set.set(callPath + "circuit-breaker", "{ window: 10, minimum: 10, open-for: 1 min }");
    set.run.advanceTo(tests::at(1050ms));
    QCOMPARE(set.run.snapshot().breakers.front().results, 5);
    set.run.advanceTo(tests::at(2s));
    QCOMPARE(set.run.snapshot().breakers.front().state, sim::BreakerState::Open);
    const std::int64_t refused = set.run.snapshot().breakers.front().refused;
    QVERIFY(refused > 80);

    set.unset(callPath + "circuit-breaker");
    const std::int64_t received = seen(set.run, 1).counts.started;
    set.run.advanceTo(tests::at(3s));
    QVERIFY(set.run.snapshot().breakers.empty());
    QVERIFY(seen(set.run, 1).counts.started >= received + 99);

    // Again: the one from before does not come back.
    set.set(callPath + "circuit-breaker", "{ window: 10, minimum: 10, open-for: 1 min }");
    set.run.advanceTo(tests::at(3s) + 1ns);
    QCOMPARE(set.run.snapshot().breakers.front().state, sim::BreakerState::Closed);
    QCOMPARE(set.run.snapshot().breakers.front().results, 0);
}

// 100/s of 102 ms want ten permits; with two, most wait for up to 10 s.
void TestSetParameters::aWiderBulkheadLetsThoseInLineGo() {
    tests::SetRun set(callsWith(", timeout: 1 s, bulkhead: { max-concurrent: 2, max-wait: 10 s }"));
    set.run.advanceTo(tests::at(1s));
    QCOMPARE(set.run.snapshot().limits.front().taken, 2);
    const std::int64_t waiting = set.run.snapshot().limits.front().waiting;
    QVERIFY(waiting > 70);
    set.set(callPath + "bulkhead.max-concurrent", "50");
    set.run.advanceTo(tests::at(1s) + 1ns);
    QCOMPARE(set.run.snapshot().limits.size(), std::size_t{1});
    QCOMPARE(set.run.snapshot().limits.front().taken, 50);
    QCOMPARE(set.run.snapshot().limits.front().waiting, waiting - 48);

    set.unset(callPath + "bulkhead");
    set.run.advanceTo(tests::at(1500ms));
    QVERIFY(set.run.snapshot().limits.empty());
    set.run.advanceTo(set.run.end());
    const sim::JourneyReport users = tests::usersOf(set.run.report());
    QCOMPARE(users.counts.failed, 0);
    QVERIFY(users.counts.ok > 1980);
}

void TestSetParameters::aNarrowerBulkheadIsReachedByAndBy() {
    tests::SetRun set(callsWith(", timeout: 1 s, bulkhead: { max-concurrent: 8, max-wait: 10 s }"));
    set.run.advanceTo(tests::at(1s));
    QCOMPARE(set.run.snapshot().limits.front().taken, 8);
    set.set(callPath + "bulkhead.max-concurrent", "3");
    set.run.advanceTo(tests::at(1s) + 1ns);
    QCOMPARE(set.run.snapshot().limits.front().taken, 8);
    set.run.advanceTo(tests::at(3s));
    QCOMPARE(set.run.snapshot().limits.front().taken, 3);
    QVERIFY(set.run.snapshot().limits.front().waiting > 50);
}

void TestSetParameters::aFallbackAnswersFromThenOn() {
    tests::SetRun set(callsWith(", timeout: 1 s"));
    set.run.act(fail("back"));
    set.run.advanceTo(tests::at(1s));
    const sim::Counts before = set.run.snapshot().journeys.front().counts;
    QVERIFY(before.failed > 95 && before.degraded == 0);
    set.set(callPath + "fallback", "[ { compute: 1 ms } ]");
    set.run.advanceTo(tests::at(2s));
    const sim::Counts after = set.run.snapshot().journeys.front().counts;
    QVERIFY(after.failed - before.failed <= 1);  // who was under way
    QVERIFY(after.degraded > 95);
}

// `take` is of both versions, `look` of the first only.
void TestSetParameters::versionsThatSayNothingElseChangeToo() {
    tests::SetRun set(shop);
    models::Rollout deploy;
    deploy.service = "stock";
    deploy.action = models::Deploy{.version = "v2", .strategy = models::Strategy::BlueGreen};
    set.run.act(sim::BeginRollout{deploy});
    set.run.advanceTo(tests::at(1s));
    QCOMPARE(seen(set.run, 1).version, 1U);
    set.set("services.stock.endpoints.take.steps.0.compute", "500 ms");
    set.run.advanceTo(tests::at(10s));
    // The two slots of its caller are held for 600 ms a call, no longer for 112 ms.
    const std::int64_t started = seen(set.run, 1).counts.started;
    set.run.advanceTo(tests::at(16s));
    const std::int64_t more = seen(set.run, 1).counts.started - started;
    QVERIFY2(std::abs(more - 20) <= 2, std::to_string(more).c_str());
}

void TestSetParameters::aJourneysStepsAreSet() {
    tests::SetRun set(shop);
    set.run.advanceTo(tests::at(5s));
    QCOMPARE(set.run.snapshot().journeys.front().counts.failed, 0);
    set.set("journeys.users.steps.0.timeout", "50 ms");
    set.run.advanceTo(tests::at(6s));
    QVERIFY(set.run.snapshot().journeys.front().counts.failed >= 45);
}

void TestSetParameters::storeStepsAreSetAndCopied() {
    tests::SetRun set(shop);
    set.run.advanceTo(tests::at(2s));
    set.set("services.stock.endpoints.take.steps.1",
            "{ update: items, set: { left: left + 1000 } }");
    set.run.advanceTo(tests::at(4s));
    sim::Simulation copy = set.run.copy();
    for (sim::Simulation* run : {&set.run, &copy}) {
        run->advanceTo(tests::at(6s));
        const sim::TableRows rows =
            run->storeRows({.service = 1, .select = "select sum(left) from items", .limit = 1});
        QVERIFY2(rows.problem.empty(), rows.problem.c_str());
        const std::string sum = rows.rows.front().front().value_or("0");
        QVERIFY2(std::stoll(sum) > 40'000, sum.c_str());
    }
    QCOMPARE(copy.fingerprint(), set.run.fingerprint());
}

void TestSetParameters::aConditionIsSet() {
    tests::SetRun set(shop);
    set.run.advanceTo(tests::at(2s));
    // Its store keeps it on the run's own thread, where a condition may be new.
    set.set("services.stock.endpoints.take.steps.1.when", "\":member <= 5\"");
    set.run.advanceTo(tests::at(4s));
    sim::Simulation copy = set.run.copy();
    copy.advanceTo(tests::at(6s));
    set.run.advanceTo(tests::at(6s));
    QCOMPARE(copy.fingerprint(), set.run.fingerprint());
}

void TestSetParameters::theSecondIsSetToWhatTheFirstMade() {
    tests::SetRun set(shop);
    set.set("services.shop.concurrency", "5");
    set.set("services.shop.inbox", "7");
    set.run.advanceTo(tests::at(1ms));
    QCOMPARE(*seen(set.run, 0).slots, 5);
    QCOMPARE(*seen(set.run, 0).inboxCapacity, 7);
    QCOMPARE(*set.parameters.scenario().service("shop")->concurrency, 5);
    QCOMPARE(*set.parameters.written("services.shop.inbox"), std::string("7"));
    const auto* last = std::get_if<sim::SetParameter>(&set.run.commandLog().back().command);
    QCOMPARE(*last->was, std::string("1000"));
}

void TestSetParameters::theTimelineSaysIt() {
    tests::SetRun set(shop);
    set.run.advanceTo(tests::at(1s));
    set.set("services.shop.concurrency", "5");
    set.set("services.shop.rate-limit", "{ rate: 1000/s }");
    set.run.advanceTo(tests::at(2s));
    const std::vector<sim::TimelineRow> rows = set.run.report().timeline;
    QCOMPARE(tests::printTimeline(rows), std::string("1.000000 set shop\n1.000000 set shop\n"));
    QCOMPARE(rows[0].detail, std::string("concurrency: 2 -> 5"));
    QCOMPARE(rows[1].detail, std::string("rate-limit: not written -> { rate: 1000/s }"));
}

void TestSetParameters::refuses_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("why");
    const auto row = [](const char* path, const char* to, const char* why) {
        QTest::newRow(path) << path << to << why;
    };
    row("run.duration", "5 s", "begin again");
    row("network.latency", "5 ms", "`delay`");
    row("populations.member.size", "20", "members of them from the start");
    row("services.shop.instances", "3", "`scale`");
    row("services.shop.cores", "3", "`concurrency`");
    row("services.shop.discipline", "lifo", "`inbox`");
    row("services.shop.balancing", "hash(member)", "ring");
    row("services.shop.cancellation", "queued", "`timeout`");
    row("services.shop.autoscale", "{ max: 5 }", "`scale`");
    row("services.stock.store.connections", "3", "`read` and `write`");
    row("services.stock.store.tables.items.rows", "5", "holds rows");
    row("services.idle.endpoints.rest", "{ idempotent: true, steps: [ { compute: 1 ms } ] }",
        "its callers know");
    row("services.shop.endpoints.buy.steps.0", "{ call: idle.rest }", "`idle` is not called");
    row("services.stock.endpoints.take.steps.0", "{ publish: sold }", "`sold` is not published");
    row("services.shop.endpoints.buy.steps.0.when", "\":member = 1\"", "from the start");
    row("journeys.users.arrivals", "constant(5/s)", "`surge`");
    row("services.shop.concurrency", "2", "so already");
}

void TestSetParameters::refuses() {
    QFETCH(QString, path);
    QFETCH(QString, to);
    QFETCH(QString, why);
    const tests::SetRun set(shop);
    const sim::Parameters::Setting setting =
        set.parameters.set({path.toStdString(), to.toStdString()});
    QVERIFY(!setting.command);
    const QString problem = QString::fromStdString(setting.problem);
    QVERIFY2(problem.contains(why), setting.problem.c_str());
    QVERIFY2(problem.contains("cannot be set while it runs"), setting.problem.c_str());
}

void TestSetParameters::refusesBadInputWithWhatWasExpected() {
    const tests::SetRun set(shop);
    const auto problemOf = [&](const std::string& path, const std::optional<std::string>& to) {
        return QString::fromStdString(set.parameters.set({path, to}).problem);
    };
    QVERIFY2(problemOf("services.shop.concurrency", "many").contains("many"),
             qPrintable(problemOf("services.shop.concurrency", "many")));
    QVERIFY(problemOf("services.shopp.concurrency", "4").contains("did you mean `shop`"));
    QVERIFY(problemOf("services.shop.rate-limit", {}).contains("is not written"));
}

void TestSetParameters::isNoScenario() {
    const sim::RunSource source = tests::sourceOf(shop);
    tests::SetRun set(shop);
    const std::vector<sim::LoggedCommand> commands{
        {tests::at(1s), set.made({"services.shop.concurrency", "5"})}};
    const sim::PlannedScenario planned = sim::asScenario(source, commands);
    QVERIFY2(planned.problem.find("cannot say") != std::string::npos, planned.problem.c_str());
    QVERIFY2(planned.problem.find("--set 'services.shop.concurrency=5'") != std::string::npos,
             planned.problem.c_str());
}

TEST_OF_THIS_FILE(TestSetParameters);
#include "tst_set_parameters.moc"
