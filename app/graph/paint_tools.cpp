#include "app/graph/paint_tools.h"

#include <QFontMetricsF>
#include <QPainterPath>
#include <cmath>

#include "app/look/fonts.h"

namespace app {

QColor healthColor(Health health) {
    switch (health) {
        case Health::Ok:
            return theme().ok;
        case Health::Degraded:
            return theme().degraded;
        case Health::Failing:
            return theme().failing;
        case Health::Down:
            return theme().down;
        case Health::NotJudged:
            break;
    }
    return theme().edge;
}

QColor healthTextColor(Health health) {
    switch (health) {
        case Health::Ok:
            return theme().okText;
        case Health::Degraded:
            return theme().degradedText;
        case Health::Failing:
            return theme().failingText;
        case Health::Down:
        case Health::NotJudged:
            break;
    }
    return theme().ink2;
}

QList<qreal> lineDashes(bool isMessages, double failedShare) {
    const bool isTold = theme().isGrey && failedShare >= degradedFrom();
    if (!isTold)
        return isMessages ? QList<qreal>{8, 5} : QList<qreal>{};
    if (failedShare >= failingFrom())
        return isMessages ? QList<qreal>{2, 4} : QList<qreal>{4, 3};
    return isMessages ? QList<qreal>{8, 4, 2, 4} : QList<qreal>{14, 4};
}

Glyph healthGlyph(Health health) {
    switch (health) {
        case Health::Ok:
            return Glyph::Ok;
        case Health::Degraded:
            return Glyph::Degraded;
        case Health::Failing:
            return Glyph::Failing;
        case Health::Down:
            return Glyph::Down;
        case Health::NotJudged:
            break;
    }
    return Glyph::NotJudged;
}

Glyph breakerGlyph(sim::BreakerState state) {
    switch (state) {
        case sim::BreakerState::Open:
            return Glyph::Breaker;
        case sim::BreakerState::HalfOpen:
            return Glyph::BreakerHalfOpen;
        case sim::BreakerState::Closed:
            break;
    }
    return Glyph::BreakerClosed;
}

double textWidth(const QString& text, const TextStyle& style) {
    return QFontMetricsF(lookFont(style.px, style.weight)).horizontalAdvance(text);
}

double paintText(QPainter& painter, QPointF at, const QString& text, const TextStyle& style,
                 double room) {
    const QFont font = lookFont(style.px, style.weight);
    const QFontMetricsF metrics(font);
    const QString shown = room > 0 && metrics.horizontalAdvance(text) > room
                              ? metrics.elidedText(text, Qt::ElideRight, room)
                              : text;
    painter.setFont(font);
    painter.setPen(style.color);
    painter.drawText(at, shown);
    return metrics.horizontalAdvance(shown);
}

double paintTextRight(QPainter& painter, QPointF at, const QString& text, const TextStyle& style) {
    const double width = textWidth(text, style);
    paintText(painter, at - QPointF(width, 0), text, style);
    return width;
}

void paintCylinder(QPainter& painter, const QRectF& box, const QColor& color) {
    const QRectF r = box.adjusted(1.5, 1, -1.5, -1);
    const double lid = r.height() * 0.3;
    painter.save();
    painter.setPen(QPen(color, 1.2, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QRectF(r.left(), r.top(), r.width(), lid));
    QPainterPath body(QPointF(r.left(), r.top() + lid / 2));
    body.lineTo(r.left(), r.bottom() - lid / 2);
    body.arcTo(QRectF(r.left(), r.bottom() - lid, r.width(), lid), 180, 180);
    body.lineTo(r.right(), r.top() + lid / 2);
    painter.drawPath(body);
    painter.restore();
}

void paintHatch(QPainter& painter, const QRectF& area, const QColor& color, double stripe,
                double every) {
    painter.save();
    painter.setPen(QPen(color, stripe, Qt::SolidLine, Qt::FlatCap));
    // `every` is measured across the stripes, which lie at 45 degrees.
    const double step = every * std::sqrt(2.0);
    for (double x = area.left() - area.height(); x < area.right() + stripe; x += step)
        painter.drawLine(QPointF(x - 4, area.bottom() + 4),
                         QPointF(x + area.height() + 4, area.top() - 4));
    painter.restore();
}

}  // namespace app
