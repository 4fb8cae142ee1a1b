#include "app/graph/dot_painter.h"

#include "app/look/theme.h"

namespace app {

void paintDot(QPainter& painter, QPointF at, DotKind kind) {
    switch (kind) {
        case DotKind::Request:
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme().dot);
            painter.drawEllipse(at, 3.5, 3.5);
            break;
        case DotKind::Reply:
            painter.setPen(QPen(theme().dot, 1.25));
            painter.setBrush(theme().canvas);
            painter.drawEllipse(at, 2.25, 2.25);
            break;
        case DotKind::FailedReply: {
            const QPointF diamond[] = {at + QPointF(0, -5), at + QPointF(5, 0), at + QPointF(0, 5),
                                       at + QPointF(-5, 0)};
            painter.setPen(QPen(theme().canvas, 1.5));
            painter.setBrush(theme().failing);
            painter.drawPolygon(diamond, 4);
            break;
        }
    }
}

}  // namespace app
