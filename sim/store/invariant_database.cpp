#include "sim/store/invariant_database.h"

#include <sqlite3.h>

#include <algorithm>
#include <cctype>

#include "sim/store/select_question.h"
#include "sim/store/sql_names.h"
#include "sim/store/statement_text.h"

namespace sim {

namespace {

constexpr const char* asks = "an invariant";  // names who asks
constexpr int rowsShownAtMost = 5;
constexpr std::size_t bytesShownAtMost = 300;

bool isOfAWord(char c) {
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
        } else if (isOfAWord(c)) {
            const std::size_t begin = at;
            while (at < sql.size() && isOfAWord(sql[at])) {
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

// `request 17, status paid`
std::string rowText(const SelectQuestion& question) {
    std::string text;
    for (int i = 0; i < question.columns(); ++i) {
        text +=
            (i > 0 ? ", " : "") + question.columnName(i) + ' ' + question.text(i).value_or("NULL");
    }
    return text;
}

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
    return m_fault.empty() ? SelectQuestion(m_connection, sql, asks).problem() : m_fault;
}

InvariantDatabase::Answer InvariantDatabase::ask(const std::string& sql) {
    Answer answer;
    SelectQuestion question(m_connection, sql, asks);
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
            answer.rows += (rows > 0 ? "; " : "") + rowText(question);
        }
    }
    m_readLimit.endRead();
    answer.problem = question.problem();
    if (!answer.problem.empty()) {
        answer.value.reset();
    } else if (!answer.value) {
        answer.problem = "it gives no number";
    }
    if (answer.rows.size() > bytesShownAtMost) {
        answer.rows = answer.rows.substr(0, bytesShownAtMost) + "...";
    }
    return answer;
}

}  // namespace sim
