// One event after the other, and until something happens: to the nanosecond, and without changing
// anything.
#include <QtTest>

#include "models/io/value_text.h"
#include "sim/live_run.h"
#include "sim/rewindable_run.h"
#include "sim/simulation.h"
#include "tests/support/random_scenario.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestStepping : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void namesEachEventOfACall();
    void goesToTheNextOfAService();
    void leadsToTheSameRun();
    void stopsOnceItHappens_data();
    void stopsOnceItHappens();
    void waitsForNothingThatDoesNotHappen();
    void stopsWhenAnInboxIsFull();
    void stopsWhenAnExpectationBreaks();
    void stopsWhenAnInvariantBreaks();
    void stopsWhenAConditionHolds_data();
    void stopsWhenAConditionHolds();
    void saysNothingOfTooFew();
    void aConditionChangesNothing();
    void stopsThereAtAnySpeed();
    void theLiveRunSteps();
    void stepsWhatIsReviewed();
    void stepsPastWhatTheRunWasTold();
};

namespace {

constexpr int eventsAtMost = 20000;  // ms

// Each message takes 1 ms; the first request begins at 0, the next at 100 ms.
const std::string plain = R"(
watertight: 1
name: steps
run: { duration: 10 s }
network: { latency: 1 ms }
services:
  shop:
    endpoints:
      buy:
        - compute: 3 ms
        - { call: stock.take, timeout: 50 ms,
            circuit-breaker: { window: 4, failures: 50 %, minimum: 2, open-for: 1 s, probes: 1 } }
  stock: { concurrency: 1, inbox: 0, endpoints: { take: [ { compute: 5 ms } ] } }
journeys:
  buyers: { arrivals: constant(10/s), steps: [ { call: shop.buy } ] }
faults:
  - { name: down, at: 2 s, kill: stock, for: 1 s }
)";

using StepTexts = QStringList;

std::string textOf(const sim::ExecutedEvent& event) {
    return std::to_string(models::sinceStart(event.at) / 1us) + " us " + event.process + ": " +
           event.what;
}

StepTexts steps(sim::Simulation& run, int count, const std::string& process = {}) {
    StepTexts texts;
    for (int i = 0; i < count; ++i) {
        for (const sim::ExecutedEvent& each : run.stepEvent(process)) {
            texts << QString::fromStdString(textOf(each));
        }
    }
    return texts;
}

}  // namespace

void TestStepping::namesEachEventOfACall() {
    sim::Simulation run(tests::scenarioFrom(plain), {});

    const StepTexts expected = {"0 us buyers: a request begins",
                                "1000 us shop: a request of buyers comes",
                                "4000 us shop: a step ends",
                                "5000 us stock: a request of shop comes",
                                "10000 us stock: a step ends",
                                "11000 us shop: the answer of stock comes",
                                "12000 us buyers: the answer of shop comes",
                                "100000 us buyers: a request begins"};
    QCOMPARE(steps(run, 8), expected);
    QVERIFY(run.now() == tests::at(100ms + 1ns));
}

void TestStepping::goesToTheNextOfAService() {
    sim::Simulation run(tests::scenarioFrom(plain), {});

    QCOMPARE(steps(run, 3, "stock"),
             (StepTexts{"5000 us stock: a request of shop comes", "10000 us stock: a step ends",
                        "105000 us stock: a request of shop comes"}));
    run.advanceTo(tests::at(1999ms));
    QCOMPARE(steps(run, 1, "stock"), (StepTexts{"2000000 us stock: a fault begins",
                                                "2000000 us buyers: a request begins"}));
    QVERIFY(run.stepEvent("nobody").empty());
}

void TestStepping::leadsToTheSameRun() {
    for (std::uint64_t seed = 1; seed <= 15; ++seed) {
        const models::Scenario scenario = tests::randomScenario(seed);
        sim::Simulation through(scenario, {}), stepped(scenario, {});
        for (int i = 0; i < 300; ++i) {
            stepped.stepEvent();
        }
        stepped.await(sim::Happening::RequestFails);
        stepped.advanceTo(stepped.end());
        stepped.await(std::nullopt);
        for (sim::Simulation* each : {&through, &stepped}) {
            each->advanceTo(each->end());
        }
        QCOMPARE(stepped.fingerprint(), through.fingerprint());
    }
}

void TestStepping::stopsOnceItHappens_data() {
    QTest::addColumn<int>("awaited");
    QTest::addColumn<int>("microseconds");
    QTest::addColumn<QString>("what");
    // Killed at 2 s; requests at 2 s and 2.1 s come 5 ms later, and are heard of after 1 ms more.
    QTest::newRow("fault") << int(sim::Happening::FaultChanges) << 2'000'000 << "stock: killed";
    QTest::newRow("breaker") << int(sim::Happening::BreakerOpens) << 2'106'000
                             << "the breaker shop -> stock.take opened";
    QTest::newRow("failure") << int(sim::Happening::RequestFails) << 2'007'000
                             << "a request of buyers failed";
}

void TestStepping::stopsOnceItHappens() {
    QFETCH(int, awaited);
    QFETCH(int, microseconds);
    QFETCH(QString, what);
    sim::Simulation run(tests::scenarioFrom(plain), {});
    run.await(static_cast<sim::Happening>(awaited));

    run.advanceTo(run.end());

    QCOMPARE(QString::fromStdString(run.happened()), what);
    const auto late = run.now() - tests::at(std::chrono::microseconds(microseconds));
    QVERIFY2(late > 0ns && late <= 100us, qPrintable(QString::number(late.count())));
    run.await(std::nullopt);
    run.advanceTo(run.end());
    QVERIFY(run.now() == run.end());
}

// The inbox holds nobody, but nobody comes while another is served.
void TestStepping::waitsForNothingThatDoesNotHappen() {
    sim::Simulation run(tests::scenarioFrom(plain), {});
    run.await(sim::Happening::TurnedAway);
    run.advanceTo(run.end());
    QVERIFY(run.now() == run.end());

    std::string crowded = plain;
    crowded.replace(crowded.find("constant(10/s)"), 14, "constant(300/s)");
    sim::Simulation other(tests::scenarioFrom(crowded), {});
    other.await(sim::Happening::TurnedAway);
    other.advanceTo(other.end());
    QCOMPARE(other.happened(), std::string("stock turned a request away"));
    QVERIFY(other.now() < tests::at(20ms));
}

// They come faster than they are served: first two wait, then one is turned away.
void TestStepping::stopsWhenAnInboxIsFull() {
    std::string small = plain;
    small.replace(small.find("inbox: 0"), 8, "inbox: 2");
    small.replace(small.find("constant(10/s)"), 14, "constant(300/s)");
    sim::Simulation run(tests::scenarioFrom(small), {});
    run.await(sim::Happening::InboxFull);
    run.advanceTo(run.end());
    QCOMPARE(run.happened(), std::string("the inbox of stock#1 is full"));
    const models::Instant filled = run.now();

    sim::Simulation turnedAway(tests::scenarioFrom(small), {});
    turnedAway.await(sim::Happening::TurnedAway);
    turnedAway.advanceTo(turnedAway.end());
    QVERIFY(filled < turnedAway.now());

    // While it stays full that is no news.
    run.await(sim::Happening::InboxFull);
    run.advanceTo(run.now() + 100us);
    QCOMPARE(run.happened(), std::string());
}

void TestStepping::stopsWhenAnExpectationBreaks() {
    const std::string expecting = plain + R"(
expect:
  Buyers are served: { journey: buyers, availability: at least 99 % }
  It breaks once: { event: breaker-open, count: at least 1 }
)";
    sim::Simulation run(tests::scenarioFrom(expecting), {});
    run.await(sim::Happening::ExpectationBreaks);
    run.advanceTo(run.end());
    // The first of 21 fails at 2,007 ms.
    QCOMPARE(run.happened(),
             std::string("the expectation Buyers are served does not hold any more"));
    QVERIFY(run.now() > tests::at(2007ms) && run.now() <= tests::at(2107ms));

    run.await(sim::Happening::ExpectationBreaks);
    run.advanceTo(run.end());
    QCOMPARE(run.happened(), std::string());
}

void TestStepping::stopsWhenAnInvariantBreaks() {
    sim::Simulation run(tests::scenarioFrom(R"(
watertight: 1
name: rows
run: { duration: 10 s }
services:
  shop:
    store: { tables: { orders: { key: request, columns: { state: text } } } }
    endpoints: { buy: [ { insert: orders, set: { state: "'open'" } } ] }
journeys:
  buyers: { arrivals: constant(2/s), steps: [ { call: shop.buy } ] }
invariants:
  Few orders: { sql: SELECT count(*) FROM shop.orders, at-most: 6, judged: always }
)"),
                        {});
    run.await(sim::Happening::ExpectationBreaks);
    run.advanceTo(run.end());
    QCOMPARE(run.happened(), std::string("the invariant Few orders was found broken"));
    QVERIFY(run.now() >= tests::at(4s) && run.now() <= tests::at(4s + 100us));
}

// Of 10 requests a second each takes 12 ms; those from 2 s on fail within 7 ms. The calls of stock
// take 7 ms; stock is asked no more once the breaker opened, at 2.1 s.
void TestStepping::stopsWhenAConditionHolds_data() {
    using Of = sim::Condition::Of;
    QTest::addColumn<int>("of");
    QTest::addColumn<int>("place");
    QTest::addColumn<int>("measure");
    QTest::addColumn<QString>("bound");
    QTest::addColumn<int>("milliseconds");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, Of of, int place, models::Measure measure,
                        const char* bound, int milliseconds, const char* what) {
        QTest::newRow(name) << int(of) << place << int(measure) << QString(bound) << milliseconds
                            << QString(what);
    };
    using enum models::Measure;
    row("one of twenty", Of::Journey, 0, Errors, "above 4 %", 2100, "at 5 % over the last 2 s");
    row("two of twenty", Of::Journey, 0, Errors, "above 5 %", 2200, "at 10 % over the last 2 s");
    row("an edge", Of::Edge, 1, Errors, "above 5 %", 2200, "at 10 % over the last 2 s");
    row("a service", Of::Service, 0, Errors, "above 5 %", 2200, "at 10 % over the last 2 s");
    row("its latency", Of::Edge, 1, P50, "between 6.8 ms and 7.2 ms", 2100, "over the last 2 s");
    row("throughput", Of::Service, 1, Throughput, "below 9.9/s", 2300,
        "at 9.5/s over the last 2 s");
    row("none", Of::Journey, 0, P50, "above 100 ms", 10'000, "");
}

namespace {

sim::Condition conditionOf(int of, int place, int measure, const QString& bound) {
    sim::Condition condition;
    condition.of = static_cast<sim::Condition::Of>(of);
    condition.place = static_cast<std::size_t>(place);
    condition.measure = static_cast<models::Measure>(measure);
    using enum models::Measure;
    const models::Quantity quantity = condition.measure == Errors       ? models::Quantity::Ratio
                                      : condition.measure == Throughput ? models::Quantity::Rate
                                      : condition.measure == Inbox      ? models::Quantity::Count
                                                                        : models::Quantity::Time;
    condition.bound = *models::parseBound(bound.toStdString(), quantity);
    condition.window = 2s;
    condition.name = "it";
    return condition;
}

sim::RunOptions withObservation() {
    sim::RunOptions options;
    options.observe = true;
    return options;
}

sim::Condition twoOfTwenty() {
    return conditionOf(0, 0, int(models::Measure::Errors), "above 5 %");
}

}  // namespace

void TestStepping::stopsWhenAConditionHolds() {
    QFETCH(int, of);
    QFETCH(int, place);
    QFETCH(int, measure);
    QFETCH(QString, bound);
    QFETCH(int, milliseconds);
    QFETCH(QString, what);
    sim::Simulation run(tests::scenarioFrom(plain), withObservation());
    run.await(conditionOf(of, place, measure, bound));

    run.advanceTo(run.end());

    QVERIFY2(run.now() == tests::at(std::chrono::milliseconds(milliseconds)),
             qPrintable(QString::number(models::sinceStart(run.now()) / 1ms)));
    const QString happened = QString::fromStdString(run.happened());
    QVERIFY2(happened.contains(what), qPrintable(happened));
    QCOMPARE(happened.isEmpty(), what.isEmpty());
    QVERIFY(what.isEmpty() || happened.endsWith(", " + bound));
}

// Its window has no twenty: all of ten fail, and nothing is said. An inbox is what it is.
void TestStepping::saysNothingOfTooFew() {
    sim::Condition condition = twoOfTwenty();
    condition.window = 1s;
    sim::Simulation run(tests::scenarioFrom(plain), withObservation());
    run.await(condition);
    run.advanceTo(run.end());
    QCOMPARE(run.happened(), std::string());

    std::string crowded = plain;
    crowded.replace(crowded.find("inbox: 0"), 8, "inbox: 2");
    crowded.replace(crowded.find("constant(10/s)"), 14, "constant(300/s)");
    sim::Simulation other(tests::scenarioFrom(crowded), withObservation());
    other.await(conditionOf(int(sim::Condition::Of::Service), 1, int(models::Measure::Inbox),
                            "at least 2"));
    other.advanceTo(other.end());
    QCOMPARE(other.happened(), std::string("it at 2, at least 2"));
    QVERIFY(models::sinceStart(other.now()) % 100ms == 0ns && other.now() < other.end());
}

void TestStepping::aConditionChangesNothing() {
    sim::Simulation through(tests::scenarioFrom(plain), withObservation());
    sim::Simulation stopped(tests::scenarioFrom(plain), withObservation());
    stopped.await(twoOfTwenty());
    stopped.advanceTo(stopped.end());
    QVERIFY(stopped.now() == tests::at(2200ms));
    stopped.await(twoOfTwenty());  // once more, from there on
    stopped.advanceTo(stopped.end());
    stopped.await(std::nullopt);
    for (sim::Simulation* each : {&through, &stopped}) {
        each->advanceTo(each->end());
    }
    QCOMPARE(stopped.fingerprint(), through.fingerprint());
}

void TestStepping::stopsThereAtAnySpeed() {
    for (const double speed : {3.0, 20.0, std::numeric_limits<double>::infinity()}) {
        sim::LiveRun run(tests::scenarioFrom(plain), {});
        run.setSpeed(speed);
        run.runUntil(twoOfTwenty());
        QTRY_VERIFY_WITH_TIMEOUT(!run.state().stoppedFor.empty(), eventsAtMost);
        QVERIFY(run.state().snapshot->now == tests::at(2200ms));
        QVERIFY(!run.state().running);
    }
}

void TestStepping::theLiveRunSteps() {
    sim::RunOptions options;
    sim::LiveRun run(tests::scenarioFrom(plain), options);
    run.stepEvent("stock");
    QTRY_COMPARE_WITH_TIMEOUT(run.state().stepped.size(), 1u, eventsAtMost);
    QCOMPARE(textOf(run.state().stepped[0]), "5000 us stock: a request of shop comes");

    run.setSpeed(std::numeric_limits<double>::infinity());
    run.runUntil(tests::at(1500ms));
    QTRY_VERIFY_WITH_TIMEOUT(run.state().snapshot->now == tests::at(1500ms), eventsAtMost);
    QTRY_VERIFY(!run.state().running);
    QVERIFY(run.state().stepped.empty());

    run.runUntil(sim::Happening::BreakerOpens);
    QTRY_VERIFY_WITH_TIMEOUT(!run.state().stoppedFor.empty(), eventsAtMost);
    QVERIFY(run.state().snapshot->now > tests::at(2106ms));
    QVERIFY(run.state().snapshot->now <= tests::at(2106ms + 100us));
    QVERIFY(!run.state().running);

    run.run();
    QTRY_VERIFY_WITH_TIMEOUT(run.state().finished, eventsAtMost);
    QCOMPARE(run.state().stoppedFor, std::string());
}

// As the run itself was stepped, from an instant between two events.
void TestStepping::stepsWhatIsReviewed() {
    sim::Simulation straight(tests::scenarioFrom(plain), {});
    straight.advanceTo(tests::at(1002ms));
    sim::RewindableRun run(tests::scenarioFrom(plain), {}, std::size_t(1) << 30);
    run.live().advanceTo(tests::at(1300ms));
    run.review(tests::at(1002ms));
    while (run.isSeeking()) {
        run.seekOn(1s);
    }
    const std::uint64_t atEnd = run.live().fingerprint();

    for (int i = 0; i < 12; ++i) {
        QCOMPARE(run.stepEvent({}), straight.stepEvent());
        QVERIFY(run.isInReview() && run.shown().now() == straight.now());
        QCOMPARE(run.shown().fingerprint(), straight.fingerprint());
    }
    QCOMPARE(run.stepEvent("stock"), straight.stepEvent("stock"));
    for (int i = 0; i < 100 && run.isInReview(); ++i) {
        run.stepEvent({});
    }
    QVERIFY(!run.isInReview());
    QCOMPARE(run.shown().fingerprint(), atEnd);
}

// A command stands between two events: what comes of it is the next step.
void TestStepping::stepsPastWhatTheRunWasTold() {
    models::Fault slow;
    slow.kind = models::Slow{3};
    slow.targets = {models::Target{"stock", std::nullopt, {}}};
    sim::RewindableRun run(tests::scenarioFrom(plain), {}, std::size_t(1) << 30);
    run.live().advanceTo(tests::at(1050ms));
    run.act(sim::BeginFault{slow});
    run.live().advanceTo(tests::at(1300ms));
    run.review(tests::at(1020ms));
    while (run.isSeeking()) {
        run.seekOn(1s);
    }

    std::vector<sim::ExecutedEvent> stepped = run.stepEvent({});
    QCOMPARE(textOf(stepped.at(0)), std::string("1050000 us stock: a fault begins"));
    QCOMPARE(run.shown().commandLog().size(), std::size_t(1));
    stepped = run.stepEvent("stock");
    QCOMPARE(textOf(stepped.at(0)), std::string("1105000 us stock: a request of shop comes"));
    stepped = run.stepEvent("stock");
    QCOMPARE(textOf(stepped.at(0)),
             std::string("1120000 us stock: a step ends"));  // three times 5 ms
}

TEST_OF_THIS_FILE(TestStepping);
#include "tst_stepping.moc"
