#include "app/look/fonts.h"

#include <QFontDatabase>
#include <QtDebug>

#include "app/look/resources.h"

namespace app {

namespace {

QFont fontOf(const QStringList& families, int px, int weight) {
    loadFonts();
    QFont font(families);
    font.setPixelSize(px);
    font.setWeight(static_cast<QFont::Weight>(weight));
    // Hinted letters snap to whole pixels, and then the spacing differs from the design.
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

}  // namespace

void loadFonts() {
    static const bool loaded = [] {
        initLookResources();
        for (const char* file :
             {":/fonts/WatertightSans-Regular.otf", ":/fonts/WatertightSans-SemiBold.otf",
              ":/fonts/JetBrainsMono-Regular.ttf"}) {
            if (QFontDatabase::addApplicationFont(file) < 0) {
                qWarning("The font %s cannot be read.", file);
                return false;
            }
        }
        return true;
    }();
    Q_UNUSED(loaded);
}

QFont lookFont(int px, int weight) {
    return fontOf({"Watertight Sans", "Inter", "sans-serif"}, px, weight);
}

QFont monoFont(int px) {
    return fontOf({"JetBrains Mono", "monospace"}, px, 400);
}

}  // namespace app
