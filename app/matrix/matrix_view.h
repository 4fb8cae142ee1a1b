// Journeys by outages as cells that one reads like a table: how available a journey was, what its
// p99 became, and what spared or hurt it. Columns are services, rows are journeys.
#pragma once

#include <QAbstractScrollArea>
#include <memory>

#include "app/matrix/matrix_text.h"

namespace app {

class MatrixView final : public QAbstractScrollArea {
    Q_OBJECT

  public:
    explicit MatrixView(QWidget* parent = nullptr);

    // Null: nothing to show.
    void show(std::shared_ptr<const models::Scenario> scenario,
              std::shared_ptr<const sim::BlastRadius> result);
    // The outage of the current cell, into the result's; -1: none is current.
    int currentOutage() const { return m_result ? m_column : -1; }
    int currentJourney() const { return m_row; }
    void setCurrent(int journey, int outage);
    QRect cellRect(int journey, int outage) const;  // in the viewport
    // What is said of a cell to those who do not see it.
    QString spoken(int journey, int outage) const;

  Q_SIGNALS:
    void currentChanged();
    void opened();  // the current cell, by double click or Enter

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void focusInEvent(QFocusEvent* event) override;

  private:
    struct OutageAndWhole {
        const sim::JourneyUnderOutage* outage;
        const sim::JourneyUnderOutage* whole;
    };
    OutageAndWhole at(int journey, int outage) const;
    int columns() const;
    int rows() const;
    double columnWidth() const;
    void fitScrollBars();
    void paintColumnHead(QPainter& painter, int outage) const;
    void paintRowHead(QPainter& painter, int journey) const;
    void paintCell(QPainter& painter, int journey, int outage) const;
    void paintFoot(QPainter& painter, int outage) const;
    void paintFootHead(QPainter& painter) const;
    bool findCell(const QPoint& at, int& journey, int& outage) const;

    std::shared_ptr<const models::Scenario> m_scenario;
    std::shared_ptr<const sim::BlastRadius> m_result;
    int m_row = 0;
    int m_column = -1;
};

}  // namespace app
