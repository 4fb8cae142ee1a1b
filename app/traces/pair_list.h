// Requests that fared otherwise in another run, as a table: when, whose, and how in each.
#pragma once

#include <QAbstractTableModel>

#include "app/panels/sign_table.h"
#include "app/session/pairs_wanted.h"

namespace app {

class PairList final : public QAbstractTableModel {
    Q_OBJECT

  public:
    using QAbstractTableModel::QAbstractTableModel;

    enum Column { Start, Request, First, Second, Difference, Columns };
    enum Role { RequestRole = OwnRole };

    struct Row {
        std::int64_t request = 0;
        sim::RequestPair pair;
    };
    // The names of the two runs head their columns.
    void show(std::vector<Row> rows, const QString& first, const QString& second);
    const std::vector<Row>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    static QString textOf(const Row& row, int column);

    std::vector<Row> m_rows;
    QString m_first, m_second;
};

}  // namespace app
