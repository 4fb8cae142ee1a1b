// Dresses Qt's own widgets. What we paint ourselves asks theme.h.
#pragma once

#include <QPalette>
#include <QString>

class QApplication;

namespace app {

// Makes the theme the current one, and Fusion, palette, font and style sheet follow it. May be
// called again at any time; all windows are repainted.
//
// Widgets choose among the looks by properties: primary=true is the one main button of a region,
// menu=true keeps room for the chevron of a QPushButton with a menu. A QToolButton looks like a
// push button, or flat if it raises itself (QToolButton::setAutoRaise()).
void applyLook(QApplication& application, bool dark);

// The same for the running application.
void setTheme(bool dark);

// The parts of it, for tests.
QPalette lookPalette();
QString lookStyleSheet();

}  // namespace app
