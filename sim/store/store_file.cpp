#include "sim/store/store_file.h"

#include <system_error>

namespace sim {

std::filesystem::path storeFile(const std::filesystem::path& folder, const std::string& service) {
    return folder / (service + ".sqlite");
}

std::string makeRoom(const std::filesystem::path& folder, const std::filesystem::path& file) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        return "the folder " + folder.string() + " cannot be made: " + error.message();
    }
    const std::filesystem::file_status status = std::filesystem::symlink_status(file, error);
    if (std::filesystem::is_directory(status)) {
        return file.string() + " is a folder, and its file belongs there";
    }
    std::filesystem::remove(file, error);
    if (error) {
        return file.string() + " cannot be replaced: " + error.message();
    }
    return {};
}

bool isFileName(const std::string& name) {
    return !name.empty() && name.front() != '.' && name.find_first_of("/\\") == std::string::npos &&
           name.find('\0') == std::string::npos;
}

}  // namespace sim
