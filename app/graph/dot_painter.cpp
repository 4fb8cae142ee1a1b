#include "app/graph/dot_painter.h"

#include <cmath>

#include "app/look/theme.h"

namespace app {

namespace {

constexpr double reach = 6;  // of the largest dot, its border included

}  // namespace

void paintDot(QPainter& painter, QPointF at, DotKind kind) {
    switch (kind) {
        case DotKind::Request:
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme().dot);
            painter.drawEllipse(at, 3.5, 3.5);
            break;
        case DotKind::Reply:
            painter.setPen(QPen(theme().dot, 1.25));
            painter.setBrush(theme().canvas);
            painter.drawEllipse(at, 2.25, 2.25);
            break;
        case DotKind::FailedReply: {
            const QPointF diamond[] = {at + QPointF(0, -5), at + QPointF(5, 0), at + QPointF(0, 5),
                                       at + QPointF(-5, 0)};
            painter.setPen(QPen(theme().canvas, 1.5));
            painter.setBrush(theme().failing);
            painter.drawPolygon(diamond, 4);
            break;
        }
        case DotKind::Message:
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme().dot);
            painter.drawRect(QRectF(at - QPointF(3, 3), QSizeF(6, 6)));
            break;
    }
}

void DotStamps::prepare(double zoom, double devicePixelRatio) {
    const QRgb color = theme().dot.rgba() ^ theme().canvas.rgba();
    if (zoom == m_zoom && devicePixelRatio == m_ratio && color == m_color)
        return;
    m_zoom = zoom;
    m_ratio = devicePixelRatio;
    m_color = color;
    m_side = static_cast<int>(std::ceil(2 * reach * zoom * devicePixelRatio)) + 2;
    m_stamps = {};
}

const QPixmap& DotStamps::stamp(DotKind kind, int phaseX, int phaseY) {
    QPixmap& made = m_stamps[(static_cast<int>(kind) * phases + phaseX) * phases + phaseY];
    if (!made.isNull())
        return made;
    made = QPixmap(m_side, m_side);
    made.fill(Qt::transparent);
    QPainter painter(&made);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(m_side / 2 + static_cast<double>(phaseX) / phases,
                      m_side / 2 + static_cast<double>(phaseY) / phases);
    painter.scale(m_zoom * m_ratio, m_zoom * m_ratio);
    paintDot(painter, {0, 0}, kind);
    painter.end();
    made.setDevicePixelRatio(m_ratio);
    return made;
}

void DotStamps::paint(QPainter& painter, QPointF at, DotKind kind) {
    // To the nearest phase.
    const double x = std::round(at.x() * m_ratio * phases) / phases;
    const double y = std::round(at.y() * m_ratio * phases) / phases;
    const double left = std::floor(x), top = std::floor(y);
    const QPixmap& pixmap =
        stamp(kind, static_cast<int>((x - left) * phases), static_cast<int>((y - top) * phases));
    painter.drawPixmap(QPointF(left - m_side / 2, top - m_side / 2) / m_ratio, pixmap);
}

}  // namespace app
