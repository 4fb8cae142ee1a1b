// A part of a panel: text, glyphs and columns at exact places, above a line of 1 px. What it draws
// it can measure, so that text wraps at any width and the panel scrolls.
#pragma once

#include <QWidget>

#include "app/look/glyphs.h"
#include "app/look/icons.h"

namespace app {

// Draws, or only measures where there is no painter. Lines are given by their middle.
class PanelPen {
  public:
    PanelPen(QPainter* painter, double width) : m_painter(painter), m_width(width) {}

    double width() const { return m_width; }
    double right() const { return m_width - sidePadding; }
    QPainter* painter() const { return m_painter; }

    // All return where the text ends.
    double text(double x, double middle, const QString& text, const QFont& font,
                const QColor& colour, double widthMax = 0);
    void textRight(double right, double middle, const QString& text, const QFont& font,
                   const QColor& colour);
    // Wraps; returns the y below the last line.
    double wrapped(double x, double top, double width, double lineHeight, const QString& text,
                   const QFont& font, const QColor& colour);
    void glyph(double x, double middle, Glyph glyph, double side = 14);
    void icon(double x, double middle, Icon icon, const QColor& colour, double side = 16);

    static constexpr double sidePadding = 16;
    static constexpr double textLeft = 40;  // right of a glyph
    static constexpr double firstRow = 46;  // the middle of the first row under a heading
    static constexpr double rowHeight = 22;

  private:
    QPainter* m_painter;
    double m_width;
};

class PanelSection : public QWidget {
    Q_OBJECT

  public:
    explicit PanelSection(QWidget* parent);

    bool hasHeightForWidth() const final { return true; }
    int heightForWidth(int width) const final;
    QSize sizeHint() const final;
    QSize minimumSizeHint() const final;

  protected:
    // Draws the content and returns its height, the lower padding included.
    virtual double draw(PanelPen& pen) const = 0;
    virtual void placeChildren() {}
    // What is said here, for those who do not see it.
    virtual QString spoken() const = 0;
    // After the content changed.
    void contentChanged();

    // The heading of 13/600 and what stands right of it; returns the y below.
    static double heading(PanelPen& pen, const QString& title, const QString& aside);

    void paintEvent(QPaintEvent* event) final;
    void resizeEvent(QResizeEvent* event) final;
    void changeEvent(QEvent* event) override;

  private:
    // Measured once for a width, since layouts ask again and again; -1: anew.
    mutable int m_measuredWidth = -1;
    mutable int m_measuredHeight = 0;
};

}  // namespace app
