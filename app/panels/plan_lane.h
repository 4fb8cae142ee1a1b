// The plan on the time axis, right above the time bar: each fault from when to when, each rollout,
// the scenario's own and those ordered by hand. Its own are moved, stretched, repeated and deleted
// here, by mouse and by keys; not there where there is nothing to show.
#pragma once

#include <QMenu>
#include <QPixmap>
#include <QWidget>
#include <memory>

#include "app/panels/time_bar.h"
#include "app/session/plan_bars.h"

namespace app {

class PlanLane final : public QWidget {
    Q_OBJECT

  public:
    PlanLane(Session& session, const TimeBar& axis, QWidget* parent = nullptr);

    const std::vector<PlanBar>& bars() const { return m_bars; }
    QRectF barRect(std::size_t bar) const;
    // What can be done with it; the caller shows and deletes it.
    std::unique_ptr<QMenu> menuOf(std::size_t bar);
    QString toolTipOf(std::size_t bar) const;

    void repeat(std::size_t bar, int times, sim::Duration every);

  Q_SIGNALS:
    void said(const QString& problem);  // why an edit was refused

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool event(QEvent* event) override;

  private:
    enum class Grip { Whole, End };
    // What is being moved, and to where; taken over on release, or by Enter.
    struct Draft {
        std::size_t bar = 0;
        Grip grip = Grip::Whole;
        double grabbedAt = 0;
        sim::Instant from{};
        std::optional<sim::Instant> until;
    };

    // What the picture of it depends on, beside the bars and what the user does to them.
    struct Surroundings {
        QString caption;
        bool isReview = false;
        bool isDark = false;
        QRectF track;
        double second = 0;  // where the first one ends
        double ratio = 0;   // pixels
        bool operator==(const Surroundings&) const = default;
    };

    void refresh();
    void redraw();
    void placeInRows();
    Surroundings surroundings() const;
    QRect cursorRect() const;
    void drawPicture();
    std::optional<std::size_t> barAt(const QPointF& at) const;
    Grip gripAt(std::size_t bar, const QPointF& at) const;
    bool isMovable(std::size_t bar) const { return m_bars[bar].own.has_value(); }
    void beginDraft(std::size_t bar, Grip grip, double grabbedAt);
    void shiftDraft(sim::Duration by);
    void takeDraft();
    void dropDraft();
    void moveByKey(const QKeyEvent& event);
    void choose(int step);
    void remove(std::size_t bar);
    void askHowToRepeat(std::size_t bar);
    void edit(const QString& name, const models::TextEdit& edit);
    void announce();
    QString spanText(std::size_t bar) const;
    sim::Instant fromOf(std::size_t bar) const;
    std::optional<sim::Instant> untilOf(std::size_t bar) const;
    void paintBar(QPainter& painter, std::size_t bar) const;
    void paintDeployment(QPainter& painter, std::size_t bar) const;
    void paintMark(QPainter& painter, std::size_t bar) const;
    void paintLabel(QPainter& painter, std::size_t bar) const;

    Session& m_session;
    const TimeBar& m_axis;
    std::vector<PlanBar> m_bars;
    std::vector<int> m_rows;  // of the bars
    std::optional<Draft> m_draft;
    std::optional<std::size_t> m_chosen;
    QPixmap m_picture;  // of all but the cursor; null: another is due
    Surroundings m_drawn;
    QRect m_cursorShown;
};

}  // namespace app
