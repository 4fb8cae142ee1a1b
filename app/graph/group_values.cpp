#include "app/graph/group_values.h"

#include <algorithm>
#include <array>

#include "app/look/number_text.h"
#include "app/look/utf8_text.h"

namespace app {
namespace {

constexpr Health worstFirst[] = {Health::Down, Health::Failing, Health::Degraded, Health::Ok,
                                 Health::NotJudged};

bool isFaultOn(const models::Scenario& scenario, const SceneNode& card,
               const sim::Snapshot& snapshot) {
    for (const sim::ActiveFault& active : snapshot.faults)
        for (const models::Target& target : active.fault.targets)
            for (const int member : card.members)
                if (scenario.services[static_cast<std::size_t>(member)].name == target.service)
                    return true;
    return false;
}

void addTo(sim::Recent& sum, const sim::Recent& part) {
    sum.span = part.span;
    sum.counts.add(part.counts);
    for (const auto quantile : {&sim::Recent::p50, &sim::Recent::p95, &sim::Recent::p99})
        if (part.*quantile)
            sum.*quantile =
                std::max((sum.*quantile).value_or(models::Duration{}), *(part.*quantile));
}

// No quantile of all calls together is above the highest of the edges, and that is all that can be
// known of it here.
QString figureOf(const sim::Recent& sum, EdgeLabel what) {
    const auto atMost = [](const std::optional<models::Duration>& time) {
        return time ? QStringLiteral("\u2264 ") + latencyText(*time) : QString();
    };
    switch (what) {
        case EdgeLabel::Rate:
            return rateText(sum.startedPerSecond());
        case EdgeLabel::P50:
            return atMost(sum.p50);
        case EdgeLabel::P95:
            return atMost(sum.p95);
        case EdgeLabel::P99:
            return atMost(sum.p99);
        case EdgeLabel::Errors:
            return percentText(sum.failedShare(), 1);
        case EdgeLabel::None:
            return {};
    }
    return {};
}

struct BundleSum {
    sim::Recent recent;
    std::int64_t everEnded = 0, everStarted = 0;
};

BundleSum sumOfCalls(const std::vector<int>& parts, const sim::Snapshot& snapshot) {
    BundleSum sum;
    for (const int part : parts) {
        if (part >= static_cast<int>(snapshot.edges.size()))
            continue;
        const sim::EdgeSnapshot& seen = snapshot.edges[static_cast<std::size_t>(part)];
        addTo(sum.recent, seen.recent);
        sum.everEnded += seen.counts.ended();
        sum.everStarted += seen.counts.started;
    }
    return sum;
}

// Sent and failed messages stand for started and failed calls.
BundleSum sumOfMessages(const std::vector<int>& parts, const sim::Snapshot& snapshot) {
    BundleSum sum;
    for (const int part : parts) {
        if (part >= static_cast<int>(snapshot.messages.size()))
            continue;
        const sim::MessageSnapshot& seen = snapshot.messages[static_cast<std::size_t>(part)];
        sum.recent.span = seen.recentSpan;
        sum.recent.counts.started += seen.recent.sent;
        sum.recent.counts.failed += seen.recent.failed;
        sum.recent.counts.ok += seen.recent.sent - seen.recent.failed;
        sum.everEnded += seen.counts.sent;
        sum.everStarted += seen.counts.sent;
    }
    return sum;
}

void tellFares(CardValues& values, const SceneNode& card, const sim::Snapshot* snapshot) {
    std::array<int, 5> counts{};
    for (const int member : card.members) {
        const bool isSeen = snapshot && member < static_cast<int>(snapshot->services.size());
        const Health health = isSeen
                                  ? healthOf(snapshot->services[static_cast<std::size_t>(member)])
                                  : Health::NotJudged;
        ++counts[static_cast<std::size_t>(health)];
    }
    values.group.services = static_cast<int>(card.members.size());
    for (const Health health : worstFirst)
        if (const int count = counts[static_cast<std::size_t>(health)]; count > 0)
            values.group.fares.emplace_back(health, count);
    if (!values.group.fares.empty())
        values.health = values.group.fares.front().first;
}

}  // namespace

QString faresText(const GroupValues& group) {
    QStringList words;
    for (const auto& [health, count] : group.fares)
        words << countText(count) + QChar(' ') + spokenHealth(health);
    return words.join(QStringLiteral(", "));
}

CardValues groupCardValues(const models::Scenario& scenario, const SceneNode& card,
                           const sim::Snapshot* snapshot, const QSet<QString>& unaffected) {
    CardValues values;
    values.name = text(scenario.services[static_cast<std::size_t>(card.members.front())].group);
    tellFares(values, card, snapshot);
    values.sentence =
        QStringLiteral("%1: %2 services, %3")
            .arg(card.name, countText(values.group.services), faresText(values.group));
    if (!snapshot)
        return values;
    double perSecond = 0;
    bool areSpared = !unaffected.isEmpty();
    for (const int member : card.members) {
        const auto place = static_cast<std::size_t>(member);
        if (place < snapshot->services.size())
            perSecond += snapshot->services[place].recent.startedPerSecond();
        areSpared = areSpared && unaffected.contains(text(scenario.services[place].name));
    }
    values.rate = rateText(perSecond);
    values.sentence += QStringLiteral("; %1 over all of them").arg(values.rate);
    if (isFaultOn(scenario, card, *snapshot))
        values.badge = Badge::Fault;
    else if (areSpared)
        values.badge = Badge::DidNotNotice;
    return values;
}

EdgeValues bundleValues(const GraphScene& scene, int edge, const sim::Snapshot* snapshot,
                        EdgeLabel what, bool fallsBack) {
    EdgeValues values;
    const SceneEdge& line = scene.edges[static_cast<std::size_t>(edge)];
    const auto nameOf = [&](int node) { return scene.nodes[static_cast<std::size_t>(node)].name; };
    const QString units = line.isMessages ? QStringLiteral("messages") : QStringLiteral("calls");
    const QString name = QStringLiteral("%1 \u2192 %2, %3 edges of %4")
                             .arg(nameOf(line.caller), nameOf(line.callee),
                                  countText(static_cast<std::int64_t>(line.parts.size())), units);
    values.sentence = name + QStringLiteral(": no %1 yet").arg(units);
    if (!snapshot)
        return values;
    const BundleSum sum =
        line.isMessages ? sumOfMessages(line.parts, *snapshot) : sumOfCalls(line.parts, *snapshot);
    values.health = healthOf(sum.recent, sum.everEnded);
    values.traffic = sum.recent.counts.started > 0;
    if (!line.isMessages)
        values.breaker = breakerTold(*snapshot, line.parts);
    values.fallsBack = fallsBack;
    if (!values.traffic) {
        if (sum.everStarted > 0)
            values.sentence = name + QStringLiteral(": no %1 now").arg(units);
        return values;
    }
    values.failedShare = sum.recent.failedShare();
    values.perSecond = sum.recent.startedPerSecond();
    values.label = figureOf(sum.recent, what);
    values.sentence = name + QStringLiteral(": ") + rateText(values.perSecond);
    if (values.breaker == sim::BreakerState::Open)
        values.sentence += QStringLiteral("; a breaker is open");
    if (fallsBack)
        values.sentence += QStringLiteral("; a fallback answers some of what fails");
    if (values.failedShare >= degradedFrom())
        values.sentence += QStringLiteral(", %1 of them fail").arg(percentText(values.failedShare));
    else if (sum.recent.p99)
        values.sentence += QStringLiteral(", p99 at most ") + latencyText(*sum.recent.p99);
    return values;
}

ComparedValue comparedTogether(const std::vector<ComparedValue>& all,
                               const std::vector<int>& places) {
    ComparedValue together;
    int differ = 0;
    for (const int place : places) {
        if (place >= static_cast<int>(all.size()))
            continue;
        const Direction direction = all[static_cast<std::size_t>(place)].direction;
        differ += direction == Direction::Same ? 0 : 1;
        if (direction == Direction::More || together.direction == Direction::Same)
            together.direction = direction;
    }
    if (differ > 0) {
        together.text = QStringLiteral("%1 differ").arg(differ);
        together.spoken =
            QStringLiteral("%1 of %2 differ from the other road").arg(differ).arg(places.size());
    }
    return together;
}

}  // namespace app
