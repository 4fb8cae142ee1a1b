// Requests that were not sampled, traced by executing the run again with their number watched.
#include <QElapsedTimer>
#include <QtTest>

#include "sim/request_tracer.h"
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
    void aThreadDoesItBesideTheWindow();
    void saysThatItHasNotBegun();
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

sim::TracingSeen doneBy(const sim::RequestTracer& tracer) {
    QElapsedTimer waited;
    waited.start();
    while (!tracer.seen().isDone && waited.elapsed() < 20000)
        QTest::qSleep(5);
    return tracer.seen();
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

void TestTracedRun::aThreadDoesItBesideTheWindow() {
    const models::Scenario scenario = busyShop();
    const auto sampled = sampledOf(scenario, tests::at(4s));
    const sim::Trace& expected = *sampled.at(20);

    const sim::RequestTracer tracer({scenario, {}, {}, expected.request, tests::at(4s)});

    const sim::TracingSeen seen = doneBy(tracer);
    QVERIFY(seen.isDone && seen.trace);
    QVERIFY(seen.reached == tests::at(4s) && seen.failure.empty());
    compareTraces(*seen.trace, expected);
}

void TestTracedRun::saysThatItHasNotBegun() {
    const sim::RequestTracer tracer({busyShop(), {}, {}, 999'999, tests::at(1s)});
    const sim::TracingSeen seen = doneBy(tracer);
    QVERIFY(seen.isDone && !seen.trace);

    // Ends soon where nobody wants it any more.
    QElapsedTimer took;
    took.start();
    { const sim::RequestTracer dropped({busyShop(), {}, {}, 5, tests::at(3600s)}); }
    QVERIFY(took.elapsed() < 10000);
}

TEST_OF_THIS_FILE(TestTracedRun);
#include "tst_traced_run.moc"
