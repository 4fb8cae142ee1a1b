// A scroll bar that lies over a panel's padding: one beside the content would take 8 px of every
// line as soon as it is needed.
#pragma once

class QScrollArea;

namespace app {

void overlayScrollBar(QScrollArea& area);

}  // namespace app
