#include "models/sql_expression.h"

#include <algorithm>
#include <vector>

#include "models/io/plain_text.h"

namespace models {

namespace {

// Words of SQLite's expressions, and the types that a CAST may name.
const std::set<std::string_view>& sqlWords() {
    static const std::set<std::string_view> words = {
        "and",     "as",     "asc",    "between", "binary",  "blob",     "by",
        "case",    "cast",   "char",   "collate", "desc",    "distinct", "double",
        "else",    "end",    "escape", "false",   "filter",  "float",    "from",
        "glob",    "in",     "int",    "integer", "is",      "isnull",   "like",
        "match",   "nocase", "not",    "notnull", "null",    "numeric",  "or",
        "real",    "regexp", "rowid",  "rtrim",   "text",    "then",     "true",
        "varchar", "when",   "where",  "bigint",  "boolean", "decimal",  "precision"};
    return words;
}

const std::set<std::string_view>& forbiddenWords() {
    static const std::set<std::string_view> words = {
        "select", "with",   "pragma",       "attach",       "detach",
        "values", "exists", "current_time", "current_date", "current_timestamp",
        "raise"};
    return words;
}

// Functions of the clock, of chance, and of the connection.
const std::set<std::string_view>& forbiddenFunctions() {
    static const std::set<std::string_view> words = {
        "random",        "randomblob",        "date",           "time",          "datetime",
        "julianday",     "unixepoch",         "strftime",       "timediff",      "changes",
        "total_changes", "last_insert_rowid", "load_extension", "sqlite_version"};
    return words;
}

bool isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isWordPart(char c) {
    return isWordStart(c) || (c >= '0' && c <= '9');
}

class SqlScanner {
  public:
    SqlScanner(std::string_view sql, const SqlNames& names) : m_sql(sql), m_names(names) {}

    std::optional<SqlProblem> run() {
        while (m_at < m_sql.size()) {
            if (auto problem = token()) {
                return problem;
            }
        }
        if (m_depth != 0) {
            return bad("its parentheses do not match");
        }
        return std::nullopt;
    }

  private:
    SqlProblem bad(const std::string& why) const {
        return {DiagnosticKind::BadExpression, "the SQL " + quote(m_sql) + ": " + why};
    }

    char peek(std::size_t ahead = 0) const {
        return m_at + ahead < m_sql.size() ? m_sql[m_at + ahead] : '\0';
    }

    std::string_view takeWord() {
        const std::size_t begin = m_at;
        while (m_at < m_sql.size() && isWordPart(m_sql[m_at])) {
            ++m_at;
        }
        return m_sql.substr(begin, m_at - begin);
    }

    std::optional<SqlProblem> token() {
        const char c = peek();
        if (c == '\'' || c == '"') {
            return quotedText(c);
        }
        if (isWordStart(c)) {
            return word();
        }
        if (c >= '0' && c <= '9') {
            takeWord();  // 0x1F and 1e5 too
            return std::nullopt;
        }
        if (c == ':') {
            return bind();
        }
        ++m_at;
        m_depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (m_depth < 0) {
            return bad("its parentheses do not match");
        }
        if (c == ';' || (c == '-' && peek() == '-') || (c == '/' && peek() == '*')) {
            return bad("it is one expression, without `;` and comments");
        }
        if (c == '?' || c == '@' || c == '$') {
            return bad("a bind is written `:viewer`");
        }
        return std::nullopt;
    }

    std::optional<SqlProblem> quotedText(char sign) {
        const std::size_t begin = ++m_at;
        while (true) {
            const std::size_t end = m_sql.find(sign, m_at);
            if (end == std::string_view::npos) {
                return bad("its quotes do not match");
            }
            m_at = end + 1;
            if (peek() != sign) {
                break;
            }
            ++m_at;  // two stand for one
        }
        const std::string_view inside = m_sql.substr(begin, m_at - 1 - begin);
        return sign == '"' ? column(inside) : std::nullopt;
    }

    std::optional<SqlProblem> bind() {
        ++m_at;
        const std::string name(takeWord());
        if (m_names.binds.contains(name)) {
            return std::nullopt;
        }
        const std::vector<std::string_view> known(m_names.binds.begin(), m_names.binds.end());
        const std::string near = didYouMean(name, known);
        return SqlProblem{DiagnosticKind::UnknownName,
                          "there is no bind " + quote(":" + name) +
                              (near.empty() ? ": expected " + alternatives(known) : near)};
    }

    std::optional<SqlProblem> word() {
        const std::string written(takeWord());
        const std::string lower = sqlName(written);
        std::size_t next = m_at;
        while (next < m_sql.size() && m_sql[next] == ' ') {
            ++next;
        }
        const bool isFunction = next < m_sql.size() && m_sql[next] == '(';
        if (forbiddenWords().contains(lower)) {
            return bad(quote(written) +
                       " is not allowed: an expression has no subquery and no "
                       "clock");
        }
        if (isFunction && !sqlWords().contains(lower)) {
            if (forbiddenFunctions().contains(lower)) {
                return bad(quote(written) +
                           " is not allowed: an expression knows no clock and no "
                           "chance; the time is `:now`");
            }
            return std::nullopt;
        }
        return column(written);
    }

    std::optional<SqlProblem> column(std::string_view name) const {
        const std::string lower = sqlName(name);
        if (sqlWords().contains(lower) || m_names.columns.contains(lower)) {
            return std::nullopt;
        }
        if (m_names.columns.empty()) {
            return bad(quote(name) + " is no bind: only binds such as `:request` are known here");
        }
        const std::vector<std::string_view> known(m_names.columns.begin(), m_names.columns.end());
        const std::string near = didYouMean(name, known);
        return SqlProblem{DiagnosticKind::UnknownName,
                          "the row has no column " + quote(name) +
                              (near.empty() ? ": expected " + alternatives(known) : near)};
    }

    std::string_view m_sql;
    const SqlNames& m_names;
    std::size_t m_at = 0;
    int m_depth = 0;
};

}  // namespace

std::optional<SqlProblem> findSqlProblem(std::string_view sql, const SqlNames& names) {
    return SqlScanner(sql, names).run();
}

}  // namespace models
