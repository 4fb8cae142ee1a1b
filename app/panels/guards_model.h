// The guards of all calls as a table: circuit breakers, bulkheads and rate limits, and what each
// lets through now.
#pragma once

#include <QAbstractTableModel>

#include "app/panels/sign_table.h"
#include "app/session/session.h"

namespace app {

class GuardsModel final : public QAbstractTableModel {
    Q_OBJECT

  public:
    using QAbstractTableModel::QAbstractTableModel;

    enum Column { Where, Kind, State, Detail, Refused, Columns };
    // What a column is sorted by; a row's edge (-1: a door) and its node (-1: none).
    enum Role { SortRole = OwnRole, EdgeRole, NodeRole };

    void show(const sim::Snapshot& snapshot, const models::CallGraph& graph,
              const models::Scenario& scenario);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Row {
        QString where, kind, state, detail;
        qlonglong refused = 0;
        double strain = 0;  // how near it is to refusing, from 0; above 1 it refuses
        int glyph = -1;     // app::Glyph; -1: none
        int edge = -1, node = -1;
    };
    static Row rowOf(const sim::BreakerSnapshot& breaker, const sim::Snapshot& snapshot,
                     const models::CallGraph& graph);
    static Row rowOf(const sim::LimitSnapshot& limit, const models::CallGraph& graph,
                     const models::Scenario& scenario);

    std::vector<Row> m_rows;  // in the order of the snapshot
};

}  // namespace app
