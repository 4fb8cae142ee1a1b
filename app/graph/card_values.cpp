#include "app/graph/card_values.h"

#include <algorithm>
#include <cmath>

#include "app/look/number_text.h"
#include "app/look/utf8_text.h"

namespace app {

namespace {

const QChar space(0xa0);  // keeps a number and its unit on one line

double share(double part, double whole) {
    return whole <= 0 ? 0 : std::clamp(part / whole, 0.0, 1.0);
}

QString p99Text(const sim::Recent& recent) {
    return recent.p99 ? QStringLiteral("p99 ") + latencyText(*recent.p99) : QString();
}

const sim::TableSnapshot* largestTable(const sim::ServiceSnapshot& service) {
    const auto largest =
        std::max_element(service.tables.begin(), service.tables.end(),
                         [](const auto& a, const auto& b) { return a.rows < b.rows; });
    return largest == service.tables.end() ? nullptr : &*largest;
}

void tellBars(CardValues& values, const sim::ServiceSnapshot& service) {
    values.slotsBar = {QStringLiteral("slots"), countText(service.slotsHeld), 0, false};
    if (service.slots) {
        const double used = share(service.slotsHeld, *service.slots);
        values.slotsBar = {QStringLiteral("slots"), percentText(used, 0), used, true};
    }
    values.inboxBar = {QStringLiteral("inbox"), countText(service.inbox), 0, false};
    if (service.inboxCapacity) {
        values.inboxBar.share = share(service.inbox, *service.inboxCapacity);
        values.inboxBar.known = true;
    }
    const double failed = service.recent.failedShare();
    values.errorsBar = {QStringLiteral("errors"), percentText(failed, 1), failed, true};
}

QString cacheText(const sim::ServiceSnapshot& service) {
    std::int64_t hits = 0, looks = 0;
    for (const sim::CacheSnapshot& cache : service.caches) {
        hits += cache.recentHits;
        looks += cache.recentLooks;
    }
    if (looks == 0)
        return {};
    return QStringLiteral("cache ") +
           percentText(share(static_cast<double>(hits), static_cast<double>(looks)), 0);
}

// How far the new version is: "v2 25 %" of the requests of a canary, else "v2 3/12" instances.
QString rolloutText(const sim::ServiceSnapshot& service) {
    const sim::RolloutSnapshot& rollout = *service.rollout;
    const QString to = rollout.to < service.versions.size()
                           ? text(service.versions[rollout.to].name) + QChar(' ')
                           : QString();
    if (rollout.strategy == models::Strategy::Canary)
        return to + percentText(rollout.weight, 0);
    const auto ready = std::ranges::count_if(service.instances, [&](const auto& each) {
        return each.version == rollout.to && each.state == sim::InstanceState::Ready;
    });
    return to + QStringLiteral("%1/%2").arg(ready).arg(service.wanted);
}

// The new one, and of the others the one that answers most: a card has room for two.
void tellVersions(CardValues& values, const sim::ServiceSnapshot& service) {
    std::vector<VersionValues> all = versionValues(service);
    if (all.size() < 2)
        return;
    const std::uint32_t fresh = service.rollout ? service.rollout->to : service.version;
    const auto isFresh = [&](const VersionValues& each) { return each.version == fresh; };
    std::ranges::stable_sort(all, [&](const VersionValues& one, const VersionValues& other) {
        return std::pair(!isFresh(one), -one.answers) < std::pair(!isFresh(other), -other.answers);
    });
    all.resize(2);
    std::ranges::sort(all, {}, &VersionValues::version);
    for (const VersionValues& each : all)
        values.sentence += QStringLiteral("; ") + spokenVersion(each);
    values.versions = std::move(all);
}

bool hasFault(const models::Scenario& scenario, int service, const sim::Snapshot& snapshot) {
    const std::string& name = scenario.services[service].name;
    for (const sim::ActiveFault& active : snapshot.faults)
        for (const models::Target& target : active.fault.targets)
            if (target.service == name)
                return true;
    return false;
}

void tellDown(CardValues& values, const sim::ServiceSnapshot& service,
              const sim::Snapshot& snapshot) {
    const models::Duration down = snapshot.now - *service.downSince;
    values.downFor = QStringLiteral("Down for ") + secondsText(down);
    const auto ready =
        std::count_if(service.instances.begin(), service.instances.end(),
                      [](const auto& one) { return one.state == sim::InstanceState::Ready; });
    values.ready = QStringLiteral("%1 of %2 instances ready")
                       .arg(ready)
                       .arg(static_cast<int>(service.instances.size()));
    if (service.crashed) {
        values.downFor = QStringLiteral("Crashed ") + secondsText(down) + QStringLiteral(" ago");
        values.returns = QStringLiteral("stays down");
    } else if (service.readyAt) {
        const models::Duration left = *service.readyAt - snapshot.now;
        const double seconds = std::max(0.0, std::ceil(models::inSeconds(left)));
        values.returns = QStringLiteral("ready in %1").arg(seconds) + space + QChar('s');
        values.countdown = share(models::inSeconds(left), models::inSeconds(left + down));
    } else {
        values.returns = QStringLiteral("until it is restarted");
    }
    if (const sim::TableSnapshot* table = largestTable(service))
        // Five figures and a word do not fit; beyond, the exact number says no more.
        values.kept =
            (table->rows < 10'000 ? countText(table->rows) : shortCountText(table->rows)) +
            QChar(' ') + text(table->name) + QStringLiteral(" kept");
}

QString sentenceOf(const CardValues& values, const sim::Recent& recent) {
    const QString failed = percentText(recent.failedShare(), 1);
    switch (values.health) {
        case Health::NotJudged:
            return values.name + QStringLiteral(": nothing has arrived yet");
        case Health::Down: {
            QString down = values.downFor;
            down[0] = down[0].toLower();
            return values.name + QStringLiteral(": ") + down + QStringLiteral("; ") + values.rate +
                   QStringLiteral(" arrive and are refused");
        }
        case Health::Failing:
            return values.name + QStringLiteral(": failing, ") + failed +
                   QStringLiteral(" of its answers fail at ") + values.rate;
        case Health::Degraded:
            if (recent.failedShare() >= degradedFrom())
                return values.name + QStringLiteral(": degraded, ") + failed +
                       QStringLiteral(" of its answers fail at ") + values.rate;
            return values.name + QStringLiteral(": degraded, ") +
                   percentText(recent.degradedShare(), 1) +
                   QStringLiteral(" of its answers lack something at ") + values.rate;
        case Health::Ok:
            break;
    }
    QString sentence = values.name + QStringLiteral(": ok, ") + values.rate;
    if (!values.latency.isEmpty())
        sentence += QStringLiteral(", ") + values.latency;
    if (!values.cache.isEmpty())
        sentence += QStringLiteral(", ") + values.cache + QStringLiteral(" hits");
    return sentence;
}

Badge badgeOf(bool didNotNotice, bool fault) {
    if (fault)
        return Badge::Fault;
    return didNotNotice ? Badge::DidNotNotice : Badge::None;
}

}  // namespace

CardValues serviceValues(const models::Scenario& scenario, int service,
                         const sim::Snapshot* snapshot, bool didNotNotice) {
    const models::Service& declared = scenario.services[service];
    CardValues values;
    values.name = text(declared.name);
    values.copies = QChar(0xd7) + QString::number(declared.instances);
    values.slotsBar.label = QStringLiteral("slots");
    values.inboxBar.label = QStringLiteral("inbox");
    values.errorsBar.label = QStringLiteral("errors");
    values.sentence = values.name + QStringLiteral(": nothing has arrived yet");
    values.store = QStringLiteral("keeps no data");
    if (declared.store && !declared.store->tables.empty()) {
        values.hasStore = true;
        const models::Table& table =
            *std::max_element(declared.store->tables.begin(), declared.store->tables.end(),
                              [](const auto& a, const auto& b) { return a.rows < b.rows; });
        values.store = text(table.name) + QChar(' ') + shortCountText(table.rows);
    }
    if (!snapshot || service >= static_cast<int>(snapshot->services.size()))
        return values;
    const sim::ServiceSnapshot& seen = snapshot->services[service];
    values.health = healthOf(seen);
    if (!seen.instances.empty())
        values.copies = QChar(0xd7) + QString::number(seen.instances.size());
    if (seen.rollout)
        values.copies = rolloutText(seen);
    values.rate = rateText(seen.recent.startedPerSecond());
    values.latency = p99Text(seen.recent);
    tellBars(values, seen);
    if (const sim::TableSnapshot* table = largestTable(seen))
        values.store = text(table->name) + QChar(' ') + shortCountText(table->rows);
    values.cache = cacheText(seen);
    if (seen.downSince)
        tellDown(values, seen, *snapshot);
    const bool fault = !seen.downSince && hasFault(scenario, service, *snapshot);
    values.badge = badgeOf(didNotNotice && !seen.downSince, fault);
    values.sentence = sentenceOf(values, seen.recent);
    if (!seen.downSince)
        tellVersions(values, seen);
    return values;
}

CardValues journeyValues(const models::Scenario& scenario, int journey,
                         const sim::Snapshot* snapshot, bool didNotNotice) {
    CardValues values;
    values.name = text(scenario.journeys[journey].name);
    values.sentence = values.name + QStringLiteral(": nobody has set out yet");
    if (!snapshot || journey >= static_cast<int>(snapshot->journeys.size()))
        return values;
    const sim::JourneySnapshot& seen = snapshot->journeys[journey];
    values.health = healthOf(seen);
    values.rate = rateText(seen.recent.startedPerSecond());
    values.latency = p99Text(seen.recent);
    if (values.health == Health::Failing)
        values.latency = seen.recent.failedShare() >= 0.995
                             ? QStringLiteral("all fail")
                             : percentText(seen.recent.failedShare(), 0) + QStringLiteral(" fail");
    else if (values.health == Health::Degraded)
        values.latency = QStringLiteral("degraded");
    values.badge = badgeOf(didNotNotice, false);
    values.sentence = sentenceOf(values, seen.recent);
    return values;
}

}  // namespace app
