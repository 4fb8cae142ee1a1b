// What the isolation panel says of a rollout, checked against a second run of the same seed without
// it, for 120 random scenarios with one rollout each, of any strategy, of a version that fails now
// and then or lacks an endpoint. True, and so checked:
//
//  - A part of the architecture that nothing joins to the service is the same in both runs to the
//    last bit.
//  - No service of a random scenario fails of itself and nobody dies, so in the twin there is
//    neither `error` nor `unavailable`; here every one that began as such is the rollout's, at
//    every journey and service, cause by cause.
//  - What is attributed is part of what was counted since, and all of it is more than the twin had.
//  - The call that is named is there, with a fallback or without as is said, on the way of whom it
//    is said of; it asks an endpoint that failed, and its edge counted that.
//  - "Never calls it" is checked by a search of its own through the steps.
//  - What is seen does not depend on when, or how often, somebody looked before.
#include <QtTest>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "models/step_walk.h"
#include "tests/support/call_search.h"
#include "tests/support/test_program.h"
#include "tests/support/twin_checks.h"
#include "tests/support/twin_runs.h"

class TestIsolationOfRollouts : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void whoSharesNothingWithItIsTheSameToTheBit();
    void everyErrorAndOutageIsItsOwn();
    void countsAreAPartOfWhatEndedAndMoreThanInTheTwin();
    void theNamedCallIsThereAndCountedIt();
    void neverCallsItMeansThatNoPathLeadsThere();
    void lookingEarlierChangesNothingThatIsSeenLater();
};

namespace {

using namespace std::chrono_literals;
using models::Cause;
using sim::Effect;
using sim::Reason;
using tests::Complaints;
using tests::TwinLook;
using tests::TwinRuns;

constexpr std::uint64_t rolledOut = 120;

std::vector<sim::Instant> instantsAfter(const TwinRuns& twins) {
    std::vector<sim::Instant> instants;
    for (const auto after : {5ms, 80ms, 300ms, 900ms}) {
        instants.push_back(twins.struckAt() + after);
    }
    instants.push_back(models::runStart + 3s);
    return instants;
}

using RolloutCheck =
    std::function<void(TwinRuns&, const TwinLook&, const std::string&, Complaints&)>;

Complaints complaintsOfRollouts(const RolloutCheck& check,
                                TwinRuns::Shape shape = TwinRuns::Shape::Alone) {
    Complaints complaints;
    for (std::uint64_t seed = 0; seed < rolledOut; ++seed) {
        TwinRuns twins(seed, shape, TwinRuns::Strike::Deploy);
        for (const sim::Instant at : instantsAfter(twins)) {
            const TwinLook look = twins.look(at);
            check(twins, look, twins.labelAt(at), complaints);
        }
    }
    return complaints;
}

std::vector<sim::SubjectIsolation> allSubjects(const TwinLook& look) {
    std::vector<sim::SubjectIsolation> subjects = look.isolation.journeys;
    subjects.insert(subjects.end(), look.isolation.services.begin(), look.isolation.services.end());
    return subjects;
}

// But for the version that is rolled out: no step that fails, none that a store can turn down.
bool nothingFailsOfItself(const models::Scenario& scenario) {
    bool isSound = true;
    const auto look = [&](const models::Step& step) {
        isSound &= !std::holds_alternative<models::Fail>(step.action) &&
                   !std::holds_alternative<models::StoreStep>(step.action) &&
                   !std::holds_alternative<models::Transaction>(step.action);
    };
    for (const models::Service& service : scenario.services) {
        for (const models::Endpoint& endpoint : service.endpoints) {
            if (endpoint.version.empty()) {
                models::forEachStep(endpoint.steps, look);
            }
        }
    }
    for (const models::Journey& journey : scenario.journeys) {
        models::forEachStep(journey.steps, look);
    }
    return isSound;
}

constexpr auto failedWith = [](const sim::CauseCounts& counts, Cause cause) {
    return counts[static_cast<std::size_t>(cause)];
};

}  // namespace

void TestIsolationOfRollouts::whoSharesNothingWithItIsTheSameToTheBit() {
    const Complaints complaints = complaintsOfRollouts(
        [](TwinRuns& twins, const TwinLook& look, const std::string& when, Complaints& found) {
            tests::forEachSubject(
                twins, look,
                [&](const std::string& name, const sim::Counts& here, const sim::Counts& twin,
                    const sim::FaultImpact::OnSubject& on) {
                    if (name.starts_with("beside-")) {
                        found.check(here == twin, when, name + " is not the same");
                        found.check(on.failed + on.degraded == 0, when, name + " is hurt");
                    }
                });
        },
        TwinRuns::Shape::Besides);
    QVERIFY2(complaints.isEmpty(), complaints.text());
}

void TestIsolationOfRollouts::everyErrorAndOutageIsItsOwn() {
    std::int64_t counted[2] = {0, 0};
    const Complaints complaints = complaintsOfRollouts(
        [&](TwinRuns& twins, const TwinLook& look, const std::string& when, Complaints& found) {
            const bool isSound = nothingFailsOfItself(twins.scenario());
            const auto compare = [&](const std::string& name, Cause cause, const sim::Counts& here,
                                     const sim::FaultImpact::OnSubject& on) {
                const std::int64_t attributed = failedWith(on.failedByCause, cause);
                const std::int64_t all = failedWith(here.byCause, cause);
                found.check(attributed == all, when,
                            name + ", " + std::string(models::nameOf(cause)) + ": " +
                                std::to_string(attributed) + " of " + std::to_string(all));
                counted[cause == Cause::Error ? 0 : 1] += attributed;
            };
            tests::forEachSubject(
                twins, look,
                [&](const std::string& name, const sim::Counts& here, const sim::Counts& twin,
                    const sim::FaultImpact::OnSubject& on) {
                    found.check(failedWith(twin.byCause, Cause::Unavailable) == 0, when,
                                name + ": the twin has an outage");
                    compare(name, Cause::Unavailable, here, on);
                    if (isSound) {
                        found.check(failedWith(twin.byCause, Cause::Error) == 0, when,
                                    name + ": the twin fails of itself");
                        compare(name, Cause::Error, here, on);
                    }
                });
        });
    QVERIFY2(complaints.isEmpty(), complaints.text());
    QVERIFY2(counted[0] > 200 && counted[1] > 2000,
             qPrintable(QString("%1 errors, %2 outages").arg(counted[0]).arg(counted[1])));
}

void TestIsolationOfRollouts::countsAreAPartOfWhatEndedAndMoreThanInTheTwin() {
    const Complaints complaints = complaintsOfRollouts(
        [](TwinRuns& twins, const TwinLook& look, const std::string& when, Complaints& found) {
            tests::forEachSubject(
                twins, look,
                [&](const std::string& name, const sim::Counts& here, const sim::Counts& twin,
                    const sim::FaultImpact::OnSubject& on) {
                    const std::int64_t failedHere = here.failed + here.rejected;
                    found.check(on.failed <= failedHere && on.degraded <= here.degraded, when,
                                name + " has more than ended");
                    found.check(on.failed == 0 || twin.failed + twin.rejected > 0 ||
                                    failedHere >= on.failed,
                                when, name + " failed less");
                });
        });
    QVERIFY2(complaints.isEmpty(), complaints.text());
}

void TestIsolationOfRollouts::theNamedCallIsThereAndCountedIt() {
    int named = 0;
    const Complaints complaints = complaintsOfRollouts(
        [&](TwinRuns& twins, const TwinLook& look, const std::string& when, Complaints& found) {
            const auto& failed = look.isolation.rollout->failed;
            for (const sim::SubjectIsolation& subject : allSubjects(look)) {
                if (subject.via.empty()) {
                    continue;
                }
                ++named;
                const bool degraded = subject.effect == Effect::Degraded;
                const std::string call =
                    subject.name + ": " + subject.via + " -> " + subject.needed;
                found.check(
                    tests::serviceOf(subject.via) == subject.name ||
                        tests::reachedFrom(twins.scenario(), subject.name).contains(subject.via),
                    when, call + " is not on its way");
                found.check(tests::hasCall(twins.scenario(), subject.via, subject.needed, degraded),
                            when, call + " is not there");
                const bool asksIt =
                    tests::serviceOf(subject.needed) == look.isolation.rollout->what.service;
                const std::string endpoint = subject.needed.substr(subject.needed.find('.') + 1);
                found.check(!asksIt || std::ranges::find(failed, endpoint) != failed.end(), when,
                            call + ": that endpoint failed nothing");
            }
        });
    QVERIFY2(complaints.isEmpty(), complaints.text());
    QVERIFY(named > 100);
}

void TestIsolationOfRollouts::neverCallsItMeansThatNoPathLeadsThere() {
    const Complaints complaints = complaintsOfRollouts(
        [](TwinRuns& twins, const TwinLook& look, const std::string& when, Complaints& found) {
            for (const sim::SubjectIsolation& subject : allSubjects(look)) {
                const bool reaches =
                    tests::reachesService(twins.scenario(), subject.name, twins.target().service);
                const bool saysNever = subject.reason == Reason::NeverCallsIt ||
                                       subject.reason == Reason::TellsByMessage;
                found.check(!(saysNever && reaches), when, subject.name + " does call it");
                const bool isHurt =
                    subject.effect == Effect::Failed || subject.effect == Effect::Degraded;
                found.check(!(isHurt && !reaches), when, subject.name + " is hurt for no reason");
                found.check(subject.effect != Effect::DidNotNotice || saysNever ||
                                subject.reason == Reason::NotAskedSince ||
                                subject.reason == Reason::BreakerOpen || !reaches,
                            when, subject.name + " asked it and is said not to have noticed");
            }
        });
    QVERIFY2(complaints.isEmpty(), complaints.text());
}

void TestIsolationOfRollouts::lookingEarlierChangesNothingThatIsSeenLater() {
    Complaints complaints;
    for (std::uint64_t seed = 0; seed < rolledOut; ++seed) {
        TwinRuns often(seed, TwinRuns::Shape::Alone, TwinRuns::Strike::Deploy);
        TwinRuns once(seed, TwinRuns::Shape::Alone, TwinRuns::Strike::Deploy);
        TwinLook last;
        for (const sim::Instant at : instantsAfter(often)) {
            last = often.look(at);
        }
        const TwinLook only = once.look(last.at);
        complaints.check(tests::printImpact(last.impact) == tests::printImpact(only.impact),
                         often.label(), "depends on who looked");
    }
    QVERIFY2(complaints.isEmpty(), complaints.text());
}

TEST_OF_THIS_FILE(TestIsolationOfRollouts);
#include "tst_isolation_of_rollouts.moc"
