// Several runs of one scenario with fixed seeds, and the interval in which a closed form must lie.
#pragma once

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/scenario_text.h"

namespace tests {

inline constexpr int replications = 10;
inline constexpr double studentT99 = 3.250;  // nine degrees of freedom

using Figure = std::function<double(const sim::Report&)>;

inline std::vector<sim::Report> replicate(const std::string& text) {
    std::vector<sim::Report> reports;
    for (int i = 0; i < replications; ++i) {
        reports.push_back(reportOf(text, static_cast<std::uint64_t>(1000 + i)));
    }
    return reports;
}

struct Estimate {
    double mean = 0;
    double halfWidth = 0;
};

inline Estimate estimateOf(const std::vector<sim::Report>& reports, const Figure& figure) {
    double sum = 0;
    double squares = 0;
    for (const sim::Report& report : reports) {
        sum += figure(report);
        squares += figure(report) * figure(report);
    }
    const double n = replications;
    const double mean = sum / n;
    const double variance = std::max(0.0, (squares - n * mean * mean) / (n - 1));
    return {mean, studentT99 * std::sqrt(variance / n)};
}

// The exact value lies in the 99 % interval of the mean, and within `share` of it.
inline void verifyExact(const std::vector<sim::Report>& reports, const char* name, double exact,
                        double share, const Figure& figure) {
    const Estimate estimate = estimateOf(reports, figure);
    const double error = std::fabs(estimate.mean - exact);
    const QByteArray found = QStringLiteral("%1: found %2 +- %3, exact %4")
                                 .arg(QLatin1String(name))
                                 .arg(estimate.mean)
                                 .arg(estimate.halfWidth)
                                 .arg(exact)
                                 .toUtf8();
    QVERIFY2(error <= estimate.halfWidth, found.constData());
    QVERIFY2(error <= share * exact, found.constData());
}

}  // namespace tests
