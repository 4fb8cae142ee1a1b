// Frames as few bytes: differences from the frame before, as numbers of variable length, column by
// column, which qCompress then makes about half as long. Fingerprints stay as they are.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/frame.h"

namespace sim {

// All frames have equally many processes.
std::string packed(const std::vector<Frame>& frames);

// Absent: these bytes are no frames of so many processes.
std::optional<std::vector<Frame>> unpacked(std::string_view bytes, std::size_t processes);

}  // namespace sim
