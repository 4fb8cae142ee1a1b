// Small questions about text and names that every reader asks.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace models {

// Where the first byte stands that no text has: bad UTF-8, NUL, other control characters.
std::optional<std::size_t> findNonText(std::string_view text);

std::string tooLargeMessage(std::size_t bytes, std::size_t bytesMax);

// The candidate with the fewest edits (insert, delete, replace, swap neighbours), where they are
// few enough for a slip of the pen; empty where none is near.
std::string_view nearestName(std::string_view wanted, std::span<const std::string_view> candidates);

// ": did you mean `user`?", or nothing.
std::string didYouMean(std::string_view wanted, std::span<const std::string_view> candidates);

// Text as a message quotes it: in back-ticks, shortened where it is long.
std::string quote(std::string_view text);

// Text as YAML takes it anywhere: in double quotes, on one line.
std::string doubleQuoted(std::string_view text);

// `a`, `b` or `c`
std::string alternatives(std::span<const std::string_view> words);

// A help line as a sentence: it begins with a capital and ends with a point.
std::string sentence(std::string_view line);

std::string_view trimmed(std::string_view text);

// The parts between `separator`; an empty text has none.
std::vector<std::string_view> split(std::string_view text, char separator);

// Letters, digits, `-` and `_`, and not empty.
bool isName(std::string_view text);

// Names with points between them: `v2`, `1.10`.
bool isVersionName(std::string_view text);

// A name as SQL has it: `-` is `_`, and case does not count.
std::string sqlName(std::string_view name);

}  // namespace models
