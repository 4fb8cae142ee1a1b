// A command as a function: arguments and input in, an exit code and output out. Nothing here starts
// a process.
#pragma once

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "app/cli/command_line.h"

namespace tests {

struct Outcome {
    int exitCode = 0;
    std::string out;
    std::string err;
    std::filesystem::path opened;
};

enum class Display { Absent, Present };

// `input` is what stands on standard input.
inline Outcome watertight(const std::vector<std::string>& arguments,
                          Display display = Display::Absent, const std::string& input = {}) {
    std::vector<const char*> argv = {"watertight"};
    for (const std::string& argument : arguments) {
        argv.push_back(argument.c_str());
    }
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    Outcome outcome;
    app::Console console{.out = out,
                         .err = err,
                         .errIsTerminal = false,
                         .hasDisplay = display == Display::Present,
                         .openWindow =
                             [&outcome](const std::filesystem::path& file) {
                                 outcome.opened = file;
                                 return app::exitGood;
                             },
                         .in = &in,
                         .scenarios = SOURCE_DIR "/scenarios"};
    outcome.exitCode = app::runCommandLine(static_cast<int>(argv.size()), argv.data(), console);
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
}

}  // namespace tests
