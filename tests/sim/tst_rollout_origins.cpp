// What a rollout is the origin of, and what nobody can tell: counted with the failures, as of
// faults.
#include <QtTest>
#include <algorithm>
#include <string>

#include "sim/isolation.h"
#include "tests/support/scenario_text.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using models::runStart;

namespace {

// `shop` has two endpoints; one asks `worker.work` and the other `worker.other`. Half of what v2
// works on fails.
std::string originShop(const std::string& service, const std::string& rollouts,
                       const std::string& work = "{ compute: 10 ms }",
                       const std::string& callOptions = "timeout: 5 s") {
    return "watertight: 1\nname: origins\nrun: { duration: 20 s }\nnetwork: { latency: 1 ms }\n"
           "services:\n"
           "  shop:\n    endpoints:\n"
           "      buy: [ { call: worker.work, " +
           callOptions +
           " } ]\n"
           "      look: [ { call: worker.other, timeout: 5 s } ]\n"
           "  worker:\n    start-up: 1 s\n" +
           service +
           "    versions:\n"
           "      v2: { endpoints: { work: [ " +
           work +
           ", { fail: 50 % } ] } }\n"
           "      less: { endpoints: { work: null } }\n"
           "    endpoints: { work: [ " +
           work +
           " ], other: [ { compute: 1 ms } ] }\n"
           "  aside: { endpoints: { go: [ { compute: 1 ms } ] } }\n"
           "journeys:\n"
           "  buyers: { arrivals: constant(20/s), steps: [ { call: shop.buy } ] }\n"
           "  lookers: { arrivals: constant(20/s), steps: [ { call: shop.look } ] }\n"
           "  others: { arrivals: constant(20/s), steps: [ { call: aside.go } ] }\n"
           "rollouts: [ " +
           rollouts + " ]\n";
}

sim::Snapshot rolloutSeenAt(const std::string& text, models::Duration at) {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation simulation(tests::scenarioFrom(text), options);
    simulation.advanceTo(runStart + at);
    return simulation.snapshot();
}

sim::Isolation isolationOfFirst(const std::string& text, const sim::Snapshot& seen) {
    const models::Scenario scenario = tests::scenarioFrom(text);
    return sim::isolationOf(scenario, models::callGraph(scenario), seen, seen.rollouts.front());
}

const sim::SubjectIsolation& journeyIn(const sim::Isolation& isolation, const std::string& name) {
    return *std::ranges::find(isolation.journeys, name, &sim::SubjectIsolation::name);
}

}  // namespace

class TestRolloutOrigins : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void whatANewVersionFailsIsItsRollouts();
    void theCallThatDecidesIsOfAnEndpointThatFailed();
    void whatAnEndpointThatIsGoneFailsIsItsRollouts();
    void anOutageOfRecreateIsItsOwn();
    void whatADrainCutsOffIsTheScalings();
    void aFallbackThatAnsweredForItIsCounted();
    void whoFailedBeforeTellsNothing();
    void anAutoscalersDoingIsNobodys();
    void aRollBackEndsIt();
    void aCopyKnowsTheSame();
};

void TestRolloutOrigins::whatANewVersionFailsIsItsRollouts() {
    const std::string text =
        originShop("", "{ at: 2 s, deploy: worker, version: v2, strategy: blue-green }");
    const sim::Snapshot seen = rolloutSeenAt(text, 10s);
    QCOMPARE(seen.rollouts.size(), 1U);
    QVERIFY(seen.impacts.empty());
    const sim::FaultImpact& impact = seen.rollouts.front();
    QCOMPARE(impact.rollout->from, "v1");
    QCOMPARE(impact.rollout->to, "v2");
    QCOMPARE(impact.rollout->doneAt, runStart + 3s);
    QCOMPARE(impact.rollout->failed, std::vector<std::string>{"work"});
    const std::int64_t failed = seen.journeys[0].counts.failed;
    QVERIFY(failed > 40 && failed < 100);  // half of 20/s in 7 s: 70
    QCOMPARE(impact.journeys[0].failed, failed);
    const auto error = static_cast<std::size_t>(models::Cause::Error);
    QCOMPARE(impact.journeys[0].failedByCause[error], failed);
    QCOMPARE(impact.journeys[1].failed, 0);
    QVERIFY(impact.services[1].failed >= failed);  // its own answers
    const sim::Isolation isolation = isolationOfFirst(text, seen);
    QCOMPARE(isolation.failed, failed);
    QCOMPARE(isolation.ownFailures, impact.services[1].failed);
    QCOMPARE(journeyIn(isolation, "others").reason, sim::Reason::NeverCallsIt);
    QCOMPARE(journeyIn(isolation, "others").effect, sim::Effect::DidNotNotice);
    // It asks the new version, which may be slower or faster.
    QCOMPARE(journeyIn(isolation, "lookers").effect, sim::Effect::DidNotFail);
}

void TestRolloutOrigins::theCallThatDecidesIsOfAnEndpointThatFailed() {
    const std::string text =
        originShop("", "{ at: 2 s, deploy: worker, version: v2, strategy: blue-green }");
    const sim::Snapshot seen = rolloutSeenAt(text, 10s);
    const sim::Isolation isolation = isolationOfFirst(text, seen);
    QCOMPARE(journeyIn(isolation, "buyers").reason, sim::Reason::NeedsIt);
    QCOMPARE(journeyIn(isolation, "buyers").via, "shop.buy");
    QCOMPARE(journeyIn(isolation, "buyers").needed, "worker.work");
    const auto& shop = isolation.services.front();
    QCOMPARE(shop.name, "shop");
    QCOMPARE(shop.via, "shop.buy");
}

void TestRolloutOrigins::whatAnEndpointThatIsGoneFailsIsItsRollouts() {
    const sim::Snapshot seen = rolloutSeenAt(
        originShop("", "{ at: 2 s, deploy: worker, version: less, strategy: blue-green }"), 10s);
    const sim::FaultImpact& impact = seen.rollouts.front();
    QCOMPARE(impact.journeys[0].failed, seen.journeys[0].counts.failed);
    QVERIFY(impact.journeys[0].failed > 130);
    QCOMPARE(impact.journeys[1].failed, 0);
    QCOMPARE(impact.rollout->failed, std::vector<std::string>{"work"});
}

void TestRolloutOrigins::anOutageOfRecreateIsItsOwn() {
    const sim::Snapshot seen = rolloutSeenAt(
        originShop("", "{ at: 2 s, deploy: worker, version: v2, strategy: recreate }"), 3s);
    const sim::FaultImpact& impact = seen.rollouts.front();
    const auto unavailable = static_cast<std::size_t>(models::Cause::Unavailable);
    for (const std::size_t journey : {0U, 1U}) {
        // From its stop to the start of the other, a second of 20/s.
        QVERIFY(seen.journeys[journey].counts.failed >= 18);
        QCOMPARE(impact.journeys[journey].failedByCause[unavailable],
                 seen.journeys[journey].counts.failed);
    }
}

// 2 instances; the younger stops with half of the work, and has no time for any of it.
void TestRolloutOrigins::whatADrainCutsOffIsTheScalings() {
    const sim::Snapshot seen =
        rolloutSeenAt(originShop("    instances: 2\n    balancing: random\n    drain: 100 ms\n",
                                 "{ at: 5 s, scale: worker, to: 1 }", "{ sleep: 2 s }"),
                      8s);
    const sim::FaultImpact& impact = seen.rollouts.front();
    QVERIFY(impact.journeys[0].failed > 10);
    QCOMPARE(impact.journeys[0].failed, seen.journeys[0].counts.failed);
    QCOMPARE(impact.rollout->from, "");
    QVERIFY(impact.rollout->doneAt.has_value());
}

void TestRolloutOrigins::aFallbackThatAnsweredForItIsCounted() {
    const std::string text =
        originShop("", "{ at: 2 s, deploy: worker, version: v2, strategy: blue-green }",
                   "{ compute: 10 ms }", "timeout: 1 s, fallback: skip");
    const sim::Snapshot seen = rolloutSeenAt(text, 10s);
    const sim::FaultImpact& impact = seen.rollouts.front();
    QCOMPARE(impact.journeys[0].failed, 0);
    QVERIFY(impact.journeys[0].degraded > 40);
    QCOMPARE(impact.journeys[0].degraded, seen.journeys[0].counts.degraded);
    const sim::Isolation isolation = isolationOfFirst(text, seen);
    QCOMPARE(isolation.protections.size(), 1U);
    QCOMPARE(isolation.protections.front().to, "worker.work");
}

// It failed now and then already: whether a request would have failed anyway nobody knows.
void TestRolloutOrigins::whoFailedBeforeTellsNothing() {
    const sim::Snapshot seen = rolloutSeenAt(
        originShop("", "{ at: 2 s, deploy: worker, version: v2, strategy: blue-green }",
                   "{ compute: 10 ms }, { fail: 1 % }"),
        10s);
    QVERIFY(seen.journeys[0].counts.failed > 40);
    QCOMPARE(seen.rollouts.front().journeys[0].failed, 0);
}

void TestRolloutOrigins::anAutoscalersDoingIsNobodys() {
    const sim::Snapshot seen = rolloutSeenAt(
        originShop("    instances: 4\n    drain: 100 ms\n"
                   "    autoscale: { metric: utilization, target: 60 %, min: 1, max: 4, "
                   "every: 2 s, stabilization: 1 s }\n",
                   "{ at: 1 s, scale: worker, to: 3 }", "{ sleep: 2 s }"),
        8s);
    QVERIFY(seen.journeys[0].counts.failed > 0);
    QCOMPARE(seen.rollouts.front().journeys[0].failed, 0);
}

void TestRolloutOrigins::aRollBackEndsIt() {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation simulation(tests::scenarioFrom(originShop(
                                   "    instances: 2\n",
                                   "{ at: 2 s, deploy: worker, version: v2, strategy: canary, "
                                   "weights: [50 %], every: 4 s, abort-if: { errors: above 5 % } "
                                   "}")),
                               options);
    simulation.advanceTo(runStart + 6s);
    QVERIFY(!simulation.snapshot().rollouts.front().endedAt);
    simulation.advanceTo(runStart + 19s);
    const sim::FaultImpact impact = simulation.snapshot().rollouts.front();
    QCOMPARE(impact.endedAt, runStart + 7s);
    QCOMPARE(impact.rollout->backAt, runStart + 7s);
    QVERIFY(!impact.rollout->doneAt);
    QVERIFY(impact.journeys[0].recovery.has_value());
    QVERIFY(impact.journeys[0].recovery->after.has_value());
}

void TestRolloutOrigins::aCopyKnowsTheSame() {
    sim::RunOptions options;
    options.observe = true;
    sim::Simulation first(
        tests::scenarioFrom(
            originShop("", "{ at: 2 s, deploy: worker, version: v2, strategy: blue-green }")),
        options);
    first.advanceTo(runStart + 5s);
    sim::Simulation copy = first.copy();
    for (sim::Simulation* each : {&first, &copy}) {
        each->advanceTo(runStart + 10s);
    }
    const sim::Snapshot one = first.snapshot(), other = copy.snapshot();
    QCOMPARE(other.rollouts.size(), 1U);
    QCOMPARE(other.rollouts.front().journeys[0].failed, one.rollouts.front().journeys[0].failed);
    QCOMPARE(other.rollouts.front().rollout->failed, one.rollouts.front().rollout->failed);
}

TEST_OF_THIS_FILE(TestRolloutOrigins);
#include "tst_rollout_origins.moc"
