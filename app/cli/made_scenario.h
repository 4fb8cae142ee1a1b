// What the commands that make a scenario share: a text in, a scenario's text out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "app/cli/console.h"
#include "models/diagnostic.h"

namespace app {

struct SourceText {
    std::optional<std::string> text;  // absent: the problem was written to console.err
    std::string name;                 // what diagnostics call it
    int exitCode = exitGood;          // to end with when the text is absent
};

// `-` is standard input.
SourceText readSourceText(const std::string& file, std::size_t bytesMax, Console& console);

// Prints what was found on the way. A scenario without errors goes to the file `out`, or to
// console.out where that is empty. Returns the exit code.
int handOver(const std::string& scenario, const models::Diagnostics& diagnostics,
             const std::string& out, Console& console);

}  // namespace app
