#include "sim/store/invariant_database.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "sim/store/authorizer.h"
#include "sim/store/sql_names.h"
#include "sim/store/statement_text.h"

namespace sim {

namespace {

constexpr int rowsShownAtMost = 5;
constexpr std::size_t bytesShownAtMost = 300;

bool isWordCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
           (static_cast<unsigned char>(c) & 0x80U) != 0;
}

// The end of what begins at `at` and is no part of a name: text in quotes, or a comment; `at`
// itself where nothing such begins.
std::size_t endOfTextOrComment(std::string_view sql, std::size_t at) {
    const auto after = [&](std::string_view end) {
        const std::size_t found = sql.find(end, at + end.size());
        return found == std::string_view::npos ? sql.size() : found + end.size();
    };
    if (sql[at] == '\'') {
        return after("'");
    }
    if (sql.substr(at, 2) == "--") {
        const std::size_t found = sql.find('\n', at);
        return found == std::string_view::npos ? sql.size() : found;
    }
    return sql.substr(at, 2) == "/*" ? after("*/") : at;
}

// What stands before each `.`, as far as it is a name.
std::vector<std::string> schemasIn(std::string_view sql) {
    std::vector<std::string> names;
    std::string last;
    for (std::size_t at = 0; at < sql.size();) {
        if (const std::size_t end = endOfTextOrComment(sql, at); end != at) {
            at = end;
            last.clear();
            continue;
        }
        const char c = sql[at];
        const std::string_view closing = c == '"' ? "\"" : c == '`' ? "`" : c == '[' ? "]" : "";
        if (!closing.empty()) {
            const std::size_t end = std::min(sql.find(closing, at + 1), sql.size());
            last = sql.substr(at + 1, end - at - 1);
            at = end + 1;
        } else if (isWordCharacter(c)) {
            const std::size_t begin = at;
            while (at < sql.size() && isWordCharacter(sql[at])) {
                ++at;
            }
            last = sql.substr(begin, at - begin);
        } else {
            if (c == '.' && !last.empty()) {
                names.push_back(last);
            }
            if (std::isspace(static_cast<unsigned char>(c)) == 0) {
                last.clear();
            }
            ++at;
        }
    }
    return names;
}

bool isAggregate(const std::string& function) {
    static constexpr std::array aggregates = {"count", "sum", "total",       "avg",
                                              "min",   "max", "group_concat"};
    return std::ranges::any_of(aggregates,
                               [&](const char* each) { return isSameSqlName(each, function); });
}

struct Judge {
    std::string refusal;

    static int judge(void* self, int action, const char*, const char* second, const char*,
                     const char*) {
        std::string& refusal = static_cast<Judge*>(self)->refusal;
        const std::string name = second == nullptr ? "" : second;
        switch (action) {
            case SQLITE_SELECT:
            case SQLITE_READ:
            case SQLITE_RECURSIVE:
                return SQLITE_OK;
            case SQLITE_FUNCTION:
                if (isAggregate(name)) {
                    return SQLITE_OK;
                }
                if (refusal.empty()) {
                    refusal = refusalOfFunction(name);
                }
                return refusal.empty() ? SQLITE_OK : SQLITE_DENY;
            default:
                if (refusal.empty()) {
                    refusal = "an invariant only reads: it is one SELECT";
                }
                return SQLITE_DENY;
        }
    }
};

// Compiled under the authorizer, ended with its scope.
class Question {
  public:
    Question(sqlite3* connection, const std::string& sql) {
        Judge judge;
        sqlite3_set_authorizer(connection, &Judge::judge, &judge);
        const char* tail = nullptr;
        const int code = sqlite3_prepare_v2(connection, sql.data(), static_cast<int>(sql.size()),
                                            &m_statement, &tail);
        sqlite3_set_authorizer(connection, nullptr, nullptr);
        if (code != SQLITE_OK) {
            m_problem = judge.refusal.empty() ? sqlite3_errmsg(connection) : judge.refusal;
        } else if (m_statement == nullptr) {
            m_problem = "there is no SELECT";
        } else if (sqlite3_column_count(m_statement) == 0 ||
                   sqlite3_stmt_readonly(m_statement) == 0 ||
                   sqlite3_stmt_isexplain(m_statement) != 0) {
            m_problem = "an invariant only reads: it is one SELECT";  // VACUUM asks no authorizer
        } else if (!std::all_of(tail, sql.data() + sql.size(), [](char c) {
                       return std::isspace(static_cast<unsigned char>(c)) != 0 || c == ';';
                   })) {
            m_problem = "an invariant is one SELECT";
        } else if (sqlite3_bind_parameter_count(m_statement) > 0) {
            m_problem = "there is no request here whose " +
                        std::string(sqlite3_bind_parameter_name(m_statement, 1) == nullptr
                                        ? "?"
                                        : sqlite3_bind_parameter_name(m_statement, 1)) +
                        " could be meant";
        }
    }
    ~Question() { sqlite3_finalize(m_statement); }
    Question(const Question&) = delete;
    Question& operator=(const Question&) = delete;

    const std::string& problem() const { return m_problem; }
    bool step() { return (m_code = sqlite3_step(m_statement)) == SQLITE_ROW; }
    int code() const { return m_code; }
    int columns() const { return sqlite3_column_count(m_statement); }
    bool isNumber(int column) const {
        const int type = sqlite3_column_type(m_statement, column);
        return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
    }
    double number(int column) const { return sqlite3_column_double(m_statement, column); }
    // `request 17, status paid`
    std::string row() const {
        std::string text;
        for (int i = 0; i < columns(); ++i) {
            const unsigned char* value = sqlite3_column_text(m_statement, i);
            text += (i > 0 ? ", " : "") + std::string(sqlite3_column_name(m_statement, i)) + ' ' +
                    (value == nullptr ? "NULL" : reinterpret_cast<const char*>(value));
        }
        return text;
    }

  private:
    sqlite3_stmt* m_statement = nullptr;
    std::string m_problem;
    int m_code = SQLITE_OK;
};

}  // namespace

std::vector<std::size_t> storesNamedIn(std::string_view sql,
                                       const std::vector<models::Service>& services) {
    const std::vector<std::string> schemas = schemasIn(sql);
    std::vector<std::size_t> named;
    for (std::size_t i = 0; i < services.size(); ++i) {
        const std::string schema = sqlName(services[i].name);
        if (services[i].store && std::ranges::any_of(schemas, [&](const std::string& each) {
                return isSameSqlName(each, schema);
            })) {
            named.push_back(i);
        }
    }
    return named;
}

InvariantDatabase::InvariantDatabase(const std::vector<const models::Service*>& services) {
    if (sqlite3_open(":memory:", &m_connection) != SQLITE_OK) {
        m_fault = sqlite3_errmsg(m_connection);
        return;
    }
    harden(m_connection);
    sqlite3_limit(m_connection, SQLITE_LIMIT_ATTACHED, static_cast<int>(storesOfAnInvariantAtMost));
    sqlite3_limit(m_connection, SQLITE_LIMIT_COMPOUND_SELECT,
                  static_cast<int>(storesOfAnInvariantAtMost));
    m_readLimit.guard(m_connection);
    for (const models::Service* each : services) {
        run("ATTACH ':memory:' AS " + quotedName(each->name));
    }
}

InvariantDatabase::~InvariantDatabase() {
    sqlite3_close(m_connection);
}

void InvariantDatabase::run(const std::string& sql) {
    if (m_fault.empty() &&
        sqlite3_exec(m_connection, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        m_fault = sqlite3_errmsg(m_connection);
    }
}

void InvariantDatabase::makeTables(const models::Service& service) {
    for (const models::Table& table : service.store->tables) {
        std::string columns;
        for (const std::string& column : columnNames(table)) {
            columns += (columns.empty() ? "" : ", ") + quotedName(column);
        }
        run("CREATE TABLE " + quotedName(service.name) + '.' + quotedName(table.name) + " (" +
            columns + ')');
    }
}

std::string InvariantDatabase::copyFrom(Store& store, const models::Service& service) {
    return store.copyInto(m_connection, sqlName(service.name));
}

std::string InvariantDatabase::problemOf(const std::string& sql) {
    return m_fault.empty() ? Question(m_connection, sql).problem() : m_fault;
}

InvariantDatabase::Answer InvariantDatabase::ask(const std::string& sql) {
    Answer answer;
    Question question(m_connection, sql);
    answer.problem = question.problem();
    if (!answer.problem.empty()) {
        return answer;
    }
    m_readLimit.beginRead();
    for (int rows = 0; question.step() && rows < rowsShownAtMost; ++rows) {
        if (rows == 0 && question.isNumber(0)) {
            answer.value = question.number(0);
        }
        if (rows > 0 || question.columns() > 1) {
            answer.rows += (rows > 0 ? "; " : "") + question.row();
        }
    }
    m_readLimit.endRead();
    if ((question.code() & 0xff) == SQLITE_INTERRUPT) {
        answer.problem = "it takes too long";
    } else if (question.code() != SQLITE_ROW && question.code() != SQLITE_DONE) {
        answer.problem = sqlite3_errmsg(m_connection);
    } else if (!answer.value) {
        answer.problem = "it gives no number";
    }
    if (answer.rows.size() > bytesShownAtMost) {
        answer.rows = answer.rows.substr(0, bytesShownAtMost) + "...";
    }
    return answer;
}

}  // namespace sim
