// Requests that were not sampled, traced by executing the run again with their number watched.
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QtTest>

#include "sim/live_run.h"
#include "sim/rewindable_run.h"
#include "sim/traced_run.h"
#include "tests/support/random_scenario.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestTracedRun : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void tracesWhatWasNotSampled();
    void isTheTraceThatSamplingLeaves();
    void watchingChangesNothing();
    void knowsTheRequestAfterACommand();
    void beginsAtTheNearestCheckpoint();
    void aClosedJourneysTurnsAreNotMissed();
    void theLiveRunTracesWhileItGoesOn();
    void saysThatItHasNotBegun();
    void tracesTheSameRequestWithoutTheFault();
    void tracesTheSameRequestOnTheOtherRoad();
    void endsWithItsRunWhereItsStoresBelong();
};

namespace {

// 200 requests a second of either journey: 1 in 50 is sampled.
models::Scenario busyShop() {
    return tests::scenarioFrom(R"(
watertight: 1
name: busy
run: { duration: 10 s }
network: { latency: 1 ms }
services:
  shop: { endpoints: { buy: [ { compute: exp(2 ms) }, { call: stock.take } ] } }
  stock: { endpoints: { take: [ { compute: exp(3 ms) } ] } }
journeys:
  buy: { arrivals: poisson(200/s), steps: [ { call: shop.buy } ] }
  sell: { arrivals: poisson(200/s), steps: [ { call: shop.buy } ] }
)");
}

void compareTraces(const sim::Trace& actual, const sim::Trace& expected) {
    QCOMPARE(actual.request, expected.request);
    QCOMPARE(actual.journey, expected.journey);
    QVERIFY(actual.begun == expected.begun && actual.ended == expected.ended);
    QVERIFY(actual.cause == expected.cause && actual.degraded == expected.degraded);
    QCOMPARE(actual.spans.size(), expected.spans.size());
    for (std::size_t i = 0; i < actual.spans.size(); ++i) {
        QCOMPARE(actual.spans[i].service, expected.spans[i].service);
        QCOMPARE(actual.spans[i].instance, expected.spans[i].instance);
        QCOMPARE(actual.spans[i].parts, expected.spans[i].parts);
        QCOMPARE(actual.spans[i].critical, expected.spans[i].critical);
    }
}

std::vector<std::shared_ptr<const sim::Trace>> sampledOf(const models::Scenario& scenario,
                                                         models::Instant until) {
    sim::TracedRun run(scenario, {}, {});
    run.advanceTo(until);
    return run.book().traces();
}

// Once the order is carried out.
sim::TracingSeen doneBy(const sim::LiveRun& run, std::uint64_t order) {
    QElapsedTimer waited;
    waited.start();
    sim::TracingSeen seen;
    while (!(seen.isDone && seen.order == order) && waited.elapsed() < 20000) {
        QTest::qSleep(5);
        seen = run.state().tracing.value_or(sim::TracingSeen());
    }
    return seen;
}

}  // namespace

// As its journey counted it, to the nanosecond.
void TestTracedRun::tracesWhatWasNotSampled() {
    const models::Scenario scenario = busyShop();
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation plain(scenario, options);
    plain.keepRequestEnds();
    plain.advanceTo(tests::at(3s));
    const std::vector<sim::RequestEnd> sells = plain.takeRequestEnds().at(1);
    sim::TraceBook sampled;
    sampled.add(plain.takeTraceMarks(), plain.traceNames());
    QVERIFY(plain.tracedOneIn() > 1);

    int traced = 0;
    for (const std::size_t place : {5U, 100U, 400U}) {
        const sim::RequestEnd& end = sells.at(place);
        const std::int64_t request = end.number * 2 + 2;
        QCOMPARE(sim::journeyOfRequest(request, 2), std::size_t(1));
        if (sampled.trace(request, plain.traceNames()))
            continue;
        sim::TracedRun again(scenario, {}, {});
        again.watch(request);
        again.advanceTo(tests::at(3s));
        const std::optional<sim::Trace> trace = again.trace(request);
        QVERIFY(trace && trace->isOver);
        QCOMPARE(trace->journey, std::string("sell"));
        QVERIFY(trace->begun == end.started && trace->took() == end.took);
        QCOMPARE(trace->spans.size(), std::size_t(3));
        QCOMPARE(again.book().traces().size(), std::size_t(1));
        ++traced;
    }
    QVERIFY(traced > 0);
}

void TestTracedRun::isTheTraceThatSamplingLeaves() {
    for (std::uint64_t seed = 1; seed <= 15; ++seed) {
        const models::Scenario scenario = tests::randomScenario(seed);
        const models::Instant end = models::runStart + scenario.run.duration;
        const auto sampled = sampledOf(scenario, end);
        if (sampled.empty())
            continue;
        const sim::Trace& expected = *sampled[sampled.size() / 2];
        sim::TracedRun again(scenario, {}, {});
        again.watch(expected.request);
        again.advanceTo(end);
        QVERIFY(again.book().traces().size() == 1);
        compareTraces(*again.book().traces().front(), expected);
        if (QTest::currentTestFailed())
            return;
    }
}

void TestTracedRun::watchingChangesNothing() {
    const models::Scenario scenario = busyShop();
    sim::Simulation plain(scenario, {});
    plain.advanceTo(plain.end());
    sim::TracedRun watching(scenario, {}, {});
    for (std::int64_t request = 1; request < 50; ++request)
        watching.watch(request);

    watching.advanceTo(watching.run().end());

    QCOMPARE(watching.run().fingerprint(), plain.fingerprint());
}

void TestTracedRun::knowsTheRequestAfterACommand() {
    const models::Scenario scenario = busyShop();
    models::Fault kill;
    kill.kind = models::Kill{};
    kill.targets = {models::Target{"stock", std::nullopt, {}}};
    const std::vector<sim::LoggedCommand> commands = {{tests::at(1s), sim::BeginFault{kill}}};
    sim::TracedRun again(scenario, {}, commands);
    again.watch(401 * 2 + 1);  // about two seconds after the start

    again.advanceTo(tests::at(4s));

    const std::optional<sim::Trace> trace = again.trace(401 * 2 + 1);
    QVERIFY(trace && trace->begun > tests::at(1s));
    QVERIFY(trace->cause == models::Cause::Unavailable);
    QCOMPARE(again.run().commandLog().size(), std::size_t(1));
}

// A kill between two checkpoints; the same trace as from the run's start.
void TestTracedRun::beginsAtTheNearestCheckpoint() {
    const models::Scenario scenario = busyShop();
    models::Fault kill;
    kill.kind = models::Kill{};
    kill.duration = 300ms;
    kill.targets = {models::Target{"stock", std::nullopt, {}}};
    sim::RunOptions options;
    options.observe = true;
    sim::RewindableRun run(scenario, options, std::size_t(1) << 30);
    for (const auto until : {5s, 10s, 12s}) {
        run.live().advanceTo(models::runStart + until);
        run.offerCheckpoint(false);
        if (until == 10s)
            run.act(sim::BeginFault{kill});
    }
    const std::int64_t late = run.live().requestsStarted()[0];
    std::size_t failed = 0;
    for (const std::int64_t number : {late / 4, late * 5 / 6 + 3, late * 5 / 6 + 21, late - 40}) {
        const std::int64_t request = number * 2 + 1;
        sim::TracedRun nearby = run.traced(request);
        const models::Instant from = nearby.run().now();
        sim::TracedRun whole(scenario, {}, run.live().commandLog());
        whole.watch(request);
        for (sim::TracedRun* each : {&nearby, &whole})
            each->advanceTo(tests::at(12s));
        const std::optional<sim::Trace> trace = nearby.trace(request);
        QVERIFY(trace && trace->isOver && from <= trace->begun);
        QVERIFY(trace->begun - from < 5s + 100ms);
        failed += trace->cause == models::Cause::None ? 0 : 1;
        compareTraces(*trace, *whole.trace(request));
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(nearby.run().fingerprint(), run.live().fingerprint());
    }
    QVERIFY(failed > 0);
}

// Users that think for a while have their turns in no common order.
void TestTracedRun::aClosedJourneysTurnsAreNotMissed() {
    sim::RunOptions options;
    options.observe = true;
    sim::RewindableRun run(tests::scenarioFrom(R"(
watertight: 1
name: closed
run: { duration: 60 s }
services: { shop: { endpoints: { buy: [ { compute: exp(2 ms) } ] } } }
journeys: { buy: { users: 4, think: exp(1 s), steps: [ { call: shop.buy } ] } }
)"),
                           options, std::size_t(1) << 30);
    for (int second = 5; second <= 30; second += 5) {
        run.live().advanceTo(models::runStart + std::chrono::seconds(second));
        run.offerCheckpoint(false);
    }
    for (std::int64_t request = 1; request <= 80; ++request) {
        sim::TracedRun traced = run.traced(request);
        const models::Instant from = traced.run().now();
        traced.advanceTo(tests::at(30s));
        const std::optional<sim::Trace> trace = traced.trace(request);
        QVERIFY2(trace, std::to_string(request).c_str());
        // From the last of the checkpoints before it, and not from an earlier turn's.
        QVERIFY2(from <= trace->begun && trace->begun - from <= 5s,
                 std::to_string(request).c_str());
    }
}

void TestTracedRun::theLiveRunTracesWhileItGoesOn() {
    const models::Scenario scenario = busyShop();
    sim::RunOptions options;
    options.observe = true;
    sim::LiveRun run(scenario, options);
    run.runUntil(tests::at(4s));
    run.setSpeed(std::numeric_limits<double>::infinity());
    QTRY_VERIFY_WITH_TIMEOUT(run.state().snapshot->now == tests::at(4s), 20000);
    const auto sampled = sampledOf(scenario, tests::at(4s));
    const sim::Trace& expected = *sampled.at(20);

    run.traceRequest({.request = expected.request}, 1);
    const sim::TracingSeen seen = doneBy(run, 1);
    QVERIFY(seen.isDone && seen.trace && seen.wanted.request == expected.request);
    QVERIFY(seen.reached == tests::at(4s) && seen.failure.empty());
    compareTraces(*seen.trace, expected);

    // While it runs, and not for its end.
    run.run();
    run.traceRequest({.request = expected.request + 2}, 2);
    QVERIFY(doneBy(run, 2).trace);
    QTRY_VERIFY_WITH_TIMEOUT(run.state().finished, 20000);
}

void TestTracedRun::saysThatItHasNotBegun() {
    sim::RunOptions options;
    options.observe = true;
    sim::LiveRun run(busyShop(), options);
    run.runUntil(tests::at(1s));
    QTRY_VERIFY_WITH_TIMEOUT(run.state().snapshot->now == tests::at(1s), 20000);
    run.traceRequest({.request = 999'999}, 1);
    const sim::TracingSeen seen = doneBy(run, 1);
    QVERIFY(seen.isDone && !seen.trace);

    run.cancelTracing();
    QTRY_VERIFY(!run.state().tracing);
}

// Killed at 3 s by a click: what failed then succeeds in the run beside it, as the twin says.
void TestTracedRun::tracesTheSameRequestWithoutTheFault() {
    sim::RunOptions options;
    options.observe = true;
    sim::LiveRun run(busyShop(), options);
    run.setSpeed(std::numeric_limits<double>::infinity());
    run.runUntil(tests::at(3s));
    QTRY_VERIFY_WITH_TIMEOUT(run.state().snapshot->now == tests::at(3s), 20000);
    models::Fault kill;
    kill.kind = models::Kill{};
    kill.targets = {models::Target{"stock", std::nullopt, {}}};
    run.act(sim::BeginFault{kill});
    run.runUntil(tests::at(4s));
    QTRY_VERIFY_WITH_TIMEOUT(run.state().snapshot->now == tests::at(4s), 20000);
    const sim::FaultId fault = run.state().snapshot->faults.at(0).id;

    // The 700th of `buy` comes at about 3.5 s.
    const std::int64_t request = sim::requestNumber(700, 0, 1, 0, 2);
    run.traceRequest({request, sim::TracingWanted::Beside::WithoutFault, fault, tests::at(3s)}, 1);
    const sim::TracingSeen seen = doneBy(run, 1);

    QVERIFY(seen.isDone && seen.trace && seen.beside && seen.failure.empty());
    QVERIFY(seen.trace->begun > tests::at(3s) && seen.trace->begun == seen.beside->begun);
    QVERIFY(seen.trace->cause == models::Cause::Unavailable);
    QVERIFY(seen.beside->cause == models::Cause::None);
    sim::TracedRun never(busyShop(), {}, {});
    never.watch(request);
    never.advanceTo(tests::at(4s));
    compareTraces(*seen.beside, *never.trace(request));
}

void TestTracedRun::tracesTheSameRequestOnTheOtherRoad() {
    sim::RunOptions options;
    options.observe = true;
    sim::LiveRun run(busyShop(), options);
    run.setSpeed(std::numeric_limits<double>::infinity());
    run.runUntil(tests::at(4s));
    QTRY_VERIFY_WITH_TIMEOUT(run.state().snapshot->now == tests::at(4s), 20000);
    run.review(tests::at(2s));
    QTRY_VERIFY_WITH_TIMEOUT(run.state().liveAt && !run.state().seeking, 20000);
    models::Fault kill;
    kill.kind = models::Kill{};
    kill.targets = {models::Target{"stock", std::nullopt, {}}};
    run.act(sim::BeginFault{kill});  // another road
    run.runUntil(tests::at(3s));
    QTRY_VERIFY_WITH_TIMEOUT(run.state().otherRoad && run.state().snapshot->now == tests::at(3s),
                             20000);

    const std::int64_t request = sim::requestNumber(500, 0, 1, 0, 2);  // at about 2.5 s
    run.traceRequest({.request = request, .beside = sim::TracingWanted::Beside::OtherRoad}, 1);
    const sim::TracingSeen seen = doneBy(run, 1);

    QVERIFY(seen.trace && seen.beside && seen.trace->begun == seen.beside->begun);
    QVERIFY(seen.trace->cause == models::Cause::Unavailable);
    QVERIFY(seen.beside->cause == models::Cause::None);
}

// Both orders are carried out at once: to trace, and to quit.
void TestTracedRun::endsWithItsRunWhereItsStoresBelong() {
    QTest::failOnWarning(QRegularExpression(".*"));
    sim::RunOptions options;
    options.observe = true;
    sim::LiveRun run(tests::scenarioFrom(R"(
watertight: 1
name: stored
run: { duration: 60 s }
services:
  shop:
    store: { read: 1 ms, tables: { items: { key: request } } }
    endpoints: { buy: [ { read: items } ] }
journeys: { buy: { arrivals: constant(100/s), steps: [ { call: shop.buy } ] } }
)"),
                     options);
    run.setSpeed(std::numeric_limits<double>::infinity());
    run.runUntil(tests::at(30s));
    QTRY_VERIFY_WITH_TIMEOUT(run.state().snapshot->now == tests::at(30s), 20000);
    run.traceRequest({.request = 1}, 1);
}

TEST_OF_THIS_FILE(TestTracedRun);
#include "tst_traced_run.moc"
