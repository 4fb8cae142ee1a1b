#include "app/look/style.h"

#include <QApplication>
#include <QFile>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QToolTip>
#include <QWidget>
#include <QtDebug>
#include <utility>
#include <vector>

#include "app/look/focus_ring.h"
#include "app/look/fonts.h"
#include "app/look/icons.h"
#include "app/look/resources.h"
#include "app/look/theme.h"

namespace app {

namespace {

// What of the look a style sheet cannot say.
class LookStyle : public QProxyStyle {
  public:
    LookStyle() : QProxyStyle(QStyleFactory::create("Fusion")) {}

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* result) const override {
        // The coloured icons of the style's own are nobody's here.
        if (hint == SH_DialogButtonBox_ButtonsHaveIcons)
            return 0;
        // Mnemonics work without the line under the letter, which cuts through descenders.
        return hint == SH_UnderlineShortcut ? 0
                                            : QProxyStyle::styleHint(hint, option, widget, result);
    }

    int pixelMetric(PixelMetric metric, const QStyleOption* option,
                    const QWidget* widget) const override {
        switch (metric) {
            case PM_ToolBarItemMargin:
            case PM_ToolBarFrameWidth:
            case PM_ToolBarItemSpacing:
                return 0;
            case PM_FocusFrameHMargin:
            case PM_FocusFrameVMargin:
                return FocusRing::margin;
            default:
                return QProxyStyle::pixelMetric(metric, option, widget);
        }
    }
};

QString cssText(const QColor& colour) {
    return QString("rgba(%1, %2, %3, %4)")
        .arg(colour.red())
        .arg(colour.green())
        .arg(colour.blue())
        .arg(colour.alpha());
}

// Longer words first: @ink3 begins with @ink.
std::vector<std::pair<const char*, QString>> wordsOfStyleSheet() {
    const Theme& t = theme();
    return {
        {"@primaryOver", cssText(t.primary.darker(110))},
        {"@primaryDown", cssText(t.primary.darker(125))},
        {"@primary", cssText(t.primary)},
        {"@canvas", cssText(t.canvas)},
        {"@panel", cssText(t.panel)},
        {"@raise", cssText(t.raise)},
        {"@field", cssText(t.field)},
        {"@hover", cssText(t.hover)},
        {"@selbg", cssText(t.selbg)},
        {"@line", cssText(t.line)},
        {"@edge", cssText(t.edge)},
        {"@wire", cssText(t.wire)},
        {"@work", cssText(t.work)},
        {"@name", t.dark ? "dark" : "light"},
        {"@ink2", cssText(t.ink2)},
        {"@ink3", cssText(t.ink3)},
        {"@ink", cssText(t.ink)},
        {"@win", cssText(t.win)},
        {"@you", cssText(t.you)},
        {"@off", cssText(disabledInk())},
    };
}

}  // namespace

QPalette lookPalette() {
    const Theme& t = theme();
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor& colour) {
        palette.setColor(role, colour);
    };
    set(QPalette::Window, t.win);
    set(QPalette::WindowText, t.ink);
    set(QPalette::Base, t.field);
    set(QPalette::AlternateBase, t.panel);
    set(QPalette::Text, t.ink);
    set(QPalette::PlaceholderText, t.ink3);
    set(QPalette::Button, t.raise);
    set(QPalette::ButtonText, t.ink);
    set(QPalette::BrightText, t.failingText);
    set(QPalette::ToolTipBase, t.raise);
    set(QPalette::ToolTipText, t.ink);
    set(QPalette::Highlight, t.primary);
    set(QPalette::HighlightedText, Qt::white);
    set(QPalette::Link, t.you);
    set(QPalette::LinkVisited, t.you);
    // Fusion makes its bevels of these: one colour leaves no bevel.
    set(QPalette::Light, t.line);
    set(QPalette::Midlight, t.line);
    set(QPalette::Mid, t.edge);
    set(QPalette::Dark, t.edge);
    set(QPalette::Shadow, t.canvas);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, disabledInk());
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, t.hover);
    return palette;
}

QString lookStyleSheet() {
    initLookResources();
    QFile file(":/look/style.qss");
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("The style sheet cannot be read.");
        return {};
    }
    QString sheet = QString::fromUtf8(file.readAll());
    for (const auto& [word, value] : wordsOfStyleSheet()) {
        sheet.replace(QLatin1String(word), value);
    }
    return sheet;
}

void applyLook(QApplication& application, bool dark) {
    setDark(dark);
    loadFonts();
    // While a style sheet is set, changing style or palette polishes every widget each time.
    application.setStyleSheet({});
    QApplication::setStyle(new LookStyle);
    QApplication::setPalette(lookPalette());
    QApplication::setFont(lookFont(13));
    QToolTip::setPalette(lookPalette());
    QToolTip::setFont(lookFont(12));
    application.setStyleSheet(lookStyleSheet());
    static const QPointer<FocusRing> ring = new FocusRing(&application);
    for (QWidget* widget : QApplication::allWidgets()) {
        widget->update();
    }
}

void setTheme(bool dark) {
    applyLook(*qApp, dark);
}

}  // namespace app
