// How the cells of tables stand: figures at the right, words at the left.
#pragma once

#include <QVariant>

namespace app {

// For Qt::TextAlignmentRole.
inline QVariant cellAlignment(bool isFigure) {
    return QVariant::fromValue(
        Qt::Alignment((isFigure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
}

}  // namespace app
