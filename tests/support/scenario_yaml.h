// A scenario as its file: what a failing random scenario is handed over as. Writes what the random
// ones have; expectations, lessons and layout are left out.
#pragma once

#include <string>

#include "models/scenario.h"

namespace tests {

// Reading it gives the same scenario. The file of a `trace(...)` is written as a comment.
std::string yamlOf(const models::Scenario& scenario);

// Whether the text is a scenario without errors; files that it names are looked up in `folder`.
bool isReadable(const models::Scenario& scenario, const std::string& folder);

}  // namespace tests
