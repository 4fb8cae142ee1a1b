// What the mouse and the keys do on the time bar: the instant that every pane shows.
#include <QApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "app/panels/time_bar.h"

namespace app {
namespace {

using namespace std::chrono_literals;

constexpr double grabAbove = 6;   // the track may be missed by so much
constexpr double grabBeside = 5;  // and a bookmark

}  // namespace

sim::Instant TimeBar::instantAt(double position) const {
    const QRectF area = track();
    const double share = std::clamp((position - area.left()) / area.width(), 0.0, 1.0);
    const auto whole = static_cast<double>(models::sinceStart(endShown()).count());
    return models::runStart + sim::Duration(std::llround(share * whole));
}

void TimeBar::reviewAt(const QPointF& position) {
    m_session.review(instantAt(position.x()));
}

void TimeBar::mousePressEvent(QMouseEvent* event) {
    const bool isOnTrack =
        track().adjusted(-grabAbove, -grabAbove, grabAbove, grabAbove).contains(event->position());
    if (event->button() != Qt::LeftButton || !m_session.hasRun())
        return;
    if (isOnTrack && (event->modifiers() & Qt::ShiftModifier))
        m_focusBegun = event->position().x();
    else if (const sim::Bookmark* bookmark = bookmarkUnder(event->position()))
        m_session.review(bookmark->at);
    else if (isOnTrack)
        reviewAt(event->position());
}

const sim::Bookmark* TimeBar::bookmarkUnder(const QPointF& position) const {
    if (position.y() > track().bottom())
        return nullptr;
    const sim::Bookmark* nearest = nullptr;
    double least = grabBeside;
    for (const sim::Bookmark& each : m_session.bookmarks()) {
        const double away = std::abs(position.x() - 2 - x(each.at));  // the flag flies right
        if (away <= least) {
            nearest = &each;
            least = away;
        }
    }
    return nearest;
}

void TimeBar::contextMenuEvent(QContextMenuEvent* event) {
    const sim::Bookmark* bookmark = bookmarkUnder(event->pos());
    if (bookmark == nullptr)
        return;
    auto* menu = new QMenu(this);
    menu->setObjectName("bookmarkMenu");
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const sim::Instant at = bookmark->at;
    menu->addAction(tr("Change the note…"), this, [this, at] { Q_EMIT noteWanted(at); });
    menu->addAction(tr("Delete"), this, [this, at] { m_session.setBookmark(at, {}); });
    menu->popup(event->globalPos());
}

void TimeBar::mouseMoveEvent(QMouseEvent* event) {
    if (!m_session.hasRun())
        return;
    if (m_focusBegun)
        focusTo(event->position());
    else if (event->buttons() & Qt::LeftButton)
        reviewAt(event->position());
    else if (const sim::Bookmark* bookmark = bookmarkUnder(event->position()))
        QToolTip::showText(
            event->globalPosition().toPoint(),
            clockText(bookmark->at) + QLatin1Char(' ') + QString::fromStdString(bookmark->note),
            this);
    else if (track().contains(event->position()))
        QToolTip::showText(event->globalPosition().toPoint(),
                           clockText(instantAt(event->position().x())), this);
}

// A click draws no range, and takes off the one there is.
void TimeBar::focusTo(const QPointF& position) {
    const auto [from, to] = std::minmax({instantAt(*m_focusBegun), instantAt(position.x())});
    const bool isRange =
        std::abs(position.x() - *m_focusBegun) >= QApplication::startDragDistance();
    m_session.setFocus(isRange ? std::optional(FocusRange{from, to}) : std::nullopt);
}

void TimeBar::mouseReleaseEvent(QMouseEvent* event) {
    if (m_focusBegun)
        focusTo(event->position());
    m_focusBegun.reset();
}

void TimeBar::keyPressEvent(QKeyEvent* event) {
    const bool isFar = event->modifiers() & Qt::ShiftModifier;
    const sim::Duration by = isFar ? sim::Duration(1s) : sim::Duration(100ms);
    switch (event->key()) {
        case Qt::Key_Left:
            m_session.reviewBy(-by);
            break;
        case Qt::Key_Right:
            m_session.reviewBy(by);
            break;
        case Qt::Key_PageUp:
            m_session.reviewBy(-10s);
            break;
        case Qt::Key_PageDown:
            m_session.reviewBy(10s);
            break;
        case Qt::Key_Escape:
            if (!m_session.focus())
                return QWidget::keyPressEvent(event);
            m_session.setFocus({});
            break;
        case Qt::Key_Home:
            m_session.review(models::runStart);
            break;
        default:
            QWidget::keyPressEvent(event);
    }
}

// The buttons of a review.
void TimeBar::showState() {
    const bool isReview = m_session.isInReview();
    m_goOn->setVisible(isReview);
    m_backToLive->setVisible(isReview);
    layOut();
}

void TimeBar::layOut() {
    constexpr int gap = 8, buttonHeight = 28;
    int right = width() - gap;
    for (QPushButton* button : {m_backToLive, m_goOn}) {
        button->setFixedSize(button->sizeHint().width(), buttonHeight);
        right -= button->width();
        button->move(right, (height() - buttonHeight) / 2);
        right -= gap;
    }
}

void TimeBar::resizeEvent(QResizeEvent*) {
    layOut();
}

}  // namespace app
