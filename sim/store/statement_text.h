// Store steps and tables as SQL text. What strangers wrote in them stands in parentheses, each
// `:name` is a `?`, and every problem that SQLite need not be asked about is found here.
#pragma once

#include <string>
#include <vector>

#include "models/scenario.h"
#include "sim/store/authorizer.h"
#include "sim/store/sql_names.h"

namespace sim {

struct SqlProblem {
    models::Place place;
    std::string message;  // a sentence without its full stop
};

struct StatementText {
    std::string sql;
    std::vector<BindSource> binds;  // one for each `?`, in order
    Permissions permissions;        // what the statement itself needs
    std::vector<SqlProblem> problems;
};

// A read gives one row with the number of rows found; the others change rows.
StatementText storeStatement(const models::StoreStep& step, const models::Table& table,
                             const BindNames& names);

// `when:`: one row with 1 or 0, NULL being 0.
StatementText conditionStatement(const models::Expression& condition, const BindNames& names);

StatementText tableStatement(const models::Table& table);

// To be compiled only: the defaults of the columns that call functions.
std::vector<StatementText> defaultStatements(const models::Table& table);

// The row of defaults that each of the members 1 to `rows` has from the start.
std::string defaultRowsStatement(const models::Table& table, std::int64_t rows);

// For messages; the beginning of a long one.
std::string shown(const models::Expression& expression);

// The columns of a table as its expressions see them, key first.
std::vector<std::string> columnNames(const models::Table& table);

}  // namespace sim
