// `watertight validate`: every problem and warning of a scenario; runs nothing.
#pragma once

#include <string>

#include "app/cli/console.h"

namespace app {

int validateCommand(const std::string& file, Console& console);

}  // namespace app
