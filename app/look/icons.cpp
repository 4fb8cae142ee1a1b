#include "app/look/icons.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>
#include <QtDebug>
#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "app/look/resources.h"
#include "app/look/theme.h"

namespace app {

namespace {

constexpr std::array<const char*, iconCount> files = {
    "power",   "pause",   "play",     "step", "bolt",     "square", "undo", "fallback",
    "chevron", "restart", "search",   "more", "cylinder", "fit",    "hang", "slow",
    "fail",    "moon",    "keyboard", "open", "journey",  "deploy"};

QByteArray svgOf(Icon icon) {
    initLookResources();
    const QString path = QString(":/icons/%1.svg").arg(files[static_cast<std::size_t>(icon)]);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("The icon %s cannot be read.", qPrintable(path));
        return {};
    }
    return file.readAll();
}

// Qt knows no way to hand currentColor in, so there is a renderer for each colour in use.
QSvgRenderer& rendererOf(Icon icon, const QColor& colour) {
    static QHash<std::pair<int, QRgb>, std::shared_ptr<QSvgRenderer>> renderers;
    std::shared_ptr<QSvgRenderer>& renderer = renderers[{static_cast<int>(icon), colour.rgb()}];
    if (!renderer) {
        const QByteArray named = colour.name().toLatin1();
        renderer = std::make_shared<QSvgRenderer>(svgOf(icon).replace("currentColor", named));
    }
    return *renderer;
}

class LookIconEngine : public QIconEngine {
  public:
    LookIconEngine(Icon icon, std::optional<QColor> colour) : m_icon(icon), m_colour(colour) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const qreal side = std::min(rect.width(), rect.height());
        const QRectF box(rect.x(), rect.y() + (rect.height() - side) / 2, side, side);
        const bool disabled = mode == QIcon::Disabled;
        paintIcon(*painter, box, m_icon, disabled ? disabledInk() : m_colour.value_or(theme().ink));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return scaledPixmap(size, mode, state, 1);
    }

    // Qt hands the size over in device pixels and sets the ratio on the result itself.
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QList<QSize> availableSizes(QIcon::Mode, QIcon::State) override { return {{16, 16}, {32, 32}}; }

    QIconEngine* clone() const override { return new LookIconEngine(m_icon, m_colour); }
    QString key() const override { return QStringLiteral("look"); }
    bool isNull() override { return false; }

  private:
    Icon m_icon;
    std::optional<QColor> m_colour;
};

}  // namespace

QIcon lookIcon(Icon icon) {
    return QIcon(new LookIconEngine(icon, std::nullopt));
}

QIcon lookIcon(Icon icon, const QColor& colour) {
    return QIcon(new LookIconEngine(icon, colour));
}

QIcon lookIcon(Icon icon, IconUse use) {
    return use == IconUse::Primary ? lookIcon(icon, QColor(Qt::white)) : lookIcon(icon);
}

void paintIcon(QPainter& painter, const QRectF& box, Icon icon, const QColor& colour) {
    const qreal side = std::min(box.width(), box.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(box.center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(painter.opacity() * colour.alphaF());
    rendererOf(icon, colour).render(&painter, square);
    painter.restore();
}

QColor disabledInk() {
    QColor colour = theme().ink3;
    colour.setAlphaF(0.75F);
    return colour;
}

}  // namespace app
