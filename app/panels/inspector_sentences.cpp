#include "app/panels/inspector_sentences.h"

#include <QStringList>
#include <algorithm>
#include <tuple>

#include "app/graph/health.h"
#include "app/look/number_text.h"
#include "app/look/utf8_text.h"
#include "app/session/fault_words.h"
#include "models/io/value_text.h"

namespace app {
namespace {

// "recommendation is being deployed", "recommendation was scaled to 0".
QString rolloutText(const sim::RolloutSeen& rollout) {
    const QString service = text(rollout.what.service);
    if (const auto* scale = std::get_if<models::ScaleTo>(&rollout.what.action))
        return QStringLiteral("%1 was scaled to %2").arg(service).arg(scale->instances);
    const QString version = text(rollout.to);
    if (rollout.backAt)
        return QStringLiteral("%1 had %2").arg(service, version);
    return rollout.doneAt ? QStringLiteral("%1 has %2").arg(service, version)
                          : QStringLiteral("%1 is being deployed").arg(service);
}

QString faultText(const sim::Isolation& isolation) {
    return isolation.rollout ? rolloutText(*isolation.rollout)
                             : faultSentence(isolation.what, isolation.endedAt.has_value());
}

const sim::SubjectIsolation* subjectOf(const sim::Isolation* isolation, models::NodeKind kind,
                                       const std::string& name) {
    if (!isolation)
        return nullptr;
    const auto& all = kind == models::NodeKind::Journey ? isolation->journeys : isolation->services;
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& s) {
        return s.name == name &&
               (s.effect == sim::Effect::Failed || s.effect == sim::Effect::Degraded);
    });
    return found == all.end() ? nullptr : &*found;
}

// Only what failures carry is said to be a reason, never that two things happened together.
QString becauseOf(const sim::Isolation* isolation, models::NodeKind kind, const std::string& name) {
    return subjectOf(isolation, kind, name)
               ? QStringLiteral(", because %1").arg(faultText(*isolation))
               : QString();
}

QString mainCause(const sim::Counts& counts) {
    const auto largest = std::max_element(counts.byCause.begin(), counts.byCause.end());
    return *largest == 0 ? QString()
                         : causeName(static_cast<models::Cause>(largest - counts.byCause.begin()));
}

QString stateOf(Health health, const sim::Recent& recent, const QString& because,
                const QString& noun) {
    const QString span = durationText(recent.span);
    switch (health) {
        case Health::NotJudged:
            return QStringLiteral("No %1 has ended yet.").arg(noun);
        case Health::Failing:
        case Health::Degraded: {
            const bool fails = recent.failedShare() >= degradedFrom();
            const QString word =
                health == Health::Failing ? QStringLiteral("Failing") : QStringLiteral("Degraded");
            if (!fails)
                return QStringLiteral("%1: %2 of its answers lack something%3.")
                    .arg(word, percentText(recent.degradedShare()), because);
            const QString cause = mainCause(recent.counts);
            return QStringLiteral("%1: %2 of its %3s failed%4%5.")
                .arg(word, percentText(recent.failedShare()), noun,
                     cause.isEmpty() ? QString() : QStringLiteral(", mostly ") + cause, because);
        }
        case Health::Ok:
        case Health::Down:
            break;
    }
    if (recent.counts.ended() == 0)
        return QStringLiteral("Healthy. No %1 ended in the last %2.").arg(noun, span);
    const std::int64_t failed = recent.counts.failed + recent.counts.rejected;
    return QStringLiteral("Healthy: %1 of %2 %3s failed in the last %4.")
        .arg(countText(failed), countText(recent.counts.ended()), noun, span);
}

// Work that was done for callers who had given up; a few such answers come of any timeout.
QString wastedWork(const sim::ServiceSnapshot& seen) {
    constexpr double worthSaying = 0.01;
    const std::int64_t good = seen.recent.counts.ok + seen.recent.counts.degraded;
    const double share = good == 0 ? 0
                                   : static_cast<double>(seen.recentUnheard) /
                                         static_cast<double>(std::max(good, seen.recentUnheard));
    return share < worthSaying ? QString()
                               : QStringLiteral(" Nobody waited any more for %1 of its answers.")
                                     .arg(percentText(share));
}

}  // namespace

QString serviceState(const models::Service& service, const sim::ServiceSnapshot& seen,
                     const sim::Isolation* isolation, sim::Instant now) {
    if (seen.crashed)
        return QStringLiteral("Crashed by a defect in its code: %1.").arg(text(seen.crash));
    if (seen.downSince) {
        const QString since =
            QStringLiteral("Down for %1.").arg(durationText(now - *seen.downSince));
        const QString back =
            seen.readyAt && *seen.readyAt > now
                ? QStringLiteral(" Ready again in %1.").arg(durationText(*seen.readyAt - now))
                : QString();
        return since + back + (service.store ? QStringLiteral(" Its rows are kept.") : QString());
    }
    return stateOf(healthOf(seen), seen.recent,
                   becauseOf(isolation, models::NodeKind::Service, service.name),
                   QStringLiteral("request")) +
           wastedWork(seen);
}

QString journeyState(const models::Journey& journey, const sim::JourneySnapshot& seen,
                     const sim::Isolation* isolation) {
    return stateOf(healthOf(seen), seen.recent,
                   becauseOf(isolation, models::NodeKind::Journey, journey.name),
                   QStringLiteral("request"));
}

QString edgeState(const sim::EdgeSnapshot& seen, const sim::FaultImpact::OnEdge* hurt,
                  const sim::Isolation* isolation) {
    const bool isHurt = isolation && hurt && hurt->failed > 0;
    return stateOf(healthOf(seen), seen.recent,
                   isHurt ? QStringLiteral(", because %1").arg(faultText(*isolation)) : QString(),
                   QStringLiteral("call"));
}

QString optionalLatencyText(const std::optional<sim::Duration>& latency) {
    return latency ? latencyText(*latency) : QStringLiteral("–");
}

QString missingPercentile(const sim::Recent& recent) {
    return recent.p99 ? QString()
                      : requestsNeededText(0.99, recent.counts.ok + recent.counts.degraded);
}

QString sinceImpactText(const sim::FaultImpact& impact) {
    if (impact.rollout)
        return std::holds_alternative<models::Deploy>(impact.rollout->what.action)
                   ? QStringLiteral("since the deployment")
                   : QStringLiteral("since it was scaled");
    const models::Fault& fault = impact.what;
    if (models::kills(fault.kind))
        return QStringLiteral("since the kill");
    if (std::holds_alternative<models::Hang>(fault.kind))
        return QStringLiteral("since it hung");
    if (std::holds_alternative<models::Slow>(fault.kind))
        return QStringLiteral("since it was slow");
    return QStringLiteral("since the fault");
}

QString serviceKind(const models::Service& service) {
    QString kind = QStringLiteral("service, ") + text(service.version);
    if (!service.group.empty())
        kind += QStringLiteral(", group ") + text(service.group);
    return kind;
}

QString readyText(const models::Service& service, const sim::ServiceSnapshot& seen) {
    const auto ready = std::count_if(seen.instances.begin(), seen.instances.end(),
                                     [](auto& i) { return i.state == sim::InstanceState::Ready; });
    QString balancing;
    switch (service.balancing) {
        case models::Balancing::RoundRobin:
            balancing = QStringLiteral("round-robin");
            break;
        case models::Balancing::Random:
            balancing = QStringLiteral("random");
            break;
        case models::Balancing::LeastRequests:
            balancing = QStringLiteral("least-requests");
            break;
        case models::Balancing::PowerOfTwo:
            balancing = QStringLiteral("power-of-two");
            break;
        case models::Balancing::Hash:
            balancing = QStringLiteral("hash(%1)").arg(QString::fromStdString(service.balancedBy));
            break;
    }
    return QStringLiteral("%1, %2 of %3 ready")
        .arg(balancing)
        .arg(ready)
        .arg(seen.instances.size());
}

// The number and the version tell instances apart; the service's name stands above them.
QString instanceName(const models::Service& service, const sim::ServiceSnapshot& seen,
                     const sim::InstanceSnapshot& instance) {
    if (instance.version < seen.versions.size())
        return QStringLiteral("#%1 %2")
            .arg(instance.number)
            .arg(QString::fromStdString(seen.versions[instance.version].name));
    return QStringLiteral("%1#%2").arg(QString::fromStdString(service.name)).arg(instance.number);
}

QString instanceState(const sim::InstanceSnapshot& instance, sim::Instant now) {
    const QString left =
        instance.changesAt && *instance.changesAt > now
            ? QStringLiteral(", %1 left").arg(durationText(*instance.changesAt - now))
            : QString();
    const QString listed = instance.isListed ? QString() : QStringLiteral(", left out");
    switch (instance.state) {
        case sim::InstanceState::Ready:
            return QStringLiteral("ready") + listed;
        case sim::InstanceState::Down:
            return QStringLiteral("down") + left;
        case sim::InstanceState::Starting:
            return QStringLiteral("starting") + left;
        case sim::InstanceState::Hung:
            return QStringLiteral("hung") + left + listed;
        case sim::InstanceState::Stopping:
            return QStringLiteral("stopping");
    }
    return {};
}

QString breakerStateWord(sim::BreakerState state) {
    switch (state) {
        case sim::BreakerState::Closed:
            return QStringLiteral("closed");
        case sim::BreakerState::Open:
            return QStringLiteral("open");
        case sim::BreakerState::HalfOpen:
            return QStringLiteral("half-open");
    }
    return {};
}

QString breakerTimes(const sim::BreakerSnapshot& breaker, sim::Instant now) {
    QString since = QStringLiteral("for ") + durationText(now - breaker.since);
    const sim::Duration left = breaker.since + breaker.openFor - now;
    if (breaker.state != sim::BreakerState::Open || left <= sim::Duration::zero())
        return since;
    return since + QStringLiteral(", next probe in ") + durationText(left);
}

QString breakerCounts(const sim::BreakerSnapshot& breaker) {
    QString said = QStringLiteral("%1 of %2 results failed.")
                       .arg(countText(breaker.failures), countText(breaker.results));
    if (breaker.refused > 0)
        said += QStringLiteral(" %1 %2 refused at once.")
                    .arg(countText(breaker.refused),
                         QLatin1String(breaker.refused == 1 ? "call" : "calls"));
    return said;
}

QString distributionText(const models::Distribution& distribution) {
    const std::string& written = distribution.written;
    return text(written.empty() ? models::toText(distribution) : written)
        .simplified()
        .replace(QLatin1Char(' '), QChar(QChar::Nbsp));
}

QString workloadText(const models::Journey& journey) {
    if (const auto* closed = std::get_if<models::ClosedWorkload>(&journey.workload))
        return QStringLiteral("%1 users, think %2")
            .arg(countText(closed->users), distributionText(closed->think));
    QStringList phases;
    for (const models::ArrivalPhase& phase :
         std::get<models::OpenWorkload>(journey.workload).phases)
        phases << text(models::toText(phase.arrivals));
    return phases.size() > 2 ? QStringLiteral("%1 phases").arg(phases.size())
                             : phases.join(QStringLiteral(", then "));
}

QString causeName(models::Cause cause) {
    return text(std::string(models::nameOf(cause)));
}

}  // namespace app
