// What text stands where in a widget, whoever painted it and by whatever class: the widget paints
// once more, upon a device that keeps the texts and draws nothing.
#pragma once

#include <QFont>
#include <QRectF>
#include <QString>
#include <QWidget>
#include <vector>

namespace app {

struct PaintedText {
    QString text;  // a run in one font
    QFont font;
    QRectF rect;  // in the widget

    // Of a part of it.
    QRectF rectOf(qsizetype from, qsizetype size) const;
};

// In the order of painting. Children are painted with it, as far as they are seen.
std::vector<PaintedText> paintedTexts(QWidget& widget);

}  // namespace app
