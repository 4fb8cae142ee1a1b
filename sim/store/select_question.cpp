#include "sim/store/select_question.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "sim/store/authorizer.h"
#include "sim/store/sql_names.h"

namespace sim {

namespace {

bool isAggregate(const std::string& function) {
    static constexpr std::array aggregates = {"count", "sum", "total",       "avg",
                                              "min",   "max", "group_concat"};
    return std::ranges::any_of(aggregates,
                               [&](const char* each) { return isSameSqlName(each, function); });
}

std::string onlyReads(const std::string& asker) {
    return asker + " only reads: it is one SELECT";
}

struct QuestionJudge {
    std::string asker;
    std::string refusal;

    static int judge(void* self, int action, const char*, const char* second, const char*,
                     const char*) {
        QuestionJudge& judge = *static_cast<QuestionJudge*>(self);
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
                if (judge.refusal.empty()) {
                    judge.refusal = refusalOfFunction(name);
                }
                return judge.refusal.empty() ? SQLITE_OK : SQLITE_DENY;
            default:
                if (judge.refusal.empty()) {
                    judge.refusal = onlyReads(judge.asker);
                }
                return SQLITE_DENY;
        }
    }
};

}  // namespace

SelectQuestion::SelectQuestion(sqlite3* connection, const std::string& sql,
                               const std::string& asker)
    : m_connection(connection) {
    QuestionJudge judge{asker, {}};
    sqlite3_set_authorizer(connection, &QuestionJudge::judge, &judge);
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v2(connection, sql.data(), static_cast<int>(sql.size()),
                                        &m_statement, &tail);
    sqlite3_set_authorizer(connection, nullptr, nullptr);
    if (code != SQLITE_OK) {
        m_problem = judge.refusal.empty() ? sqlite3_errmsg(connection) : judge.refusal;
    } else {
        m_problem = problemOf(tail, sql.data() + sql.size(), asker);
    }
}

SelectQuestion::~SelectQuestion() {
    sqlite3_finalize(m_statement);
}

std::string SelectQuestion::problemOf(const char* tail, const char* end,
                                      const std::string& asker) const {
    if (m_statement == nullptr) {
        return "there is no SELECT";
    }
    if (sqlite3_column_count(m_statement) == 0 || sqlite3_stmt_readonly(m_statement) == 0 ||
        sqlite3_stmt_isexplain(m_statement) != 0) {
        return onlyReads(asker);  // VACUUM asks no authorizer
    }
    if (!std::all_of(tail, end, [](char c) {
            return std::isspace(static_cast<unsigned char>(c)) != 0 || c == ';';
        })) {
        return asker + " is one SELECT";
    }
    if (sqlite3_bind_parameter_count(m_statement) > 0) {
        const char* name = sqlite3_bind_parameter_name(m_statement, 1);
        return "there is no request here whose " + std::string(name == nullptr ? "?" : name) +
               " could be meant";
    }
    return {};
}

bool SelectQuestion::step() {
    if (!m_problem.empty()) {
        return false;
    }
    const int code = sqlite3_step(m_statement);
    if ((code & 0xff) == SQLITE_INTERRUPT) {
        m_problem = "it takes too long";
    } else if (code != SQLITE_ROW && code != SQLITE_DONE) {
        m_problem = sqlite3_errmsg(m_connection);
    }
    return code == SQLITE_ROW;
}

int SelectQuestion::columns() const {
    return sqlite3_column_count(m_statement);
}

std::string SelectQuestion::columnName(int column) const {
    return sqlite3_column_name(m_statement, column);
}

bool SelectQuestion::isNumber(int column) const {
    const int type = sqlite3_column_type(m_statement, column);
    return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

double SelectQuestion::number(int column) const {
    return sqlite3_column_double(m_statement, column);
}

std::optional<std::string> SelectQuestion::text(int column) const {
    const unsigned char* value = sqlite3_column_text(m_statement, column);
    return value == nullptr ? std::nullopt
                            : std::optional(std::string(reinterpret_cast<const char*>(value)));
}

}  // namespace sim
