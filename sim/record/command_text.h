// A command as one line of YAML, in the words of the language: a fault and a rollout as an entry of
// a scenario's lists has them, and for what a scenario cannot say the words `lift`, `halt`,
// `roll-back`, `play`, `set` and `unset` (ARCHITECTURE.md, "A recorded run").
#pragma once

#include <optional>
#include <string>

#include "models/scenario.h"
#include "sim/command.h"
#include "sim/parameters.h"

namespace sim {

std::string commandText(const LoggedCommand& command);

struct CommandReading {
    std::optional<LoggedCommand> command;  // absent: the problem says why
    std::string problem;
};

// Judged as an entry of the scenario is, with what was set by the commands before it.
CommandReading readCommand(const std::string& text, const Parameters& parameters);

}  // namespace sim
