// What the isolation panel says where failures carry no fault (timeouts, deadlines, full inboxes,
// and the breakers that these open): 200 random scenarios with one service or instance
// slowed or hung in each, against a second run of the same seed without the fault. Every call has a
// timeout that the fault outlasts.
//
//  - Who fails or is degraded more often than in the twin is never said not to have noticed.
//  - Every failure of these kinds is counted once: because of the fault, or as unexplained.
//  - Who has no call in common with the target's part of the architecture did not notice, whatever
//    fails there.
//  - A fault that makes nothing later is blamed for nothing, however much fails.
#include <QtTest>

#include <array>
#include <string>

#include "tests/support/test_program.h"
#include "tests/support/twin_checks.h"

class TestIsolationUnclear : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void whoFailsMoreIsNotSaidNotToHaveNoticed_data();
    void whoFailsMoreIsNotSaidNotToHaveNoticed();
    void everyFailureOfTheseKindsIsCountedOnce();
    void whoSharesNothingWithTheTargetDidNotNotice();
    void nothingIsBlamedOnAFaultThatMakesNothingLater();
};

namespace {

using namespace std::chrono_literals;
using models::Cause;
using sim::Effect;
using sim::SubjectIsolation;
using tests::Complaints;
using tests::forEachSubject;
using tests::TwinLook;
using tests::TwinRuns;
using Strike = tests::TwinRuns::Strike;

constexpr std::uint64_t unclearScenarios = 200;
const sim::Instant end = models::runStart + 3s;

// Of a journey or service; the target's own services are not judged.
const SubjectIsolation* judged(const TwinLook& look, const std::string& name) {
    for (const auto* subjects : {&look.isolation.journeys, &look.isolation.services}) {
        const auto found = std::ranges::find(*subjects, name, &SubjectIsolation::name);
        if (found != subjects->end()) {
            return &*found;
        }
    }
    return nullptr;
}

// Not by steps that fail of themselves: who is asked more often does so more often.
std::int64_t harmed(const sim::Counts& counts) {
    return counts.failed + counts.rejected + counts.degraded -
           counts.byCause[static_cast<std::size_t>(Cause::Error)];
}

}  // namespace

void TestIsolationUnclear::whoFailsMoreIsNotSaidNotToHaveNoticed_data() {
    QTest::addColumn<Strike>("strike");
    QTest::newRow("slowed") << Strike::Slow;
    QTest::newRow("hung") << Strike::Hang;
}

void TestIsolationUnclear::whoFailsMoreIsNotSaidNotToHaveNoticed() {
    QFETCH(const Strike, strike);
    Complaints complaints;
    int unclear = 0, hurt = 0;
    for (std::uint64_t seed = 0; seed < unclearScenarios; ++seed) {
        TwinRuns twins(seed, TwinRuns::Shape::Alone, strike);
        for (const sim::Instant at :
             {twins.struckAt() + 100ms, twins.struckAt() + 400ms, twins.struckAt() + 1100ms, end}) {
            const TwinLook look = twins.look(at);
            forEachSubject(twins, look,
                           [&](const std::string& name, const sim::Counts& here,
                               const sim::Counts& twin, const sim::FaultImpact::OnSubject&) {
                               const SubjectIsolation* subject = judged(look, name);
                               if (subject == nullptr || harmed(here) <= harmed(twin)) {
                                   return;
                               }
                               ++hurt;
                               unclear += subject->effect == Effect::Unclear ? 1 : 0;
                               complaints.check(
                                   subject->effect != Effect::DidNotNotice, twins.label(),
                                   name + " did not notice, and " + std::to_string(harmed(here)) +
                                       " failed, not " + std::to_string(harmed(twin)));
                           });
        }
    }
    qInfo("%d of %d who were hurt are said to be unclear", unclear, hurt);
    QVERIFY2(complaints.isEmpty(), complaints.text());
    QVERIFY(hurt > 100);
    QVERIFY(unclear > 50);
}

void TestIsolationUnclear::everyFailureOfTheseKindsIsCountedOnce() {
    Complaints complaints;
    std::int64_t all = 0;
    for (std::uint64_t seed = 0; seed < unclearScenarios; ++seed) {
        TwinRuns twins(seed, TwinRuns::Shape::Alone, seed % 2 == 0 ? Strike::Slow : Strike::Hang);
        const TwinLook look = twins.look(end);
        forEachSubject(
            twins, look,
            [&](const std::string& name, const sim::Counts& here, const sim::Counts&,
                const sim::FaultImpact::OnSubject& on) {
                for (const Cause cause :
                     {Cause::Timeout, Cause::Deadline, Cause::Rejected, Cause::BreakerOpen}) {
                    const auto each = static_cast<std::size_t>(cause);
                    all += here.byCause[each];
                    complaints.check(
                        here.byCause[each] == on.failedByCause[each] + on.unexplained.failed[each],
                        twins.label(), name + ": " + std::string(models::nameOf(cause)));
                }
            });
    }
    QVERIFY2(complaints.isEmpty(), complaints.text());
    QVERIFY(all > 1000);
}

void TestIsolationUnclear::whoSharesNothingWithTheTargetDidNotNotice() {
    Complaints complaints;
    int failing = 0;
    for (std::uint64_t seed = 0; seed < unclearScenarios; ++seed) {
        TwinRuns twins(seed, TwinRuns::Shape::Besides, Strike::Slow);
        const TwinLook look = twins.look(end);
        forEachSubject(twins, look,
                       [&](const std::string& name, const sim::Counts& here,
                           const sim::Counts& twin, const sim::FaultImpact::OnSubject&) {
                           if (!name.starts_with("beside-")) {
                               return;
                           }
                           failing += harmed(here) > 0 ? 1 : 0;
                           const Effect effect = judged(look, name)->effect;
                           complaints.check(here == twin, twins.label(), name + " is another");
                           complaints.check(
                               effect == Effect::DidNotNotice || effect == Effect::TooEarly,
                               twins.label(), name + " is said to have noticed");
                       });
    }
    QVERIFY2(complaints.isEmpty(), complaints.text());
    QVERIFY(failing > 20);
}

void TestIsolationUnclear::nothingIsBlamedOnAFaultThatMakesNothingLater() {
    Complaints complaints;
    std::int64_t failed = 0;
    for (std::uint64_t seed = 0; seed < unclearScenarios; ++seed) {
        TwinRuns twins(seed, TwinRuns::Shape::Alone, Strike::SlowByNothing);
        const TwinLook look = twins.look(end);
        forEachSubject(twins, look,
                       [&](const std::string& name, const sim::Counts& here,
                           const sim::Counts& twin, const sim::FaultImpact::OnSubject& on) {
                           failed += here.failed + here.rejected;
                           complaints.check(here == twin, twins.label(), name + " is another");
                           complaints.check(on.failed == 0 && on.degraded == 0, twins.label(),
                                            name + " is said to be hurt");
                       });
    }
    QVERIFY2(complaints.isEmpty(), complaints.text());
    QVERIFY(failed > 1000);
}

TEST_OF_THIS_FILE(TestIsolationUnclear);
#include "tst_isolation_unclear.moc"
