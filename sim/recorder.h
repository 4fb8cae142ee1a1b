// Writes a run into a folder while it goes on. The disk is a thread's of its own, for which the
// engine never waits: frames are dropped while it is behind (they can be executed again), commands
// never. Death at any instant leaves a folder that opens, with what was committed until then.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/recording.h"
#include "sim/simulation.h"

namespace sim {

class Recorder {
  public:
    // Makes the folder, with all that is known before the run. An empty folder and one that holds a
    // recorded run are taken; any other that is there is left alone.
    Recorder(std::filesystem::path folder, RunSource source);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    // Why nothing is recorded, or no more; the run may go on. Empty: all is well.
    std::string problem() const;
    // The problem is of what was asked for, not of the machine.
    bool isMisused() const;

    // Where the stores of the run belong, for RunOptions::folder.
    std::filesystem::path storeFolder() const;

    // To be called after each advance, and at every multiple of frameTick: takes the frame, and the
    // commands that are new since the last call.
    void look(const Simulation& simulation);
    // Takes what the run ended with, whose timeline its report has, and waits for the disk.
    void finish(const Simulation& simulation, const std::vector<TimelineRow>& timeline);

  private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// Records a run that is over, or as far as it has come: without frames, which executing it again
// makes. Returns why it could not, or nothing. For the folder what the Recorder says holds.
std::string writeRecording(const std::filesystem::path& folder, const RunSource& source,
                           const std::vector<LoggedCommand>& commands, const RecordedEnd& end,
                           const std::vector<TimelineRow>& timeline,
                           const std::vector<Bookmark>& bookmarks);

}  // namespace sim
