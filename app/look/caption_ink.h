// The ink of captions on any ground.
#pragma once

#include "app/look/theme.h"

namespace app {

// ink3 has not contrast enough on the ground of what is hovered, selected or in review.
inline const QColor& captionInk(bool isMarked) {
    return isMarked ? theme().ink2 : theme().ink3;
}

}  // namespace app
