// `watertight import`: a scenario from another tool's file. A format more is a function more.
#pragma once

#include <string>

#include "app/cli/console.h"

namespace app {

struct ImportArguments {
    std::string file;  // - is standard input
    std::string out;   // empty: standard output
    std::string compute = "exp(1 ms)";
    std::string rate = "100/s";
};

int importIsotopeCommand(const ImportArguments& arguments, Console& console);

}  // namespace app
