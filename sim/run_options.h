// How a scenario is to be run, where that is not the scenario's own affair. Nothing here but the
// seed and the duration can change a fingerprint.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "models/units.h"
#include "sim/command.h"

namespace sim {

enum class StoreKind { Memory, File };

// Automatic: where the network has a floor and several threads may work, each moment as was
// measured to be faster: in windows on threads, or sequentially; else sequential. The others are
// for tests.
enum class SchedulerKind { Automatic, Sequential, Windowed };

// How Automatic goes from one thread to several and back. InTurn, for tests: all the time.
enum class ThreadRule { Measured, InTurn };

// What a run was told, and how far it is executed with that.
struct PastOfRun {
    std::vector<LoggedCommand> commands;
    Instant until{};
    bool playsFaults = false;  // the scenario's own from its start, without being told
};

struct RunOptions {
    std::optional<std::uint64_t> seed;         // absent: the scenario's
    std::optional<models::Duration> duration;  // absent: the scenario's
    int threads = 0;                           // at most so many; 0: the engine chooses
    ThreadRule threadRule = ThreadRule::Measured;
    SchedulerKind scheduler = SchedulerKind::Automatic;
    StoreKind stores = StoreKind::Memory;
    std::filesystem::path folder;  // of the stores' files, for StoreKind::File
    bool playFaults = true;        // the scenario's own; the window plays them on request
    bool observe = false;          // keep samples and chart points, for a window
    // What nearly every request does is done in one piece; false, for tests: every question is
    // asked of every request.
    bool takesShortcuts = true;
    PastOfRun past;  // of a LiveRun, executed before its first picture
};

}  // namespace sim
