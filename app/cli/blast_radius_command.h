// `watertight blast-radius`: kills every service in turn and says who was hurt each time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/cli/console.h"

namespace app {

struct BlastRadiusArguments {
    std::string file;
    std::optional<std::uint64_t> seed;
    std::string at;            // as written; empty: 50 s after the warm-up
    std::string lasts;         // as written; empty: 10 s
    std::optional<int> seeds;  // so many in a row; absent: one
    bool pairs = false;
    std::optional<int> threads;   // runs side by side; absent: as many as there are processors
    std::string format = "text";  // or json, csv
    bool quiet = false;
};

int blastRadiusCommand(const BlastRadiusArguments& arguments, Console& console);

}  // namespace app
