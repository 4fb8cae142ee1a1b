#include "app/charts/chart_patterns.h"

#include <QPainter>
#include <QPixmap>
#include <cmath>
#include <numbers>

#include "app/look/theme.h"

namespace app {
namespace {

QPixmap tile(int side, double devicePixelRatio) {
    const int pixels = static_cast<int>(std::lround(side * devicePixelRatio));
    QPixmap pixmap(pixels, pixels);
    pixmap.setDevicePixelRatio(static_cast<double>(pixels) / side);
    pixmap.fill(Qt::transparent);
    return pixmap;
}

QBrush brushOf(const QPixmap& pixmap) {
    QBrush brush(pixmap);
    const double scale = 1 / pixmap.devicePixelRatio();
    brush.setTransform(QTransform::fromScale(scale, scale));
    return brush;
}

QBrush dotBrush(const QColor& colour, double devicePixelRatio) {
    constexpr int side = 5;
    QPixmap pixmap = tile(side, devicePixelRatio);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QPointF(side / 2.0, side / 2.0), 1.25, 1.25);
    return brushOf(pixmap);
}

QBrush barBrush(const QColor& colour, double devicePixelRatio) {
    constexpr int side = 4;
    QPixmap pixmap = tile(side, devicePixelRatio);
    QPainter painter(&pixmap);
    painter.fillRect(QRectF(0, 0, side, 2), colour);
    return brushOf(pixmap);
}

}  // namespace

QBrush hatchBrush(const QColor& colour, double width, double period, double devicePixelRatio) {
    // A square tile repeats without a seam when its side is the period along the axis.
    const int side = std::max(2, static_cast<int>(std::lround(period * std::numbers::sqrt2)));
    QPixmap pixmap = tile(side, devicePixelRatio);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap));
    for (int shift = -1; shift <= 1; ++shift)
        painter.drawLine(QPointF(shift * side - side, side * 2),
                         QPointF(shift * side + side * 2, -side));
    return brushOf(pixmap);
}

namespace {

// Without hues a hatch of the same slant would be another cause's.
QBrush crossedBrush(const QColor& colour, double width, double period, double devicePixelRatio) {
    QPixmap pixmap = hatchBrush(colour, width, period, devicePixelRatio).texture();
    const QPixmap other = pixmap.transformed(QTransform::fromScale(-1, 1));
    QPainter painter(&pixmap);
    painter.drawPixmap(QRectF(QPointF(), QSizeF(pixmap.size()) / pixmap.devicePixelRatio()), other,
                       QRectF(QPointF(), QSizeF(other.size())));
    painter.end();
    return brushOf(pixmap);
}

}  // namespace

QBrush fillBrush(ChartFill fill, double devicePixelRatio) {
    const Theme& look = theme();
    switch (fill) {
        case ChartFill::BreakerOpen:
            return look.isGrey ? crossedBrush(look.breaker, 1, 5, devicePixelRatio)
                               : hatchBrush(look.breaker, 2, 5, devicePixelRatio);
        case ChartFill::Timeout:
        case ChartFill::Gap:
            return hatchBrush(look.failing, 2, 4, devicePixelRatio);
        case ChartFill::Deadline:
            return hatchBrush(look.failing, 1, 4, devicePixelRatio);
        case ChartFill::Rejected:
            return dotBrush(look.failing, devicePixelRatio);
        case ChartFill::Error:
            return barBrush(look.failing, devicePixelRatio);
        case ChartFill::Unavailable:
            break;
    }
    return look.failing;
}

QColor fillTextColour(ChartFill fill) {
    return fill == ChartFill::BreakerOpen ? theme().breakerText : theme().failingText;
}

}  // namespace app
