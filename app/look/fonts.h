// The two families of the window, shipped with it: text looks the same on every machine.
#pragma once

#include <QFont>

namespace app {

// Registers the shipped fonts once; the functions below do so themselves. Needs a QGuiApplication.
void loadFonts();

// Text of so many device-independent pixels. All figures are equally wide.
// The weights shipped are 400 and 600.
QFont lookFont(int px, int weight = 400);

// For SQL and commands only.
QFont monoFont(int px = 12);

}  // namespace app
