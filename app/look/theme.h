// The colours of the window. One meaning per channel: grey is structure and traffic; green, amber
// and vermilion are health; purple is a breaker; blue is the user. These are Okabe and Ito's, which
// colour-blind eyes tell apart. In greys all of it is told by shapes, hatches and dashes.
#pragma once

#include <QColor>

namespace app {

struct Theme {
    bool dark;
    bool isGrey = false;  // what hues tell is to be told by patterns

    // Surfaces, from the frame of the window to what lies on it.
    QColor win;     // Menu, toolbar, tabs, dock titles, status, time bar.
    QColor canvas;  // Graph and matrix.
    QColor panel;   // Docks, charts, traces.
    QColor raise;   // Cards and buttons.
    QColor field;   // Inputs, SQL, the track of the time bar.
    QColor hover;   // Under the mouse; the time bar in review.

    // Strokes.
    QColor line;  // Separators, grid, empty tracks of bars.
    QColor edge;  // Borders of cards, buttons and fields; ticks.
    QColor wire;  // A healthy edge of the graph.

    // Text, each at least 4.5:1 on every surface.
    QColor ink;   // Main text.
    QColor ink2;  // Secondary text.
    QColor ink3;  // Captions and axes.

    QColor dot;    // Moving requests.
    QColor work;   // Bars of traces.
    QColor selbg;  // A selected or changed row.

    QColor you;      // Selection ring, focus, cursor, links, active tab.
    QColor primary;  // The one main button of a region; its text is white.

    // Health in shapes, rails and hatches of at least 4 px.
    QColor ok;
    QColor degraded;
    QColor failing;
    QColor down;
    QColor breaker;

    // Health in words. What is down is written in ink.
    QColor okText;
    QColor degradedText;
    QColor failingText;
    QColor breakerText;
};

const Theme& darkTheme();
const Theme& lightTheme();

// The theme in force. Whoever paints asks each time and keeps no copy.
const Theme& theme();

// Tell nobody: applyLook() repaints the windows after them.
void setDark(bool dark);
enum class Hues { Safe, None };
void setHues(Hues hues);
Hues hues();

// White or nearly black, whichever is legible on the fill.
QColor markOn(const QColor& fill);
// As WCAG has it: from 1 to 21.
double contrastOf(const QColor& one, const QColor& other);

// Marks what a search found, in both themes.
QColor searchHit();

}  // namespace app
