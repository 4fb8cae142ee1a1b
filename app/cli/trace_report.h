// What `watertight trace` prints: one request as a waterfall of text, or where the latency of
// journeys comes from and their slowest requests.
#pragma once

#include <string>

#include "sim/traced_run.h"

namespace app {

std::string requestText(const sim::Simulation& run, const sim::Trace& trace);
std::string requestJson(const sim::Simulation& run, const sim::Trace& trace);

// `journey` is empty for all of them.
std::string tracesText(const sim::TracedRun& traced, const std::string& journey);
std::string tracesJson(const sim::TracedRun& traced, const std::string& journey);

}  // namespace app
