// The traces that are listed, as a table: when, whose, how long, and which part was slowest.
#pragma once

#include <QAbstractTableModel>

#include "app/panels/sign_table.h"
#include "app/traces/trace_filter.h"

namespace app {

class TraceList final : public QAbstractTableModel {
    Q_OBJECT

  public:
    using QAbstractTableModel::QAbstractTableModel;

    enum Column { Start, Request, Journey, Took, Spans, Slowest, Columns };
    enum Role { SortRole = OwnRole, RequestRole };

    void show(std::vector<TracePointer> traces);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    static QVariant sortedBy(const sim::Trace& trace, int column);
    static QString textOf(const sim::Trace& trace, int column);

    std::vector<TracePointer> m_traces;
};

}  // namespace app
