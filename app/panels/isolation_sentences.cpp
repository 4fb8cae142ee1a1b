#include "app/panels/isolation_sentences.h"

#include <QStringList>
#include <numeric>

#include "app/look/number_text.h"
#include "app/look/utf8_text.h"
#include "app/session/fault_words.h"
#include "models/struck_text.h"

namespace app {
namespace {

using sim::Effect;
using sim::Isolation;
using sim::Protection;
using sim::Reason;
using sim::SubjectIsolation;

// "1 request", "158 requests".
QString counted(std::int64_t count, const char* noun) {
    const QString number = countText(count) + QLatin1Char(' ') + QLatin1String(noun);
    return count == 1 ? number : number + QLatin1Char('s');
}

// A verb for one target or for several.
QString agreed(const Isolation& isolation, const char* one, const char* several) {
    return QLatin1String(models::strikesSeveral(isolation.what) ? several : one);
}

bool isSurge(const Isolation& isolation) {
    return std::holds_alternative<models::Surge>(isolation.what.kind);
}

const char* sinceWhat(const Isolation& isolation) {
    if (isolation.rollout)
        return std::holds_alternative<models::Deploy>(isolation.rollout->what.action)
                   ? "the deployment began"
                   : "it was scaled";
    return models::kills(isolation.what.kind) ? "the kill" : "the fault began";
}

QString versionOf(const Isolation& isolation) {
    return text(isolation.rollout->to);
}

// The clause after the colon, without a full stop: "subscribe needs payment.charge and ...".
QString because(const Isolation& isolation, const SubjectIsolation& subject, const QString& name) {
    const QString target = text(isolation.title);
    switch (subject.reason) {
        case Reason::NeedsIt:
            return QStringLiteral("%1 needs %2 and has no fallback")
                .arg(name, text(subject.needed));
        case Reason::FallbackAnswered:
            return subject.via.empty() ? QStringLiteral("a fallback answered for %1").arg(target)
                                       : QStringLiteral("%1 answers without %2")
                                             .arg(text(subject.via), text(subject.needed));
        case Reason::NeverCallsIt:
            return QStringLiteral("%1 never calls %2").arg(name, target);
        case Reason::TellsByMessage:
            return QStringLiteral("%1 reaches %2 by message only").arg(name, target);
        case Reason::NotAskedSince:
            return QStringLiteral("none of them asked %1").arg(target);
        case Reason::SpareInstances:
            return QStringLiteral("the ready instances took the work of %1").arg(target);
        case Reason::BreakerOpen:
            return QStringLiteral("a breaker kept calls away from %1").arg(target);
        case Reason::PassesFailuresOn:
            return QStringLiteral("%1 reached it through other services").arg(target);
        case Reason::ServedWithoutIt:
            return QStringLiteral("the same run without the fault served them");
        case Reason::SameWithoutIt:
            return QStringLiteral("the same run without the fault is the same for it");
        case Reason::SharesServices:
            return QStringLiteral(
                       "%1 shares services with %2, and its latency shows what that cost")
                .arg(name, target);
        case Reason::SharesNothing:
            return QStringLiteral("%1 shares no service with %2").arg(name, target);
        case Reason::None:
            return subject.effect != Effect::DidNotFail
                       ? QString()
                       : QStringLiteral("%1 asks %2, and its latency shows what that cost")
                             .arg(name, target);
        case Reason::IsTarget:
            return isSurge(isolation)
                       ? QStringLiteral("more come, and their latency shows what that costs")
                       : QString();
    }
    return {};
}

QString withReason(QString sentence, const QString& reason) {
    if (!reason.isEmpty())
        sentence += QStringLiteral(": ") + reason;
    return sentence + QLatin1Char('.');
}

// A name keeps its spelling, a common word begins the sentence.
QString asSentence(const SubjectIsolation& subject, QString reason) {
    if (reason.isEmpty())
        return {};
    const bool beginsWithName =
        subject.reason == Reason::FallbackAnswered || subject.reason == Reason::PassesFailuresOn ||
        subject.reason == Reason::TellsByMessage || subject.reason == Reason::NeverCallsIt ||
        subject.reason == Reason::SharesServices || subject.reason == Reason::SharesNothing;
    if (!beginsWithName)
        reason[0] = reason[0].toUpper();
    return reason + QLatin1Char('.');
}

// "failed, and nothing says why.": what no fault's count has, and what is known all the same.
QString nothingSaysWhy(const SubjectIsolation& subject, const QString& known) {
    const auto failed = std::accumulate(subject.failedByCause.begin(), subject.failedByCause.end(),
                                        std::int64_t(0));
    const QString happened = failed == subject.count ? QStringLiteral("failed")
                             : failed == 0           ? QStringLiteral("were degraded")
                                                     : QStringLiteral("failed or were degraded");
    const QString said = happened + QStringLiteral(", and nothing says why.");
    return known.isEmpty() ? said : said + QLatin1Char(' ') + known;
}

// " 50 more failed or were degraded, and nothing says why."; empty: there are none. Of a few that
// have ended here, the same run without the fault, which comes behind, knows nothing yet.
QString moreUnexplained(const SubjectIsolation& subject) {
    QString more;
    if (subject.served > 0)
        more += (subject.isServedCounted
                     ? QStringLiteral(" Of %1 only the same run without the fault tells.")
                     : QStringLiteral(" %1 more failed or were degraded that the same run without "
                                      "the fault served."))
                    .arg(countText(subject.served));
    if (subject.unexplained > 0)
        more += QStringLiteral(" %1 more failed or were degraded, and nothing says why.")
                    .arg(countText(subject.unexplained));
    return more;
}

QString tooEarly(const Isolation& isolation, const SubjectIsolation& subject) {
    const QString since = QLatin1String(sinceWhat(isolation));
    if (subject.of == 0)
        return QStringLiteral("No %1 request has ended since %2.").arg(text(subject.name), since);
    return QStringLiteral("Only %1 since %2. Too few to tell.")
        .arg(counted(subject.of, (subject.name + " request").c_str()), since);
}

const SubjectIsolation* firstOf(const Isolation& isolation, Effect effect) {
    for (const SubjectIsolation& journey : isolation.journeys) {
        if (journey.effect == effect)
            return &journey;
    }
    return nullptr;
}

// The journey that proves the isolation best: one without a path, else any; the busiest of them.
const SubjectIsolation* bestSpared(const Isolation& isolation) {
    const SubjectIsolation* best = nullptr;
    const auto merit = [](const SubjectIsolation& subject) {
        return std::pair(subject.reason == Reason::NeverCallsIt, subject.of);
    };
    for (const SubjectIsolation& journey : isolation.journeys) {
        const bool isSpared =
            journey.effect == Effect::DidNotNotice || journey.effect == Effect::DidNotFail;
        if (isSpared && (!best || merit(journey) > merit(*best)))
            best = &journey;
    }
    return best;
}

// Of the journeys that were hurt the one that took longest to be normal again, or is not yet.
const SubjectIsolation* lastToRecover(const Isolation& isolation) {
    const SubjectIsolation* last = nullptr;
    const auto took = [](const SubjectIsolation& subject) {
        return subject.recovery->after.value_or(sim::Duration::max());
    };
    for (const SubjectIsolation& journey : isolation.journeys) {
        if (journey.recovery && (!last || took(journey) > took(*last)))
            last = &journey;
    }
    return last;
}

bool isStuck(const Isolation& isolation, const SubjectIsolation& journey) {
    return isolation.endedAt && journey.recovery &&
           journey.recovery->isStuck(*isolation.endedAt - isolation.since);
}

// " subscribe was back to normal 1.4 s after payment was restarted."; empty: nothing can be said.
QString recoverySentence(const Isolation& isolation, const SubjectIsolation& journey,
                         const QString& name) {
    if (!journey.recovery)
        return {};
    const bool wasKilled = models::kills(isolation.what.kind);
    const QString end =
        isolation.rollout ? QStringLiteral("%1 was rolled back").arg(versionOf(isolation))
        : wasKilled       ? QStringLiteral("%1 %2 restarted")
                          .arg(text(isolation.title), agreed(isolation, "was", "were"))
                    : QStringLiteral("the fault was over");
    const std::optional<sim::Duration> after = journey.recovery->after;
    if (after == sim::Duration{})
        return QStringLiteral(" %1 was back to normal as soon as %2.").arg(name, end);
    return after ? QStringLiteral(" %1 was back to normal %2 after %3.")
                       .arg(name, secondsText(*after), end)
                 : (isStuck(isolation, journey)
                        ? QStringLiteral(" %1 is stuck: still not normal %2 after %3.")
                        : QStringLiteral(" %1 is not yet normal %2 after %3."))
                       .arg(name, secondsText(journey.recovery->watched), end);
}

QString headlineOfRollout(const Isolation& isolation, const QString& who) {
    const sim::RolloutSeen& rollout = *isolation.rollout;
    if (const auto* scale = std::get_if<models::ScaleTo>(&rollout.what.action))
        return QStringLiteral("%1 is scaled to %2").arg(who).arg(scale->instances);
    if (rollout.backAt)
        return QStringLiteral("%1 is back at %2").arg(who, text(rollout.from));
    return rollout.doneAt ? QStringLiteral("%1 runs %2").arg(who, versionOf(isolation))
                          : QStringLiteral("%1 goes to %2").arg(who, versionOf(isolation));
}

// "v2 was rolled back after 35.0 s. 61 answers of recommendation failed because of it. "; empty:
// neither.
QString storyOfRollout(const Isolation& isolation) {
    if (!isolation.rollout)
        return {};
    QString story;
    if (isolation.rollout->backAt)
        story = QStringLiteral("%1 was rolled back after %2. ")
                    .arg(versionOf(isolation),
                         secondsText(*isolation.rollout->backAt - isolation.since));
    if (isolation.ownFailures > 0)
        story += QStringLiteral("%1 of %2 failed because of it. ")
                     .arg(counted(isolation.ownFailures, "answer"), text(isolation.title));
    return story;
}

QString lastPart(const std::string& endpoint) {
    return text(endpoint.substr(endpoint.find('.') + 1));
}

QString breakerWord(sim::BreakerState state) {
    switch (state) {
        case sim::BreakerState::Open:
            return QStringLiteral("open");
        case sim::BreakerState::HalfOpen:
            return QStringLiteral("half-open");
        case sim::BreakerState::Closed:
            break;
    }
    return QStringLiteral("closed");
}

}  // namespace

const SubjectIsolation* stuckJourney(const Isolation& isolation) {
    if (!isolation.recoveredAt)
        return nullptr;
    for (const SubjectIsolation& journey : isolation.journeys) {
        if (isStuck(isolation, journey))
            return &journey;
    }
    return nullptr;
}

Invitation invitation(const QString& toTry) {
    return {QStringLiteral("Select a service\nand press "),
            toTry.isEmpty() ? QStringLiteral(".") : QStringLiteral(". Try %1.").arg(toTry)};
}

QString headline(const Isolation& isolation) {
    const QString who = text(isolation.title);
    if (isolation.rollout)
        return headlineOfRollout(isolation, who);
    const QString is = agreed(isolation, "is", "are");
    if (isSurge(isolation) && isolation.endedAt)
        return QStringLiteral("The surge of %1 is over").arg(who);
    if (const SubjectIsolation* stuck = stuckJourney(isolation))
        return QStringLiteral("%1 %2 back, %3 is stuck").arg(who, is, text(stuck->name));
    if (isolation.recoveredAt)
        return QStringLiteral("%1 %2 back").arg(who, is);
    if (isolation.endedAt)
        return QStringLiteral("%1 %2 starting").arg(who, is);
    return faultSentence(isolation.what, false);
}

QString sentence(const Isolation& isolation, const SubjectIsolation& journey) {
    const QString name = text(journey.name);
    const QString requests =
        QStringLiteral("%1 of %2 %3 %4")
            .arg(countText(journey.count), countText(journey.of), name,
                 journey.of == 1 ? QStringLiteral("request") : QStringLiteral("requests"));
    const QString reason = because(isolation, journey, name);
    switch (journey.effect) {
        case Effect::Down:
        case Effect::Failed:
        case Effect::DidNotFail:
        case Effect::DidNotNotice:
            return withReason(requests + QStringLiteral(" failed"), reason) +
                   moreUnexplained(journey);
        case Effect::Degraded:
            return withReason(requests + QStringLiteral(" were degraded"), reason) +
                   moreUnexplained(journey);
        case Effect::Unclear:
            return requests + QLatin1Char(' ') +
                   nothingSaysWhy(journey, asSentence(journey, reason));
        case Effect::TooEarly:
            break;
    }
    return tooEarly(isolation, journey);
}

// Of all journeys, in a sentence or two.
QString whoWasHurt(const Isolation& isolation) {
    const SubjectIsolation* hurt = firstOf(isolation, Effect::Failed);
    const SubjectIsolation* spared = bestSpared(isolation);
    if (!hurt) {
        const bool ofJourneys = isolation.ownFailures > 0;
        const QString none =
            (isolation.unexplained == 0
                 ? QStringLiteral("No request%1 failed because of it. ")
                 : QStringLiteral("No request%1 is known to have failed because of it. "))
                .arg(ofJourneys ? QStringLiteral(" of a journey") : QString());
        if (const SubjectIsolation* degraded = firstOf(isolation, Effect::Degraded))
            return none + sentence(isolation, *degraded);
        if (const SubjectIsolation* unclear = firstOf(isolation, Effect::Unclear))
            return none + sentence(isolation, *unclear);
        if (ofJourneys && isolation.ended > 0)
            return none.trimmed();
        if (spared)
            return sentence(isolation, *spared);
        return QStringLiteral("Only %1 since %2. Too few to tell.")
            .arg(counted(isolation.ended, "request"), QLatin1String(sinceWhat(isolation)));
    }
    if (!spared)
        return sentence(isolation, *hurt);
    return QStringLiteral("%1 failed because of it. %2")
        .arg(counted(hurt->count, (hurt->name + " request").c_str()),
             withReason(QStringLiteral("0 of %1 did")
                            .arg(counted(spared->of, (spared->name + " request").c_str())),
                        because(isolation, *spared, text(spared->name))));
}

QString summary(const Isolation& isolation, sim::Instant now) {
    const QString target = text(isolation.title);
    if (isolation.recoveredAt) {
        const QString lasted = secondsText(*isolation.recoveredAt - isolation.since);
        const QString back =
            isSurge(isolation)
                ? QStringLiteral("The surge of %1 was over after %2.").arg(target, lasted)
                : QStringLiteral("%1 %2 back after %3.")
                      .arg(target, agreed(isolation, "was", "were"), lasted);
        const SubjectIsolation* hurt = lastToRecover(isolation);
        return hurt ? back + recoverySentence(isolation, *hurt, text(hurt->name)) : back;
    }
    if (isolation.endedAt && !isolation.rollout)
        return QStringLiteral("%1 %2 restarted %3 ago and %4 not ready yet.")
            .arg(target, agreed(isolation, "was", "were"), secondsText(now - *isolation.endedAt),
                 agreed(isolation, "is", "are"));
    return storyOfRollout(isolation) + whoWasHurt(isolation);
}

QString effectWord(Effect effect) {
    switch (effect) {
        case Effect::Down:
            return QStringLiteral("down");
        case Effect::Failed:
            return QStringLiteral("failed");
        case Effect::Degraded:
            return QStringLiteral("degraded");
        case Effect::Unclear:
            return QStringLiteral("unclear");
        case Effect::DidNotFail:
            return QStringLiteral("did not fail");
        case Effect::DidNotNotice:
            return QStringLiteral("did not notice");
        case Effect::TooEarly:
            break;
    }
    return QStringLiteral("too early to tell");
}

QString countOfCount(const SubjectIsolation& subject) {
    return QStringLiteral("%1 of %2").arg(countText(subject.count), countText(subject.of));
}

QString journeyReason(const Isolation& isolation, const SubjectIsolation& journey) {
    if (journey.effect == Effect::TooEarly)
        return tooEarly(isolation, journey);
    const QString reason = asSentence(journey, because(isolation, journey, QStringLiteral("It")));
    return journey.effect == Effect::Unclear
               ? QStringLiteral("They ") + nothingSaysWhy(journey, reason)
               : (reason + moreUnexplained(journey) +
                  recoverySentence(isolation, journey, QStringLiteral("It")))
                     .trimmed();
}

QString causes(const sim::CauseCounts& failedByCause) {
    // A breaker refuses after it has seen the others, hence last and "then".
    QStringList parts;
    const auto breaker = static_cast<std::size_t>(models::Cause::BreakerOpen);
    for (std::size_t cause = 1; cause < failedByCause.size(); ++cause) {
        if (cause != breaker && failedByCause[cause] > 0)
            parts << countText(failedByCause[cause]) + QLatin1Char(' ') +
                         QString::fromUtf8(models::causeNames[cause].data());
    }
    QString listed = parts.join(QStringLiteral(", "));
    if (failedByCause[breaker] > 0) {
        if (!listed.isEmpty())
            listed += QStringLiteral(", then ");
        listed += countText(failedByCause[breaker]) + QStringLiteral(" breaker-open");
    }
    return listed;
}

QString serviceReason(const Isolation& isolation, const SubjectIsolation& service) {
    // Its callers' rows say that it would not be so without the fault.
    if (service.effect == Effect::Unclear)
        return isolation.isSettledBeside ? QString() : QStringLiteral("nothing says why");
    switch (service.reason) {
        case Reason::PassesFailuresOn:
        case Reason::NeedsIt:
            return QStringLiteral("passes failures on");
        case Reason::FallbackAnswered:
            return service.via.starts_with(service.name + ".")
                       ? QStringLiteral("skips %1").arg(lastPart(service.needed))
                       : QStringLiteral("passes it on");
        case Reason::NeverCallsIt:
            return QStringLiteral("no path to %1").arg(text(isolation.title));
        case Reason::TellsByMessage:
            return QStringLiteral("by message only");
        case Reason::NotAskedSince:
            return QStringLiteral("not asked since");
        case Reason::SpareInstances:
            return QStringLiteral("others took over");
        case Reason::BreakerOpen:
            return QStringLiteral("breaker open");
        case Reason::SharesNothing:
            return QStringLiteral("not on its way");
        case Reason::SharesServices:
        case Reason::ServedWithoutIt:
        case Reason::SameWithoutIt:
        case Reason::None:
        case Reason::IsTarget:
            break;
    }
    return {};
}

QString protectionTitle(const Protection& protection) {
    const QString edge = text(protection.from) + QStringLiteral(" → ") + text(protection.to);
    switch (protection.kind) {
        case Protection::Kind::Breaker:
            return QStringLiteral("Breaker ") + edge;
        case Protection::Kind::Fallback:
            return QStringLiteral("Fallback at ") + edge;
        case Protection::Kind::SpareInstances:
            break;
    }
    return QStringLiteral("Spare instances of ") + text(protection.to);
}

QString protectionDetail(const Protection& protection) {
    const QString count = countText(protection.count);
    switch (protection.kind) {
        case Protection::Kind::Breaker: {
            QString state = protection.breaker ? breakerWord(*protection.breaker) : QString();
            if (protection.since && protection.breaker != sim::BreakerState::Closed)
                state += QStringLiteral(" since ") + clockText(*protection.since);
            if (!state.isEmpty())
                state += QStringLiteral(", ");
            return state +
                   QStringLiteral("refused %1 at once").arg(counted(protection.count, "call"));
        }
        case Protection::Kind::Fallback: {
            const QString times = protection.count == 1
                                      ? QStringLiteral("answered once")
                                      : QStringLiteral("answered %1 times").arg(count);
            return protection.breaker ? times + QStringLiteral("; its breaker is ") +
                                            breakerWord(*protection.breaker)
                                      : times;
        }
        case Protection::Kind::SpareInstances:
            break;
    }
    return QStringLiteral("took %1").arg(counted(protection.count, "request"));
}

}  // namespace app
