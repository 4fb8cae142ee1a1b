#include "app/look/theme.h"

namespace app {

namespace {

bool g_dark = true;

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
        .ok = "#009E73",
        .degraded = "#E69F00",
        .failing = "#D55E00",
        .down = "#7F7F7F",
        .breaker = "#CC79A7",
        .okText = "#00704F",
        .degradedText = "#805000",
        .failingText = "#B04800",
        .breakerText = "#96406E",
    };
    return colours;
}

const Theme& theme() {
    return g_dark ? darkTheme() : lightTheme();
}

void setDark(bool dark) {
    g_dark = dark;
}

QColor searchHit() {
    return "#F0E442";
}

}  // namespace app
