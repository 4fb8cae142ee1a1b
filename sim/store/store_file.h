// Where the file of a service's store stands.
#pragma once

#include <filesystem>
#include <string>

namespace sim {

// Where a service's store is kept. Others may read it there, as of the last commit.
std::filesystem::path storeFile(const std::filesystem::path& folder, const std::string& service);

// Makes room for a new file; says why it cannot, or nothing.
std::string makeRoom(const std::filesystem::path& folder, const std::filesystem::path& file);

// A name that stays in its folder, whatever wrote the scenario.
bool isFileName(const std::string& name);

}  // namespace sim
