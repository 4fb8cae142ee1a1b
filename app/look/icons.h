// The icons of actions and things: strokes of one colour. Signs of health are in glyphs.h.
#pragma once

#include <QColor>
#include <QIcon>
#include <QRectF>
#include <QSize>

class QPainter;

namespace app {

enum class Icon {
    Power,
    Pause,
    Play,
    Step,
    Bolt,
    Square,
    Undo,
    Fallback,
    Chevron,
    Restart,
    Search,
    More,
    Cylinder,
    Fit,
    Hang,
    Slow,
    Fail,
    Moon,
    Keyboard,
    Open,
    Journey,
    Deploy
};

inline constexpr int iconCount = static_cast<int>(Icon::Deploy) + 1;

// Where an icon stands before a word: the box of 16 is at its left, and the rest widens the gap of
// 4 that Qt puts there to the 8 of the design. For QAbstractButton::setIconSize().
inline constexpr QSize buttonIconSize(20, 16);

// Draws in ink, disabled in ink3. It asks for the theme when it is painted, so it survives a change
// of theme and any scale.
QIcon lookIcon(Icon icon);

// Always in this colour.
QIcon lookIcon(Icon icon, const QColor& colour);

// A primary button has white icons in both themes.
enum class IconUse { Button, Primary };
QIcon lookIcon(Icon icon, IconUse use);

// Fits the icon, drawn in a box of 16, into any rectangle. Only for the thread of the window.
void paintIcon(QPainter& painter, const QRectF& box, Icon icon, const QColor& colour);

// The colour of what is disabled.
QColor disabledInk();

}  // namespace app
