// Several runs of one scenario with fixed seeds, and the interval in which a closed form must lie.
#pragma once

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <future>
#include <string>
#include <vector>

#include "tests/support/scenario_text.h"

namespace tests {

inline constexpr int replications = 10;
inline constexpr double studentT99 = 3.250;  // nine degrees of freedom

// Half a bucket of a histogram, relative to the value: that much of a percentile is not chance, and
// so is not in the interval of the mean.
inline constexpr double journeyResolution = 1.0 / 256;

using Figure = std::function<double(const sim::Report&)>;

inline std::uint64_t seedOf(int replication) {
    return static_cast<std::uint64_t>(1000 + replication);
}

// `make` is called with 0 to replications - 1, on two threads: each run has its own.
template <typename Make>
auto replicateWith(const Make& make) {
    std::vector<decltype(make(0))> results(replications);
    const auto everySecond = [&](int first) {
        for (int i = first; i < replications; i += 2) {
            results[static_cast<std::size_t>(i)] = make(i);
        }
    };
    const auto others = std::async(std::launch::async, everySecond, 1);
    everySecond(0);
    others.wait();
    return results;
}

inline std::vector<sim::Report> replicate(const std::string& text) {
    return replicateWith([&](int i) { return reportOf(text, seedOf(i)); });
}

struct Estimate {
    double mean = 0;
    double halfWidth = 0;
};

inline Estimate estimateOf(const std::vector<double>& values) {
    double sum = 0;
    double squares = 0;
    for (const double value : values) {
        sum += value;
        squares += value * value;
    }
    const double n = replications;
    const double mean = sum / n;
    const double variance = std::max(0.0, (squares - n * mean * mean) / (n - 1));
    return {mean, studentT99 * std::sqrt(variance / n)};
}

inline std::vector<double> figuresOf(const std::vector<sim::Report>& reports,
                                     const Figure& figure) {
    std::vector<double> values;
    for (const sim::Report& report : reports) {
        values.push_back(figure(report));
    }
    return values;
}

// The exact value lies in the 99 % interval of the mean, and within `share` of it.
inline void verifyExact(const std::vector<double>& values, const char* name, double exact,
                        double share, double resolution = 0) {
    const Estimate estimate = estimateOf(values);
    const double error = std::fabs(estimate.mean - exact);
    const QByteArray found = QStringLiteral("%1: found %2 +- %3, exact %4, off by %5 %")
                                 .arg(QLatin1String(name))
                                 .arg(estimate.mean)
                                 .arg(estimate.halfWidth)
                                 .arg(exact)
                                 .arg(100 * error / exact)
                                 .toUtf8();
    QVERIFY2(error <= estimate.halfWidth + resolution * exact, found.constData());
    QVERIFY2(error <= share * exact, found.constData());
}

inline void verifyExact(const std::vector<sim::Report>& reports, const char* name, double exact,
                        double share, const Figure& figure) {
    verifyExact(figuresOf(reports, figure), name, exact, share);
}

// The same of a percentile of a journey's latency.
inline void verifyPercentile(const std::vector<sim::Report>& reports, const char* name,
                             double exact, double share, const Figure& figure) {
    verifyExact(figuresOf(reports, figure), name, exact, share, journeyResolution);
}

}  // namespace tests
