// `watertight compare`: two scenarios, or two forms of one, with the same seeds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.h"

namespace app {

struct CompareArguments {
    std::string first;
    std::string second;  // empty: the first, as `variant` and `edits` have it
    std::string variant;
    std::vector<std::string> edits;  // PATH=VALUE
    std::optional<std::uint64_t> seed;
    std::optional<int> seeds;     // so many in a row; absent: one
    std::optional<int> threads;   // seeds side by side; absent: as many as there are processors
    std::string format = "text";  // or json
    bool quiet = false;
};

int compareCommand(const CompareArguments& arguments, Console& console);

}  // namespace app
