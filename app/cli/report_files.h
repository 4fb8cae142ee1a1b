// What a run leaves on disk, and what it does not.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace app {

// The folder of a run: that of `--out`, made where it is not there and kept; otherwise, where
// stores need files, a temporary one that is removed with this object.
class RunFolder {
  public:
    enum class Use { None, Stores };

    RunFolder(const std::filesystem::path& out, Use use);
    ~RunFolder();
    RunFolder(const RunFolder&) = delete;
    RunFolder& operator=(const RunFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    const std::string& problem() const { return m_problem; }  // empty: none

  private:
    std::filesystem::path m_path;
    std::string m_problem;
    bool m_isTemporary = false;
};

// The file has the whole text afterwards, or what it had before. Returns the problem, or nothing.
std::string writeWhole(const std::filesystem::path& file, std::string_view text);

}  // namespace app
