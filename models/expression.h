// A piece of SQL that a scenario holds.
#pragma once

#include <string>

#include "models/diagnostic.h"

namespace models {

// A piece of SQL as written: an expression over binds (`:viewer`), or over a row and binds.
struct Expression {
    std::string sql;
    Place place;
    bool operator==(const Expression& other) const { return sql == other.sql; }
};

}  // namespace models
