// A measure over the values of a parameter: a point a value, and around it how far chance alone
// moves it.
#pragma once

#include <QStringList>
#include <QWidget>
#include <optional>
#include <vector>

#include "app/charts/chart_axis.h"
#include "sim/sweep.h"

namespace app {

struct SweepCurve {
    QString title;   // "p99 of watch-video"
    QString unit;    // "ms"
    QString xTitle;  // the parameter
    bool isShare = false;
    QStringList values;
    std::vector<sim::SweptMeasure> points;  // as `values`, in the unit
};

// Of shares up to the whole, and not from nothing: what matters happens near it.
ValueAxis axisOf(const SweepCurve& curve);

class SweepChart final : public QWidget {
    Q_OBJECT

  public:
    explicit SweepChart(QWidget* parent = nullptr);

    void show(SweepCurve curve);
    using QWidget::show;
    void setCurrent(int value);  // -1: none
    const SweepCurve& curve() const { return m_curve; }

  Q_SIGNALS:
    void chosen(int value);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

  private:
    QRectF plot() const;
    double x(std::size_t value) const;

    SweepCurve m_curve;
    int m_current = -1;
};

}  // namespace app
