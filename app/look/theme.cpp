#include "app/look/theme.h"

#include <algorithm>
#include <cmath>

namespace app {

namespace {

bool g_dark = true;
Hues g_hues = Hues::Safe;

double luminanceOf(const QColor& colour) {
    const auto linear = [](double share) {
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

// Lightness goes with severity, from the quiet middle to what stands out most.
const Theme& greyDarkTheme() {
    static const Theme colours = [] {
        Theme grey = darkTheme();
        grey.isGrey = true;
        grey.selbg = "#2C3239";
        grey.you = "#FFFFFF";
        grey.primary = "#5F6670";
        grey.ok = "#8C8C8C";
        grey.degraded = "#B8B8B8";
        grey.failing = "#F5F5F5";
        grey.breaker = "#D0D0D0";
        grey.okText = "#B8C0CA";
        grey.degradedText = "#D5D9DE";
        grey.failingText = "#FFFFFF";
        grey.breakerText = "#DADDE1";
        return grey;
    }();
    return colours;
}

const Theme& greyLightTheme() {
    static const Theme colours = [] {
        Theme grey = lightTheme();
        grey.isGrey = true;
        grey.selbg = "#E0E3E8";
        grey.you = "#000000";
        grey.primary = "#4A5058";
        grey.ok = "#757575";
        grey.degraded = "#565656";
        grey.failing = "#1A1A1A";
        grey.breaker = "#4F4F4F";
        grey.okText = "#4A5462";
        grey.degradedText = "#333A44";
        grey.failingText = "#000000";
        grey.breakerText = "#3C434D";
        return grey;
    }();
    return colours;
}

}  // namespace

const Theme& darkTheme() {
    static const Theme colours{
        .dark = true,
        .win = "#15181C",
        .canvas = "#0F1215",
        .panel = "#181B20",
        .raise = "#20242B",
        .field = "#101317",
        .hover = "#2B313A",
        .line = "#272C34",
        .edge = "#414A57",
        .wire = "#5A6574",
        .ink = "#E8EBEF",
        .ink2 = "#A9B2BE",
        .ink3 = "#848E9B",
        .dot = "#CFD7E1",
        .work = "#8FA1B8",
        .selbg = "#12293A",
        .you = "#56B4E9",
        .primary = "#0072B2",
        .ok = "#009E73",
        .degraded = "#E69F00",
        .failing = "#D55E00",
        .down = "#7F7F7F",
        .breaker = "#CC79A7",
        .okText = "#35C496",
        .degradedText = "#F0B43C",
        .failingText = "#FF8A4C",
        .breakerText = "#DF9BC1",
    };
    return colours;
}

const Theme& lightTheme() {
    // Two signs are darker than on dark grounds, by as much as gives them 3:1 on what is hovered or
    // selected and on the bars of the window, which Okabe and Ito's own do not reach here.
    static const Theme colours{
        .dark = false,
        .win = "#EDEFF2",
        .canvas = "#F7F8FA",
        .panel = "#FFFFFF",
        .raise = "#FFFFFF",
        .field = "#FFFFFF",
        .hover = "#E3E7EC",
        .line = "#DCE0E6",
        .edge = "#B4BDC9",
        .wire = "#8590A0",
        .ink = "#171B21",
        .ink2 = "#4A5462",
        .ink3 = "#606B79",
        .dot = "#39434F",
        .work = "#5F7490",
        .selbg = "#DCEBF6",
        .you = "#005F99",
        .primary = "#0072B2",
        .ok = "#008F68",
        .degraded = "#E69F00",
        .failing = "#D55E00",
        .down = "#7F7F7F",
        .breaker = "#BD6595",
        .okText = "#00704F",
        .degradedText = "#805000",
        .failingText = "#B04800",
        .breakerText = "#96406E",
    };
    return colours;
}

const Theme& theme() {
    if (g_hues == Hues::None)
        return g_dark ? greyDarkTheme() : greyLightTheme();
    return g_dark ? darkTheme() : lightTheme();
}

void setDark(bool dark) {
    g_dark = dark;
}

void setHues(Hues hues) {
    g_hues = hues;
}

Hues hues() {
    return g_hues;
}

double contrastOf(const QColor& one, const QColor& other) {
    const auto [dark, light] = std::minmax({luminanceOf(one), luminanceOf(other)});
    return (light + 0.05) / (dark + 0.05);
}

QColor markOn(const QColor& fill) {
    constexpr double legible = 3;
    return contrastOf(Qt::white, fill) >= legible ? QColor(Qt::white) : QColor("#15181C");
}

QColor searchHit() {
    return g_hues == Hues::None ? "#C8C8C8" : "#F0E442";
}

}  // namespace app
