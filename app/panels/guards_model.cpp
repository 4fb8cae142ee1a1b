#include "app/panels/guards_model.h"

#include "app/look/cell_alignment.h"
#include "app/look/glyphs.h"
#include "app/look/number_text.h"

namespace app {
namespace {

QString callText(const models::CallGraph& graph, int edge, const std::string& endpoint) {
    const models::CallGraphEdge& line = graph.edges[static_cast<std::size_t>(edge)];
    const auto name = [&](int node) {
        return QString::fromStdString(graph.nodes[static_cast<std::size_t>(node)].name);
    };
    return name(line.caller) + QStringLiteral(" → ") + name(line.callee) + QLatin1Char('.') +
           QString::fromStdString(endpoint);
}

}  // namespace

GuardsModel::Row GuardsModel::rowOf(const sim::BreakerSnapshot& breaker,
                                    const sim::Snapshot& snapshot, const models::CallGraph& graph) {
    Row row;
    row.where = callText(graph, breaker.edge, breaker.endpoint);
    row.kind = tr("breaker");
    row.edge = breaker.edge;
    row.refused = breaker.refused;
    const QString since = clockText(breaker.since);
    switch (breaker.state) {
        case sim::BreakerState::Closed:
            row.state = tr("closed");
            row.glyph = static_cast<int>(Glyph::BreakerClosed);
            row.detail = tr("%1 of %2 failed in its window")
                             .arg(countText(breaker.failures), countText(breaker.results));
            row.strain = breaker.results == 0 ? 0
                                              : static_cast<double>(breaker.failures) /
                                                    static_cast<double>(breaker.results);
            break;
        case sim::BreakerState::Open: {
            const sim::Duration left = breaker.since + breaker.openFor - snapshot.now;
            row.state = tr("open");
            row.glyph = static_cast<int>(Glyph::Breaker);
            row.detail = tr("since %1, probes in %2")
                             .arg(since, durationText(std::max(left, sim::Duration{})));
            row.strain = 3;
            break;
        }
        case sim::BreakerState::HalfOpen:
            row.state = tr("half-open");
            row.glyph = static_cast<int>(Glyph::BreakerHalfOpen);
            row.detail = tr("probes since %1").arg(since);
            row.strain = 2;
            break;
    }
    return row;
}

GuardsModel::Row GuardsModel::rowOf(const sim::LimitSnapshot& limit, const models::CallGraph& graph,
                                    const models::Scenario& scenario) {
    Row row;
    row.kind = limit.isBulkhead ? tr("bulkhead") : tr("rate limit");
    row.edge = limit.edge;
    row.refused = limit.refused;
    if (limit.edge >= 0) {
        row.where = callText(graph, limit.edge, limit.endpoint);
    } else {
        const std::string& name = scenario.services[static_cast<std::size_t>(limit.service)].name;
        row.where = tr("door of %1").arg(QString::fromStdString(name));
        row.node = graph.node(name).value_or(-1);
    }
    row.state = limit.isBulkhead
                    ? tr("%1 of %2 taken").arg(countText(limit.taken), countText(limit.limit))
                    : tr("%1 of %2 tokens left")
                          .arg(countText(limit.limit - limit.taken), countText(limit.limit));
    if (limit.waiting > 0)
        row.detail = tr("%1 wait").arg(countText(limit.waiting));
    row.strain =
        limit.limit == 0 ? 1 : static_cast<double>(limit.taken) / static_cast<double>(limit.limit);
    return row;
}

// A scenario's guards are always the same ones: only what is said of them changes.
void GuardsModel::show(const sim::Snapshot& snapshot, const models::CallGraph& graph,
                       const models::Scenario& scenario) {
    std::vector<Row> rows;
    for (const sim::BreakerSnapshot& each : snapshot.breakers)
        rows.push_back(rowOf(each, snapshot, graph));
    for (const sim::LimitSnapshot& each : snapshot.limits)
        rows.push_back(rowOf(each, graph, scenario));
    if (rows.size() != m_rows.size()) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
}

int GuardsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int GuardsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant GuardsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == EdgeRole)
        return row.edge;
    if (role == NodeRole)
        return row.node;
    if (role == GlyphRole)
        return index.column() == State && row.glyph >= 0 ? QVariant(row.glyph) : QVariant();
    if (role == LoudnessRole) {
        const bool isQuiet = index.column() == Kind || index.column() == Detail;
        return static_cast<int>(isQuiet ? Loudness::Quiet : Loudness::Plain);
    }
    if (role == SortRole && index.column() == State)
        return row.strain;
    if (role == SortRole && index.column() == Refused)
        return row.refused;
    if (role == Qt::TextAlignmentRole && index.column() == Refused)
        return cellAlignment(true);
    if (role != Qt::DisplayRole && role != SortRole)
        return {};
    const QString texts[] = {row.where, row.kind, row.state, row.detail, countText(row.refused)};
    return texts[index.column()];
}

QVariant GuardsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= Columns)
        return {};
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(section == Refused);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] = {tr("Where"), tr("What"), tr("State"), tr("Detail"), tr("refused")};
    return names[section];
}

}  // namespace app
