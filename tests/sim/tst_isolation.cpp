#include <QtTest>

#include "sim/isolation.h"
#include "sim/journey_difference.h"
#include "tests/support/scenario_text.h"
#include "tests/support/streaming_scenario.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using namespace sim;

namespace {

// A killed payment, with the counts that each test sets.
struct Outage {
    models::Scenario scenario = support::streamingScenario();
    models::CallGraph graph = models::callGraph(scenario);
    Snapshot snapshot;
    FaultImpact impact;

    Outage() {
        impact.fault = 1;
        impact.since = models::runStart + 64s;
        impact.journeys.resize(scenario.journeys.size());
        impact.services.resize(scenario.services.size());
        impact.edges.resize(graph.edges.size());
        impact.spared.resize(scenario.services.size());
        ActiveFault active;
        active.id = 1;
        active.fault.kind = models::Kill{};
        active.fault.targets = {models::Target{"payment", std::nullopt, {}}};
        snapshot.faults = {active};
        impact.what = active.fault;
        for (auto& on : impact.journeys)
            on.started = on.ended = 1604;
        for (auto& on : impact.services)
            on.started = on.ended = 2000;
    }

    FaultImpact::OnSubject& journey(const std::string& name) {
        for (std::size_t i = 0; i < scenario.journeys.size(); ++i) {
            if (scenario.journeys[i].name == name)
                return impact.journeys[i];
        }
        return impact.journeys.front();
    }
    FaultImpact::OnSubject& service(const std::string& name) {
        for (std::size_t i = 0; i < scenario.services.size(); ++i) {
            if (scenario.services[i].name == name)
                return impact.services[i];
        }
        return impact.services.front();
    }
    std::size_t edge(const std::string& from, const std::string& to) const {
        for (std::size_t i = 0; i < graph.edges.size(); ++i) {
            if (graph.nodes[static_cast<std::size_t>(graph.edges[i].caller)].name == from &&
                graph.nodes[static_cast<std::size_t>(graph.edges[i].callee)].name == to)
                return i;
        }
        return graph.edges.size();
    }
    Isolation judged() const { return isolationOf(scenario, graph, snapshot, impact); }
};

const SubjectIsolation& subject(const std::vector<SubjectIsolation>& all, const std::string& name) {
    return *std::find_if(all.begin(), all.end(), [&](const auto& s) { return s.name == name; });
}

}  // namespace

class TestIsolation : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theRunWithoutItSettlesWhatNoCountExplains() {
        Isolation isolation;
        isolation.ended = 400;
        isolation.unexplained = 75;
        isolation.journeys = {{.name = "slow", .effect = Effect::Unclear, .count = 20, .of = 100},
                              {.name = "lost", .effect = Effect::Unclear, .count = 50, .of = 100},
                              {.name = "same", .effect = Effect::Unclear, .count = 5, .of = 100},
                              {.name = "known", .effect = Effect::Failed, .count = 7, .of = 100}};
        JourneyDifference slow{.name = "slow", .pairs = 90, .slower = 30};
        JourneyDifference lost{.name = "lost", .pairs = 90, .lost = 45};
        JourneyDifference same{.name = "same", .pairs = 90};
        JourneyDifference known{.name = "known", .pairs = 90, .lost = 80};

        const Isolation settled = settledBeside(isolation, {slow, lost, same, known});

        const auto& found = settled.journeys;
        QVERIFY(subject(found, "lost").effect == Effect::Failed);
        QVERIFY(subject(found, "lost").reason == Reason::ServedWithoutIt);
        QCOMPARE(subject(found, "lost").count, 45);
        QVERIFY(subject(found, "same").effect == Effect::DidNotNotice);
        QVERIFY(subject(found, "same").reason == Reason::SameWithoutIt);
        // It failed in both, and yet they differ: nothing is known.
        QVERIFY(subject(found, "slow").effect == Effect::Unclear);
        // What the origins of failures say stands.
        QCOMPARE(subject(found, "known").count, 7);
        QCOMPARE(settled.failed, 45);
        QCOMPARE(settled.unexplained, 25);
        QVERIFY(found.back().effect == Effect::DidNotNotice);
    }

    void saysOfASurgeWhoMayMeetIt() {
        Outage outage;
        outage.scenario = tests::scenarioFrom(R"(
watertight: 1
services:
  page: { endpoints: { show: [ { compute: 1 ms } ] } }
  till: { endpoints: { pay: [ { compute: 1 ms } ] } }
journeys:
  look: { arrivals: constant(10/s), steps: [ { call: page.show } ] }
  read: { arrivals: constant(10/s), steps: [ { call: page.show } ] }
  pay:  { arrivals: constant(10/s), steps: [ { call: till.pay } ] }
)");
        outage.graph = models::callGraph(outage.scenario);
        outage.impact.journeys.assign(3, {});
        outage.impact.services.assign(2, {});
        outage.impact.edges.assign(outage.graph.edges.size(), {});
        outage.impact.spared.assign(2, 0);
        for (auto& on : outage.impact.journeys)
            on.started = on.ended = 1000;
        outage.impact.what.kind = models::Surge{};
        outage.impact.what.targets = {models::Target{"look", std::nullopt, {}}};

        const Isolation isolation = outage.judged();

        QCOMPARE(isolation.title, std::string("look"));
        const auto& found = isolation.journeys;
        QCOMPARE(subject(found, "look").reason, Reason::IsTarget);
        QCOMPARE(subject(found, "look").effect, Effect::DidNotFail);
        QCOMPARE(subject(found, "read").reason, Reason::SharesServices);
        QCOMPARE(subject(found, "read").effect, Effect::DidNotFail);
        QCOMPARE(subject(found, "pay").reason, Reason::SharesNothing);
        QCOMPARE(subject(found, "pay").effect, Effect::DidNotNotice);
    }

    void settlesBesideWhatTheCountsLeaveOver() {
        Isolation isolation;
        SubjectIsolation some;
        some.name = "look";
        some.effect = Effect::Degraded;
        some.count = 120;
        some.unexplained = 2412;
        some.of = 2533;
        isolation.journeys = {some};
        isolation.degraded = 120;
        isolation.unexplained = 2412;
        JourneyDifference known;
        known.name = "look";
        known.pairs = 2500;
        known.lost = 10;
        known.degraded = 1110;

        const Isolation early = settledBeside(isolation, {known});
        QCOMPARE(early.journeys.front().served, 1000);
        QCOMPARE(early.journeys.front().unexplained, 1412);
        QCOMPARE(early.unexplained, 1412);
        QCOMPARE(early.failed, 10);
        QCOMPARE(early.degraded, 120 + 990);
        QVERIFY(!early.isSettledBeside);
        QVERIFY(!early.journeys.front().isServedCounted);  // some failed, and others were degraded
        QCOMPARE(early.journeys.front().count, 120);

        known.lost = 0;
        known.degraded = 2600;
        const Isolation all = settledBeside(isolation, {known});
        QCOMPARE(all.journeys.front().served, 2412);
        QVERIFY(all.journeys.front().isServedCounted);
        QCOMPARE(all.journeys.front().count, 2532);
        QCOMPARE(all.unexplained, 0);
        QVERIFY(all.isSettledBeside);
        // Nothing was left over: nothing is settled.
        QVERIFY(!settledBeside(Isolation(), {known}).isSettledBeside);
    }

    void saysWhichCallWithoutFallbackFailedAJourney() {
        Outage outage;
        outage.journey("subscribe").failed = 158;
        outage.journey("subscribe").ended = 158;

        const Isolation isolation = outage.judged();

        const SubjectIsolation& first = isolation.journeys.front();
        QCOMPARE(first.name, std::string("subscribe"));
        QCOMPARE(first.effect, Effect::Failed);
        QCOMPARE(first.reason, Reason::NeedsIt);
        QCOMPARE(first.via, std::string("gateway.subscribe"));
        QCOMPARE(first.needed, std::string("payment.charge"));
        QCOMPARE(first.count, 158);
        QCOMPARE(first.of, 158);
    }

    void saysWhichFallbackDegradedAJourney() {
        Outage outage;
        outage.journey("browse").degraded = 96;

        const Isolation isolation = outage.judged();

        const SubjectIsolation& browse = isolation.journeys.front();
        QCOMPARE(browse.effect, Effect::Degraded);
        QCOMPARE(browse.reason, Reason::FallbackAnswered);
        QCOMPARE(browse.via, std::string("user.profile"));
        QCOMPARE(browse.needed, std::string("payment.standing"));
    }

    // gateway.home has a fallback, too, but it was user's that answered.
    void namesTheFallbackThatWasSeenToAnswer() {
        Outage outage;
        for (auto& service : outage.scenario.services) {
            if (service.name == "gateway")
                std::get<models::Call>(service.endpoints[1].steps[1].action).fallback =
                    models::Fallback{};
        }
        outage.journey("browse").degraded = 96;
        QCOMPARE(outage.judged().journeys.front().via, std::string("gateway.home"));

        outage.impact.edges[outage.edge("user", "payment")].fallbacks = 96;

        QCOMPARE(outage.judged().journeys.front().via, std::string("user.profile"));
    }

    // streaming calls user, and user calls payment, but not from the endpoint that streaming uses.
    void knowsByEndpointsThatAJourneyNeverCallsTheTarget() {
        Outage outage;

        const Isolation isolation = outage.judged();

        QCOMPARE(subject(isolation.journeys, "watch-video").effect, Effect::DidNotNotice);
        QCOMPARE(subject(isolation.journeys, "watch-video").reason, Reason::NeverCallsIt);
        QCOMPARE(subject(isolation.services, "streaming").reason, Reason::NeverCallsIt);
        QCOMPARE(subject(isolation.journeys, "subscribe").reason, Reason::NotAskedSince);
    }

    // user tells payment of each check, by a topic between them; who only checks never calls it.
    void tellsAMessageFromACall() {
        Outage outage;
        for (auto& service : outage.scenario.services) {
            if (service.name == "user")
                service.endpoints[1].steps.push_back(
                    {.action = models::Publish{.topic = "checked"}});
            if (service.name == "payment")
                service.consumes.push_back({.topic = "checked", .endpoint = "standing"});
        }
        outage.scenario.topics.push_back({.name = "checked"});
        outage.graph = models::callGraph(outage.scenario);

        const Isolation isolation = outage.judged();

        QCOMPARE(subject(isolation.journeys, "watch-video").effect, Effect::DidNotNotice);
        QCOMPARE(subject(isolation.journeys, "watch-video").reason, Reason::TellsByMessage);
        QCOMPARE(subject(isolation.services, "streaming").reason, Reason::TellsByMessage);
        QCOMPARE(subject(isolation.services, "recommendation").reason, Reason::NeverCallsIt);
        QCOMPARE(subject(isolation.journeys, "subscribe").reason, Reason::NotAskedSince);
    }

    void leavesTheTargetOutOfTheServices() {
        const Isolation isolation = Outage().judged();

        QCOMPARE(isolation.services.size(), std::size_t(4));
        QCOMPARE(isolation.title, std::string("payment"));
    }

    void putsFailedBeforeDegradedBeforeTheOthers() {
        Outage outage;
        outage.service("user").degraded = 96;
        outage.service("recommendation").failed = 1;

        const Isolation isolation = outage.judged();

        QCOMPARE(isolation.services[0].name, std::string("recommendation"));
        QCOMPARE(isolation.services[0].reason, Reason::PassesFailuresOn);
        QCOMPARE(isolation.services[1].name, std::string("user"));
        QCOMPARE(isolation.services[2].name, std::string("gateway"));
    }

    void isTooEarlyBelowTenEndedRequestsUnlessSomethingFailed() {
        Outage outage;
        outage.journey("browse").ended = 9;
        outage.journey("watch-video").ended = 10;
        outage.journey("subscribe").ended = 1;
        outage.journey("subscribe").failed = 1;

        const Isolation isolation = outage.judged();

        QCOMPARE(subject(isolation.journeys, "browse").effect, Effect::TooEarly);
        QCOMPARE(subject(isolation.journeys, "watch-video").effect, Effect::DidNotNotice);
        QCOMPARE(subject(isolation.journeys, "subscribe").effect, Effect::Failed);
    }

    // Who never calls payment may stand in line behind those who do.
    void isUnclearWhereFailuresNameNoFault() {
        Outage outage;
        outage.journey("watch-video").unexplained.failed[std::size_t(models::Cause::Timeout)] = 12;
        outage.journey("watch-video").unexplained.degraded = 3;
        outage.journey("subscribe").failed = 158;
        outage.journey("subscribe").unexplained.degraded = 2;
        outage.journey("browse").degraded = 96;

        const Isolation isolation = outage.judged();

        const SubjectIsolation& watched = isolation.journeys[2];
        QCOMPARE(watched.name, std::string("watch-video"));
        QCOMPARE(watched.effect, Effect::Unclear);
        QCOMPARE(watched.reason, Reason::NeverCallsIt);
        QCOMPARE(watched.count, 15);
        QCOMPARE(watched.failedByCause[std::size_t(models::Cause::Timeout)], 12);
        QCOMPARE(isolation.journeys[0].effect, Effect::Failed);
        QCOMPARE(isolation.journeys[0].count, 158);
        QCOMPARE(isolation.journeys[0].unexplained, 2);
        QCOMPARE(isolation.unexplained, 17);
    }

    // What it asked was late; nobody counts by how much.
    void doesNotSayOfWhomItMadeLateThatTheyDidNotNotice() {
        Outage outage;
        outage.impact.what.kind = models::Slow{{10}};
        outage.impact.edges[outage.edge("gateway", "payment")].calls = 158;

        const Isolation slowed = outage.judged();
        outage.impact.what.kind = models::Kill{};
        const Isolation killed = outage.judged();

        QCOMPARE(subject(slowed.journeys, "subscribe").effect, Effect::DidNotFail);
        QCOMPARE(subject(slowed.journeys, "watch-video").effect, Effect::DidNotNotice);
        QCOMPARE(subject(killed.journeys, "subscribe").effect, Effect::DidNotNotice);
    }

    void namesTheSpareInstancesThatTookTheWork() {
        Outage outage;
        outage.impact.what.targets[0].instance = 1;
        outage.impact.spared.back() = 320;
        outage.journey("subscribe").spared = 320;

        const Isolation isolation = outage.judged();

        QCOMPARE(isolation.title, std::string("payment#1"));
        QCOMPARE(subject(isolation.journeys, "subscribe").reason, Reason::SpareInstances);
        QCOMPARE(subject(isolation.journeys, "browse").reason, Reason::NotAskedSince);
        QCOMPARE(isolation.protections.size(), std::size_t(1));
        QCOMPARE(isolation.protections[0].kind, Protection::Kind::SpareInstances);
        QCOMPARE(isolation.protections[0].to, std::string("payment"));
        QCOMPARE(isolation.protections[0].count, 320);
    }

    void namesTheBreakerThatRefusedAndWhenItOpened() {
        Outage outage;
        const std::size_t edge = outage.edge("gateway", "payment");
        outage.impact.edges[edge].refused = 137;
        BreakerSnapshot breaker;
        breaker.edge = static_cast<int>(edge);
        breaker.endpoint = "charge";
        breaker.state = BreakerState::Open;
        breaker.since = models::runStart + 65100ms;
        outage.snapshot.breakers = {breaker};

        const Isolation isolation = outage.judged();

        QCOMPARE(isolation.protections.size(), std::size_t(1));
        const Protection& protection = isolation.protections.front();
        QCOMPARE(protection.from, std::string("gateway"));
        QCOMPARE(protection.to, std::string("payment.charge"));
        QCOMPARE(protection.count, 137);
        QVERIFY(protection.since == models::runStart + 65100ms);
    }

    void namesTheFallbackThatAnswered() {
        Outage outage;
        outage.impact.edges[outage.edge("user", "payment")].fallbacks = 96;

        const Isolation isolation = outage.judged();

        QCOMPARE(isolation.protections.size(), std::size_t(1));
        QCOMPARE(isolation.protections[0].kind, Protection::Kind::Fallback);
        QCOMPARE(isolation.protections[0].from, std::string("user"));
        QCOMPARE(isolation.protections[0].to, std::string("payment.standing"));
    }

    void readsAnEndedFaultFromTheTimeline() {
        Outage outage;
        outage.snapshot.faults.clear();
        outage.snapshot.timeline = {{models::runStart + 64s, "killed", "payment", "", 1}};
        outage.impact.endedAt = models::runStart + 94s;

        const Isolation isolation = outage.judged();

        QCOMPARE(isolation.title, std::string("payment"));
        QVERIFY(std::holds_alternative<models::Kill>(isolation.what.kind));
    }

    void addsUpTheRequestsOfAllJourneys() {
        Outage outage;
        outage.journey("watch-video").ended = 1604;
        outage.journey("browse").ended = 961;
        outage.journey("browse").degraded = 96;
        outage.journey("subscribe").ended = 158;
        outage.journey("subscribe").failed = 158;

        const Isolation isolation = outage.judged();

        QCOMPARE(isolation.ended, 2723);
        QCOMPARE(isolation.failed, 158);
        QCOMPARE(isolation.degraded, 96);
    }
};

TEST_OF_THIS_FILE(TestIsolation);
#include "tst_isolation.moc"
