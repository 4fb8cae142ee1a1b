#include "app/look/difference.h"

#include "app/look/theme.h"

namespace app {

QColor differenceColor(Direction direction) {
    return direction == Direction::More   ? theme().degraded
           : direction == Direction::Less ? theme().you
                                          : theme().wire;
}

QColor differenceTextColor(Direction direction) {
    return direction == Direction::More   ? theme().degradedText
           : direction == Direction::Less ? theme().you
                                          : theme().ink3;
}

QString signedText(Direction direction, const QString& size) {
    return direction == Direction::More   ? QStringLiteral("▲ ") + size
           : direction == Direction::Less ? QStringLiteral("▼ ") + size
                                          : size;
}

}  // namespace app
