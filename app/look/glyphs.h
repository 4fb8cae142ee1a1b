// The signs of health. Their shapes differ, so that they can be read without colour.
#pragma once

#include <QRectF>

class QPainter;

namespace app {

enum class Glyph {
    Ok,
    Degraded,
    Failing,
    Down,
    Breaker,  // open; the two others are below
    BreakerHalfOpen,
    BreakerClosed,
    NotJudged,
    Shield
};

// Fits the sign, drawn in a box of 16, into any rectangle (14 in rows) and the current theme.
void paintGlyph(QPainter& painter, const QRectF& box, Glyph glyph);

}  // namespace app
