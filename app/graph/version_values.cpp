#include "app/graph/version_values.h"

#include <algorithm>

#include "app/graph/health.h"
#include "app/look/number_text.h"
#include "app/look/utf8_text.h"

namespace app {

std::vector<VersionValues> versionValues(const sim::ServiceSnapshot& seen) {
    std::int64_t all = 0;
    for (const sim::VersionSnapshot& each : seen.versions)
        all += each.recent.counts.ended();
    std::vector<VersionValues> found;
    for (std::size_t i = 0; i < seen.versions.size(); ++i) {
        const sim::Recent& recent = seen.versions[i].recent;
        const auto isOfIt = [&](const sim::InstanceSnapshot& each) { return each.version == i; };
        const auto there = std::ranges::count_if(seen.instances, isOfIt);
        const std::int64_t ended = recent.counts.ended();
        if (there == 0 && ended == 0)
            continue;
        VersionValues& values = found.emplace_back();
        values.version = static_cast<std::uint32_t>(i);
        values.name = text(seen.versions[i].name);
        values.instances = static_cast<int>(there);
        values.answers = ended;
        if (all > 0)
            values.share = percentText(static_cast<double>(ended) / static_cast<double>(all), 0);
        if (ended > 0)
            values.errors = percentText(recent.failedShare(), 1);
        values.p99 = recent.p99 ? latencyText(*recent.p99) : QStringLiteral("–");
        values.isTrouble = recent.failedShare() >= degradedFrom();
    }
    return found;
}

QString spokenVersion(const VersionValues& values) {
    const QString said =
        values.name + QStringLiteral(": ") + countText(values.instances) +
        (values.instances == 1 ? QStringLiteral(" instance, ") : QStringLiteral(" instances, "));
    if (values.answers == 0)
        return said + QStringLiteral("no answers of late");
    return said + values.share + QStringLiteral(" of the answers, ") + values.errors +
           QStringLiteral(" errors, p99 ") + values.p99;
}

}  // namespace app
