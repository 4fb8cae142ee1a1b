#include "app/panels/panel_section.h"

#include <QPainter>
#include <QTextLayout>
#include <cmath>

#include "app/look/fonts.h"
#include "app/look/glyphs.h"
#include "app/look/icons.h"
#include "app/look/theme.h"

namespace app {
namespace {

double baselineOf(const QFontMetricsF& metrics, double middle) {
    return std::round(middle + (metrics.ascent() - metrics.descent()) / 2);
}

}  // namespace

double PanelPen::text(double x, double middle, const QString& text, const QFont& font,
                      const QColor& colour, double widthMax) {
    const QFontMetricsF metrics(font);
    const QString shown = widthMax > 0 ? metrics.elidedText(text, Qt::ElideMiddle, widthMax) : text;
    if (m_painter) {
        m_painter->setFont(font);
        m_painter->setPen(colour);
        m_painter->drawText(QPointF(x, baselineOf(metrics, middle)), shown);
    }
    return x + metrics.horizontalAdvance(shown);
}

void PanelPen::textRight(double right, double middle, const QString& text, const QFont& font,
                         const QColor& colour) {
    this->text(right - QFontMetricsF(font).horizontalAdvance(text), middle, text, font, colour);
}

double PanelPen::wrapped(double x, double top, double width, double lineHeight, const QString& text,
                         const QFont& font, const QColor& colour) {
    const QFontMetricsF metrics(font);
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    double y = top;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        if (m_painter)  // else only the height is asked for
            this->text(x, y + lineHeight / 2,
                       text.mid(line.textStart(), line.textLength()).trimmed(), font, colour);
        y += lineHeight;
    }
    layout.endLayout();
    return y;
}

void PanelPen::glyph(double x, double middle, Glyph glyph, double side) {
    if (m_painter)
        paintGlyph(*m_painter, QRectF(x, middle - side / 2, side, side), glyph);
}

void PanelPen::icon(double x, double middle, Icon icon, const QColor& colour, double side) {
    if (m_painter)
        paintIcon(*m_painter, QRectF(x, middle - side / 2, side, side), icon, colour);
}

namespace {

// Most changes are of figures: what is around needs to be laid out anew only for another height
// than the section has. Not than it had asked for: layouts keep what they heard at other times.
void fitHeight(PanelSection& section) {
    if (section.heightForWidth(section.width()) != section.height())
        section.updateGeometry();
}

}  // namespace

PanelSection::PanelSection(QWidget* parent) : QWidget(parent) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int PanelSection::heightForWidth(int width) const {
    if (width != m_measuredWidth) {
        PanelPen pen(nullptr, width);
        m_measuredHeight = static_cast<int>(std::ceil(draw(pen))) + 1;
        m_measuredWidth = width;
    }
    return m_measuredHeight;
}

QSize PanelSection::sizeHint() const {
    const int width = std::max(this->width(), 200);
    return {width, heightForWidth(width)};
}

QSize PanelSection::minimumSizeHint() const {
    return {200, heightForWidth(std::max(this->width(), 200))};
}

void PanelSection::contentChanged() {
    setAccessibleName(spoken());
    m_measuredWidth = -1;
    fitHeight(*this);
    placeChildren();
    update();
}

double PanelSection::heading(PanelPen& pen, const QString& title, const QString& aside) {
    constexpr double middle = 21;
    pen.text(PanelPen::sidePadding, middle, title, lookFont(13, 600), theme().ink);
    if (!aside.isEmpty())
        pen.textRight(pen.right(), middle, aside, lookFont(12), theme().ink3);
    return 36;
}

void PanelSection::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().panel);
    painter.fillRect(0, height() - 1, width(), 1, theme().line);
    painter.setRenderHint(QPainter::Antialiasing);
    PanelPen pen(&painter, width());
    draw(pen);
}

void PanelSection::resizeEvent(QResizeEvent*) {
    fitHeight(*this);
    placeChildren();
}

void PanelSection::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        update();
    m_measuredWidth = -1;
    QWidget::changeEvent(event);
}

}  // namespace app
