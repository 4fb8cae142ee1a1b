#include "app/export/svg_engine.h"

#include <QBuffer>
#include <QGlyphRun>
#include <QImage>
#include <QPainter>
#include <QPixmap>
#include <QTextLayout>
#include <cmath>

namespace app {
namespace {

// A hundredth of a pixel; more digits only make the file large.
QByteArray svgNumber(double value, int decimals = 2) {
    QByteArray text = QByteArray::number(value, 'f', decimals);
    while (text.contains('.') && (text.endsWith('0') || text.endsWith('.')))
        text.chop(1);
    return text == "-0" ? QByteArray("0") : text;
}

QByteArray attribute(const char* name, const QByteArray& value) {
    return ' ' + QByteArray(name) + "=\"" + value + '"';
}

QByteArray pointText(double x, double y) {
    return svgNumber(x) + ' ' + svgNumber(y);
}

QByteArray pathData(const QPainterPath& path) {
    QByteArray data;
    QPointF begun;
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element& at = path.elementAt(i);
        const bool isLast = i + 1 == path.elementCount() ||
                            path.elementAt(i + 1).type == QPainterPath::MoveToElement;
        if (at.type == QPainterPath::MoveToElement) {
            begun = at;
            data += 'M' + pointText(at.x, at.y);
            continue;
        }
        if (at.type == QPainterPath::CurveToElement)
            data += 'C';
        else if (at.type == QPainterPath::LineToElement)
            data += 'L';
        else
            data += ' ';
        data += pointText(at.x, at.y);
        if (isLast && QPointF(at) == begun)
            data += 'Z';
    }
    return data;
}

QByteArray matrixText(const QTransform& t) {
    if (t.type() <= QTransform::TxTranslate)
        return "translate(" + pointText(t.dx(), t.dy()) + ')';
    QByteArray text = "matrix(";
    for (const double each : {t.m11(), t.m12(), t.m21(), t.m22()})
        text += svgNumber(each, 5) + ' ';
    return text + pointText(t.dx(), t.dy()) + ')';
}

QByteArray dataUrl(const QImage& image) {
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return "data:image/png;base64," + png.toBase64();
}

QByteArray rectText(const QRectF& area) {
    return attribute("x", svgNumber(area.x())) + attribute("y", svgNumber(area.y())) +
           attribute("width", svgNumber(area.width())) +
           attribute("height", svgNumber(area.height()));
}

}  // namespace

SvgEngine::SvgEngine()
    : QPaintEngine(PrimitiveTransform | PatternTransform | PixmapTransform | PatternBrush |
                   MaskedBrush | AlphaBlend | PainterPaths | Antialiasing | ConstantOpacity |
                   BrushStroke) {}

bool SvgEngine::begin(QPaintDevice*) {
    return true;
}

void SvgEngine::updateState(const QPaintEngineState& now) {
    m_pen = now.pen();
    m_brush = now.brush();
    m_transform = now.transform();
    m_opacity = now.opacity();
}

QByteArray SvgEngine::define(const QByteArray& kind, const QByteArray& key,
                             const QByteArray& text) {
    QByteArray& id = m_ids[kind + key];
    if (id.isEmpty()) {
        id = kind + QByteArray::number(m_ids.size());
        m_definitions += QByteArray(text).replace("@id", id) + '\n';
    }
    return id;
}

// One tile of the texture, which carries its own scale in the brush's transform.
QByteArray SvgEngine::pattern(const QBrush& brush) {
    const QImage image = brush.textureImage();
    const QTransform at =
        brush.transform() *
        QTransform::fromTranslate(painter()->brushOrigin().x(), painter()->brushOrigin().y());
    const QByteArray place = matrixText(at);
    const QByteArray url = dataUrl(image);
    const QRectF tile(0, 0, image.width(), image.height());
    return define("p", place + url,
                  R"(<pattern id="@id" patternUnits="userSpaceOnUse")" + rectText(tile) +
                      attribute("patternTransform", place) + "><image" + rectText(tile) +
                      attribute("xlink:href", url) + "/></pattern>");
}

QByteArray SvgEngine::fillOf(const QBrush& brush) {
    if (brush.style() == Qt::NoBrush)
        return " fill=\"none\"";
    if (brush.style() == Qt::TexturePattern)
        return attribute("fill", "url(#" + pattern(brush) + ')') +
               (m_opacity < 1 ? attribute("fill-opacity", svgNumber(m_opacity, 3)) : QByteArray());
    const double alpha = brush.color().alphaF() * m_opacity;
    QByteArray text = attribute("fill", brush.color().name().toLatin1());
    if (alpha < 1)
        text += attribute("fill-opacity", svgNumber(alpha, 3));
    return text;
}

QByteArray SvgEngine::strokeOf(const QPen& pen) {
    if (pen.style() == Qt::NoPen)
        return {};
    const double width = pen.widthF() == 0 ? 1 : pen.widthF();
    QByteArray text = attribute("stroke", pen.color().name().toLatin1()) +
                      attribute("stroke-width", svgNumber(width));
    if (const double alpha = pen.color().alphaF() * m_opacity; alpha < 1)
        text += attribute("stroke-opacity", svgNumber(alpha, 3));
    if (pen.isCosmetic())
        text += attribute("vector-effect", "non-scaling-stroke");
    if (pen.capStyle() != Qt::FlatCap)
        text += attribute("stroke-linecap", pen.capStyle() == Qt::RoundCap ? "round" : "square");
    if (pen.joinStyle() != Qt::MiterJoin)
        text += attribute("stroke-linejoin", pen.joinStyle() == Qt::RoundJoin ? "round" : "bevel");
    if (pen.style() != Qt::SolidLine) {
        QByteArray dashes;
        for (const double each : pen.dashPattern())
            dashes += svgNumber(each * width) + ' ';
        text += attribute("stroke-dasharray", dashes.trimmed());
    }
    return text;
}

QByteArray SvgEngine::placed() {
    QByteArray text;
    if (!m_transform.isIdentity())
        text += attribute("transform", matrixText(m_transform));
    if (painter()->hasClipping()) {
        // In the coordinates of what is clipped, where SVG looks for it.
        const QByteArray data = pathData(painter()->clipPath());
        text += attribute("clip-path", "url(#" +
                                           define("c", data,
                                                  "<clipPath id=\"@id\"><path" +
                                                      attribute("d", data) + "/></clipPath>") +
                                           ')');
    }
    return text;
}

void SvgEngine::drawPath(const QPainterPath& path) {
    if (path.isEmpty() || (m_pen.style() == Qt::NoPen && m_brush.style() == Qt::NoBrush))
        return;
    m_elements += "<path" + attribute("d", pathData(path)) + fillOf(m_brush) + strokeOf(m_pen);
    if (m_brush.style() != Qt::NoBrush && path.fillRule() == Qt::OddEvenFill)
        m_elements += " fill-rule=\"evenodd\"";
    m_elements += placed() + "/>\n";
}

void SvgEngine::drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) {
    QPainterPath path(points[0]);
    for (int i = 1; i < count; ++i)
        path.lineTo(points[i]);
    if (mode == PolylineMode) {
        const QBrush brush = m_brush;
        m_brush = Qt::NoBrush;
        drawPath(path);
        m_brush = brush;
        return;
    }
    path.closeSubpath();
    path.setFillRule(mode == OddEvenMode ? Qt::OddEvenFill : Qt::WindingFill);
    drawPath(path);
}

void SvgEngine::drawPixmap(const QRectF& area, const QPixmap& pixmap, const QRectF& part) {
    drawImage(area, pixmap.toImage(), part, Qt::AutoColor);
}

void SvgEngine::drawImage(const QRectF& area, const QImage& image, const QRectF& part,
                          Qt::ImageConversionFlags) {
    m_elements += "<image" + rectText(area) + " preserveAspectRatio=\"none\"" +
                  attribute("xlink:href", dataUrl(image.copy(part.toAlignedRect())));
    if (m_opacity < 1)
        m_elements += attribute("opacity", svgNumber(m_opacity, 3));
    m_elements += placed() + "/>\n";
}

QByteArray SvgEngine::glyph(const QRawFont& font, quint32 index) {
    const QByteArray key = font.familyName().toUtf8() + QByteArray::number(font.weight()) + '/' +
                           QByteArray::number(font.pixelSize()) + '/' + QByteArray::number(index);
    if (const auto known = m_ids.constFind("g" + key); known != m_ids.cend())
        return *known;
    return define("g", key,
                  "<path id=\"@id\"" + attribute("d", pathData(font.pathForGlyph(index))) + "/>");
}

void SvgEngine::drawTextItem(const QPointF& at, const QTextItem& item) {
    const QString words = item.text();
    if (words.trimmed().isEmpty())
        return;
    QTextLayout layout(words, item.font());
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    const QPointF origin = at - QPointF(0, line.ascent());
    m_elements += "<g" + attribute("aria-label", words.toHtmlEscaped().toUtf8()) +
                  fillOf(m_pen.brush()) + placed() + '>';
    for (const QGlyphRun& run : layout.glyphRuns()) {
        for (qsizetype i = 0; i < run.glyphIndexes().size(); ++i) {
            const QPointF place = origin + run.positions()[i];
            m_elements +=
                "<use" +
                attribute("xlink:href", '#' + glyph(run.rawFont(), run.glyphIndexes()[i])) +
                attribute("x", svgNumber(place.x())) + attribute("y", svgNumber(place.y())) + "/>";
        }
    }
    m_elements += "</g>\n";
}

}  // namespace app
