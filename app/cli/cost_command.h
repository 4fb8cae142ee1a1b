// `watertight cost`: what one fault cost, request by request.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.h"

namespace app {

struct CostArguments {
    std::string file;
    std::string fault;  // or rollout, by its name
    std::optional<std::uint64_t> seed;
    std::optional<int> threads;
    std::vector<std::string> edits;  // PATH=VALUE
    std::string variant;
    std::string format = "text";  // or json
    bool quiet = false;
};

int costCommand(const CostArguments& arguments, Console& console);

}  // namespace app
