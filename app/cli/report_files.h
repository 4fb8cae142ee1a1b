// What a run leaves on disk, and what it does not.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace app {

// Of a run that is not recorded and whose stores need files: a folder that is removed with this
// object.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    const std::string& problem() const { return m_problem; }  // empty: none

  private:
    std::filesystem::path m_path;
    std::string m_problem;
};

// The file has the whole text afterwards, or what it had before. Returns the problem, or nothing.
std::string writeWhole(const std::filesystem::path& file, std::string_view text);

}  // namespace app
