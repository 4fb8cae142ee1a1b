// Files that a scenario names. They lie in its own folder, links followed, and are small.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "models/io/value_text.h"

namespace models {

inline constexpr std::uint64_t dataBytesMax = 64u << 20;  // of all data files of one scenario

// All bytes of a file that has at most so many; a larger one is refused before it is read.
Parsed<std::string> readWholeFile(const std::filesystem::path& file, std::uint64_t bytesMax);

// A duration a line, with an optional weight after a comma. Blank lines and lines that begin with #
// do not count. `bytesRead` grows by what was read and is bounded by `dataBytesMax`.
Parsed<Empirical> loadEmpirical(const std::filesystem::path& folder, std::string_view name,
                                std::uint64_t& bytesRead);

// A number of seconds a line, from 0, in any order; they come sorted. Lines count as above.
Parsed<TraceArrivals> loadTrace(const std::filesystem::path& folder, std::string_view name,
                                std::uint64_t& bytesRead);

}  // namespace models
