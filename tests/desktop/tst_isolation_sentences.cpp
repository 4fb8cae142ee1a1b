#include <QtTest>

#include "app/panels/isolation_sentences.h"
#include "app/session/fault_words.h"
#include "tests/support/test_program.h"

using namespace std::chrono_literals;
using namespace app;
using sim::Effect;
using sim::Reason;

namespace {

sim::SubjectIsolation aJourney(const std::string& name, Effect effect, Reason reason,
                               std::int64_t count, std::int64_t of) {
    sim::SubjectIsolation subject;
    subject.name = name;
    subject.effect = effect;
    subject.reason = reason;
    subject.count = count;
    subject.of = of;
    return subject;
}

sim::Isolation outage(std::vector<sim::SubjectIsolation> journeys) {
    sim::Isolation isolation;
    isolation.title = "payment";
    isolation.what.kind = models::Kill{};
    isolation.what.targets = {models::Target{"payment", std::nullopt, {}}};
    isolation.since = models::runStart + 64s;
    isolation.journeys = std::move(journeys);
    for (const auto& journey : isolation.journeys)
        isolation.ended += journey.of;
    return isolation;
}

sim::SubjectIsolation subscribe() {
    auto subject = aJourney("subscribe", Effect::Failed, Reason::NeedsIt, 158, 158);
    subject.via = "gateway.subscribe";
    subject.needed = "payment.charge";
    return subject;
}

sim::SubjectIsolation browse() {
    auto subject = aJourney("browse", Effect::Degraded, Reason::FallbackAnswered, 96, 961);
    subject.via = "user.profile";
    subject.needed = "payment.standing";
    return subject;
}

sim::SubjectIsolation watchVideo() {
    return aJourney("watch-video", Effect::DidNotNotice, Reason::NeverCallsIt, 0, 1604);
}

}  // namespace

class TestIsolationSentences : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void sayWhoFailedAndWhy() {
        QCOMPARE(sentence(outage({subscribe()}), subscribe()),
                 "158 of 158 subscribe requests failed: subscribe needs payment.charge and has no "
                 "fallback.");
    }

    void sayWhoWasDegradedAndByWhom() {
        QCOMPARE(sentence(outage({browse()}), browse()),
                 "96 of 961 browse requests were degraded: user.profile answers without "
                 "payment.standing.");
    }

    // Nobody calls a journey.
    void sayWhatASurgeIs() {
        auto isolation = outage({});
        isolation.title = "watch-video";
        isolation.what.kind = models::Surge{};
        isolation.what.targets = {models::Target{"watch-video", std::nullopt, {}}};
        const auto itself = aJourney("watch-video", Effect::DidNotFail, Reason::IsTarget, 0, 29936);
        const auto beside = aJourney("browse", Effect::DidNotFail, Reason::SharesServices, 0, 961);
        const auto apart = aJourney("bill", Effect::DidNotNotice, Reason::SharesNothing, 0, 500);

        QCOMPARE(headline(isolation), "watch-video surges");
        QCOMPARE(sentence(isolation, itself),
                 "0 of 29,936 watch-video requests failed: more come, and their latency shows "
                 "what that costs.");
        QCOMPARE(sentence(isolation, beside),
                 "0 of 961 browse requests failed: browse shares services with watch-video, and "
                 "its latency shows what that cost.");
        QCOMPARE(sentence(isolation, apart),
                 "0 of 500 bill requests failed: bill shares no service with watch-video.");

        isolation.endedAt = isolation.recoveredAt = isolation.since + 2min;
        QCOMPARE(headline(isolation), "The surge of watch-video is over");
        QCOMPARE(summary(isolation, isolation.since + 3min),
                 QString::fromUtf8("The surge of watch-video was over after 120.0\u00a0s."));
    }

    void sayWhatIsWrongWithLinks() {
        auto isolation = outage({});
        isolation.what.targets.push_back(models::Target{"user", std::nullopt, {}});
        isolation.what.kind = models::Partition{};
        QCOMPARE(headline(isolation), "payment and user are cut off");
        isolation.what.kind = models::Lose{};
        QCOMPARE(headline(isolation), "payment and user lose messages");
        isolation.what.kind = models::Delay{};
        QCOMPARE(headline(isolation), "payment and user have late messages");
    }

    void sayWhoDidNotNotice() {
        QCOMPARE(sentence(outage({watchVideo()}), watchVideo()),
                 "0 of 1,604 watch-video requests failed: watch-video never calls payment.");
    }

    void admitThatNothingSaysWhy() {
        auto watched = aJourney("watch-video", Effect::Unclear, Reason::NeverCallsIt, 12, 1604);
        watched.failedByCause[static_cast<std::size_t>(models::Cause::Timeout)] = 12;
        auto isolation = outage({watched});
        isolation.unexplained = 12;
        QCOMPARE(sentence(isolation, watched),
                 "12 of 1,604 watch-video requests failed, and nothing says why. watch-video never "
                 "calls payment.");
        QCOMPARE(journeyReason(isolation, watched),
                 "They failed, and nothing says why. It never calls payment.");
        QCOMPARE(effectWord(watched.effect), "unclear");
        QCOMPARE(
            summary(isolation, models::runStart + 72s),
            "No request is known to have failed because of it. " + sentence(isolation, watched));

        watched.reason = Reason::None;
        watched.count = 15;
        QCOMPARE(journeyReason(isolation, watched),
                 "They failed or were degraded, and nothing says why.");
        watched.failedByCause = {};
        QCOMPARE(sentence(isolation, watched),
                 "15 of 1,604 watch-video requests were degraded, and nothing says why.");
    }

    void addWhatNothingExplainsToWhatTheFaultDid() {
        auto subject = subscribe();
        subject.count = 100;
        subject.unexplained = 50;
        QCOMPARE(sentence(outage({subject}), subject),
                 "100 of 158 subscribe requests failed: subscribe needs payment.charge and has no "
                 "fallback. 50 more failed or were degraded, and nothing says why.");
    }

    void doNotSayOfWhoWasMadeLateThatTheyDidNotNotice() {
        auto isolation = outage({});
        isolation.what.kind = models::Slow{{10}};
        const auto later = aJourney("subscribe", Effect::DidNotFail, Reason::None, 0, 158);

        QCOMPARE(effectWord(later.effect), "did not fail");
        QCOMPARE(sentence(isolation, later),
                 "0 of 158 subscribe requests failed: subscribe asks payment, and its latency "
                 "shows what that cost.");
    }

    void admitWhenItIsTooEarly() {
        const auto few = aJourney("subscribe", Effect::TooEarly, Reason::NotAskedSince, 0, 3);
        const auto one = aJourney("subscribe", Effect::TooEarly, Reason::NotAskedSince, 0, 1);

        QCOMPARE(sentence(outage({few}), few),
                 "Only 3 subscribe requests since the kill. Too few to tell.");
        QCOMPARE(sentence(outage({one}), one),
                 "Only 1 subscribe request since the kill. Too few to tell.");
    }

    void speakOfTheFaultWhereItIsNoKill() {
        auto isolation = outage({});
        isolation.what.kind = models::Slow{{10}};
        const auto few = aJourney("subscribe", Effect::TooEarly, Reason::NotAskedSince, 0, 3);

        QCOMPARE(sentence(isolation, few),
                 "Only 3 subscribe requests since the fault began. Too few to tell.");
    }

    void summariseTheWorstAndTheSpared() {
        QCOMPARE(summary(outage({subscribe(), browse(), watchVideo()}), models::runStart + 72s),
                 "158 subscribe requests failed because of it. 0 of 1,604 watch-video requests "
                 "did: watch-video never calls payment.");
        QCOMPARE(summary(outage({subscribe()}), models::runStart + 72s),
                 "158 of 158 subscribe requests failed: subscribe needs payment.charge and has no "
                 "fallback.");
        QCOMPARE(summary(outage({browse(), watchVideo()}), models::runStart + 72s),
                 "No request failed because of it. 96 of 961 browse requests were degraded: "
                 "user.profile answers without payment.standing.");
        QCOMPARE(summary(outage({watchVideo()}), models::runStart + 72s),
                 "0 of 1,604 watch-video requests failed: watch-video never calls payment.");
    }

    void tellTheRecovery() {
        auto isolation = outage({subscribe()});
        isolation.endedAt = models::runStart + 94s;
        QCOMPARE(headline(isolation), "payment is starting");
        QCOMPARE(summary(isolation, models::runStart + 95s),
                 QString::fromUtf8("payment was restarted 1.0\u00a0s ago and is not ready yet."));

        isolation.recoveredAt = models::runStart + 94s;
        QCOMPARE(headline(isolation), "payment is back");
        QCOMPARE(summary(isolation, models::runStart + 95s),
                 QString::fromUtf8("payment was back after 30.0\u00a0s."));

        isolation.journeys[0].recovery = sim::Recovery{{}, 1s};
        QCOMPARE(
            summary(isolation, models::runStart + 95s),
            QString::fromUtf8("payment was back after 30.0\u00a0s. subscribe is not yet normal "
                              "1.0\u00a0s after payment was restarted."));

        isolation.journeys[0].recovery = sim::Recovery{sim::Duration(1400ms), 9s};
        QCOMPARE(summary(isolation, models::runStart + 103s),
                 QString::fromUtf8("payment was back after 30.0\u00a0s. subscribe was back to "
                                   "normal 1.4\u00a0s after payment was restarted."));
        QCOMPARE(journeyReason(isolation, isolation.journeys[0]),
                 QString::fromUtf8("It needs payment.charge and has no fallback. It was back to "
                                   "normal 1.4\u00a0s after payment was restarted."));
    }

    void nameWhoTookLongestToRecover() {
        auto isolation = outage({subscribe(), browse()});
        isolation.what.kind = models::Hang{};
        isolation.endedAt = isolation.recoveredAt = models::runStart + 94s;
        isolation.journeys[0].recovery = sim::Recovery{sim::Duration(1400ms), 9s};
        isolation.journeys[1].recovery = sim::Recovery{sim::Duration(2400ms), 9s};

        QCOMPARE(summary(isolation, models::runStart + 103s),
                 QString::fromUtf8("payment was back after 30.0\u00a0s. browse was back to normal "
                                   "2.4\u00a0s after the fault was over."));

        isolation.journeys[0].recovery = sim::Recovery{sim::Duration{}, 9s};
        isolation.journeys[1].recovery.reset();
        QCOMPARE(summary(isolation, models::runStart + 103s),
                 QString::fromUtf8("payment was back after 30.0\u00a0s. subscribe was back to "
                                   "normal as soon as the fault was over."));
    }

    void sayWhoIsStuck() {
        auto isolation = outage({subscribe(), browse()});
        isolation.what.kind = models::Slow{{4}};
        isolation.endedAt = isolation.recoveredAt = isolation.since + 4s;
        isolation.journeys[0].recovery = sim::Recovery{{}, 19s};
        QCOMPARE(headline(isolation), "payment is back");
        isolation.journeys[0].recovery = sim::Recovery{{}, 20s};
        QCOMPARE(headline(isolation), "payment is back, subscribe is stuck");
        QCOMPARE(summary(isolation, isolation.since + 24s),
                 QString::fromUtf8("payment was back after 4.0\u00a0s. subscribe is stuck: still "
                                   "not normal 20.0\u00a0s after the fault was over."));
    }

    void sayWhatTheRunWithoutItShows() {
        auto lost = subscribe();
        lost.reason = Reason::ServedWithoutIt;
        QCOMPARE(sentence(outage({lost}), lost),
                 "158 of 158 subscribe requests failed: the same run without the fault served "
                 "them.");
    }

    void nameTheStateInTheHeadline() {
        auto isolation = outage({});
        QCOMPARE(headline(isolation), "payment is down");
        isolation.what.kind = models::Hang{};
        QCOMPARE(headline(isolation), "payment hangs");
        isolation.what.kind = models::Slow{};
        QCOMPARE(headline(isolation), "payment is slow");
        isolation.title = "payment and user";
        isolation.what.targets.push_back(models::Target{"user", std::nullopt, {}});
        isolation.what.kind = models::Kill{};
        QCOMPARE(headline(isolation), "payment and user are down");
    }

    void giveTheReasonOfAJourney_data() {
        QTest::addColumn<int>("reason");
        QTest::addColumn<QString>("expected");
        QTest::newRow("no path") << int(Reason::NeverCallsIt) << "It never calls payment.";
        QTest::newRow("by message")
            << int(Reason::TellsByMessage) << "It reaches payment by message only.";
        QTest::newRow("not asked") << int(Reason::NotAskedSince) << "None of them asked payment.";
        QTest::newRow("spare instances")
            << int(Reason::SpareInstances) << "The ready instances took the work of payment.";
        QTest::newRow("breaker") << int(Reason::BreakerOpen)
                                 << "A breaker kept calls away from payment.";
    }

    void giveTheReasonOfAJourney() {
        QFETCH(int, reason);
        QFETCH(QString, expected);
        auto subject = aJourney("watch-video", Effect::DidNotNotice, Reason(reason), 0, 100);

        QCOMPARE(journeyReason(outage({subject}), subject), expected);
    }

    void nameTheNeedAndTheFallback() {
        QCOMPARE(journeyReason(outage({}), subscribe()),
                 "It needs payment.charge and has no fallback.");
        QCOMPARE(journeyReason(outage({}), browse()),
                 "user.profile answers without payment.standing.");
    }

    void listTheCausesWithTheBreakerLast() {
        sim::CauseCounts counts{};
        counts[std::size_t(models::Cause::BreakerOpen)] = 137;
        counts[std::size_t(models::Cause::Unavailable)] = 21;
        QCOMPARE(causes(counts), "21 unavailable, then 137 breaker-open");
        QCOMPARE(causes({}), "");
    }

    void fitTheReasonOfAServiceInAColumn() {
        auto service = browse();
        service.name = "user";
        QCOMPARE(serviceReason(outage({}), service), "skips standing");
        service.name = "gateway";
        QCOMPARE(serviceReason(outage({}), service), "passes it on");
        service.reason = Reason::NeverCallsIt;
        QCOMPARE(serviceReason(outage({}), service), "no path to payment");
    }

    void sayWhatHeldIt() {
        sim::Protection breaker{sim::Protection::Kind::Breaker,
                                "gateway",
                                "payment.charge",
                                137,
                                models::runStart + 65100ms,
                                sim::BreakerState::Open};
        QCOMPARE(protectionTitle(breaker),
                 QString::fromUtf8("Breaker gateway \u2192 payment.charge"));
        QCOMPARE(protectionDetail(breaker), "open since 01:05.1, refused 137 calls at once");

        sim::Protection fallback{
            sim::Protection::Kind::Fallback, "user", "payment.standing", 96, std::nullopt,
            sim::BreakerState::Closed};
        QCOMPARE(protectionTitle(fallback),
                 QString::fromUtf8("Fallback at user \u2192 payment.standing"));
        QCOMPARE(protectionDetail(fallback), "answered 96 times; its breaker is closed");

        sim::Protection spare{
            sim::Protection::Kind::SpareInstances, "", "payment", 320, std::nullopt, std::nullopt};
        QCOMPARE(protectionTitle(spare), "Spare instances of payment");
        QCOMPARE(protectionDetail(spare), "took 320 requests");
    }

    void nameFaultsAndTheirUndoing() {
        models::Fault fault = outage({}).what;
        QCOMPARE(faultName(fault), "Kill payment");
        QCOMPARE(undoName(fault), "Restart payment");
        fault.kind = models::Slow{{10}};
        QCOMPARE(faultName(fault), QString::fromUtf8("Slow payment, 10\u00d7"));
        QCOMPARE(undoName(fault), "Lift slow payment");
        fault.kind = models::FailRequests{{0.3}};
        QCOMPARE(faultName(fault), QString::fromUtf8("Fail 30\u00a0% of payment"));
    }

    void inviteToTryAService() {
        QCOMPARE(invitation("payment").beforeKey + "K" + invitation("payment").afterKey,
                 "Select a service\nand press K. Try payment.");
    }
};

TEST_OF_THIS_FILE(TestIsolationSentences);
#include "tst_isolation_sentences.moc"
