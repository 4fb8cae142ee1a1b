// `watertight replay`: executes a recorded run again and says whether it is the same.
#pragma once

#include <optional>
#include <string>

#include "app/cli/console.h"
#include "models/io/value_text.h"
#include "sim/recording.h"

namespace app {

struct ReplayArguments {
    std::string run;              // a folder
    std::string until;            // as written; empty: all that is known
    std::string format = "text";  // or json
    std::optional<int> threads;
    bool quiet = false;
};

// 0: the same; 1: not.
int replayCommand(const ReplayArguments& arguments, Console& console);

// Writes to console.err why there is none; `exitCode` is then to end with.
struct RecordingSource {
    std::optional<sim::Recording> recording;
    int exitCode = exitGood;
};
RecordingSource openRecording(const std::string& folder, Console& console);

}  // namespace app
