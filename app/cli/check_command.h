// `watertight check`: runs scenarios and judges them, for people and for builds.
#pragma once

#include <string>
#include <vector>

#include "app/cli/console.h"

namespace app {

struct CheckArguments {
    std::vector<std::string> files;
    bool quiet = false;
};

// The worst of its files decides: a fault of the machine, then bad input, then what does not hold.
int checkCommand(const CheckArguments& arguments, Console& console);

}  // namespace app
