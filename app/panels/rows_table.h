// The rows of a store as a table: those that changed just now stand out.
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

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fitColumns();
};

}  // namespace app
