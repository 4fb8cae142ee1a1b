#include "app/matrix/matrix_text.h"

#include <QStringList>
#include <functional>

#include "app/look/number_text.h"
#include "app/look/utf8_text.h"

namespace app {
namespace {

using sim::Harm;
using sim::OutageRun;

models::Duration durationOf(double seconds) {
    return models::Duration(static_cast<std::int64_t>(seconds * 1e9));
}

Glyph glyphOf(Harm harm) {
    switch (harm) {
        case Harm::None:
            return Glyph::Ok;
        case Harm::Degraded:
            return Glyph::Degraded;
        case Harm::Failing:
            return Glyph::Failing;
        case Harm::NotMeasured:
            break;
    }
    return Glyph::NotJudged;
}

QString changeOf(const std::optional<double>& now, const std::optional<double>& before) {
    if (!now || !before)
        return QStringLiteral("no answers");
    const double change = *now - *before;
    if (change == 0)
        return QStringLiteral("the same");
    const QString size = latencyText(durationOf(std::abs(change)));
    return (change > 0 ? QLatin1Char('+') : QChar(0x2212)) + size;
}

// "96.8 to 97.5 %"; where chance moved nothing, nothing is to be said.
QString intervalOf(const std::optional<sim::Interval>& interval) {
    return interval && interval->low < interval->high
               ? QStringLiteral("%1 to %2")
                     .arg(percentText(interval->low), percentText(interval->high))
               : QString();
}

QString serviceOf(const QString& endpoint) {
    return endpoint.section(QLatin1Char('.'), 0, 0);
}

// Who needs or answers is left to the isolation panel.
QString reasonOf(const sim::SubjectIsolation& subject, const QString& needed) {
    using enum sim::Reason;
    switch (subject.reason) {
        case NeedsIt:
            return subject.via == subject.name ? QStringLiteral("no other way in")
                                               : QStringLiteral("needs %1").arg(needed);
        case PassesFailuresOn:
            return QStringLiteral("reached through others");
        case FallbackAnswered:
            return needed.isEmpty() ? QStringLiteral("a fallback answered")
                                    : QStringLiteral("without %1").arg(needed);
        case NeverCallsIt:
            return QStringLiteral("never calls it");
        case TellsByMessage:
            return QStringLiteral("by message only");
        case NotAskedSince:
            return QStringLiteral("did not ask it");
        case SpareInstances:
            return QStringLiteral("other instances took over");
        case BreakerOpen:
            return QStringLiteral("breaker open");
        case SharesServices:  // only with surges, which no outage here is
        case SharesNothing:
        case ServedWithoutIt:
        case SameWithoutIt:
        case IsTarget:
        case None:
            break;
    }
    return {};
}

QStringList servicesWhere(const models::Scenario& scenario, const sim::BlastRadius& result,
                          const std::function<bool(const OutageRun&)>& holds) {
    QStringList names;
    for (const OutageRun& outage : result.outages) {
        if (outage.killed.size() == 1 && holds(outage))
            names << text(scenario.services[static_cast<std::size_t>(outage.killed[0])].name);
    }
    return names;
}

// "a", "a and b", "a, b and c", "a, b, c and 12 more".
QString listed(QStringList names) {
    constexpr int namedAtMost = 4;
    if (names.size() > namedAtMost)
        names = names.mid(0, namedAtMost - 1)
                << QStringLiteral("%1 more").arg(names.size() - namedAtMost + 1);
    const QString last = names.takeLast();
    return names.isEmpty() ? last : names.join(", ") + QStringLiteral(" and ") + last;
}

// The first journey is the one that the scenario is about.
QString whatCanDie(const models::Scenario& scenario, const sim::BlastRadius& result) {
    const auto all = static_cast<std::int64_t>(scenario.journeys.size());
    const QStringList unnoticed = servicesWhere(
        scenario, result, [&](const OutageRun& outage) { return outage.count(Harm::None) == all; });
    if (!unnoticed.isEmpty())
        return QStringLiteral("%1 can die and no journey notices. ").arg(listed(unnoticed));
    const QStringList served = servicesWhere(scenario, result, [](const OutageRun& outage) {
        return outage.journeys.front().availability >= 0.99;
    });
    if (served.isEmpty())
        return {};
    return QStringLiteral("%1 can die and every %2 is still answered. ")
        .arg(listed(served), text(scenario.journeys.front().name));
}

}  // namespace

MatrixCell matrixCell(const sim::JourneyUnderOutage& journey,
                      const sim::JourneyUnderOutage& whole) {
    const Harm harm = sim::harmOf(journey);
    MatrixCell cell;
    cell.glyph = glyphOf(harm);
    cell.availability =
        journey.availability ? percentText(*journey.availability) : QStringLiteral("–");
    cell.interval = intervalOf(journey.availabilityInterval);
    cell.change = changeOf(journey.p99, whole.p99);
    const QString needed = text(journey.isolation.needed);
    cell.reason = reasonOf(journey.isolation, needed);
    cell.shortReason = reasonOf(journey.isolation, serviceOf(needed));
    cell.wasProtected = harm == Harm::None || harm == Harm::Degraded;
    return cell;
}

QString matrixHeadline(const models::Scenario& scenario, const sim::BlastRadius& result) {
    const auto all = static_cast<std::int64_t>(scenario.journeys.size());
    if (all == 0 || result.outages.empty())
        return {};
    QString said = whatCanDie(scenario, result);
    const QStringList fatal = servicesWhere(scenario, result, [&](const OutageRun& outage) {
        return outage.count(Harm::Failing) == all;
    });
    if (!fatal.isEmpty())
        said += QStringLiteral("%1 %2 everything down. ")
                    .arg(listed(fatal), fatal.size() == 1 ? "takes" : "take");
    const OutageRun* next = nullptr;
    for (const OutageRun& outage : result.outages) {
        const std::int64_t failing = outage.count(Harm::Failing);
        if (outage.killed.size() == 1 && failing > 0 && failing < all &&
            (!next || failing > next->count(Harm::Failing)))
            next = &outage;
    }
    if (next != nullptr)
        said += QStringLiteral("Next to harden: %1.")
                    .arg(text(scenario.services[static_cast<std::size_t>(next->killed[0])].name));
    return said.trimmed();
}

QString journeysHurt(const sim::OutageRun& outage) {
    const std::int64_t failing = outage.count(Harm::Failing);
    const std::int64_t degraded = outage.count(Harm::Degraded);
    if (failing == static_cast<std::int64_t>(outage.journeys.size()) && failing > 0)
        return QStringLiteral("%1 of %1 failed").arg(failing);
    QStringList parts;
    if (failing > 0)
        parts << QStringLiteral("%1 failed").arg(failing);
    if (degraded > 0)
        parts << QStringLiteral("%1 degraded").arg(degraded);
    return parts.isEmpty() ? QStringLiteral("nobody") : parts.join(", ");
}

QString backToNormal(const sim::OutageRun& outage, const sim::OutageRun& whole) {
    if (outage.count(Harm::Failing) + outage.count(Harm::Degraded) == 0)
        return QStringLiteral("nobody was hurt");
    const std::optional<double> recovery = outage.recovery(whole);
    if (recovery == 0)
        return QStringLiteral("at once");
    return recovery ? durationText(durationOf(*recovery)) : QStringLiteral("not in this run");
}

QString matrixSize(const sim::BlastRadius& result, double wallSeconds) {
    std::int64_t requests = result.whole.requests;
    for (const OutageRun& outage : result.outages)
        requests += outage.requests;
    return QStringLiteral("%1 runs of %2, %3 requests, in %4")
        .arg((static_cast<int>(result.outages.size()) + 1) * result.seeds)
        .arg(durationText(result.duration), countText(requests),
             durationText(durationOf(wallSeconds)));
}

QString matrixCommand(const QString& file, const sim::BlastRadius& result) {
    const auto milliseconds = [](models::Duration duration) {
        return QString::number(duration / std::chrono::milliseconds(1)) + QStringLiteral("ms");
    };
    const QString seeds =
        result.seeds > 1 ? QStringLiteral(" --seeds %1").arg(result.seeds) : QString();
    return QStringLiteral("watertight blast-radius '%1' --seed %2%3 --at %4 --for %5")
        .arg(QString(file).replace(QLatin1Char('\''), QLatin1String("'\\''")))
        .arg(result.seed)
        .arg(seeds)
        .arg(milliseconds(models::sinceStart(result.at)), milliseconds(result.lasts));
}

}  // namespace app
