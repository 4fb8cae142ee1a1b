// One event after the other, and until something happens: to the nanosecond, and without changing
// anything.
#include <QtTest>
#include <thread>

#include "sim/live_run.h"
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
    void theLiveRunSteps();
    void aCommandIsAnsweredWithinAStep();
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
    run.await(sim::Happening::InboxFull);
    run.advanceTo(run.end());
    QVERIFY(run.now() == run.end());

    std::string crowded = plain;
    crowded.replace(crowded.find("constant(10/s)"), 14, "constant(300/s)");
    sim::Simulation other(tests::scenarioFrom(crowded), {});
    other.await(sim::Happening::InboxFull);
    other.advanceTo(other.end());
    QCOMPARE(other.happened(), std::string("stock turned a request away"));
    QVERIFY(other.now() < tests::at(20ms));
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

// Of a run as fast as the machine two pictures lie a slice and more apart; the one that answers a
// command comes after a fraction of that. Compared with each other, since a busy machine makes both
// late; and looked at without rest, since the next picture hides the one before.
void TestStepping::aCommandIsAnsweredWithinAStep() {
    std::string endless = plain.substr(0, plain.find("faults:"));
    endless.replace(endless.find("10 s"), 4, "5000 h");
    sim::LiveRun run(tests::scenarioFrom(endless), sim::RunOptions());
    run.setSpeed(std::numeric_limits<double>::infinity());
    run.run();
    QTRY_VERIFY_WITH_TIMEOUT(run.state().running, eventsAtMost);
    const auto awaitState = [&run](const auto& holds) {
        sim::LiveState state = run.state();
        for (; !holds(state); state = run.state())
            std::this_thread::yield();
        return state;
    };
    const auto later = [&](const sim::LiveState& than) {
        return awaitState([&](const sim::LiveState& s) { return s.sequence > than.sequence; });
    };
    std::vector<models::Duration> between, answers;
    for (std::int64_t i = 1; i <= 21; ++i) {
        const sim::LiveState one = later(run.state());
        const sim::LiveState next = later(one);
        if (next.sequence == one.sequence + 1)
            between.push_back(next.snapshot->now - one.snapshot->now);
        run.act(sim::EndAllFaults{});
        const sim::LiveState answer =
            awaitState([i](const sim::LiveState& s) { return s.commandsHeard == i; });
        if (answer.sequence == next.sequence + 1)
            answers.push_back(answer.snapshot->now - answer.commands->back().at);
    }
    if (between.size() < 5 || answers.size() < 5)
        QSKIP("This machine is too busy to see every picture.");
    // The quickest: what interrupts a busy machine only makes the others later.
    std::ranges::sort(between);
    QVERIFY(4 * std::ranges::min(answers) < between[between.size() / 2]);
}

TEST_OF_THIS_FILE(TestStepping);
#include "tst_stepping.moc"
