// Where the scenarios lie that ship with the program, for window and command line alike.
#pragma once

#include <filesystem>
#include <initializer_list>

namespace models {

// Beside the program, where it is installed, else in the source tree; empty: nowhere.
inline std::filesystem::path shippedFolder(const std::filesystem::path& programFolder,
                                           const std::filesystem::path& ofSources) {
    for (const std::filesystem::path& folder : {programFolder / "../share/watertight/scenarios",
                                                programFolder / "scenarios", ofSources}) {
        std::error_code ignored;
        if (std::filesystem::is_directory(folder, ignored)) {
            return folder.lexically_normal();
        }
    }
    return {};
}

}  // namespace models
