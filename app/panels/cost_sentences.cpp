#include "app/panels/cost_sentences.h"

#include <QStringList>
#include <cmath>

#include "app/look/number_text.h"

namespace app {
namespace {

QString signedLatency(double seconds) {
    const auto size = models::Duration(std::llround(std::abs(seconds) * 1e9));
    return (seconds < 0 ? QChar(0x2212) : QChar('+')) + latencyText(size);
}

// How the second run's requests fared, beside the first's.
std::vector<CostPart> differenceParts(const sim::JourneyDifference& journey, const QString& spared,
                                      const QString& mended) {
    std::vector<CostPart> parts;
    const auto add = [&](std::int64_t count, const QString& what,
                         std::optional<sim::PairKind> pairs = {}) {
        if (count > 0)
            parts.push_back({countText(count) + QLatin1Char(' ') + what, pairs});
    };
    using Kind = sim::PairKind;
    add(journey.lost, QStringLiteral("lost"), Kind::Lost);
    add(journey.spared, spared, Kind::Spared);
    add(journey.degraded, QStringLiteral("degraded"), Kind::Degraded);
    add(journey.mended, mended, Kind::Mended);
    add(journey.fewer(), QStringLiteral("fewer were made"));
    add(journey.more(), QStringLiteral("more were made"));
    if (const std::optional<double> change = journey.p99Change(); change && *change != 0)
        parts.push_back({QStringLiteral("p99 ") + signedLatency(*change),
                         *change > 0 ? Kind::Slower : Kind::Faster});
    else
        add(journey.slower, QStringLiteral("took longer"), Kind::Slower);
    if (parts.empty())
        add(journey.faster, QStringLiteral("took less time"), Kind::Faster);
    if (parts.empty())
        parts.push_back(
            {QStringLiteral("0 of %1 lost").arg(countText(journey.requests())), std::nullopt});
    return parts;
}

QString partsText(const std::vector<CostPart>& parts) {
    QStringList texts;
    for (const CostPart& part : parts)
        texts << part.text;
    return texts.join(QStringLiteral("; "));
}

}  // namespace

std::vector<CostPart> costParts(const sim::JourneyDifference& journey) {
    if (journey.requests() == 0)
        return {};
    if (journey.touchesNothing())
        return {{QStringLiteral("nothing, the same to the nanosecond"), std::nullopt}};
    return differenceParts(journey, QStringLiteral("succeeded that would have failed"),
                           QStringLiteral("not degraded that would have been"));
}

std::vector<CostPart> roadParts(const sim::JourneyDifference& journey) {
    if (journey.requests() == 0)
        return {};
    if (journey.touchesNothing())
        return {{QStringLiteral("the same to the nanosecond"), std::nullopt}};
    return differenceParts(journey, QStringLiteral("saved"), QStringLiteral("no longer degraded"));
}

QString costSentence(const sim::JourneyDifference& journey) {
    const std::vector<CostPart> parts = costParts(journey);
    return parts.empty() ? QString() : QStringLiteral("Cost: ") + partsText(parts);
}

QString roadSentence(const sim::JourneyDifference& journey) {
    return partsText(roadParts(journey));
}

}  // namespace app
