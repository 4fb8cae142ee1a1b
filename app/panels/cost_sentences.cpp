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

}  // namespace

QString costSentence(const sim::JourneyDifference& journey) {
    if (journey.requests() == 0)
        return {};
    if (journey.touchesNothing())
        return QStringLiteral("Cost: nothing, the same to the nanosecond");
    QStringList parts;
    const auto add = [&](std::int64_t count, const char* what) {
        if (count > 0)
            parts << countText(count) + QLatin1Char(' ') + QLatin1String(what);
    };
    add(journey.lost, "lost");
    add(journey.degraded, "degraded");
    add(journey.spared, "succeeded that would have failed");
    add(journey.mended, "not degraded that would have been");
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
    return QStringLiteral("Cost: ") + parts.join(QStringLiteral("; "));
}

}  // namespace app
