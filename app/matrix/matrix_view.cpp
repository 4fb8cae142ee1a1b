#include "app/matrix/matrix_view.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <cmath>

#include "app/look/fonts.h"
#include "app/look/icons.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr double margin = 24, gap = 8;
constexpr double rowHeadWidth = 120, columnHeadHeight = 40, footHeight = 60;
constexpr double cellHeight = 112, cellWidthLeast = 148, cellWidthMost = 280;
constexpr double railWidth = 4, radius = 4;

void drawElided(QPainter& painter, QPointF at, const QString& text, double width) {
    painter.drawText(at, QFontMetricsF(painter.font()).elidedText(text, Qt::ElideMiddle, width));
}

QColor railOf(Glyph glyph) {
    const Theme& look = theme();
    switch (glyph) {
        case Glyph::Ok:
            return look.ok;
        case Glyph::Degraded:
            return look.degraded;
        case Glyph::Failing:
            return look.failing;
        default:
            return look.edge;
    }
}

void paintCross(QPainter& painter, const QRectF& box) {
    painter.setPen(QPen(theme().ink3, 1.5, Qt::SolidLine, Qt::RoundCap));
    const QRectF inner = box.adjusted(3.5, 3.5, -3.5, -3.5);
    painter.drawLine(inner.topLeft(), inner.bottomRight());
    painter.drawLine(inner.topRight(), inner.bottomLeft());
}

}  // namespace

MatrixView::MatrixView(QWidget* parent) : QAbstractScrollArea(parent) {
    setObjectName("matrixView");
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Matrix of journeys by outages"));
}

void MatrixView::show(std::shared_ptr<const models::Scenario> scenario,
                      std::shared_ptr<const sim::BlastRadius> result) {
    m_scenario = std::move(scenario);
    m_result = std::move(result);
    m_row = 0;
    m_column = -1;
    setAccessibleDescription({});
    fitScrollBars();
    viewport()->update();
}

int MatrixView::columns() const {
    return m_result ? static_cast<int>(m_result->outages.size()) : 0;
}

int MatrixView::rows() const {
    return m_result ? static_cast<int>(m_scenario->journeys.size()) : 0;
}

double MatrixView::columnWidth() const {
    const double space = viewport()->width() - 2 * margin - rowHeadWidth;
    return std::clamp(std::floor(space / std::max(1, columns())), cellWidthLeast + gap,
                      cellWidthMost + gap);
}

void MatrixView::fitScrollBars() {
    const double width = 2 * margin + rowHeadWidth + columns() * columnWidth();
    const double height = columnHeadHeight + rows() * (cellHeight + gap) + footHeight;
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(static_cast<int>(columnWidth()));
    horizontalScrollBar()->setRange(0, std::max(0, static_cast<int>(width) - viewport()->width()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(static_cast<int>(cellHeight + gap));
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(height) - viewport()->height()));
}

QRect MatrixView::cellRect(int journey, int outage) const {
    const double x =
        margin + rowHeadWidth + outage * columnWidth() - horizontalScrollBar()->value();
    const double y = columnHeadHeight + journey * (cellHeight + gap) - verticalScrollBar()->value();
    return QRectF(x, y, columnWidth() - gap, cellHeight).toRect();
}

// --------------------------------------------------------------------------------------- painting

void MatrixView::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme().canvas);
    if (!m_result)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.save();
    painter.setClipRect(
        QRectF(margin + rowHeadWidth - 6, 0, viewport()->width(), viewport()->height()));
    for (int outage = 0; outage < columns(); ++outage) {
        const QRect first = cellRect(0, outage);
        if (first.right() < margin || first.left() > viewport()->width())
            continue;
        for (int journey = 0; journey < rows(); ++journey)
            paintCell(painter, journey, outage);
        paintFoot(painter, outage);
        paintColumnHead(painter, outage);
    }
    painter.restore();
    for (int journey = 0; journey < rows(); ++journey)
        paintRowHead(painter, journey);
    if (rows() > 0)
        paintFootHead(painter);
}

// Stays in view while the rows scroll.
void MatrixView::paintColumnHead(QPainter& painter, int outage) const {
    const QRect cell = cellRect(0, outage);
    painter.fillRect(QRectF(cell.left() - gap, 0, columnWidth() + gap, columnHeadHeight - 4),
                     theme().canvas);
    paintGlyph(painter, QRectF(cell.left() + 16, 12, 14, 14), Glyph::Down);
    painter.setFont(lookFont(13, 600));
    painter.setPen(theme().ink);
    const auto service = static_cast<std::size_t>(
        m_result->outages[static_cast<std::size_t>(outage)].killed.front());
    drawElided(painter, QPointF(cell.left() + 38, 24),
               QString::fromStdString(m_scenario->services[service].name), cell.width() - 46);
}

void MatrixView::paintRowHead(QPainter& painter, int journey) const {
    const QRect cell = cellRect(journey, 0);
    const QRectF head(0, cell.top(), margin + rowHeadWidth - 6, cellHeight);
    painter.setFont(lookFont(13, 600));
    painter.setPen(theme().ink);
    const auto index = static_cast<std::size_t>(journey);
    drawElided(painter, QPointF(margin, head.center().y() - 3),
               QString::fromStdString(m_scenario->journeys[index].name), rowHeadWidth - 12);
    painter.setFont(lookFont(12));
    painter.setPen(theme().ink3);
    const double seconds = models::inSeconds(m_result->lasts);
    const auto ended = static_cast<double>(m_result->whole.journeys[index].ended);
    painter.drawText(QPointF(margin, head.center().y() + 15),
                     QString::number(ended / seconds, 'f', ended / seconds < 10 ? 1 : 0) + "/s");
}

void MatrixView::paintCell(QPainter& painter, int journey, int outage) const {
    const Theme& look = theme();
    const OutageAndWhole both = at(journey, outage);
    const MatrixCell cell = matrixCell(*both.outage, *both.whole);
    const QRectF box = QRectF(cellRect(journey, outage)).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool isCalm = cell.glyph == Glyph::Ok;
    painter.setPen(QPen(isCalm ? look.line : look.edge, 1));
    painter.setBrush(isCalm ? look.panel : look.raise);
    painter.drawRoundedRect(box, radius, radius);
    painter.setPen(Qt::NoPen);
    painter.setBrush(railOf(cell.glyph));
    painter.drawRoundedRect(QRectF(box.left(), box.top(), railWidth, box.height()), 2, 2);

    const double x = box.left() + 16;
    const double width = box.width() - 28;
    paintGlyph(painter, QRectF(x, box.top() + 18, 14, 14), cell.glyph);
    painter.setFont(lookFont(16, 600));
    painter.setPen(look.ink);
    painter.drawText(QPointF(x + 22, box.top() + 31), cell.availability);
    const double besideAvailability =
        30 + painter.fontMetrics().horizontalAdvance(cell.availability);
    painter.setFont(lookFont(12));
    painter.setPen(look.ink3);
    drawElided(painter, QPointF(x + besideAvailability, box.top() + 31), cell.interval,
               width - besideAvailability);
    painter.drawText(QPointF(x, box.top() + 63), QStringLiteral("p99"));
    painter.setPen(both.outage->p99 ? look.ink : look.ink3);
    painter.drawText(QPointF(x + 28, box.top() + 63), cell.change);
    if (!cell.reason.isEmpty()) {
        const QRectF sign(x, box.top() + 80, 14, 14);
        if (cell.wasProtected)
            paintGlyph(painter, sign, Glyph::Shield);
        else
            paintCross(painter, sign);
        painter.setPen(look.ink2);
        const bool fits = painter.fontMetrics().horizontalAdvance(cell.reason) <= width - 22;
        drawElided(painter, QPointF(x + 22, box.top() + 91), fits ? cell.reason : cell.shortReason,
                   width - 22);
    }
    if (outage == m_column && journey == m_row) {
        painter.setPen(QPen(look.you, 3));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), radius + 2, radius + 2);
    }
}

void MatrixView::paintFoot(QPainter& painter, int outage) const {
    const QRect last = cellRect(rows() - 1, outage);
    painter.setFont(lookFont(12, 600));
    painter.setPen(theme().ink);
    drawElided(painter, QPointF(last.left() + 16, last.bottom() + 26),
               journeysHurt(m_result->outages[static_cast<std::size_t>(outage)]),
               last.width() - 20);
    painter.setFont(lookFont(12));
    drawElided(painter, QPointF(last.left() + 16, last.bottom() + 46),
               backToNormal(m_result->outages[static_cast<std::size_t>(outage)], m_result->whole),
               last.width() - 20);
}

void MatrixView::paintFootHead(QPainter& painter) const {
    const QRect last = cellRect(rows() - 1, 0);
    painter.setFont(lookFont(12));
    painter.setPen(theme().ink3);
    drawElided(painter, QPointF(margin, last.bottom() + 26), tr("Journeys hurt"),
               rowHeadWidth - 12);
    drawElided(painter, QPointF(margin, last.bottom() + 46), tr("Normal again"), rowHeadWidth - 12);
}

// ------------------------------------------------------------------------------- keyboard and
// mouse

MatrixView::OutageAndWhole MatrixView::at(int journey, int outage) const {
    const auto row = static_cast<std::size_t>(journey);
    return {&m_result->outages[static_cast<std::size_t>(outage)].journeys[row],
            &m_result->whole.journeys[row]};
}

QString MatrixView::spoken(int journey, int outage) const {
    const OutageAndWhole both = at(journey, outage);
    const MatrixCell cell = matrixCell(*both.outage, *both.whole);
    const auto service = static_cast<std::size_t>(
        m_result->outages[static_cast<std::size_t>(outage)].killed.front());
    const auto row = static_cast<std::size_t>(journey);
    return tr("%1 while %2 is killed: %3 available, p99 %4, %5")
        .arg(QString::fromStdString(m_scenario->journeys[row].name),
             QString::fromStdString(m_scenario->services[service].name),
             cell.interval.isEmpty() ? cell.availability
                                     : tr("%1 (%2)").arg(cell.availability, cell.interval),
             cell.change, cell.reason);
}

void MatrixView::setCurrent(int journey, int outage) {
    if (columns() == 0 || rows() == 0)
        return;
    m_row = std::clamp(journey, 0, rows() - 1);
    m_column = std::clamp(outage, 0, columns() - 1);
    const QRect cell = cellRect(m_row, m_column);
    const int left = static_cast<int>(margin + rowHeadWidth);
    QScrollBar* across = horizontalScrollBar();
    QScrollBar* down = verticalScrollBar();
    if (cell.left() < left)
        across->setValue(across->value() + cell.left() - left);
    else if (cell.right() > viewport()->width() - 8)
        across->setValue(across->value() + cell.right() - viewport()->width() + 8);
    if (cell.top() < columnHeadHeight)
        down->setValue(down->value() + cell.top() - static_cast<int>(columnHeadHeight));
    else if (cell.bottom() > viewport()->height() - 8)
        down->setValue(down->value() + cell.bottom() - viewport()->height() + 8);
    setAccessibleDescription(spoken(m_row, m_column));
    viewport()->update();
    Q_EMIT currentChanged();
}

void MatrixView::keyPressEvent(QKeyEvent* event) {
    const bool hasCurrent = m_column >= 0;
    switch (event->key()) {
        case Qt::Key_Left:
            return setCurrent(m_row, hasCurrent ? m_column - 1 : 0);
        case Qt::Key_Right:
            return setCurrent(m_row, hasCurrent ? m_column + 1 : 0);
        case Qt::Key_Up:
            return setCurrent(hasCurrent ? m_row - 1 : 0, std::max(m_column, 0));
        case Qt::Key_Down:
            return setCurrent(hasCurrent ? m_row + 1 : 0, std::max(m_column, 0));
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (hasCurrent)
                Q_EMIT opened();
            return;
        default:
            QAbstractScrollArea::keyPressEvent(event);
    }
}

bool MatrixView::findCell(const QPoint& at, int& journey, int& outage) const {
    for (int row = 0; row < rows(); ++row) {
        for (int column = 0; column < columns(); ++column) {
            if (cellRect(row, column).contains(at)) {
                journey = row;
                outage = column;
                return true;
            }
        }
    }
    return false;
}

void MatrixView::mousePressEvent(QMouseEvent* event) {
    int journey = 0, outage = 0;
    if (event->button() == Qt::LeftButton && findCell(event->pos(), journey, outage))
        setCurrent(journey, outage);
}

void MatrixView::mouseDoubleClickEvent(QMouseEvent* event) {
    int journey = 0, outage = 0;
    if (event->button() == Qt::LeftButton && findCell(event->pos(), journey, outage))
        Q_EMIT opened();
}

void MatrixView::resizeEvent(QResizeEvent*) {
    fitScrollBars();
}

void MatrixView::scrollContentsBy(int, int) {
    viewport()->update();
}

void MatrixView::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    if (m_column < 0 && event->reason() != Qt::MouseFocusReason)
        setCurrent(0, 0);
}

}  // namespace app
