// `watertight selfcheck`: simulated beside exact, on the user's own machine; 1 where they differ.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.h"
#include "sim/self_check.h"

namespace app {

struct SelfCheckArguments {
    std::optional<int> threads;   // runs side by side; absent: as many as there are processors
    std::string format = "text";  // or json
    bool quiet = false;
};

int selfCheckCommand(const SelfCheckArguments& arguments,
                     const std::vector<sim::ClosedFormCase>& cases, Console& console);

}  // namespace app
