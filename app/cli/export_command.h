// `watertight export`: what was done to a recorded run, and what the language is, as something that
// others can read.
#pragma once

#include <string>

#include "app/cli/console.h"

namespace app {

struct ExportArguments {
    std::string run;  // a folder
    std::string out;  // a file; empty: standard output
};

// `export scenario`: the scenario with the run's commands for its faults and rollouts. It is run
// before it is handed over, and is the same run, or nothing is.
int exportScenarioCommand(const ExportArguments& arguments, Console& console);

// `export schema`, `export manual`: what the language is, for editors and for people.
int exportSchemaCommand(const std::string& out, Console& console);
int exportManualCommand(const std::string& out, Console& console);

}  // namespace app
