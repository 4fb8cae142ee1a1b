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
QString differenceWords(const sim::JourneyDifference& journey, const char* spared,
                        const char* mended) {
    QStringList parts;
    const auto add = [&](std::int64_t count, const char* what) {
        if (count > 0)
            parts << countText(count) + QLatin1Char(' ') + QLatin1String(what);
    };
    add(journey.lost, "lost");
    add(journey.spared, spared);
    add(journey.degraded, "degraded");
    add(journey.mended, mended);
    add(journey.fewer(), "fewer were made");
    add(journey.more(), "more were made");
    if (const std::optional<double> change = journey.p99Change(); change && *change != 0)
        parts << QStringLiteral("p99 ") + signedLatency(*change);
    else
        add(journey.slower, "took longer");
    if (parts.isEmpty())
        add(journey.faster, "took less time");
    if (parts.isEmpty())
        parts << QStringLiteral("0 of %1 lost").arg(countText(journey.requests()));
    return parts.join(QStringLiteral("; "));
}

}  // namespace

QString costSentence(const sim::JourneyDifference& journey) {
    if (journey.requests() == 0)
        return {};
    if (journey.touchesNothing())
        return QStringLiteral("Cost: nothing, the same to the nanosecond");
    return QStringLiteral("Cost: ") + differenceWords(journey, "succeeded that would have failed",
                                                      "not degraded that would have been");
}

QString roadSentence(const sim::JourneyDifference& journey) {
    if (journey.requests() == 0)
        return {};
    if (journey.touchesNothing())
        return QStringLiteral("the same to the nanosecond");
    return differenceWords(journey, "saved", "no longer degraded");
}

}  // namespace app
