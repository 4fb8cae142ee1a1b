#include "app/panels/edge_sections.h"

#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/panels/inspector_sentences.h"
#include "app/session/edge_words.h"
#include "app/session/newest_impact.h"

namespace app {
const sim::EdgeSnapshot* EdgeSection::edge() const {
    const int selected = m_session.selectedEdge();
    const auto& edges = m_session.snapshot()->edges;
    return selected >= 0 && selected < static_cast<int>(edges.size())
               ? &edges[static_cast<std::size_t>(selected)]
               : nullptr;
}

// ------------------------------------------------------------------------------------------ calls

std::vector<EdgeCallsSection::Figure> EdgeCallsSection::figures() const {
    const sim::Recent& recent = edge()->recent;
    return {{tr("rate"), rateText(recent.startedPerSecond())},
            {QStringLiteral("p50"), optionalLatencyText(recent.p50)},
            {QStringLiteral("p95"), optionalLatencyText(recent.p95)},
            {QStringLiteral("p99"), optionalLatencyText(recent.p99)},
            {tr("failed"), recent.counts.ended() == 0 ? QStringLiteral("–")
                                                      : percentText(recent.failedShare(), 1)}};
}

double EdgeCallsSection::draw(PanelPen& pen) const {
    if (!edge())
        return 0;
    heading(pen, tr("Calls"), tr("last %1").arg(durationText(edge()->recent.span)));
    const auto all = figures();
    const double pitch =
        std::floor((pen.right() - PanelPen::sidePadding) / static_cast<double>(all.size()));
    double x = PanelPen::sidePadding;
    for (const Figure& figure : all) {
        pen.text(x, PanelPen::firstRow, figure.name, lookFont(12), theme().ink3);
        pen.text(x, PanelPen::firstRow + 21, figure.value, lookFont(16, 600), theme().ink,
                 pitch - 4);
        x += pitch;
    }
    const QString missing = missingPercentile(edge()->recent);
    if (missing.isEmpty())
        return PanelPen::firstRow + 41;
    pen.text(PanelPen::sidePadding, PanelPen::firstRow + 41, missing, lookFont(12), theme().ink3);
    return PanelPen::firstRow + 59;
}

QString EdgeCallsSection::spoken() const {
    if (!edge())
        return {};
    QStringList parts{tr("Calls")};
    for (const Figure& figure : figures())
        parts << figure.name + QLatin1Char(' ') + figure.value;
    return parts.join(QStringLiteral(", "));
}

// ----------------------------------------------------------------------------------------- counts

std::vector<EdgeCountsSection::Row> EdgeCountsSection::rows() const {
    const sim::EdgeSnapshot& seen = *edge();
    const sim::FaultImpact* impact = newestImpact(*m_session.snapshot());
    const auto index = static_cast<std::size_t>(m_session.selectedEdge());
    const bool hasImpact = impact && index < impact->edges.size();
    const sim::FaultImpact::OnEdge none;
    const sim::FaultImpact::OnEdge& since = hasImpact ? impact->edges[index] : none;
    const auto sinceFault = [&](std::int64_t count) {
        return hasImpact ? countText(count) : QString();
    };
    // Attempts beyond the first are retries; a call that its breaker refused had none at all.
    std::vector<Row> rows = {
        {tr("calls"), countText(seen.counts.started), sinceFault(since.calls)},
        {tr("attempts"), countText(seen.attempts), {}},
        {tr("failed"), countText(seen.counts.failed), sinceFault(since.failed)}};
    for (std::size_t cause = 1; cause < seen.counts.byCause.size(); ++cause) {
        const std::int64_t count = seen.counts.byCause[cause];
        const bool isBreaker = static_cast<models::Cause>(cause) == models::Cause::BreakerOpen;
        if (count > 0)
            rows.push_back({QStringLiteral("    ") + causeName(static_cast<models::Cause>(cause)),
                            countText(count), isBreaker ? sinceFault(since.refused) : QString()});
    }
    if (const double attempts = attemptsPerCall(seen); attempts > amplifiedFrom)
        rows.insert(rows.begin() + 2, {QStringLiteral("    ") + tr("a call, in the last 10 s"),
                                       attemptsPerCallText(attempts),
                                       {}});
    if (seen.fallbacks > 0)
        rows.push_back(
            {tr("answered by a fallback"), countText(seen.fallbacks), sinceFault(since.fallbacks)});
    return rows;
}

double EdgeCountsSection::draw(PanelPen& pen) const {
    if (!edge())
        return 0;
    const sim::FaultImpact* impact = newestImpact(*m_session.snapshot());
    heading(pen, tr("Counts"), {});
    const QFont font = lookFont(12);
    const double right = pen.right(), left = impact ? right - 120 : right;
    pen.textRight(left, 21, tr("since the start"), font, theme().ink3);
    if (impact)
        pen.textRight(right, 21, sinceImpactText(*impact), font, theme().ink3);
    double y = PanelPen::firstRow - PanelPen::rowHeight;
    for (const Row& row : rows()) {
        y += PanelPen::rowHeight;
        pen.text(PanelPen::sidePadding, y, row.name, font, theme().ink2);
        pen.textRight(left, y, row.sinceStart, font, theme().ink);
        if (impact)
            pen.textRight(right, y, row.sinceFault, font, theme().ink);
    }
    return y + 19;
}

QString EdgeCountsSection::spoken() const {
    if (!edge())
        return {};
    const sim::FaultImpact* impact = newestImpact(*m_session.snapshot());
    QStringList parts{tr("Counts since the start")};
    for (const Row& row : rows()) {
        QString said = row.name.trimmed() + QLatin1Char(' ') + row.sinceStart;
        if (!row.sinceFault.isEmpty())
            said +=
                QLatin1String(", ") + sinceImpactText(*impact) + QLatin1Char(' ') + row.sinceFault;
        parts << said;
    }
    return parts.join(QStringLiteral(". "));
}

}  // namespace app
