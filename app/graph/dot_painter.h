// The moving signs: a disc for a request, a ring for its reply, a diamond for a failed one, a
// square for a message.
#pragma once

#include <QPainter>
#include <QPixmap>
#include <array>

#include "app/graph/dots.h"

namespace app {

inline constexpr double replyOffset = 6.5;  // beside the line

void paintDot(QPainter& painter, QPointF at, DotKind kind);

// The same by the hundred: each kind is painted once for a zoom, at a few places between two
// pixels, and then copied.
class DotStamps {
  public:
    // Of what is to be painted next; keeps the stamps where it is the same as before.
    void prepare(double zoom, double devicePixelRatio);
    // In the coordinates of the widget.
    void paint(QPainter& painter, QPointF at, DotKind kind);

  private:
    static constexpr int phases = 4;  // between two pixels, each way
    static constexpr int kinds = 4;

    const QPixmap& stamp(DotKind kind, int phaseX, int phaseY);

    double m_zoom = 0;
    double m_ratio = 1;
    QRgb m_color = 0;  // of the theme that it was painted in
    int m_side = 0;    // of a stamp, in pixels of the device
    std::array<QPixmap, std::size_t{kinds} * phases * phases> m_stamps;
};

}  // namespace app
