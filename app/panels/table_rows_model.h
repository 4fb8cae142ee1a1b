// Rows of a service's store as the run last told them. Remembers for a moment which of them are not
// as they were before, so that the table can mark them, and says which request changed each last:
// in a column of its own where the run knows, else where the rows themselves name a request.
#pragma once

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QHash>

#include "sim/snapshot.h"

namespace app {

class TableRowsModel final : public QAbstractTableModel {
    Q_OBJECT

  public:
    using QAbstractTableModel::QAbstractTableModel;

    // LinkRole: the cell names the request that WriterRole gives.
    enum Role { ChangedRole = Qt::UserRole, WriterRole, LinkRole };

    // Where rows change all the time, none counts as changed.
    void marksNothing() { m_marks = false; }
    // Of another table than before: nothing counts as changed.
    void setRows(const sim::TableRows& rows);
    void clear();
    // Forgets the marks that are older than 2 s.
    void fadeMarks();
    int changedCount() const;
    // That changed it last; 0: nobody knows.
    std::int64_t writerOf(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    using Row = std::vector<std::optional<std::string>>;
    bool isChanged(const Row& row) const;
    bool hasWriters() const;
    bool isOfWriters(int column) const { return hasWriters() && column + 1 == columnCount(); }
    bool isLink(const QModelIndex& index) const;

    bool m_marks = true;
    sim::TableRows m_rows;
    QHash<QByteArray, qint64> m_changedAt;  // by the whole row's text, in ms of m_clock
    QElapsedTimer m_clock;
};

}  // namespace app
