// Parameters that are set at random instants of a run.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/command.h"
#include "sim/recording.h"

namespace tests {

// The commands, and among them several that set a parameter of a service or of a step; all in order
// of time, each set to what those before it made. A function of the seed.
std::vector<sim::LoggedCommand> withRandomSets(const sim::RunSource& source,
                                               std::vector<sim::LoggedCommand> commands,
                                               std::uint64_t seed);

}  // namespace tests
