#include "app/export/svg_device.h"

#include <cmath>

#include "app/export/svg_engine.h"

namespace app {

namespace {

constexpr double cssDotsPerInch = 96;
constexpr double millimetresPerInch = 25.4;

}  // namespace

SvgDevice::SvgDevice(QSizeF size) : m_size(size), m_engine(std::make_unique<SvgEngine>()) {}

SvgDevice::~SvgDevice() = default;

QPaintEngine* SvgDevice::paintEngine() const {
    return m_engine.get();
}

QByteArray SvgDevice::document(const QString& title) const {
    const QByteArray width = QByteArray::number(m_size.width());
    const QByteArray height = QByteArray::number(m_size.height());
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<svg xmlns=\"http://www.w3.org/2000/svg\" "
           "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"" +
           width + "\" height=\"" + height + "\" viewBox=\"0 0 " + width + ' ' + height +
           "\">\n<title>" + title.toHtmlEscaped().toUtf8() + "</title>\n<defs>\n" +
           m_engine->definitions() + "</defs>\n" + m_engine->elements() + "</svg>\n";
}

int SvgDevice::metric(PaintDeviceMetric metric) const {
    const auto whole = [](double value) { return static_cast<int>(std::ceil(value)); };
    switch (metric) {
        case PdmWidth:
            return whole(m_size.width());
        case PdmHeight:
            return whole(m_size.height());
        case PdmWidthMM:
            return whole(m_size.width() / cssDotsPerInch * millimetresPerInch);
        case PdmHeightMM:
            return whole(m_size.height() / cssDotsPerInch * millimetresPerInch);
        case PdmNumColors:
            return std::numeric_limits<int>::max();
        case PdmDepth:
            return 32;
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY:
            return static_cast<int>(cssDotsPerInch);
        case PdmDevicePixelRatio:
            return 1;
        case PdmDevicePixelRatioScaled:
            return static_cast<int>(devicePixelRatioFScale());
        default:
            return QPaintDevice::metric(metric);
    }
}

}  // namespace app
