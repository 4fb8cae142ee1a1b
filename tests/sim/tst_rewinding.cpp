// Any instant of a run's past is reached exactly, whatever was done to the run; and going on from
// there without a change leads to where the run was.
#include <QtTest>

#include <chrono>
#include <string>

#include "sim/rewindable_run.h"
#include "tests/support/random_details.h"
#include "tests/support/random_network.h"
#include "tests/support/random_rollouts.h"
#include "tests/support/random_scenario.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;

class TestRewinding : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void anyInstantOfThePastIsReachedExactly();
    void anInstantIsSeenBeforeWhatWasDoneAtIt();
    void goingOnWithoutAChangeLeadsToTheSameEnd();
    void theOtherRoadIsKept();
    void theWarmUpIsNotLookedAt();
    void checkpointsKeepWithinTheirBytes();
};

namespace {

constexpr std::size_t plenty = std::size_t(1) << 30;

models::Scenario rewindingScenario(std::uint64_t seed) {
    return seed % 3 == 0   ? tests::rolloutScenario(seed)
           : seed % 3 == 1 ? tests::networkScenario(seed)
                           : tests::randomScenario(seed);
}

models::Instant atShare(const sim::Simulation& run, int hundredths) {
    return models::runStart + (run.end() - models::runStart) / 100 * hundredths;
}

sim::Command killing(const std::string& service) {
    models::Fault fault;
    fault.targets.push_back({.service = service});
    fault.kind = models::Kill{};
    fault.duration = 200ms;
    return sim::BeginFault{fault};
}

void seekAll(sim::RewindableRun& run) {
    while (run.isSeeking()) {
        run.seekOn(70ms);
    }
}

// Two kills of services that the seed draws, at 31 and at 62 hundredths of the run.
struct Driven {
    explicit Driven(std::uint64_t seed, sim::RewindableRun& run) {
        const auto& services = run.live().scenario().services;
        for (const int at : {31, 62}) {
            run.live().advanceTo(atShare(run.live(), at));
            run.offerCheckpoint(false);
            run.act(
                killing(services[(seed + static_cast<std::uint64_t>(at)) % services.size()].name));
        }
    }
};

const std::string plainScenario = R"(
watertight: 1
name: rewound
run: { duration: 60 s, warm-up: 2 s }
services:
  shop: { endpoints: { buy: [ { compute: exp(3 ms) } ] } }
journeys:
  buyers: { arrivals: poisson(50/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
)";

// Its copies are large: some megabytes of rows.
const std::string storeScenario = R"(
watertight: 1
name: large
run: { duration: 60 s, warm-up: 2 s }
populations: { member: { size: 60000 } }
services:
  shop:
    store: { tables: { items: { key: member, rows: 60000, columns: { left: integer default 0 } } } }
    endpoints: { buy: [ { update: items, set: { left: left + 1 } } ] }
journeys:
  buyers: { arrivals: poisson(5/s), steps: [ { call: shop.buy, timeout: 1 s } ] }
)";

}  // namespace

void TestRewinding::anyInstantOfThePastIsReachedExactly() {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        sim::RewindableRun run(rewindingScenario(seed), {}, plenty);
        const Driven driven(seed, run);
        run.live().advanceTo(run.live().end());
        const std::uint64_t atEnd = run.live().fingerprint();
        for (const int at : {75, 20, 31, 50, 62, 99}) {
            // The same from its beginning, without any checkpoint.
            sim::RewindableRun straight(rewindingScenario(seed), {}, 0);
            const auto& services = straight.live().scenario().services;
            for (const int command : {31, 62}) {
                if (command < at) {
                    straight.live().advanceTo(atShare(straight.live(), command));
                    straight.act(killing(
                        services[(seed + static_cast<std::uint64_t>(command)) % services.size()]
                            .name));
                }
            }
            straight.live().advanceTo(atShare(straight.live(), at));

            run.review(atShare(run.live(), at));
            seekAll(run);
            QVERIFY2(run.shown().fingerprint() == straight.live().fingerprint(),
                     qPrintable(QStringLiteral("seed %1 at %2 %").arg(seed).arg(at)));
        }
        run.backToLive();
        QCOMPARE(run.shown().fingerprint(), atEnd);
    }
}

// So that "go on from here" at a fault's mark is the road without the fault.
void TestRewinding::anInstantIsSeenBeforeWhatWasDoneAtIt() {
    sim::RewindableRun run(tests::scenarioFrom(plainScenario), {}, plenty);
    run.live().advanceTo(models::runStart + 20s);
    run.act(killing("shop"));
    run.live().advanceTo(models::runStart + 30s);

    run.review(models::runStart + 20s);
    seekAll(run);
    QCOMPARE(run.shown().snapshot().faults.size(), std::size_t(0));
    run.review(models::runStart + 20s + 1ns);
    seekAll(run);
    QCOMPARE(run.shown().snapshot().faults.size(), std::size_t(1));
}

void TestRewinding::goingOnWithoutAChangeLeadsToTheSameEnd() {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        sim::RewindableRun run(rewindingScenario(seed), {}, plenty);
        const Driven driven(seed, run);
        run.live().advanceTo(run.live().end());
        const std::uint64_t wanted = run.live().fingerprint();

        run.review(atShare(run.live(), 70));
        run.goOnFromHere();
        QVERIFY(!run.isInReview());
        QCOMPARE(run.live().now(), atShare(run.live(), 70));
        run.live().advanceTo(run.live().end());
        QVERIFY2(run.live().fingerprint() == wanted, std::to_string(seed).c_str());
    }
}

void TestRewinding::theOtherRoadIsKept() {
    sim::RewindableRun run(tests::scenarioFrom(plainScenario), {}, plenty);
    run.live().advanceTo(models::runStart + 20s);
    run.act(killing("shop"));
    run.live().advanceTo(models::runStart + 30s);
    const std::uint64_t killed = run.live().fingerprint();

    run.review(models::runStart + 20s);
    run.act(sim::PlayFaults{});  // goes on from there
    QCOMPARE(run.live().now(), models::runStart + 20s);
    run.live().advanceTo(models::runStart + 30s);
    const std::uint64_t unharmed = run.live().fingerprint();
    QVERIFY(unharmed != killed);
    QCOMPARE(run.otherRoad(), std::optional(models::runStart + 20s));

    run.takeOtherRoad();
    QCOMPARE(run.live().fingerprint(), killed);
    run.review(models::runStart + 25s);
    seekAll(run);
    QCOMPARE(run.shown().snapshot().timeline.empty(), false);  // it was killed
    run.takeOtherRoad();
    QCOMPARE(run.live().fingerprint(), unharmed);
}

void TestRewinding::theWarmUpIsNotLookedAt() {
    sim::RewindableRun run(tests::scenarioFrom(plainScenario), {}, plenty);
    run.live().advanceTo(models::runStart + 20s);
    run.review(models::runStart);
    QCOMPARE(run.wanted(), std::optional(models::runStart + 2s));
    run.review(models::runStart + 21s);
    QVERIFY(!run.isInReview());
}

void TestRewinding::checkpointsKeepWithinTheirBytes() {
    for (const bool isRoomy : {true, false}) {
        sim::Checkpoints checkpoints(isRoomy ? plenty : 0);
        sim::Simulation run(tests::scenarioFrom(storeScenario), {});
        for (int second = 5; second <= 60; second += 5) {
            run.advanceTo(models::runStart + std::chrono::seconds(second));
            checkpoints.offer(run, false);
        }
        QVERIFY(checkpoints.before(models::runStart + 4s) == nullptr);
        if (!isRoomy) {
            QVERIFY2(checkpoints.count() < 6, std::to_string(checkpoints.count()).c_str());
            continue;
        }
        QCOMPARE(checkpoints.count(), std::size_t(12));
        QCOMPARE(checkpoints.before(models::runStart + 42s)->run.now(), models::runStart + 40s);
        checkpoints.forgetAfter(models::runStart + 31s);
        QCOMPARE(checkpoints.count(), std::size_t(6));
    }
}

TEST_OF_THIS_FILE(TestRewinding);
#include "tst_rewinding.moc"
