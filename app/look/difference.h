// How one thing beside another is shown wherever two are compared: less is blue and points down,
// more is orange and points up, and never by colour alone.
#pragma once

#include <QColor>
#include <QString>

namespace app {

enum class Direction { Less, Same, More };

QColor differenceColor(Direction direction);  // of shapes
QColor differenceTextColor(Direction direction);

// "▲ 12.3 ms"; the same has no sign.
QString signedText(Direction direction, const QString& size);

}  // namespace app
