// `watertight sketch`: a complete, commented scenario from a few lines.
#pragma once

#include <string>

#include "app/cli/console.h"

namespace app {

struct SketchArguments {
    std::string file;  // - is standard input
    std::string out;   // empty: standard output
};

int sketchCommand(const SketchArguments& arguments, Console& console);

}  // namespace app
