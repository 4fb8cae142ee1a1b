// The entries of a scenario's `faults` or `rollouts`, written back into its text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/io/scenario_reader.h"

namespace models {

// Whether the list's own entries go away, or those to write come behind them.
enum class OwnEntries { Replaced, Kept };

// The text with these entries, each on one line, in the list at the top-level key, which is added
// where there is none; the rest of it stays byte for byte. A diagnostic: the text has no place for
// them.
TextEdit withEntries(std::string text, const std::string& name, std::string_view key,
                     const std::vector<std::string>& entries, OwnEntries own);

// The text without the list's entry at that place, and without the list where it was the only one;
// the rest of it stays byte for byte, but for the comment behind the entry.
TextEdit withoutEntry(std::string text, const std::string& name, std::string_view key,
                      std::size_t place);

}  // namespace models
