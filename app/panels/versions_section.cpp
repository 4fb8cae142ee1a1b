#include "app/panels/versions_section.h"

#include <algorithm>
#include <cmath>

#include "app/graph/health.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/session/rollout_action.h"

namespace app {
namespace {

constexpr double headRow = 50, firstVersion = 72, versionHeight = 20;

QString nameOf(const sim::ServiceSnapshot& seen, std::uint32_t version) {
    return version < seen.versions.size() ? QString::fromStdString(seen.versions[version].name)
                                          : QString();
}

}  // namespace

std::vector<VersionsSection::Row> VersionsSection::rows() const {
    std::int64_t all = 0;
    for (const sim::VersionSnapshot& each : seen()->versions)
        all += each.recent.counts.ended();
    std::vector<Row> rows;
    for (std::size_t i = 0; i < seen()->versions.size(); ++i) {
        const sim::VersionSnapshot& version = seen()->versions[i];
        const auto isOfIt = [&](const sim::InstanceSnapshot& each) { return each.version == i; };
        const auto there = std::ranges::count_if(seen()->instances, isOfIt);
        const std::int64_t ended = version.recent.counts.ended();
        if (there == 0 && ended == 0)
            continue;
        Row& row = rows.emplace_back();
        row.name = QString::fromStdString(version.name);
        row.instances = countText(there);
        row.share = all == 0
                        ? QString()
                        : percentText(static_cast<double>(ended) / static_cast<double>(all), 0);
        row.errors = ended == 0 ? QString() : percentText(version.recent.failedShare(), 1);
        row.p99 = version.recent.p99 ? latencyText(*version.recent.p99) : QStringLiteral("–");
        row.isTrouble = version.recent.failedShare() >= degradedFrom;
    }
    return rows;
}

QString VersionsSection::state() const {
    const auto& rollout = seen()->rollout;
    if (!rollout)
        return nameOf(*seen(), seen()->version);
    return tr("%1 → %2, %3")
        .arg(nameOf(*seen(), rollout->from), nameOf(*seen(), rollout->to),
             strategyWord(rollout->strategy));
}

QString VersionsSection::progress() const {
    const auto& rollout = seen()->rollout;
    if (!rollout)
        return {};
    const QString to = nameOf(*seen(), rollout->to);
    if (rollout->strategy == models::Strategy::Canary) {
        if (!rollout->judgedAt)
            return tr("Step %1 of %2: %3 gets its requests when its instances are ready.")
                .arg(rollout->step + 1)
                .arg(rollout->steps)
                .arg(to);
        const double left = std::ceil(models::inSeconds(*rollout->judgedAt - now()));
        return tr("Step %1 of %2: %3 of the requests go to %4, which is judged in %5 s.")
            .arg(rollout->step + 1)
            .arg(rollout->steps)
            .arg(percentText(rollout->weight, 0), to)
            .arg(std::max(0.0, left));
    }
    const auto ready = std::ranges::count_if(seen()->instances, [&](const auto& each) {
        return each.version == rollout->to && each.state == sim::InstanceState::Ready;
    });
    return tr("%1 of %2 instances of %3 are ready.").arg(ready).arg(seen()->wanted).arg(to);
}

double VersionsSection::draw(PanelPen& pen) const {
    if (!hasVersions())
        return 0;
    heading(pen, tr("Versions"), state());
    const QFont font = lookFont(12);
    const QColor caption = theme().ink3;
    const double right = pen.right();
    const double instances = right - 190, share = right - 130, errors = right - 66;
    pen.text(PanelPen::sidePadding, headRow, tr("Name"), font, caption);
    pen.textRight(instances, headRow, tr("instances"), font, caption);
    pen.textRight(share, headRow, tr("answers"), font, caption);
    pen.textRight(errors, headRow, tr("errors"), font, caption);
    pen.textRight(right, headRow, tr("p99"), font, caption);
    double y = firstVersion;
    for (const Row& row : rows()) {
        pen.text(PanelPen::sidePadding, y, row.name, lookFont(13), theme().ink,
                 instances - 60 - PanelPen::sidePadding);
        pen.textRight(instances, y, row.instances, font, theme().ink);
        pen.textRight(share, y, row.share, font, theme().ink);
        pen.textRight(errors, y, row.errors, row.isTrouble ? lookFont(12, 600) : font,
                      row.isTrouble ? theme().failingText : theme().ink);
        pen.textRight(right, y, row.p99, font, theme().ink);
        y += versionHeight;
    }
    double bottom = y - 4;
    if (const QString said = progress(); !said.isEmpty())
        bottom = pen.wrapped(PanelPen::sidePadding, bottom, right - PanelPen::sidePadding, 16, said,
                             font, theme().ink2);
    return bottom + 8;
}

QString VersionsSection::spoken() const {
    if (!hasVersions())
        return {};
    QStringList parts{tr("Versions: %1").arg(state())};
    for (const Row& row : rows())
        parts << tr("%1: %2 instances, %3 of the answers, %4 errors, p99 %5")
                     .arg(row.name, row.instances, row.share, row.errors, row.p99);
    if (const QString said = progress(); !said.isEmpty())
        parts << said;
    return parts.join(QStringLiteral(". "));
}

}  // namespace app
