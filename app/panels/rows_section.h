// Rows that the selected subject holds, in tables: a chip for each table with its number of rows,
// and the rows of the chosen one. Asks the run for them only while it is seen.
#pragma once

#include <QButtonGroup>
#include <QPushButton>
#include <QTimer>

#include "app/look/icons.h"
#include "app/panels/inspector_sections.h"
#include "app/panels/rows_table.h"

namespace app {

class RowsSection : public InspectorSection {
    Q_OBJECT

  public:
    void refresh() override;
    QString spoken() const override;
    const TableRowsModel& rows() const { return *m_model; }
    QString chosenTable() const;

  protected:
    // `icon`: before the title; absent: none.
    RowsSection(std::optional<Icon> icon, const QString& title, Session& session, QWidget* parent);

    void marksNothing() { m_model->marksNothing(); }
    // Whose tables they are; empty: nobody's.
    virtual QString subject() const = 0;
    struct Table {
        QString name;
        std::optional<std::int64_t> rows;  // absent: not known yet
    };
    virtual std::vector<Table> tables() const = 0;
    // The subject's rows, whatever the table; nothing where there is no subject.
    virtual std::optional<sim::RowsWanted> wanted() const = 0;
    // What stands beside the title, of rows that were read then and of which so many changed.
    virtual QString aside(sim::Instant readAt, int changed) const = 0;

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

    std::optional<Icon> m_icon;
    QString m_title;
    TableRowsModel* m_model;
    RowsTable* m_view;
    QButtonGroup* m_chips;
    QString m_subject;
    QTimer m_askTimer;
};

}  // namespace app
