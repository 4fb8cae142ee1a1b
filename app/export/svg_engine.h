// Writes paths, pictures and texts as the elements of an SVG document (app/export/svg_device.h).
#pragma once

#include <QHash>
#include <QPaintEngine>
#include <QPainterPath>
#include <QRawFont>

namespace app {

class SvgEngine final : public QPaintEngine {
  public:
    SvgEngine();

    const QByteArray& definitions() const { return m_definitions; }
    const QByteArray& elements() const { return m_elements; }

    bool begin(QPaintDevice* device) override;
    bool end() override { return true; }
    void updateState(const QPaintEngineState& now) override;
    void drawPath(const QPainterPath& path) override;
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override;
    void drawPixmap(const QRectF& area, const QPixmap& pixmap, const QRectF& part) override;
    void drawImage(const QRectF& area, const QImage& image, const QRectF& part,
                   Qt::ImageConversionFlags flags) override;
    void drawTextItem(const QPointF& at, const QTextItem& text) override;
    Type type() const override { return User; }

  private:
    QByteArray fillOf(const QBrush& brush);
    QByteArray strokeOf(const QPen& pen);
    QByteArray placed();  // transform and clip of what is painted now
    QByteArray pattern(const QBrush& brush);
    QByteArray glyph(const QRawFont& font, quint32 index);
    QByteArray define(const QByteArray& kind, const QByteArray& key, const QByteArray& text);

    QByteArray m_definitions, m_elements;
    QHash<QByteArray, QByteArray> m_ids;  // by what is defined
    QPen m_pen;
    QBrush m_brush;
    QTransform m_transform;
    qreal m_opacity = 1;
};

}  // namespace app
