// The report as one JSON object, as the contract has it (manual, "Command line"): keys in its
// order, times in seconds.
#pragma once

#include <string>

#include "sim/report.h"

namespace app {

std::string reportJson(const sim::Report& report);

}  // namespace app
