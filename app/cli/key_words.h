// A key of the table in words, as `explain` and the manual say it.
#pragma once

#include <string>
#include <vector>

#include "models/io/key_table.h"

namespace app {

// "a whole number from 1 to 100,000, or `unlimited`"
std::string typeText(const models::Key& key);
// The words of a choice, or those that a key takes besides; with their parameters.
std::vector<std::string> wordsOf(const models::Key& key);
// As written; empty: it has none.
std::string defaultText(const models::Key& key);

}  // namespace app
