// Durations as Go writes them: `10ms`, `1m30s`, `0`.
#pragma once

#include <string_view>

#include "models/io/value_text.h"

namespace models {

// Exactly, and never negative.
Parsed<Duration> parseGoDuration(std::string_view text);

}  // namespace models
