#include "sim/store/authorizer.h"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "sim/store/sql_names.h"

namespace sim {

namespace {

using Names = std::vector<std::string>;

bool contains(const Names& names, const std::string& wanted) {
    return std::ranges::any_of(
        names, [&wanted](const std::string& name) { return isSameSqlName(name, wanted); });
}

bool isSchemaTable(const std::string& table) {
    return table == "sqlite_master" || table == "sqlite_schema";
}

struct Refused {
    Names functions;
    std::string reason;
};

// The refused ones that deserve a reason of their own.
const std::vector<Refused>& refusedFunctions() {
    static const std::vector<Refused> refused{
        {{"random", "randomblob"},
         "would make the run irreproducible; chance belongs to `choose`, `fail` and distributions"},
        {{"date", "time", "datetime", "julianday", "strftime", "unixepoch", "timediff",
          "current_timestamp", "current_time", "current_date"},
         "can read this machine's clock, which would make the run irreproducible; simulated "
         "seconds are `:now`"},
        {{"changes", "total_changes", "last_insert_rowid"},
         "depends on what ran before, not on the row"},
        {{"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"},
         "reaches outside the store"},
        {{"exp",  "ln",    "log",   "log10", "log2", "pow",     "power",  "sin",
          "cos",  "tan",   "asin",  "acos",  "atan", "atan2",   "sinh",   "cosh",
          "tanh", "asinh", "acosh", "atanh", "pi",   "radians", "degrees"},
         "differs in its last digit between machines, which would make the run irreproducible"},
        {{"count", "sum", "total", "avg", "group_concat", "json_group_array", "json_group_object"},
         "wants many rows, and an expression sees one"},
    };
    return refused;
}

}  // namespace

const Names& allowedFunctions() {
    // None of them calls the maths library, whose last digit differs between machines.
    static const Names allowed{"abs",         "char",         "coalesce",
                               "format",      "glob",         "hex",
                               "ifnull",      "iif",          "instr",
                               "length",      "like",         "likelihood",
                               "likely",      "lower",        "ltrim",
                               "max",         "min",          "nullif",
                               "printf",      "quote",        "replace",
                               "round",       "rtrim",        "sign",
                               "substr",      "substring",    "trim",
                               "typeof",      "unicode",      "unlikely",
                               "upper",       "zeroblob",     "ceil",
                               "ceiling",     "floor",        "trunc",
                               "mod",         "sqrt",         "json",
                               "json_array",  "json_extract", "json_insert",
                               "json_object", "json_patch",   "json_quote",
                               "json_remove", "json_replace", "json_set",
                               "json_type",   "json_valid",   "json_array_length",
                               "->",          "->>"};
    return allowed;
}

std::string refusalOfFunction(const std::string& name) {
    if (contains(allowedFunctions(), name)) {
        return {};
    }
    for (const Refused& refused : refusedFunctions()) {
        if (contains(refused.functions, name)) {
            return name + "() " + refused.reason;
        }
    }
    return name + "() is not among the functions that a scenario may use";
}

Authorizer::Authorizer(sqlite3* connection, Permissions permissions)
    : m_connection(connection), m_permissions(std::move(permissions)) {
    sqlite3_set_authorizer(m_connection, &Authorizer::judge, this);
}

Authorizer::~Authorizer() {
    sqlite3_set_authorizer(m_connection, nullptr, nullptr);
}

int Authorizer::judge(void* self, int action, const char* first, const char* second, const char*,
                      const char*) {
    auto& authorizer = *static_cast<Authorizer*>(self);
    std::string refusal = authorizer.refusalOf(action, first == nullptr ? "" : first,
                                               second == nullptr ? "" : second);
    if (refusal.empty()) {
        return SQLITE_OK;
    }
    if (authorizer.m_refusal.empty()) {
        authorizer.m_refusal = std::move(refusal);
    }
    return SQLITE_DENY;
}

std::string Authorizer::refusalOf(int action, const std::string& first, const std::string& second) {
    switch (action) {
        case SQLITE_SELECT:
            return --m_permissions.selects >= 0
                       ? ""
                       : "a subquery is not allowed; an expression sees its row and the binds";
        case SQLITE_FUNCTION:
            return m_permissions.countsRows && second == "count" ? "" : refusalOfFunction(second);
        case SQLITE_READ:
            return refusalOfTable(first, false);
        case SQLITE_INSERT:
        case SQLITE_UPDATE:
        case SQLITE_DELETE:
            return refusalOfTable(first, true);
        case SQLITE_CREATE_TABLE:
            return refusalOfCreation(first);
        case SQLITE_CREATE_INDEX:  // that of a key or of UNIQUE
            return refusalOfCreation(second);
        default:
            return "only an expression over the row and the binds is allowed";
    }
}

std::string Authorizer::refusalOfCreation(const std::string& table) const {
    return m_permissions.access == Permissions::Access::Create &&
                   isSameSqlName(table, m_permissions.table)
               ? ""
               : "it creates something else than its table";
}

std::string Authorizer::refusalOfTable(const std::string& table, bool isChanged) const {
    using Access = Permissions::Access;
    if (m_permissions.access == Access::Create && isSchemaTable(table)) {
        return {};
    }
    if (m_permissions.access == Access::None || !isSameSqlName(table, m_permissions.table)) {
        return "it reaches the table `" + table + "`, which is not the step's";
    }
    return isChanged && m_permissions.access == Access::Read ? "it changes `" + table + "`"
                                                             : std::string();
}

}  // namespace sim
