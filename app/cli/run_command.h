// `watertight run`: runs one scenario and prints its report; 0 whatever the verdicts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.h"

namespace app {

struct RunArguments {
    std::string file;
    std::optional<std::uint64_t> seed;
    std::string duration;  // as written; empty: the scenario's
    std::optional<int> threads;
    std::string store = "memory";    // or file
    std::vector<std::string> edits;  // PATH=VALUE
    std::string variant;
    std::string out;              // a folder; empty: nothing stays on disk
    std::string format = "text";  // or json
    bool quiet = false;
};

int runCommand(const RunArguments& arguments, Console& console);

}  // namespace app
