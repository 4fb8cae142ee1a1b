// A painting that becomes a file: PNG, SVG or PDF, in full detail and at its own scale, whatever
// the window shows. And the writing of any file: all of it or nothing.
#pragma once

#include <QByteArray>
#include <QSizeF>
#include <QString>
#include <functional>

class QPainter;

namespace app {

struct Painting {
    QString title;  // what the file says of itself
    QSizeF size;    // in device-independent pixels; those of an SVG are these
    std::function<void(QPainter&)> paint;
};

enum class PictureFormat { Png, Svg, Pdf };

// By the end of its name; absent: none of them.
std::optional<PictureFormat> pictureFormatOf(const QString& file);

// In the light theme, which can be printed, unless `dark`.
QByteArray encoded(const Painting& painting, PictureFormat format, bool dark = false);

// Both return why it could not be; empty: done.
QString writeFile(const QString& file, const QByteArray& bytes);
QString writePainting(const Painting& painting, const QString& file, bool dark = false);

// How many device pixels a pattern should have to one of the painter's: where the device has none,
// enough for any print.
double patternRatio(const QPainter& painter);

}  // namespace app
