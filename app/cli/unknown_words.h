// Words on the command line that no command knows, answered with the nearest that one does.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace app {

// ": did you mean `run`?", or nothing.
std::string nearestCommand(const CLI::App& program, const std::string& word);

// Of words that no command knows: what is wrong with the first of them. `first`: the first word of
// the command line.
std::string problemOfStranger(const CLI::App& program, const std::string& first);

}  // namespace app
