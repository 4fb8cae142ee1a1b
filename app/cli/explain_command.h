// `watertight explain`: what a key of the language, a kind of value or a word of the reports means.
#pragma once

#include <string>

#include "app/cli/console.h"

namespace app {

// Without a word: the sections, and what else can be asked for. `retry.budget` and
// `services.user.inbox` narrow a key down. A word that nothing knows: the nearest, exit code 2.
int explainCommand(const std::string& word, Console& console);

}  // namespace app
