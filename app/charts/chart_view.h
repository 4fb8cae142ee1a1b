// The one file pair that knows Qt Charts: it draws a chart's lines and areas, we draw the rest.
#pragma once

#include <QAreaSeries>
#include <QChartView>
#include <QLineSeries>

#include "app/charts/chart_painter.h"

namespace app {

class ChartView final : public QChartView {
    Q_OBJECT

  public:
    explicit ChartView(QWidget* parent);

    void show(ChartContent content, TimeRange range);
    void setCursorTime(std::optional<double> seconds);
    void setCompact(bool compact);
    void restyle();

    const ChartContent& content() const { return m_content; }
    ChartGeometry geometryNow() const;
    ChartCursor cursorNow() const;

  Q_SIGNALS:
    void rangeWanted(app::TimeRange range);
    void cursorWanted(std::optional<double> seconds);
    void backToLiveWanted();
    void instantWanted(double seconds);  // it was clicked there

  protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    struct Area {
        QLineSeries* upper;
        QLineSeries* lower;
        QAreaSeries* area;
    };

    void matchSeries();
    void fillSeries();
    void styleSeries();
    void placeAxes();
    Area makeArea();

    ChartContent m_content;
    TimeRange m_range;
    ValueAxis m_axis = linearAxis(1);
    std::optional<double> m_cursorTime;
    std::optional<double> m_dragFrom;
    double m_dragTo = 0;
    bool m_isCompact = false;
    std::vector<LinePiece> m_pieces;
    std::vector<QLineSeries*> m_lines;  // of each piece; the chart owns them
    std::vector<Area> m_areas;          // the gap, where there is one, is the last
    QAbstractAxis* m_valueAxis = nullptr;
    QAbstractAxis* m_timeAxis = nullptr;
    AxisScale m_scale = AxisScale::Linear;
};

}  // namespace app
