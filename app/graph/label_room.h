// Where the words of a line go: where they cover least of cards and of other lines, and are nearest
// to their own. Looks only at what stands near a place, so that a thousand lines cost a thousand
// looks.
#pragma once

#include <QRectF>
#include <vector>

#include "app/graph/graph_scene.h"

namespace app {

class LabelRoom {
  public:
    // Of the lines that are `shown` (one each), as far as they and the cards stand in `sight`.
    LabelRoom(const GraphScene& scene, const std::vector<bool>& shown, const QRectF& sight);

    // Clear of those that were given out before.
    QRectF boxFor(int edge, QSizeF size, double lineWidth);

  private:
    struct Sample {
        QPointF at;
        int edge = 0;
    };
    struct Words {
        QRectF box;
        int edge = 0;
    };
    struct Cells {
        int left = 0, top = 0, right = -1, bottom = -1;
    };
    void addSamples(int edge);
    Cells cellsOf(const QRectF& area) const;
    std::size_t placeOf(int row, int column) const;  // of a cell
    template <typename Visit>
    void visitSamples(const QRectF& area, const Visit& visit) const;
    double covered(const QRectF& box, int edge, const std::vector<QRectF>& cards) const;
    double coveredOfWords(const QRectF& box, int edge) const;
    void give(const QRectF& box, int edge);
    bool isNearerToAnother(QPointF point, int edge) const;
    std::vector<QRectF> cardsNear(const std::vector<QRectF>& places) const;

    const GraphScene& m_scene;
    QRectF m_area;
    double m_cellSize = 64;
    int m_columns = 1, m_rows = 1;
    std::vector<std::vector<Sample>> m_cells;  // row by row
    std::vector<std::vector<Words>> m_given;   // likewise
};

}  // namespace app
