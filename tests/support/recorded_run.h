// Runs that are recorded: what they are made of, and commands at random instants.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "models/scenario.h"
#include "sim/recorder.h"
#include "sim/simulation.h"

namespace tests {

enum class Plays { OwnFaults, Nothing };

// Of a scenario's text; data files that it names are looked up in `folder`. Ends the test program
// where it has errors.
sim::RunSource sourceOf(const std::string& text, const std::filesystem::path& folder = {},
                        Plays plays = Plays::OwnFaults);

// Runs to the end with these commands at their instants, and records that in `folder` where that is
// not empty. `folder` is left as it is where recording is not possible.
sim::Simulation drive(const sim::RunSource& source, const std::vector<sim::LoggedCommand>& commands,
                      const std::filesystem::path& folder = {}, sim::RunOptions options = {});

// Of every kind, in order of time, upon what the scenario has; a function of the seed.
std::vector<sim::LoggedCommand> randomCommands(const models::Scenario& scenario,
                                               std::uint64_t seed);

}  // namespace tests
