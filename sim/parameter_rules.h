// Which parameters of a scenario can be other ones while it runs (ARCHITECTURE.md, "A parameter is
// set by a new program").
#pragma once

#include <string>
#include <variant>

#include "models/scenario.h"

namespace sim {

using Part = std::variant<models::Service, models::Journey>;

// The one service or journey in which the two differ, as `after` has it; else why there is none, or
// why it cannot be so while it runs, with what can be done in its place.
struct PartReading {
    std::optional<Part> part;
    std::string problem;
};
PartReading partThatDiffers(const models::Scenario& before, const models::Scenario& after);

// Why nothing below this section of a scenario can be set while it runs; empty: it can.
std::string whySectionStays(const std::string& path);

}  // namespace sim
