// An edge's line: drawn as a path, walked by the dots by its length in pixels.
#pragma once

#include <QPainterPath>
#include <QPointF>
#include <QRectF>
#include <vector>

namespace app {

class Curve {
  public:
    Curve() = default;
    explicit Curve(const QPainterPath& path);

    const QPainterPath& path() const { return m_path; }
    QRectF bounds() const { return m_bounds; }  // with a little air, so that flat lines have some
    double length() const { return m_lengths.empty() ? 0 : m_lengths.back(); }
    QPointF pointAt(double distance) const;
    // Of length 1, to the right hand of who walks along the line.
    QPointF sideAt(double distance) const;
    double distanceTo(QPointF point) const;

  private:
    std::size_t segmentAt(double distance) const;

    QPainterPath m_path;
    QRectF m_bounds;
    std::vector<QPointF> m_points;
    std::vector<double> m_lengths;  // from the start, a point each
};

}  // namespace app
