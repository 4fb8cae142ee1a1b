#include "app/traces/painted_rows.h"

#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "app/graph/paint_tools.h"
#include "app/look/theme.h"

namespace app {

PaintedRows::PaintedRows(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    verticalScrollBar()->setSingleStep(static_cast<int>(rowHeight));
}

void PaintedRows::rowsChanged() {
    const double visible = viewport()->height() - rowsTop;
    verticalScrollBar()->setPageStep(std::max(1, static_cast<int>(visible)));
    verticalScrollBar()->setRange(
        0, static_cast<int>(std::max(0.0, rows() * rowHeight - visible + 8)));
    setAccessibleDescription(spoken());
    viewport()->update();
}

void PaintedRows::resizeEvent(QResizeEvent*) {
    rowsChanged();
}

void PaintedRows::paintTitle(QPainter& painter, const QString& title, const QString& about) const {
    const TextStyle bold{16, 600, theme().ink};
    const double room = viewport()->width() - 2 * sideMargin;
    const double after = paintText(painter, {sideMargin, 28}, title, bold, room) + sideMargin + 12;
    paintText(painter, {after, 27}, about, {12, 400, theme().ink2},
              std::max(1.0, viewport()->width() - sideMargin - after));
}

void PaintedRows::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), theme().panel);
    painter.fillRect(QRectF(0, 0, viewport()->width(), 1), theme().line);
    paintHead(painter);
    painter.setClipRect(
        QRectF(0, rowsTop, viewport()->width(), std::max(0.0, viewport()->height() - rowsTop)));
    const int first = std::max(0, static_cast<int>(verticalScrollBar()->value() / rowHeight));
    for (int row = first; row < rows(); ++row) {
        const double middle =
            rowsTop - verticalScrollBar()->value() + row * rowHeight + rowHeight / 2;
        if (middle - rowHeight / 2 > viewport()->height())
            break;
        paintRow(painter, row, middle);
    }
}

}  // namespace app
