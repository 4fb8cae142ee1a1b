// The bound on how much may be alive in a run at once: `run.in-flight-at-most`.
#pragma once

#include <string>

#include "sim/run.h"

namespace sim {

// Why the run ends here: requests, or messages of a topic, beyond the bound, and where they piled
// up. Empty: it goes on.
std::string tooManyUnderWay(const Run& run, Instant now);

}  // namespace sim
