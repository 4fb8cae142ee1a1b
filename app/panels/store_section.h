// The store of the selected service: a chip for each table with its number of rows, and the rows of
// the chosen one that were changed last. Asks the run for them only while it is seen.
#pragma once

#include <QButtonGroup>
#include <QPushButton>
#include <QTimer>

#include "app/panels/inspector_sections.h"
#include "app/panels/rows_table.h"

namespace app {

class StoreSection final : public InspectorSection {
    Q_OBJECT

  public:
    StoreSection(Session& session, QWidget* parent);
    void refresh() override;
    QString spoken() const override;
    const TableRowsModel& rows() const { return *m_model; }
    QString chosenTable() const;

  protected:
    double draw(PanelPen& pen) const override;
    void placeChildren() override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void matchChips();
    void ask();
    void showRows();
    // The y below the chips, placing them where `place` is.
    int chipsBottom(double width, bool place) const;

    TableRowsModel* m_model;
    RowsTable* m_view;
    QButtonGroup* m_chips;
    QString m_service;
    QTimer m_askTimer;
};

}  // namespace app
