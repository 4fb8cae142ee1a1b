// Every sentence of the isolation panel, checked against a second run of the same seed without the
// fault, for 200 random scenarios and one kill in each (a service or an instance, for a while or
// for good), looked at several times while it lasts and afterwards. What is true, and so is
// checked:
//
//  - A part of the architecture that has no path to the target, in neither direction and through
//    nobody in between, is the same in both runs to the last bit: draws belong to requests, so a
//    fault elsewhere disturbs none of them. (Two parts that share a service are not: a kill takes
//    load off what is behind it, so a journey that "never calls it" may well become faster.)
//  - In a run with one fault, a kill, nobody can be unavailable without it: in the twin there is no
//    `unavailable` at all, and here every one is attributed, to every journey and service. So no
//    failure of the kind is missed, and none is counted twice.
//  - What is attributed is part of what was counted since the kill, cause by cause. "Strictly more
//    failures than the twin" is true where the twin had none; elsewhere a request that the kill
//    failed may be one that would have failed later of itself.
//  - Who must call a service that is wholly dead has no success while it is dead: those in flight
//    get one network latency of grace.
//  - The named call exists, with a fallback or without as is said, and its edge counted what is
//  said.
//  - "Never calls it" is checked by a search of its own through the steps.
//  - What is seen does not depend on when, or how often, somebody looked before.
#include <QtTest>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/call_search.h"
#include "tests/support/test_program.h"
#include "tests/support/twin_checks.h"
#include "tests/support/twin_runs.h"

class TestIsolationTruth : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void whoSharesNothingWithTheTargetIsTheSameToTheBit();
    void nothingIsBlamedOnAKillBeforeItActs();
    void everyUnavailableAnswerIsTheKills();
    void countsAreAPartOfWhatEndedAndAddUp();
    void theFailedFailMoreThanInATwinWithoutFailures();
    void nobodySucceedsWhoMustCallADeadService();
    void neverCallsItMeansThatNoPathLeadsThere();
    void theNamedCallIsThereAndCountedIt();
    void whoIsSaidNotToHaveAskedDidNotAsk();
    void spareInstancesAreThereAndTookWork();
    void lookingEarlierChangesNothingThatIsSeenLater();
};

namespace {

using namespace std::chrono_literals;
using models::Cause;
using models::NodeKind;
using sim::Effect;
using sim::Reason;
using sim::SubjectIsolation;
using tests::Complaints;
using tests::forEachSubject;
using tests::hasCall;
using tests::printImpact;
using tests::reachedFrom;
using tests::reachesService;
using tests::serviceOf;
using tests::since;
using tests::TwinLook;
using tests::TwinRuns;

constexpr std::uint64_t scenarios = 200;
constexpr auto unavailable = static_cast<std::size_t>(Cause::Unavailable);

// The longest that a message takes in a random scenario, with a wide margin for its exponential
// part.
constexpr auto grace = 20ms;

std::vector<sim::Instant> instantsOf(const TwinRuns& twins) {
    std::vector<sim::Instant> instants;
    for (const auto after : {5ms, 50ms, 200ms, 500ms, 1100ms}) {
        instants.push_back(twins.struckAt() + after);
    }
    instants.push_back(models::runStart + 3s);
    return instants;
}

using Check = std::function<void(TwinRuns&, const TwinLook&, const std::string&, Complaints&)>;

Complaints complaintsOf(const Check& check) {
    Complaints complaints;
    for (std::uint64_t seed = 0; seed < scenarios; ++seed) {
        TwinRuns twins(seed);
        for (const sim::Instant at : instantsOf(twins)) {
            const TwinLook look = twins.look(at);
            check(twins, look, twins.labelAt(at), complaints);
        }
    }
    return complaints;
}

std::vector<SubjectIsolation> subjectsOf(const TwinLook& look) {
    std::vector<SubjectIsolation> subjects = look.isolation.journeys;
    subjects.insert(subjects.end(), look.isolation.services.begin(), look.isolation.services.end());
    return subjects;
}

const sim::FaultImpact::OnEdge* edgeOf(const TwinRuns& twins, const TwinLook& look,
                                       const std::string& from, const std::string& to) {
    const models::CallGraph& graph = twins.graph();
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        if (graph.nodes[static_cast<std::size_t>(graph.edges[i].caller)].name == from &&
            graph.nodes[static_cast<std::size_t>(graph.edges[i].callee)].name == to) {
            return &look.impact.edges[i];
        }
    }
    return nullptr;
}

}  // namespace

void TestIsolationTruth::whoSharesNothingWithTheTargetIsTheSameToTheBit() {
    Complaints complaints;
    for (std::uint64_t seed = 0; seed < scenarios; ++seed) {
        TwinRuns twins(seed, TwinRuns::Shape::Besides);
        const TwinLook look = twins.look(twins.with().end());
        const sim::Report with = twins.with().report();
        const sim::Report without = twins.without().report();
        int compared = 0;
        const auto isBeside = [](const auto& row) { return row.name.starts_with("beside-"); };
        for (std::size_t i = 0; i < with.journeys.size(); ++i) {
            const sim::JourneyReport &a = with.journeys[i], &b = without.journeys[i];
            if (isBeside(a)) {
                ++compared;
                const bool same = a.counts == b.counts && a.latency.mean == b.latency.mean &&
                                  a.latency.max == b.latency.max &&
                                  a.latency.p50 == b.latency.p50 &&
                                  a.failedLatency.mean == b.failedLatency.mean;
                complaints.check(same, twins.label(), a.name + " is not the same");
            }
        }
        for (std::size_t i = 0; i < with.services.size(); ++i) {
            const sim::ServiceReport &a = with.services[i], &b = without.services[i];
            if (isBeside(a)) {
                const bool same = a.counts == b.counts && a.little == b.little &&
                                  a.inboxMax == b.inboxMax && a.utilization == b.utilization;
                complaints.check(same, twins.label(), a.name + " is not the same");
            }
        }
        for (const SubjectIsolation& subject : subjectsOf(look)) {
            const bool isTold = subject.reason == Reason::NeverCallsIt && subject.count == 0;
            complaints.check(!isBeside(subject) || isTold, twins.label(),
                             subject.name + " is not said never to call it");
        }
        complaints.check(compared > 0, twins.label(), "nothing was compared");
    }
    QVERIFY2(complaints.isEmpty(), complaints.text());
}

void TestIsolationTruth::nothingIsBlamedOnAKillBeforeItActs() {
    Complaints complaints;
    for (std::uint64_t seed = 0; seed < scenarios; ++seed) {
        TwinRuns twins(seed);
        const TwinLook look = twins.look(twins.struckAt());
        for (const SubjectIsolation& subject : subjectsOf(look)) {
            const bool isSilent =
                subject.count == 0 && subject.of == 0 && subject.effect == Effect::TooEarly;
            complaints.check(isSilent, twins.label(), subject.name + " is judged at the instant");
        }
        complaints.check(look.isolation.protections.empty(), twins.label(), "something protected");
    }
    QVERIFY2(complaints.isEmpty(), complaints.text());
}

void TestIsolationTruth::everyUnavailableAnswerIsTheKills() {
    const Complaints complaints = complaintsOf(
        [](TwinRuns& twins, const TwinLook& look, const std::string& when, Complaints& found) {
            forEachSubject(
                twins, look,
                [&](const std::string& name, const sim::Counts& here, const sim::Counts& twin,
                    const auto& on) {
                    found.check(twin.byCause[unavailable] == 0, when, name + " fails in the twin");
                    found.check(here.byCause[unavailable] == on.failedByCause[unavailable], when,
                                name + ": " + std::to_string(here.byCause[unavailable]) +
                                    " unavailable, blamed on it: " +
                                    std::to_string(on.failedByCause[unavailable]));
                });
        });
    QVERIFY2(complaints.isEmpty(), complaints.text());
}

void TestIsolationTruth::countsAreAPartOfWhatEndedAndAddUp() {
    const Complaints complaints = complaintsOf([](TwinRuns& twins, const TwinLook& look,
                                                  const std::string& when, Complaints& found) {
        forEachSubject(
            twins, look,
            [&](const std::string& name, const sim::Counts& here, const sim::Counts&,
                const sim::FaultImpact::OnSubject& on) {
                std::int64_t byCause = 0;
                for (std::size_t i = 0; i < on.failedByCause.size(); ++i) {
                    byCause += on.failedByCause[i];
                    found.check(on.failedByCause[i] <= here.byCause[i], when, name + ": too many");
                }
                found.check(byCause == on.failed, when, name + ": causes do not add up");
                found.check(on.failed <= here.failed + here.rejected, when,
                            name + ": too many failed");
                found.check(on.degraded <= here.degraded, when, name + ": too many degraded");
                found.check(on.ended == here.ended(), when, name + ": another number ended");
            });
        std::int64_t ended = 0, failed = 0, unexplained = 0;
        for (const SubjectIsolation& subject : look.isolation.journeys) {
            ended += subject.of;
            failed += subject.effect == Effect::Failed ? subject.count : 0;
            unexplained += subject.effect == Effect::Unclear ? subject.count : subject.unexplained;
        }
        found.check(ended == look.isolation.ended, when,
                    "journeys do not add up to all that ended");
        found.check(failed == look.isolation.failed, when, "journeys do not add up to all failed");
        found.check(unexplained == look.isolation.unexplained, when,
                    "journeys do not add up to all unexplained");
        for (const SubjectIsolation& subject : subjectsOf(look)) {
            const bool isHurt =
                subject.effect == Effect::Failed || subject.effect == Effect::Degraded;
            const bool isUnclear = subject.effect == Effect::Unclear;
            found.check((isHurt || isUnclear) == (subject.count > 0), when,
                        subject.name + ": count and effect");
            found.check(subject.count <= subject.of, when, subject.name + ": more than ended");
            found.check(
                (subject.effect == Effect::TooEarly) == (!isHurt && !isUnclear && subject.of < 10),
                when, subject.name + ": too early");
        }
        for (const sim::FaultImpact::OnEdge& edge : look.impact.edges) {
            found.check(edge.fallbacks <= edge.failed, when, "a fallback without a failure");
        }
    });
    QVERIFY2(complaints.isEmpty(), complaints.text());
}

void TestIsolationTruth::theFailedFailMoreThanInATwinWithoutFailures() {
    int compared = 0;
    const Complaints complaints = complaintsOf(
        [&](TwinRuns& twins, const TwinLook& look, const std::string& when, Complaints& found) {
            forEachSubject(twins, look,
                           [&](const std::string& name, const sim::Counts& here,
                               const sim::Counts& twin, const sim::FaultImpact::OnSubject& on) {
                               const std::int64_t twinFailed = twin.failed + twin.rejected;
                               if (on.failed > 0 && twinFailed == 0) {
                                   ++compared;
                                   found.check(here.failed + here.rejected >= on.failed, when,
                                               name + " failed less");
                               }
                               if (on.degraded > 0 && twin.degraded == 0) {
                                   ++compared;
                                   found.check(here.degraded >= on.degraded, when,
                                               name + " degraded less");
                               }
                           });
        });
    QVERIFY2(complaints.isEmpty(), complaints.text());
    QVERIFY(compared > 100);
}

void TestIsolationTruth::nobodySucceedsWhoMustCallADeadService() {
    Complaints complaints;
    int compared = 0;
    for (std::uint64_t seed = 0; seed < scenarios; ++seed) {
        TwinRuns twins(seed);
        const sim::Instant until = twins.overAt();
        if (!twins.isWholeService() || until <= twins.struckAt() + 2 * grace) {
            continue;
        }
        const sim::Snapshot from = twins.look(twins.struckAt() + grace).with;
        const TwinLook look = twins.look(until);
        for (std::size_t i = 0; i < look.with.journeys.size(); ++i) {
            // The last step of a random journey, a call without a fallback: nothing follows it.
            const models::Journey& journey = twins.scenario().journeys[i];
            const auto& last = std::get<models::Call>(journey.steps.back().action);
            if (last.callee.service == twins.target().service) {
                const sim::Counts counts =
                    since(look.with.journeys[i].counts, from.journeys[i].counts);
                ++compared;
                complaints.check(counts.ok + counts.degraded == 0, twins.label(),
                                 journey.name + " succeeded without it");
            }
        }
    }
    QVERIFY2(complaints.isEmpty(), complaints.text());
    QVERIFY(compared > 10);
}

void TestIsolationTruth::neverCallsItMeansThatNoPathLeadsThere() {
    const Complaints complaints = complaintsOf([](TwinRuns& twins, const TwinLook& look,
                                                  const std::string& when, Complaints& found) {
        for (const SubjectIsolation& subject : subjectsOf(look)) {
            const bool reaches =
                reachesService(twins.scenario(), subject.name, twins.target().service);
            const bool isHurt =
                subject.effect == Effect::Failed || subject.effect == Effect::Degraded;
            const bool saysNever =
                subject.reason == Reason::NeverCallsIt || subject.reason == Reason::TellsByMessage;
            found.check(!(saysNever && reaches), when, subject.name + " does call it");
            found.check(!(isHurt && !reaches), when, subject.name + " is hurt and never calls it");
            found.check(saysNever || reaches, when, subject.name + ": never calls it, unsaid");
        }
    });
    QVERIFY2(complaints.isEmpty(), complaints.text());
}

void TestIsolationTruth::theNamedCallIsThereAndCountedIt() {
    const Complaints complaints = complaintsOf([](TwinRuns& twins, const TwinLook& look,
                                                  const std::string& when, Complaints& found) {
        for (const SubjectIsolation& subject : subjectsOf(look)) {
            if (subject.count == 0 || subject.effect == Effect::Unclear) {
                continue;
            }
            if (subject.via.empty()) {
                found.check(subject.reason == Reason::PassesFailuresOn, when,
                            subject.name + ": no call is named");
                continue;
            }
            const bool degraded = subject.effect == Effect::Degraded;
            const std::string call = subject.name + ": " + subject.via + " -> " + subject.needed;
            const bool isOnTheWay =
                serviceOf(subject.via) == subject.name ||
                reachedFrom(twins.scenario(), subject.name).contains(subject.via);
            found.check(isOnTheWay, when, call + " is not on its way");
            found.check(hasCall(twins.scenario(), subject.via, subject.needed, degraded), when,
                        call + " is not there");
            const sim::FaultImpact::OnEdge* edge =
                edgeOf(twins, look, serviceOf(subject.via), serviceOf(subject.needed));
            found.check(edge != nullptr && edge->failed > 0, when, call + " failed nothing");
            found.check(edge != nullptr && (!degraded || edge->fallbacks > 0), when,
                        call + ": no fallback answered");
        }
        for (const sim::Protection& each : look.isolation.protections) {
            found.check(each.count > 0, when, "a protection that stopped nothing");
        }
    });
    QVERIFY2(complaints.isEmpty(), complaints.text());
}

// Whether the subject, or somebody whom it can reach, called the target since the kill. Of a
// journey only what it calls itself is its own: a service's calls may be another journey's.
void TestIsolationTruth::whoIsSaidNotToHaveAskedDidNotAsk() {
    const Complaints complaints = complaintsOf(
        [](TwinRuns& twins, const TwinLook& look, const std::string& when, Complaints& found) {
            for (const SubjectIsolation& subject : subjectsOf(look)) {
                const sim::FaultImpact::OnEdge* edge =
                    edgeOf(twins, look, subject.name, twins.target().service);
                const bool asked = edge != nullptr && edge->calls > 0;
                found.check(
                    !asked || subject.reason != Reason::NotAskedSince, when,
                    subject.name + " asked " + std::to_string(asked ? edge->calls : 0) + " times");
                if (subject.reason == Reason::BreakerOpen) {
                    bool refused = false;
                    for (const std::string& from : reachedFrom(twins.scenario(), subject.name)) {
                        for (const models::Service& to : twins.scenario().services) {
                            const auto* on = edgeOf(twins, look, serviceOf(from), to.name);
                            refused |= on != nullptr && on->refused > 0;
                        }
                    }
                    for (const models::Service& to : twins.scenario().services) {
                        const auto* on = edgeOf(twins, look, subject.name, to.name);
                        refused |= on != nullptr && on->refused > 0;
                    }
                    found.check(refused, when, subject.name + " met no breaker");
                }
            }
        });
    QVERIFY2(complaints.isEmpty(), complaints.text());
}

void TestIsolationTruth::spareInstancesAreThereAndTookWork() {
    int spared = 0;
    const Complaints complaints = complaintsOf(
        [&](TwinRuns& twins, const TwinLook& look, const std::string& when, Complaints& found) {
            const models::Service& struck = *twins.scenario().service(twins.target().service);
            for (const sim::Protection& each : look.isolation.protections) {
                if (each.kind == sim::Protection::Kind::SpareInstances) {
                    ++spared;
                    const auto index =
                        static_cast<std::size_t>(&struck - twins.scenario().services.data());
                    const sim::Counts& now = look.with.services[index].counts;
                    const sim::Counts& then = twins.atStrike().services[index].counts;
                    found.check(
                        each.to == struck.name && !twins.isWholeService() && struck.instances > 1,
                        when, "there is no spare instance");
                    found.check(
                        each.count <= (now.started - now.rejected) - (then.started - then.rejected),
                        when, "they took more than came");
                }
            }
            for (const SubjectIsolation& subject : subjectsOf(look)) {
                found.check(subject.reason != Reason::SpareInstances || !twins.isWholeService(),
                            when, subject.name + ": no instance was spared");
            }
        });
    QVERIFY2(complaints.isEmpty(), complaints.text());
    QVERIFY(spared > 20);
}

void TestIsolationTruth::lookingEarlierChangesNothingThatIsSeenLater() {
    Complaints complaints;
    for (std::uint64_t seed = 0; seed < scenarios; ++seed) {
        TwinRuns often(seed);
        TwinRuns once(seed);
        TwinLook last;
        for (const sim::Instant at : instantsOf(often)) {
            last = often.look(at);
        }
        const TwinLook only = once.look(last.at);
        complaints.check(printImpact(last.impact) == printImpact(only.impact), often.label(),
                         "depends on who looked: " + printImpact(last.impact) + "or " +
                             printImpact(only.impact));
    }
    QVERIFY2(complaints.isEmpty(), complaints.text());
}

TEST_OF_THIS_FILE(TestIsolationTruth);
#include "tst_isolation_truth.moc"
