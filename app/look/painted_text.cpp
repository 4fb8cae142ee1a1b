#include "app/look/painted_text.h"

#include <QFontMetricsF>
#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainter>
#include <QRegion>

namespace app {
namespace {

// Takes texts in place of drawing them; the rest of what is painted goes nowhere.
class TextKeeper final : public QPaintEngine {
  public:
    explicit TextKeeper(std::vector<PaintedText>& kept)
        : QPaintEngine(QPaintEngine::AllFeatures), m_kept(kept) {}

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    Type type() const override { return QPaintEngine::User; }
    void updateState(const QPaintEngineState&) override {}
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
    void drawImage(const QRectF&, const QImage&, const QRectF&, Qt::ImageConversionFlags) override {
    }
    void drawTiledPixmap(const QRectF&, const QPixmap&, const QPointF&) override {}
    void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
    void drawPolygon(const QPoint*, int, PolygonDrawMode) override {}
    void drawPath(const QPainterPath&) override {}

    void drawTextItem(const QPointF& at, const QTextItem& item) override {
        const QRectF rect(at.x(), at.y() - item.ascent(), item.width(),
                          item.ascent() + item.descent());
        // The device's and not the painter's: a child's painter begins at its own corner.
        const QRectF placed = painter()->deviceTransform().mapRect(rect);
        const QRegion shown = systemClip();
        const bool isCut =
            painter()->hasClipping() && !painter()->clipBoundingRect().intersects(rect);
        if (!isCut && (shown.isEmpty() || shown.intersects(placed.toAlignedRect())))
            m_kept.push_back({item.text(), item.font(), placed});
    }

  private:
    std::vector<PaintedText>& m_kept;
};

// As large and as dense as the widget, so that it paints what it paints on the screen.
class TextDevice final : public QPaintDevice {
  public:
    TextDevice(const QWidget& like, std::vector<PaintedText>& kept)
        : m_like(like), m_engine(kept) {}

    QPaintEngine* paintEngine() const override { return &m_engine; }

  protected:
    int metric(PaintDeviceMetric what) const override {
        switch (what) {
            case PdmWidth:
                return m_like.width();
            case PdmHeight:
                return m_like.height();
            case PdmWidthMM:
                return m_like.widthMM();
            case PdmHeightMM:
                return m_like.heightMM();
            case PdmNumColors:
                return 1 << 24;
            case PdmDepth:
                return 32;
            case PdmDpiX:
            case PdmPhysicalDpiX:
                return m_like.logicalDpiX();
            case PdmDpiY:
            case PdmPhysicalDpiY:
                return m_like.logicalDpiY();
            case PdmDevicePixelRatio:
                return 1;
            case PdmDevicePixelRatioScaled:
                return static_cast<int>(QPaintDevice::devicePixelRatioFScale());
            default:
                return QPaintDevice::metric(what);
        }
    }

  private:
    const QWidget& m_like;
    mutable TextKeeper m_engine;
};

}  // namespace

QRectF PaintedText::rectOf(qsizetype from, qsizetype size) const {
    const QFontMetricsF metrics(font);
    const double whole = metrics.horizontalAdvance(text);
    const double scale = whole > 0 ? rect.width() / whole : 1;
    const double left = metrics.horizontalAdvance(text.left(from)) * scale;
    const double right = metrics.horizontalAdvance(text.left(from + size)) * scale;
    return {rect.left() + left, rect.top(), right - left, rect.height()};
}

std::vector<PaintedText> paintedTexts(QWidget& widget) {
    std::vector<PaintedText> texts;
    TextDevice device(widget, texts);
    widget.render(&device, {}, {}, QWidget::DrawChildren);
    return texts;
}

}  // namespace app
