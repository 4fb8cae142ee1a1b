// Where values stand on a chart and how they are labelled: numbers only, no painting.
#pragma once

#include <QString>
#include <vector>

namespace app {

enum class AxisScale { Linear, Log };

struct AxisTick {
    double value = 0;
    QString label;
    bool operator==(const AxisTick&) const = default;
};

// A vertical axis whose ends are ticks.
struct ValueAxis {
    AxisScale scale = AxisScale::Linear;
    double low = 0;
    double high = 1;
    std::vector<AxisTick> ticks;
};

// From 0 to the first nice number at or above `highest`; steps of 1, 2, 5 times a power of ten,
// three or four of them.
ValueAxis linearAxis(double highest);

// From the 1-2-5 number at or below `lowest` to the one at or above `highest`, at most `labelsMax`
// labels. Values of 0 or less have no place on it and count as the least one shown.
ValueAxis logAxis(double lowest, double highest, int labelsMax);

// 0 at `low`, 1 at `high`; held between them.
double shareAlong(const ValueAxis& axis, double value);

// Ticks of simulated time in seconds, every `step`: 0:00, 0:10, ... 1:10.
std::vector<AxisTick> timeTicks(double from, double to, double step);

// The least of 1, 2, 5, 10, 20, 30 s, 1, 2, 5 min ... that leaves at most `ticksMax` in the span.
double timeStep(double span, int ticksMax);

// 1:10
QString minutesText(double seconds);

// Moves labels, given in order of their wish, so that all are `gap` apart within [low, high].
std::vector<double> spreadLabels(std::vector<double> wished, double gap, double low, double high);

}  // namespace app
