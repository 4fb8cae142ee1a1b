// Whatever is killed meanwhile: a rollout of any strategy never has more instances than it may, and
// never stops so many that, but for the kills, too few would be ready.
#include <QtTest>
#include <set>
#include <string>

#include "sim/random/draw.h"
#include "tests/support/dice.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

class TestRolloutBounds : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void holdUnderRandomKills_data();
    void holdUnderRandomKills();
};

using namespace std::chrono_literals;

namespace {

struct Trial {
    int instances = 1;
    int surge = 0, unavailable = 0;
    std::string strategy;
    std::string text;
};

Trial trialOf(std::uint64_t seed) {
    tests::Dice dice(seed, "rollout bounds");
    Trial trial;
    const std::string strategies[] = {"rolling", "recreate", "blue-green", "canary"};
    trial.strategy = strategies[seed % 4];
    trial.instances = dice.from(1, 8);
    trial.surge = dice.from(0, 3);
    trial.unavailable = dice.from(trial.surge == 0 ? 1 : 0, 3);
    std::string options;
    if (trial.strategy == "rolling") {
        options = ", max-surge: " + std::to_string(trial.surge) +
                  ", max-unavailable: " + std::to_string(trial.unavailable);
    } else if (trial.strategy == "canary") {
        options = ", weights: [10 %, 50 %], every: 500 ms, abort-if: { errors: above 20 % }";
    }
    std::string kills;
    for (int i = dice.from(0, 6); i > 0; --i) {
        kills += (kills.empty() ? "" : ", ");
        kills += "{ at: " + std::to_string(dice.from(500, 6000)) + " ms, kill: worker#" +
                 std::to_string(dice.from(1, 2 * trial.instances)) +
                 ", for: " + std::to_string(dice.from(10, 1500)) + " ms }";
    }
    trial.text =
        "watertight: 1\nname: bounds\nrun: { duration: 20 s }\nnetwork: { latency: 1 ms }\n"
        "services:\n  worker:\n    instances: " +
        std::to_string(trial.instances) + "\n    start-up: " + std::to_string(dice.from(0, 700)) +
        " ms\n    drain: " + std::to_string(dice.from(0, 60)) +
        " ms\n    versions: { v2: { endpoints: { work: [ { compute: 30 ms } ] } } }\n"
        "    endpoints: { work: [ { compute: 50 ms } ] }\n"
        "journeys:\n  users: { arrivals: poisson(50/s), steps: [ { call: worker.work } ] }\n"
        "rollouts: [ { at: 1 s, deploy: worker, version: v2, strategy: " +
        trial.strategy + options + " } ]\nfaults: [ " + kills + " ]\n";
    return trial;
}

}  // namespace

void TestRolloutBounds::holdUnderRandomKills_data() {
    QTest::addColumn<int>("seed");
    for (int seed = 0; seed < 80; ++seed) {
        QTest::addRow("%d", seed) << seed;
    }
}

void TestRolloutBounds::holdUnderRandomKills() {
    QFETCH(int, seed);
    const Trial trial = trialOf(static_cast<std::uint64_t>(seed));
    sim::Simulation simulation(tests::scenarioFrom(trial.text), {});
    std::set<int> seenReady;
    const int most = trial.strategy == "rolling"    ? trial.instances + trial.surge
                     : trial.strategy == "canary"   ? trial.instances + (trial.instances + 1) / 2
                     : trial.strategy == "recreate" ? trial.instances
                                                    : 2 * trial.instances;
    for (auto at = models::runStart; at < simulation.end(); at += 10ms) {
        simulation.advanceTo(at);
        const sim::ServiceSnapshot seen = simulation.snapshot().services.front();
        int there = 0, couldServe = 0;
        for (const sim::InstanceSnapshot& each : seen.instances) {
            if (each.state == sim::InstanceState::Ready) {
                seenReady.insert(each.number);
            }
            there += each.state == sim::InstanceState::Stopping ? 0 : 1;
            couldServe += each.state != sim::InstanceState::Stopping &&
                                  (each.version == 0 || seenReady.contains(each.number))
                              ? 1
                              : 0;
        }
        QVERIFY2(there <= most, qPrintable(QString::fromStdString(trial.text)));
        const int least = trial.strategy == "rolling"    ? trial.instances - trial.unavailable
                          : trial.strategy == "recreate" ? 0
                                                         : trial.instances;
        QVERIFY2(couldServe >= least, qPrintable(QString::fromStdString(trial.text)));
    }
    // Deployed; or, of a canary one of whose few instances was killed, rolled back.
    const std::string timeline = tests::printTimeline(simulation.report().timeline);
    const bool isOver =
        timeline.find("deployed") != std::string::npos ||
        (trial.strategy == "canary" && timeline.find("rolled-back") != std::string::npos);
    QVERIFY2(isOver, qPrintable(QString::fromStdString(trial.text)));
}

TEST_OF_THIS_FILE(TestRolloutBounds);
#include "tst_rollout_bounds.moc"
