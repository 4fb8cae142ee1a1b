// SQLite's messages in the words of somebody who wrote one expression of a scenario.
#pragma once

#include <string>
#include <vector>

namespace sim {

// What an expression can see.
struct ExpressionScope {
    std::vector<std::string> columns;  // empty: binds only
    std::string whyNoRow;  // where there are no columns; a sentence without its full stop
};

// Without a full stop.
std::string inPlainWords(const std::string& sqliteMessage, const ExpressionScope& scope);

}  // namespace sim
