// One line at the bottom of the canvas that explains the symbols in view, and no others; and a page
// of all there are: glyphs, shapes, lines, colours and dots, each beside its words.
#pragma once

#include <QDialog>
#include <QPainter>

namespace app {

inline constexpr int legendHeight = 34;  // of the strip at the bottom of the canvas

struct LegendSymbols {
    int requestsPerDot = 0;  // 0: no dots
    bool replies = false;
    bool failures = false;
    bool width = false;
    bool colour = false;
    bool messages = false;
    bool movingMessages = false;  // as squares
    bool breaker = false;         // open
    bool breakerHalfOpen = false;
    bool fallback = false;
    bool didNotNotice = false;
    bool fault = false;
    bool difference = false;  // from another road, in the place of health
};

// From `left` on the baseline; what does not fit before `right` is left out.
void paintLegend(QPainter& painter, QPointF left, double right, const LegendSymbols& symbols);

class LegendPage final : public QDialog {
    Q_OBJECT

  public:
    explicit LegendPage(QWidget* parent = nullptr);

  protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace app
