#include "app/charts/chart_axis.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <ranges>

namespace app {
namespace {

constexpr double nearlyWhole = 1e-9;  // what rounding may add to a quotient of nice numbers

double mantissaOf(int index) {
    constexpr double mantissas[] = {1, 2, 5};
    return mantissas[((index % 3) + 3) % 3];
}

// The n-th of ... 0.5, 1, 2, 5, 10, ...; number 0 is 1.
double niceNumber(int index) {
    const int decade = static_cast<int>(std::floor(index / 3.0));
    return mantissaOf(index) * std::pow(10.0, decade);
}

int niceIndexAtOrBelow(double value) {
    int index = 3 * static_cast<int>(std::floor(std::log10(value)));
    while (niceNumber(index + 1) <= value * (1 + nearlyWhole))
        ++index;
    while (niceNumber(index) > value * (1 + nearlyWhole))
        --index;
    return index;
}

int niceIndexAtOrAbove(double value) {
    const int below = niceIndexAtOrBelow(value);
    return niceNumber(below) >= value * (1 - nearlyWhole) ? below : below + 1;
}

QString valueText(double value) {
    if (value >= 10'000)
        return QString::number(value / 1000, 'g', 4) + QLatin1String(" k");
    return QString::number(value, 'g', 6);
}

}  // namespace

ValueAxis linearAxis(double highest) {
    constexpr int stepsMin = 3;
    constexpr int stepsMax = 4;
    ValueAxis axis;
    const double wanted = std::isfinite(highest) && highest > 0 ? highest : 1;
    int index = niceIndexAtOrBelow(wanted / 10);
    while (std::ceil(wanted / niceNumber(index) - nearlyWhole) > stepsMax)
        ++index;
    const double step = niceNumber(index);
    const int steps = std::max(stepsMin, static_cast<int>(std::ceil(wanted / step - nearlyWhole)));
    axis.high = step * steps;
    for (int i = 0; i <= steps; ++i)
        axis.ticks.push_back({step * i, valueText(step * i)});
    return axis;
}

ValueAxis logAxis(double lowest, double highest, int labelsMax) {
    ValueAxis axis;
    axis.scale = AxisScale::Log;
    const double top = std::isfinite(highest) && highest > 0 ? highest : 10;
    const double bottom = std::isfinite(lowest) && lowest > 0 ? std::min(lowest, top) : top / 100;
    int first = niceIndexAtOrBelow(bottom);
    const int last = niceIndexAtOrAbove(top);
    if (last - first < 3)
        first = last - 3;
    int stride = 1;
    while ((last - first) / stride + 1 > labelsMax)
        ++stride;
    axis.low = niceNumber(first);
    axis.high = niceNumber(last);
    // From the top, so that the highest value keeps its label.
    for (int index = last; index >= first; index -= stride)
        axis.ticks.insert(axis.ticks.begin(), {niceNumber(index), valueText(niceNumber(index))});
    return axis;
}

double shareAlong(const ValueAxis& axis, double value) {
    const double held = std::clamp(value, axis.low, axis.high);
    if (axis.scale == AxisScale::Linear)
        return (held - axis.low) / (axis.high - axis.low);
    return std::log(held / axis.low) / std::log(axis.high / axis.low);
}

std::vector<AxisTick> timeTicks(double from, double to, double step) {
    std::vector<AxisTick> ticks;
    for (double at = std::ceil(from / step - nearlyWhole) * step; at <= to + nearlyWhole;
         at += step)
        ticks.push_back({at, minutesText(at)});
    return ticks;
}

double timeStep(double span, int ticksMax) {
    constexpr double steps[] = {0.1, 0.2, 0.5, 1,   2,   5,    10,   20,
                                30,  60,  120, 300, 600, 1200, 1800, 3600};
    for (const double step : steps) {
        if (span / step <= ticksMax)
            return step;
    }
    return 3600 * std::ceil(span / 3600 / ticksMax);
}

QString minutesText(double seconds) {
    const auto tenths = static_cast<qint64>(std::llround(seconds * 10));
    QString text =
        QStringLiteral("%1:%2").arg(tenths / 600).arg(tenths / 10 % 60, 2, 10, QLatin1Char('0'));
    if (tenths % 10 != 0)
        text += QStringLiteral(".%1").arg(tenths % 10);
    return text;
}

std::vector<double> spreadLabels(std::vector<double> wished, double gap, double low, double high) {
    std::vector<std::size_t> order(wished.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return wished[a] < wished[b]; });
    double free = low;
    for (const std::size_t i : order) {
        wished[i] = std::max(wished[i], free);
        free = wished[i] + gap;
    }
    double ceiling = high;
    for (const std::size_t i : std::views::reverse(order)) {
        wished[i] = std::min(wished[i], ceiling);
        ceiling = wished[i] - gap;
    }
    return wished;
}

}  // namespace app
