#include "app/export/painting.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPaintEngine>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <algorithm>
#include <cmath>

#include "app/export/svg_device.h"
#include "app/look/theme.h"

namespace app {
namespace {

constexpr double pngScale = 2;           // as on a screen of twice the density
constexpr double pngPixelsMost = 120e6;  // half a gigabyte while it is painted
constexpr double pngSideMost = 32'000;   // Qt's painters end a little beyond
constexpr double pdfPointsPerPixel = 72.0 / 96;
constexpr double pdfSideMost = 14'400;  // points; what PDF readers agree upon
constexpr int pdfDotsPerInch = 96;      // so that a pixel is a unit
constexpr double patternDetail = 4;

QString paintingText(const char* text) {
    return QCoreApplication::translate("app::Painting", text);
}

// Puts the other theme in force for as long as it lives; nobody else paints meanwhile.
class ThemeWhilePainting {
  public:
    explicit ThemeWhilePainting(bool dark) : m_was(theme().dark) { setDark(dark); }
    ~ThemeWhilePainting() { setDark(m_was); }
    Q_DISABLE_COPY_MOVE(ThemeWhilePainting)

  private:
    bool m_was;
};

void paintOn(QPaintDevice& device, const Painting& painting, double scale) {
    QPainter painter(&device);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing |
                           QPainter::SmoothPixmapTransform);
    painter.scale(scale, scale);
    painting.paint(painter);
}

QByteArray pngOf(const Painting& painting) {
    const double side = std::max(painting.size.width(), painting.size.height());
    const double area = painting.size.width() * painting.size.height();
    const double scale = std::min({pngScale, pngSideMost / side, std::sqrt(pngPixelsMost / area)});
    QImage image((painting.size * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(Qt::transparent);
    paintOn(image, painting, 1);
    image.setText(QStringLiteral("Title"), painting.title);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svgOf(const Painting& painting) {
    SvgDevice device(painting.size);
    paintOn(device, painting, 1);
    return device.document(painting.title);
}

QByteArray pdfOf(const Painting& painting) {
    const QSizeF points = painting.size * pdfPointsPerPixel;
    const double scale = std::min(1.0, pdfSideMost / std::max(points.width(), points.height()));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(painting.title);
    writer.setCreator(QStringLiteral("Watertight %1").arg(QStringLiteral(WATERTIGHT_VERSION)));
    writer.setResolution(pdfDotsPerInch);
    writer.setPageSize(QPageSize(points * scale, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    paintOn(writer, painting, scale);
    return bytes;
}

}  // namespace

std::optional<PictureFormat> pictureFormatOf(const QString& file) {
    const QString suffix = QFileInfo(file).suffix().toLower();
    if (suffix == QLatin1String("png"))
        return PictureFormat::Png;
    if (suffix == QLatin1String("svg"))
        return PictureFormat::Svg;
    if (suffix == QLatin1String("pdf"))
        return PictureFormat::Pdf;
    return std::nullopt;
}

QByteArray encoded(const Painting& painting, PictureFormat format, bool dark) {
    const ThemeWhilePainting inTheme(dark);
    switch (format) {
        case PictureFormat::Png:
            return pngOf(painting);
        case PictureFormat::Svg:
            return svgOf(painting);
        case PictureFormat::Pdf:
            break;
    }
    return pdfOf(painting);
}

// What was there stays until all of the new stands on the disk.
QString writeFile(const QString& file, const QByteArray& bytes) {
    QSaveFile target(file);
    const bool isOpen = target.open(QIODevice::WriteOnly);
    const bool isWhole = isOpen && target.write(bytes) == bytes.size();
    if (isWhole && target.commit())
        return {};
    // Less than was asked for, and yet no error: that is how a full disk begins.
    const bool isFull = isOpen && !isWhole && target.error() == QFileDevice::NoError;
    return paintingText("%1 cannot be written: %2")
        .arg(file, isFull ? paintingText("the disk is full") : target.errorString());
}

QString writePainting(const Painting& painting, const QString& file, bool dark) {
    const std::optional<PictureFormat> format = pictureFormatOf(file);
    if (!format)
        return paintingText("%1 cannot be written: its name must end in .svg, .png or .pdf.")
            .arg(file);
    const QByteArray bytes = encoded(painting, *format, dark);
    if (bytes.isEmpty())
        return paintingText("%1 cannot be written: there is not enough memory for it.").arg(file);
    return writeFile(file, bytes);
}

double patternRatio(const QPainter& painter) {
    const QPaintEngine* engine = painter.paintEngine();
    const bool isRaster = engine != nullptr && engine->type() == QPaintEngine::Raster;
    return isRaster ? painter.device()->devicePixelRatioF() : patternDetail;
}

}  // namespace app
