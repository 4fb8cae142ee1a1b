// What is painted on it becomes SVG that looks the same wherever it is opened: letters are
// outlines, each glyph defined once, so no font is needed there; clips and patterns are kept.
// (QSvgGenerator leaves out both, and names a font that the reader may not have.) The words of a
// text stand beside its glyphs, for those who search or listen.
#pragma once

#include <QByteArray>
#include <QPaintDevice>
#include <QSizeF>
#include <QString>
#include <memory>

namespace app {

class SvgEngine;

class SvgDevice final : public QPaintDevice {
  public:
    // In CSS pixels.
    explicit SvgDevice(QSizeF size);
    ~SvgDevice() override;

    // All that was painted so far; call it when no painter is active.
    QByteArray document(const QString& title) const;

    QPaintEngine* paintEngine() const override;

  protected:
    int metric(PaintDeviceMetric metric) const override;

  private:
    QSizeF m_size;
    std::unique_ptr<SvgEngine> m_engine;
};

}  // namespace app
