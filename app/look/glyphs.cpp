#include "app/look/glyphs.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/look/theme.h"

namespace app {

namespace {

// Every sign below is drawn in this box.
constexpr qreal glyphSide = 16;

QPen roundPen(const QColor& colour, qreal width) {
    return {colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

void paintOk(QPainter& painter) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().ok);
    painter.drawEllipse(QPointF(8, 8), 7, 7);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(roundPen(markOn(theme().ok), 1.8));
    painter.drawPolyline(QPolygonF({{4.9, 8.3}, {7.1, 10.5}, {11.2, 5.9}}));
}

void paintDegraded(QPainter& painter) {
    // Amber on white has too little contrast for a shape, so there it gets an outline.
    const QColor outline = theme().dark ? theme().degraded : theme().degradedText;
    painter.setPen(roundPen(outline, 1));
    painter.setBrush(theme().degraded);
    painter.drawPolygon(QPolygonF({{8, 1.7}, {14.7, 14.0}, {1.3, 14.0}}));
    const QColor mark = markOn(theme().degraded);
    painter.setPen(roundPen(mark, 1.8));
    painter.drawLine(QPointF(8, 6.2), QPointF(8, 9.4));
    painter.setPen(Qt::NoPen);
    painter.setBrush(mark);
    painter.drawEllipse(QPointF(8, 12), 1.05, 1.05);
}

void paintFailing(QPainter& painter) {
    QPolygonF octagon;
    for (int corner = 0; corner < 8; ++corner) {
        const qreal angle = std::numbers::pi * (2 * corner + 1) / 8;
        octagon << QPointF(8 + 7.5 * std::cos(angle), 8 + 7.5 * std::sin(angle));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().failing);
    painter.drawPolygon(octagon);
    painter.setPen(roundPen(markOn(theme().failing), 1.8));
    painter.drawLine(QPointF(5.4, 5.4), QPointF(10.6, 10.6));
    painter.drawLine(QPointF(10.6, 5.4), QPointF(5.4, 10.6));
}

void paintDown(QPainter& painter) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().down);
    painter.drawRoundedRect(QRectF(1, 1, 14, 14), 3, 3);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(roundPen(markOn(theme().down), 1.6));
    // Counted from three o'clock in sixteenths of a degree: open at the top, where the stroke is.
    painter.drawArc(QRectF(4.2, 4.7, 7.6, 7.6), 130 * 16, 280 * 16);
    painter.drawLine(QPointF(8, 3.6), QPointF(8, 7.6));
}

void paintBreaker(QPainter& painter) {
    painter.setPen(roundPen(theme().breaker, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QPointF(8, 8), 7, 7);
    painter.drawLine(QPointF(5.0, 10.2), QPointF(10.2, 5.4));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().breaker);
    painter.drawEllipse(QPointF(4.8, 10.4), 1.1, 1.1);
    painter.drawEllipse(QPointF(11.2, 10.4), 1.1, 1.1);
}

// Half of the disc is filled: half of the way back to closed.
void paintBreakerHalfOpen(QPainter& painter) {
    painter.setPen(roundPen(theme().breaker, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QPointF(8, 8), 7, 7);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().breaker);
    painter.drawPie(QRectF(3.6, 3.6, 8.8, 8.8), 90 * 16, 180 * 16);
}

// The switch lies across: calls pass. Quiet, since nothing is wrong.
void paintBreakerClosed(QPainter& painter) {
    painter.setPen(roundPen(theme().ink3, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QPointF(8, 8), 7, 7);
    painter.drawLine(QPointF(4.8, 8), QPointF(11.2, 8));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().ink3);
    painter.drawEllipse(QPointF(4.8, 8), 1.3, 1.3);
    painter.drawEllipse(QPointF(11.2, 8), 1.3, 1.3);
}

void paintNotJudged(QPainter& painter) {
    painter.setPen(roundPen(theme().ink3, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QPointF(8, 8), 6.25, 6.25);
}

void paintShield(QPainter& painter) {
    QPainterPath shield(QPointF(8, 1.8));
    shield.lineTo(13.2, 3.7);
    shield.lineTo(13.2, 7.8);
    shield.cubicTo(13.2, 11.0, 10.9, 13.2, 8, 14.4);
    shield.cubicTo(5.1, 13.2, 2.8, 11.0, 2.8, 7.8);
    shield.lineTo(2.8, 3.7);
    shield.closeSubpath();
    painter.setPen(roundPen(theme().ink, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shield);
}

void paintInBox(QPainter& painter, Glyph glyph) {
    switch (glyph) {
        case Glyph::Ok:
            return paintOk(painter);
        case Glyph::Degraded:
            return paintDegraded(painter);
        case Glyph::Failing:
            return paintFailing(painter);
        case Glyph::Down:
            return paintDown(painter);
        case Glyph::Breaker:
            return paintBreaker(painter);
        case Glyph::BreakerHalfOpen:
            return paintBreakerHalfOpen(painter);
        case Glyph::BreakerClosed:
            return paintBreakerClosed(painter);
        case Glyph::NotJudged:
            return paintNotJudged(painter);
        case Glyph::Shield:
            return paintShield(painter);
    }
}

}  // namespace

void paintGlyph(QPainter& painter, const QRectF& box, Glyph glyph) {
    const qreal scale = std::min(box.width(), box.height()) / glyphSide;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center());
    painter.scale(scale, scale);
    painter.translate(-glyphSide / 2, -glyphSide / 2);
    paintInBox(painter, glyph);
    painter.restore();
}

}  // namespace app
