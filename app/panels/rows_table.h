// The rows of a store as a table: those that changed just now stand out, and who changed a row is a
// link, by click, or by Enter for the current row.
#pragma once

#include <QTableView>

#include "app/panels/table_rows_model.h"

namespace app {

class RowsTable final : public QTableView {
    Q_OBJECT

  public:
    static constexpr int rowHeight = 22, headerHeight = 26;

    // Columns that fit share the width; more than fit keep theirs and scroll.
    RowsTable(TableRowsModel* model, QWidget* parent);

  Q_SIGNALS:
    void requestWanted(qint64 request);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitColumns();
    void want(const QModelIndex& index);

    QStringList m_names;  // of the columns
    QList<int> m_wanted;  // by column, its widest cell so far
};

}  // namespace app
