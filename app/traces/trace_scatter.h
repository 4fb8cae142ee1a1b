// Durations of traces by when they began: a point each, on a logarithmic scale.
#pragma once

#include <QWidget>
#include <optional>

#include "app/charts/chart_series.h"
#include "app/traces/trace_filter.h"

namespace app {

class TraceScatter final : public QWidget {
    Q_OBJECT

  public:
    explicit TraceScatter(QWidget* parent = nullptr);

    // Those of the filter, and the rest, which are faint.
    void show(std::vector<TracePointer> listed, std::vector<TracePointer> others, TimeRange range,
              double now, std::vector<ChartBand> bands);
    void select(std::optional<std::int64_t> request);

    QSize sizeHint() const override { return {560, 230}; }
    QPointF pointOf(const sim::Trace& trace) const;

  Q_SIGNALS:
    void chosen(std::int64_t request);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

  private:
    QRectF plot() const;
    void paintAxes(QPainter& painter) const;
    void paintBands(QPainter& painter) const;
    void paintPoint(QPainter& painter, const sim::Trace& trace, bool isFaint) const;

    std::vector<TracePointer> m_listed, m_others;
    TimeRange m_range;
    double m_now = 0;  // seconds; a fault that lasts is drawn so far
    ValueAxis m_axis;
    std::vector<ChartBand> m_bands;
    std::optional<std::int64_t> m_selected;
};

}  // namespace app
