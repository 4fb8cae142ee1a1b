#include "app/panels/journey_sections.h"

#include "app/graph/health.h"
#include "app/look/fonts.h"
#include "app/look/number_text.h"
#include "app/look/theme.h"
#include "app/panels/inspector_sentences.h"

namespace app {
const sim::JourneySnapshot* JourneySection::journey() const {
    const auto index = m_session.selectedJourneyIndex();
    const auto& journeys = m_session.snapshot()->journeys;
    return index && *index < journeys.size() ? &journeys[*index] : nullptr;
}

// --------------------------------------------------------------------------------------- outcomes

std::vector<OutcomesSection::Row> OutcomesSection::rows() const {
    if (!journey())
        return {};
    const sim::Counts& counts = journey()->counts;
    std::vector<Row> rows = {{Glyph::Ok, tr("ok"), counts.ok},
                             {Glyph::Degraded, tr("degraded"), counts.degraded},
                             {Glyph::Failing, tr("failed"), counts.failed}};
    for (std::size_t cause = 1; cause < counts.byCause.size(); ++cause) {
        if (counts.byCause[cause] > 0)
            rows.push_back({Glyph::NotJudged, causeName(static_cast<models::Cause>(cause)),
                            counts.byCause[cause]});
    }
    return rows;
}

double OutcomesSection::draw(PanelPen& pen) const {
    if (!journey())
        return 0;
    const sim::Counts& counts = journey()->counts;
    heading(pen, tr("Outcomes"),
            tr("since the start, %1 under way").arg(countText(counts.inFlight())));
    double y = PanelPen::firstRow - PanelPen::rowHeight;
    const QFont font = lookFont(12);
    for (const Row& row : rows()) {
        y += PanelPen::rowHeight;
        // A cause is a part of what failed, so it stands under it and has no sign of its own.
        const bool isCause = row.glyph == Glyph::NotJudged;
        if (!isCause)
            pen.glyph(PanelPen::sidePadding, y, row.glyph);
        pen.text(PanelPen::textLeft - 2 + (isCause ? 16 : 0), y, row.word, font,
                 isCause ? theme().ink2 : theme().ink);
        pen.textRight(pen.right() - 72, y, countText(row.count), font, theme().ink);
        const auto ended = static_cast<double>(counts.ended());
        pen.textRight(pen.right(), y,
                      ended == 0 ? QStringLiteral("–")
                                 : percentText(static_cast<double>(row.count) / ended, 1),
                      font, theme().ink);
    }
    return y + 19;
}

QString OutcomesSection::spoken() const {
    QStringList parts{tr("Outcomes")};
    for (const Row& row : rows())
        parts << row.word + QLatin1Char(' ') + countText(row.count);
    return parts.join(QStringLiteral(", "));
}

// ---------------------------------------------------------------------------------------- latency

double LatencySection::draw(PanelPen& pen) const {
    if (!journey())
        return 0;
    const sim::Recent& recent = journey()->recent;
    heading(pen, tr("Latency"), tr("of what was answered, last %1").arg(durationText(recent.span)));
    const struct {
        const char* name;
        const std::optional<sim::Duration>& value;
    } columns[] = {{"p50", recent.p50}, {"p95", recent.p95}, {"p99", recent.p99}};
    double x = PanelPen::sidePadding;
    for (const auto& column : columns) {
        const double end = pen.text(x, PanelPen::firstRow + 2, QLatin1String(column.name),
                                    lookFont(12), theme().ink3);
        pen.text(end + 8, PanelPen::firstRow + 2, optionalLatencyText(column.value),
                 lookFont(16, 600), theme().ink);
        x += 132;
    }
    const QString missing = missingPercentile(recent);
    if (missing.isEmpty())
        return PanelPen::firstRow + 23;
    pen.text(PanelPen::sidePadding, PanelPen::firstRow + 23, missing, lookFont(12), theme().ink3);
    return PanelPen::firstRow + 41;
}

QString LatencySection::spoken() const {
    if (!journey())
        return {};
    const sim::Recent& recent = journey()->recent;
    const QString missing = missingPercentile(recent);
    return tr("Latency: p50 %1, p95 %2, p99 %3")
               .arg(optionalLatencyText(recent.p50), optionalLatencyText(recent.p95),
                    optionalLatencyText(recent.p99)) +
           (missing.isEmpty() ? QString() : QStringLiteral("; ") + missing);
}

// ---------------------------------------------------------------------------------------- callees

std::vector<CalleesSection::Callee> CalleesSection::callees() const {
    std::vector<Callee> callees;
    const auto& edges = m_session.graph().edges;
    const auto& seen = m_session.snapshot()->edges;
    for (std::size_t i = 0; i < edges.size() && i < seen.size(); ++i) {
        if (edges[i].caller != m_session.selectedNode())
            continue;
        const auto& service = m_session.graph().nodes[static_cast<std::size_t>(edges[i].callee)];
        QStringList names;
        for (const std::string& endpoint : edges[i].endpoints)
            names << QString::fromStdString(service.name + '.' + endpoint);
        callees.push_back({names.join(QStringLiteral(", ")), &seen[i]});
    }
    return callees;
}

double CalleesSection::draw(PanelPen& pen) const {
    const QFont font = lookFont(12);
    const QColor caption = theme().ink3;
    heading(pen, tr("Its steps call"), {});
    const double failedRight = pen.right() - 76, rateRight = failedRight - 76;
    pen.text(PanelPen::sidePadding, PanelPen::firstRow, tr("Endpoint"), font, caption);
    pen.textRight(rateRight, PanelPen::firstRow, tr("rate"), font, caption);
    pen.textRight(failedRight, PanelPen::firstRow, tr("failed"), font, caption);
    pen.textRight(pen.right(), PanelPen::firstRow, tr("p99"), font, caption);
    double y = PanelPen::firstRow;
    for (const Callee& callee : callees()) {
        y += PanelPen::rowHeight;
        const sim::Recent& recent = callee.seen->recent;
        pen.text(PanelPen::sidePadding, y, callee.name, font, theme().ink,
                 rateRight - 64 - PanelPen::sidePadding);
        pen.textRight(rateRight, y, rateText(recent.startedPerSecond()), font, theme().ink);
        pen.textRight(failedRight, y, percentText(recent.failedShare(), 1), font, theme().ink);
        pen.textRight(pen.right(), y, optionalLatencyText(recent.p99), font, theme().ink);
    }
    return y + 19;
}

QString CalleesSection::spoken() const {
    QStringList parts{tr("Its steps call")};
    for (const Callee& callee : callees())
        parts << callee.name;
    return parts.join(QStringLiteral(", "));
}

}  // namespace app
