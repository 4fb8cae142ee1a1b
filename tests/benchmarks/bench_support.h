// What the benchmarks have in common: a clock, and scenarios from text.
#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "models/io/scenario_reader.h"

namespace bench {

using Clock = std::chrono::steady_clock;

inline double secondsSince(Clock::time_point from) {
    return std::chrono::duration<double>(Clock::now() - from).count();
}

// Ends the program where the text has errors.
inline models::Scenario scenarioFrom(const std::string& text, const std::string& name) {
    auto reading = models::readScenario(text, name, ".");
    if (!reading.scenario) {
        for (const models::Diagnostic& each : reading.diagnostics) {
            std::fprintf(stderr, "%s\n", models::toText(each).c_str());
        }
        std::abort();
    }
    return std::move(*reading.scenario);
}

}  // namespace bench
