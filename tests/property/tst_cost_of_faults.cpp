// Laws of what faults cost, on random scenarios: a fault that cannot reach a journey costs it 0 of
// N, to the nanosecond; the run does not notice that it is asked; and its threads do not matter.
#include <QtTest>

#include <algorithm>
#include <string>

#include "sim/fault_cost.h"
#include "sim/request_number.h"
#include "sim/simulation.h"
#include "sim/traced_run.h"
#include "tests/support/difference_text.h"
#include "tests/support/random_network.h"
#include "tests/support/random_rollouts.h"
#include "tests/support/random_scenario.h"
#include "tests/support/test_program.h"
#include "tests/support/twin_checks.h"

class TestCostOfFaults : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void whatAFaultCannotReachItCostsNothing();
    void askingChangesNothing();
    void whatItNamesIsWhatTheTracesShow();
};

void TestCostOfFaults::whatAFaultCannotReachItCostsNothing() {
    tests::Complaints complaints;
    std::int64_t untouched = 0, lost = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const tests::TwinRuns twins(seed, tests::TwinRuns::Shape::Besides);
        models::Scenario scenario = twins.scenario();
        scenario.faults.push_back(twins.fault());
        scenario.faults.back().name = "the kill";

        const sim::FaultCost cost = sim::faultCostOf(std::move(scenario), "the kill", {});

        for (const sim::JourneyDifference& journey : cost.journeys) {
            if (journey.name.starts_with("beside-")) {
                complaints.check(journey.touchesNothing(), twins.label(), tests::textOf(journey));
                untouched += journey.requests();
            }
            lost += journey.lost;
        }
    }
    QVERIFY2(complaints.isEmpty(), complaints.text().constData());
    QVERIFY2(untouched > 1000, std::to_string(untouched).c_str());
    QVERIFY2(lost > 1000, std::to_string(lost).c_str());
}

void TestCostOfFaults::askingChangesNothing() {
    tests::Complaints complaints;
    int asked = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        models::Scenario scenario = seed <= 20   ? tests::randomScenario(seed)
                                    : seed <= 40 ? tests::networkScenario(seed)
                                                 : tests::rolloutScenario(seed);
        const models::Instant end = models::runStart + scenario.run.duration;
        if (scenario.faults.empty() || scenario.faults.front().at >= end) {
            continue;
        }
        ++asked;
        scenario.faults.front().name = "asked about";
        sim::Simulation alone(scenario, {});
        alone.advanceTo(alone.end());

        const sim::FaultCost cost = sim::faultCostOf(scenario, "asked about", {});

        const std::string label = "seed " + std::to_string(seed);
        complaints.check(cost.fingerprint == alone.fingerprint(), label, "another run");
        complaints.check(cost.stopped == alone.stopped(), label, cost.stopped);
        const std::vector<std::int64_t> started = alone.requestsStarted();
        for (std::size_t i = 0; i < started.size(); ++i) {
            const sim::JourneyDifference& journey = cost.journeys[i];
            complaints.check(journey.startedSecond == started[i], label, tests::textOf(journey));
            complaints.check(
                journey.lost + journey.spared + journey.firstOfPairs.count <= journey.pairs, label,
                tests::textOf(journey));
        }
    }
    QVERIFY2(complaints.isEmpty(), complaints.text().constData());
    QVERIFY2(asked >= 40, std::to_string(asked).c_str());
}

// Each request that it names, traced in both runs by executing them again, ended in each as it
// says.
void TestCostOfFaults::whatItNamesIsWhatTheTracesShow() {
    tests::Complaints complaints;
    int traced = 0;
    for (std::uint64_t seed = 1; seed <= 48; ++seed) {
        models::Scenario scenario =
            seed <= 32 ? tests::randomScenario(seed) : tests::networkScenario(seed);
        const models::Instant end = models::runStart + scenario.run.duration;
        if (scenario.faults.empty() || scenario.faults.front().at >= end) {
            continue;
        }
        scenario.faults.front().name = "asked about";
        const sim::FaultCost cost = sim::faultCostOf(scenario, "asked about", {});
        for (std::size_t place = 0; place < cost.journeys.size(); ++place) {
            for (std::size_t kind = 0; kind < sim::pairKindCount; ++kind) {
                const auto& pairs =
                    cost.journeys[place].examplesOf(static_cast<sim::PairKind>(kind));
                if (pairs.empty()) {
                    continue;
                }
                const sim::RequestPair& pair = pairs[pairs.size() / 2];
                const std::int64_t request = sim::requestNumber(scenario, place, pair.second);
                for (const sim::RequestEnd* ended : {&pair.first, &pair.second}) {
                    sim::TracedRun again(scenario, {}, {});
                    again.watch(request);
                    if (ended == &pair.first) {
                        again.leaveOut("asked about");
                    }
                    again.advanceTo(
                        std::min(end, ended->started + ended->took + models::Duration(1)));
                    const std::optional<sim::Trace> trace = again.trace(request);
                    complaints.check(
                        trace && trace->isOver && trace->begun == ended->started &&
                            trace->took() == ended->took && trace->cause == ended->cause &&
                            trace->degraded == (ended->degraded && !ended->failed()),
                        "seed " + std::to_string(seed), "request " + std::to_string(request));
                    ++traced;
                }
            }
        }
    }
    QVERIFY2(complaints.isEmpty(), complaints.text().constData());
    QVERIFY2(traced >= 60, std::to_string(traced).c_str());
}

TEST_OF_THIS_FILE(TestCostOfFaults);
#include "tst_cost_of_faults.moc"
