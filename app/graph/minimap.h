// All of the call graph, small, in a corner of the canvas while only a part of it is in sight: that
// part as a frame to be dragged, and where it is unwell outside of it.
#pragma once

#include <QElapsedTimer>
#include <QPixmap>
#include <QWidget>
#include <vector>

#include "app/graph/card_values.h"
#include "app/graph/graph_scene.h"

namespace app {

class Minimap final : public QWidget {
    Q_OBJECT

  public:
    explicit Minimap(QWidget* canvas);

    // Whether it may be seen at all.
    void setWanted(bool wanted);
    bool isWanted() const { return m_wanted; }
    // The graph and what of it is in sight now, in the scene's coordinates; `selected`: a card, or
    // -1. `room`: of the canvas, where it may stand; it stays off what is selected.
    void follow(const GraphScene& scene, const std::vector<CardValues>& cards, QRectF inSight,
                int selected, QRectF room);
    // The frame, in its own coordinates.
    QRectF frame() const { return toMap(m_inSight); }

    QSize sizeHint() const override;

  Q_SIGNALS:
    void centreWanted(QPointF scenePoint);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    struct Dot {
        QRectF rect;
        Health health = Health::NotJudged;
        bool operator==(const Dot&) const = default;
    };
    QPointF toMap(QPointF scenePoint) const;
    QRectF toMap(QRectF sceneRect) const {
        return {toMap(sceneRect.topLeft()), toMap(sceneRect.bottomRight())};
    }
    QPointF toScene(QPointF mapPoint) const;
    void settle(int selected, QRectF room, double zoom);
    void paintCards();
    QRectF cardRect(const QRectF& card) const;

    bool m_wanted = true;
    QRectF m_bounds;   // of the scene
    QRectF m_inSight;  // likewise
    double m_scale = 1;
    std::vector<Dot> m_dots;
    int m_selected = -1;
    QPixmap m_cards;  // painted anew when one of them fares otherwise
    bool m_isStale = true;
    QPointF m_grip;  // from the frame's middle, while it is dragged
};

}  // namespace app
