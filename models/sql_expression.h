// What can be said about a piece of SQL without SQLite: which binds and columns it names, and
// whether it uses what no expression may (subqueries, clock, chance). SQLite's own compiler has the
// last word.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "models/diagnostic.h"

namespace models {

struct SqlNames {
    std::set<std::string> binds;    // without the colon
    std::set<std::string> columns;  // lower case; what else is a word must be SQL's
};

struct SqlProblem {
    DiagnosticKind kind = DiagnosticKind::BadExpression;
    std::string message;
};

std::optional<SqlProblem> findSqlProblem(std::string_view sql, const SqlNames& names);

}  // namespace models
