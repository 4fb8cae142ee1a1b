// What lies where in the folder of a recorded run, and the files in it that are no database.
#pragma once

#include <filesystem>
#include <string>

#include "sim/recording.h"

namespace sim {

// What went wrong. `isMisused`: what was asked for cannot be, whatever the machine.
struct FolderProblem {
    std::string message;  // empty: nothing
    bool isMisused = false;
};

std::filesystem::path scenarioFile(const std::filesystem::path& folder);
std::filesystem::path databaseFile(const std::filesystem::path& folder);
// The database while it is made: it gets its name when the folder is complete.
std::filesystem::path newDatabaseFile(const std::filesystem::path& folder);
std::filesystem::path storesFolder(const std::filesystem::path& folder);

// A database of ours, by the mark in its first bytes.
bool isRunDatabase(const std::filesystem::path& file);

// Why this cannot be recorded in any folder.
FolderProblem problemOfSource(const RunSource& source);

// Makes the folder where there is none. One that holds something else than a run is refused.
FolderProblem takeFolder(const std::filesystem::path& folder);

// Removes what a recorded run left there. To be called when the new database is there, by which the
// folder is known as ours meanwhile.
FolderProblem removeRun(const std::filesystem::path& folder);

// Writes the scenario and the data files that it names, so that reading it there gives the same.
FolderProblem writeScenario(const std::filesystem::path& folder, const RunSource& source);

}  // namespace sim
