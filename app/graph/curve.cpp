#include "app/graph/curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace app {

namespace {

constexpr int stepsPerCurve = 32;  // of a cubic: below a pixel's error for any edge on a screen

double distance(QPointF a, QPointF b) {
    return std::hypot(a.x() - b.x(), a.y() - b.y());
}

QPointF onCubic(QPointF a, QPointF b, QPointF c, QPointF d, double t) {
    const double u = 1 - t;
    return a * (u * u * u) + b * (3 * u * u * t) + c * (3 * u * t * t) + d * (t * t * t);
}

}  // namespace

Curve::Curve(const QPainterPath& path)
    : m_path(path), m_bounds(path.boundingRect().adjusted(-8, -8, 8, 8)) {
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        if (element.type == QPainterPath::CurveToElement && i + 2 < path.elementCount()) {
            const QPointF from = m_points.back();
            const QPointF end = path.elementAt(i + 2);
            for (int step = 1; step <= stepsPerCurve; ++step)
                m_points.push_back(onCubic(from, element, path.elementAt(i + 1), end,
                                           static_cast<double>(step) / stepsPerCurve));
            i += 2;
        } else {
            m_points.push_back(element);
        }
    }
    double sum = 0;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        if (i > 0)
            sum += distance(m_points[i - 1], m_points[i]);
        m_lengths.push_back(sum);
    }
}

std::size_t Curve::segmentAt(double distance) const {
    const auto above = std::upper_bound(m_lengths.begin(), m_lengths.end(), distance);
    const auto index = static_cast<std::size_t>(above - m_lengths.begin());
    return std::clamp<std::size_t>(index, 1, m_lengths.size() - 1);
}

QPointF Curve::pointAt(double along) const {
    if (m_points.size() < 2)
        return m_points.empty() ? QPointF() : m_points.front();
    const std::size_t i = segmentAt(along);
    const double span = m_lengths[i] - m_lengths[i - 1];
    const double t = span <= 0 ? 0 : std::clamp((along - m_lengths[i - 1]) / span, 0.0, 1.0);
    return m_points[i - 1] + (m_points[i] - m_points[i - 1]) * t;
}

QPointF Curve::sideAt(double along) const {
    if (m_points.size() < 2)
        return {0, 1};
    const std::size_t i = segmentAt(along);
    const QPointF way = m_points[i] - m_points[i - 1];
    const double size = std::hypot(way.x(), way.y());
    return size <= 0 ? QPointF(0, 1) : QPointF(-way.y() / size, way.x() / size);
}

double Curve::distanceTo(QPointF point) const {
    double best = std::numeric_limits<double>::max();
    for (std::size_t i = 1; i < m_points.size(); ++i) {
        const QPointF way = m_points[i] - m_points[i - 1];
        const double square = QPointF::dotProduct(way, way);
        const double t =
            square <= 0
                ? 0
                : std::clamp(QPointF::dotProduct(point - m_points[i - 1], way) / square, 0.0, 1.0);
        best = std::min(best, distance(point, m_points[i - 1] + way * t));
    }
    return best;
}

}  // namespace app
