#include "sim/store/sqlite_message.h"

#include <algorithm>
#include <optional>

#include "sim/store/authorizer.h"
#include "sim/store/sql_names.h"

namespace sim {

namespace {

// What stands between the two; nothing where the message is another.
std::optional<std::string> between(const std::string& message, std::string_view before,
                                   std::string_view after) {
    if (!message.starts_with(before) || !message.ends_with(after) ||
        message.size() < before.size() + after.size()) {
        return std::nullopt;
    }
    return message.substr(before.size(), message.size() - before.size() - after.size());
}

std::string noSuchColumn(const std::string& name, const ExpressionScope& scope) {
    const std::string textHint = "; a text stands in single quotes: '" + name + "'";
    if (scope.columns.empty()) {
        return backticked(name) + " is no bind, and " + scope.whyNoRow + textHint;
    }
    const std::string nearest = nearestSqlName(name, scope.columns);
    return "there is no column " + backticked(name) +
           (nearest.empty() ? "; there are " + listed(scope.columns) + textHint
                            : "; did you mean " + backticked(nearest) + "?");
}

std::string noSuchFunction(const std::string& name) {
    const std::string nearest = nearestSqlName(name, allowedFunctions());
    return "SQLite has no function " + name + "()" +
           (nearest.empty() ? "" : "; did you mean " + nearest + "()?");
}

}  // namespace

std::string inPlainWords(const std::string& sqliteMessage, const ExpressionScope& scope) {
    if (const auto column = between(sqliteMessage, "no such column: ", "")) {
        return noSuchColumn(*column, scope);
    }
    if (const auto function = between(sqliteMessage, "no such function: ", "")) {
        return noSuchFunction(*function);
    }
    if (const auto table = between(sqliteMessage, "no such table: ", "")) {
        return "it reaches a table " + backticked(*table) + "; an expression sees its own row only";
    }
    if (const auto near = between(sqliteMessage, "near \"", "\": syntax error")) {
        if (std::ranges::find(scope.columns, *near) != scope.columns.end()) {
            return backticked(*near) + " is a word of SQL: as a column it stands in double quotes";
        }
        return *near == ")" ? "it ends too early"
                            : "it is no SQL expression near " + backticked(*near);
    }
    if (sqliteMessage.starts_with("misuse of aggregate")) {
        return "with one value max() and min() want many rows, and an expression sees one";
    }
    if (sqliteMessage.starts_with("row value misused")) {
        return "it is several values, and one is wanted";
    }
    return "SQLite says: " + sqliteMessage;
}

}  // namespace sim
