// The one edit that a problem proposes itself: the nearest known name in place of one that nobody
// knows.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "models/diagnostic.h"

namespace models {

struct QuickFix {
    std::string found, proposed;
    std::string text;  // with the one in place of the other there; all else byte for byte
};

// Absent where the problem proposes nothing, or would still be there. `name` and `folder` as in
// readScenario(), which read the text.
std::optional<QuickFix> quickFixOf(const Diagnostic& problem, const std::string& text,
                                   const std::string& name, const std::filesystem::path& folder);

}  // namespace models
