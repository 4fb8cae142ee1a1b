// One service's store: a table of it, or what a SELECT of the user's finds there. Asks the run
// again while it is seen, and marks the rows that changed.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>

#include "app/panels/rows_table.h"
#include "app/session/session.h"

namespace app {

class StoreView final : public QWidget {
    Q_OBJECT

  public:
    StoreView(Session& session, RowsAsker asker, QWidget* parent = nullptr);

    // A service of the scenario that has a store; any other does nothing.
    void showService(std::size_t service);
    std::optional<std::size_t> service() const;
    const TableRowsModel& rows() const { return *m_model; }
    QString status() const { return m_status->text(); }
    void setSideButton(const QString& name);  // empty: none

  Q_SIGNALS:
    void sideButtonClicked();

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void makeRow();
    void fillServices();
    void fillTables();
    void countTables();
    void ask();
    void askAgain();
    void showRows();
    void say(const QString& text, bool isProblem);
    QString statusOf(const sim::TableRows& rows) const;
    QString whoseTable(const std::string& problem) const;

    Session& m_session;
    RowsAsker m_asker;
    QComboBox* m_services;
    QComboBox* m_tables;
    QLineEdit* m_select;
    QPushButton* m_side;
    QLabel* m_status;
    TableRowsModel* m_model;
    RowsTable* m_view;
    QTimer m_askTimer;
    bool m_isCostly = false;  // what was asked last took the run so long that it is asked once only
};

}  // namespace app
