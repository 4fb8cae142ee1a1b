// The command line as the contract has it: parses, then dispatches to one command.
#pragma once

#include "app/cli/console.h"

namespace app {

// Returns the exit code.
int runCommandLine(int argc, const char* const* argv, Console& console);

}  // namespace app
