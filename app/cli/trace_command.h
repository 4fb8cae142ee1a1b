// `watertight trace`: where the time of a journey's requests, or of one request, went.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.h"

namespace app {

struct TraceArguments {
    std::string source;   // a scenario's file, or the folder of a recorded run
    std::string journey;  // empty: every one
    std::optional<std::int64_t> request;
    std::string without;  // a fault or rollout that does not happen; empty: all do
    std::string until;    // as written; empty: the run's end
    std::optional<std::uint64_t> seed;
    std::optional<int> threads;
    std::vector<std::string> edits;  // PATH=VALUE
    std::string variant;
    std::string format = "text";  // or json
    bool quiet = false;
};

int traceCommand(const TraceArguments& arguments, Console& console);

}  // namespace app
