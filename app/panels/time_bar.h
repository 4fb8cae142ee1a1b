// The bar of simulated time: LIVE or REVIEW, the clock, and the whole run with its throughput and
// its failures, its faults and the user's bookmarks; what is planned stands in the lane above it.
// Dragged along it, every pane shows the instant under the mouse.
#pragma once

#include <QElapsedTimer>
#include <QPixmap>
#include <QPushButton>
#include <QWidget>
#include <optional>
#include <vector>

#include "app/session/session.h"

namespace app {

struct Theme;

class TimeBar final : public QWidget {
    Q_OBJECT

  public:
    explicit TimeBar(Session& session, QWidget* parent = nullptr);

    // 00:48.2
    static QString clockText(sim::Instant at);
    // Where an instant stands along it, and along the lane of the plan above it.
    double x(sim::Instant at) const;
    sim::Instant instantAt(double x) const;
    QRectF track() const;

    // LIVE while it runs, REVIEW while the past is shown, PAUSED otherwise.
    QString stateWord() const;

  Q_SIGNALS:
    void noteWanted(sim::Instant at);

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    sim::Instant endShown() const;
    void showState();
    void layOut();
    void reviewAt(const QPointF& position);
    void paintPill(QPainter& painter) const;
    void paintTrack(QPainter& painter);
    void collectThroughput();
    QPixmap pictureOfTrack() const;
    void paintFaults(QPainter& painter) const;
    void paintRollouts(QPainter& painter) const;
    void paintFocus(QPainter& painter) const;
    void focusTo(const QPointF& position);
    void paintBookmarks(QPainter& painter) const;
    // Whose flag, or the line below it, is there; null: none.
    const sim::Bookmark* bookmarkUnder(const QPointF& position) const;
    void paintScale(QPainter& painter) const;
    void paintHandle(QPainter& painter, sim::Instant at, bool isFilled) const;

    Session& m_session;
    QPushButton* m_goOn;
    QPushButton* m_backToLive;
    std::size_t m_faultsShown = 0;

    // A run that hurries has thousands of ticks: each is looked at once, and what they make is
    // kept as a picture.
    struct Column {
        double ended = -1;   // of the tick of this pixel with most requests; -1: no tick
        double failed = -1;  // of that with most failures
    };
    std::vector<Column> m_columns;  // a pixel each
    std::size_t m_ticksCollected = 0;
    sim::Instant m_endCollected{};
    QPixmap m_track;
    QElapsedTimer m_trackAge;
    const Theme* m_trackTheme = nullptr;
    std::optional<double> m_focusBegun;  // where a range is being drawn from
};

}  // namespace app
