// A run on disk: the folder that a Recorder leaves, and what it takes to execute the run again.
// ARCHITECTURE.md, "A recorded run", says what stands in which file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "models/io/scenario_reader.h"
#include "models/scenario.h"
#include "sim/command.h"
#include "sim/frame.h"
#include "sim/run_options.h"
#include "sim/snapshot.h"

namespace sim {

// Of the folder and all in it. What a later program writes has a higher number.
inline constexpr int recordingFormat = 1;

// What is known of a run before it begins: all that it takes to execute it.
struct RunSource {
    models::Scenario scenario;           // its seed is the run's
    std::string text;                    // the scenario's, with all edits
    std::filesystem::path folder;        // of its data files
    std::vector<std::string> dataFiles;  // as the text names them
    bool playsFaults = true;             // from the start; else a PlayFaults does
    StoreKind stores = StoreKind::Memory;
    std::string program;  // the version that runs it
};

// The text with the run's seed, and with the scenario's name where only its file's gave it one.
models::TextEdit textAsRun(const RunSource& source);

// The last that was recorded of a run.
struct RecordedEnd {
    Instant at{};
    std::uint64_t fingerprint = 0;
    std::int64_t events = 0;
    std::string stopped;       // why it ended before its time; empty: it did not
    std::string machineFault;  // what cannot be executed again; empty: nothing
    std::int64_t framesDropped = 0;
    bool operator==(const RecordedEnd&) const = default;
};

// A moment that the user marked, and why. Nothing of the run itself.
struct Bookmark {
    Instant at{};
    std::string note;
    bool operator==(const Bookmark&) const = default;
};

struct Recording {
    RunSource source;                    // its folder is the run's
    std::vector<std::string> processes;  // of its frames
    std::vector<LoggedCommand> commands;
    std::vector<TimelineRow> timeline;  // empty where there is no end
    std::vector<Bookmark> bookmarks;    // in order of time
    // Absent: the recording was cut off, by a full disk or by the program's death.
    std::optional<RecordedEnd> end;
    std::optional<Instant> lastFrame;

    // The last instant that something is known of.
    Instant knownUntil() const;
};

struct RecordingReading {
    std::optional<Recording> recording;  // absent: the problem says why
    std::string problem;
    bool isUnreadable = false;  // by a fault of the machine; else it is no run, or a damaged one
};

RecordingReading readRecording(const std::filesystem::path& folder);

// The frames of [from, until), in order of time. `problem`: what is wrong with the rest.
struct FramesReading {
    std::vector<Frame> frames;
    std::string problem;
};
FramesReading readFrames(const Recording& recording, Instant from, Instant until);

}  // namespace sim
