// What a command knows of the world around it, handed in so that tests need no process: where to
// write, whether a person watches, and how a window is opened.
#pragma once

#include <filesystem>
#include <functional>
#include <istream>
#include <ostream>

namespace app {

// The contract's exit codes.
inline constexpr int exitGood = 0;
inline constexpr int exitNotMet = 1;        // expectations
inline constexpr int exitBadInput = 2;      // or usage
inline constexpr int exitMachineFault = 3;  // disk full, unreadable file

struct Console {
    std::ostream& out;           // reports
    std::ostream& err;           // progress and problems
    bool errIsTerminal = false;  // somebody may be watching a progress bar
    bool hasDisplay = false;
    // Replaces this process by the window; comes back, with an exit code, only if it could not.
    std::function<int(const std::filesystem::path&)> openWindow;
    std::istream* in = nullptr;         // standard input; null: there is none
    std::filesystem::path scenarios{};  // where the shipped ones lie; empty: nowhere
};

}  // namespace app
