// A piece of SQL that a stranger wrote, before SQLite sees it: one complete expression or one
// column declaration, which cannot break out of its place in the statement around it. What it may
// do there is the authorizer's affair.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/store/sql_names.h"

namespace sim {

struct SqlFragment {
    std::string sql;                // each `:name` replaced by `?`
    std::vector<BindSource> binds;  // one for each `?`, in order
    std::string problem;            // a sentence without its full stop; empty: none
};

// Quotes closed, parentheses balanced, no comma, semicolon or comment outside them, known binds
// only.
SqlFragment readExpression(std::string_view text, const BindNames& names);

// The same for what follows a column's name in CREATE TABLE, where nothing can be bound. Refuses
// what reaches beyond the column: another key, foreign keys, and conflict clauses, which would undo
// other steps' work.
std::string declarationProblem(std::string_view text);

// What stands in parentheses after DEFAULT: SQLite asks the authorizer about a declaration's other
// functions, but never about these.
std::vector<std::string> defaultExpressions(std::string_view declaration);

}  // namespace sim
