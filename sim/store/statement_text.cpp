#include "sim/store/statement_text.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "sim/store/sql_fragment.h"

namespace sim {

namespace {

using models::ColumnValue;
using models::StoreAction;

std::string unknownColumn(const std::string& wanted, const models::Table& table) {
    const std::vector<std::string> columns = columnNames(table);
    const std::string nearest = nearestSqlName(wanted, columns);
    return backticked(table.name) + " has no column " + backticked(wanted) +
           (nearest.empty() ? "; it has " + listed(columns)
                            : "; did you mean " + backticked(nearest) + "?");
}

// Puts one step's statement together, part by part.
class StatementBuilder {
  public:
    StatementBuilder(const models::StoreStep& step, const models::Table& table,
                     const BindNames& names)
        : m_step(step), m_table(table), m_names(names) {
        m_text.permissions.table = sqlName(table.name);
    }

    StatementText build() {
        if (m_table.key.empty()) {
            problem(m_step.place, backticked(m_table.name) + " has no key");
            return std::move(m_text);
        }
        checkAddress();
        checkSet();
        m_text.permissions.access = m_step.action == StoreAction::Read ? Permissions::Access::Read
                                                                       : Permissions::Access::Write;
        switch (m_step.action) {
            case StoreAction::Read:
                buildRead();
                break;
            case StoreAction::Insert:
                buildInsert();
                break;
            case StoreAction::Update:
                buildUpdate();
                break;
            case StoreAction::Delete:
                m_text.sql = "DELETE FROM " + quotedName(m_table.name);
                appendWhere();
                break;
        }
        return std::move(m_text);
    }

  private:
    void problem(models::Place place, std::string message) {
        m_text.problems.push_back({place, std::move(message)});
    }

    // The key columns that address the rows.
    std::size_t addressed() const { return m_step.all ? 1 : m_table.key.size(); }

    bool isKey(const std::string& column) const {
        return std::ranges::any_of(
            m_table.key, [&column](const std::string& key) { return isSameSqlName(key, column); });
    }

    void checkAddress() {
        if (m_step.all && m_step.action != StoreAction::Read) {
            problem(m_step.place, "only a `read` may say `all: true`; the others change one row");
        }
        for (const ColumnValue& at : m_step.at) {
            if (!isKey(at.column)) {
                problem(at.value.place, "`at` names " + backticked(at.column) +
                                            ", which is not in the key of " +
                                            backticked(m_table.name) + ": " + listed(m_table.key));
            } else if (m_step.all && !isSameSqlName(at.column, m_table.key.front())) {
                problem(at.value.place, "with `all: true` only the first key column, " +
                                            backticked(m_table.key.front()) + ", addresses rows");
            }
        }
    }

    void checkSet() {
        const bool isInsert = m_step.action == StoreAction::Insert;
        if (!isInsert && m_step.action != StoreAction::Update) {
            return;
        }
        if (!isInsert && m_step.set.empty()) {
            problem(m_step.place, "an `update` needs `set`");
        }
        const std::vector<std::string> columns = columnNames(m_table);
        for (std::size_t i = 0; i < m_step.set.size(); ++i) {
            const auto& [column, value] = m_step.set[i];
            const auto isNamed = [&column](const auto& name) {
                return isSameSqlName(name, column);
            };
            if (std::ranges::none_of(columns, isNamed)) {
                problem(value.place, unknownColumn(column, m_table));
            } else if (isInsert && isKey(column)) {
                problem(value.place, backticked(column) + " is in the key of " +
                                         backticked(m_table.name) + ": say where with `at`");
            } else if (std::ranges::any_of(std::span(m_step.set).first(i), isNamed,
                                           &ColumnValue::column)) {
                problem(value.place, backticked(column) + " is set twice");
            }
        }
    }

    void append(const models::Expression& expression) {
        SqlFragment fragment = readExpression(expression.sql, m_names);
        if (!fragment.problem.empty()) {
            problem(expression.place, shown(expression) + ": " + fragment.problem);
        }
        m_text.sql += '(' + fragment.sql + ')';
        m_text.binds.insert(m_text.binds.end(), fragment.binds.begin(), fragment.binds.end());
    }

    void appendKeyValue(const std::string& key) {
        const auto at = std::ranges::find_if(
            m_step.at, [&key](const ColumnValue& each) { return isSameSqlName(each.column, key); });
        if (at == m_step.at.end()) {
            const std::optional<BindSource> source = m_names.find(sqlName(key));
            if (!source) {
                problem(m_table.place, "the key of " + backticked(m_table.name) + " names " +
                                           backticked(key) + ", which is no population");
                return;
            }
            m_text.sql += '?';
            m_text.binds.push_back(*source);
            return;
        }
        if (m_step.action != StoreAction::Insert || m_table.key.size() > 1) {
            append(at->value);
            return;
        }
        // For NULL as its own row number SQLite would choose a free one; a text it refuses.
        m_text.sql += "coalesce(";
        append(at->value);
        m_text.sql += ",'')";
    }

    void appendWhere() {
        for (std::size_t i = 0; i < addressed(); ++i) {
            m_text.sql += (i == 0 ? " WHERE " : " AND ") + quotedName(m_table.key[i]) + " = ";
            appendKeyValue(m_table.key[i]);
        }
        if (m_step.where) {
            m_text.sql += " AND ";
            append(*m_step.where);
        }
    }

    void buildRead() {
        m_text.permissions.selects = 1;
        m_text.permissions.countsRows = true;
        m_text.sql = "SELECT count(*) FROM " + quotedName(m_table.name);
        appendWhere();
    }

    void buildInsert() {
        std::string keys;
        for (const std::string& key : m_table.key) {
            keys += (keys.empty() ? "" : ", ") + quotedName(key);
        }
        m_text.sql = "INSERT INTO " + quotedName(m_table.name) + " (" + keys;
        for (const ColumnValue& each : m_step.set) {
            m_text.sql += ", " + quotedName(each.column);
        }
        m_text.sql += m_step.where ? ") SELECT " : ") VALUES (";
        for (std::size_t i = 0; i < m_table.key.size(); ++i) {
            m_text.sql += i == 0 ? "" : ", ";
            appendKeyValue(m_table.key[i]);
        }
        for (const ColumnValue& each : m_step.set) {
            m_text.sql += ", ";
            append(each.value);
        }
        if (m_step.where) {
            m_text.permissions.selects = 1;
            m_text.sql += " WHERE ";
            append(*m_step.where);
        } else {
            m_text.sql += ')';
        }
        m_text.sql += " ON CONFLICT (" + keys + ") DO NOTHING";
    }

    void buildUpdate() {
        m_text.sql = "UPDATE " + quotedName(m_table.name) + " SET ";
        for (std::size_t i = 0; i < m_step.set.size(); ++i) {
            m_text.sql += (i == 0 ? "" : ", ") + quotedName(m_step.set[i].column) + " = ";
            append(m_step.set[i].value);
        }
        appendWhere();
    }

    const models::StoreStep& m_step;
    const models::Table& m_table;
    const BindNames& m_names;
    StatementText m_text;
};

void checkRows(const models::Table& table, StatementText& text) {
    if (table.rows == 0) {
        return;
    }
    if (table.key.size() > 1) {
        text.problems.push_back(
            {table.place, backticked(table.name) + " has a key of " +
                              std::to_string(table.key.size()) +
                              " columns, so `rows` does not say which rows: it gives one row to "
                              "each of the members 1 to n of a single population"});
    } else if (isSameSqlName(table.key.front(), "request")) {
        text.problems.push_back(
            {table.place, backticked(table.name) +
                              " is keyed by `request`, so `rows` would take the numbers of "
                              "requests to come: it wants a population as key"});
    }
}

void checkColumns(const models::Table& table, StatementText& text) {
    const std::vector<std::string> names = columnNames(table);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto isSame = [&](const std::string& name) { return isSameSqlName(name, names[i]); };
        if (std::ranges::any_of(std::span(names).first(i), isSame)) {
            text.problems.push_back(
                {table.place, backticked(table.name) + " has two columns " + backticked(names[i])});
        }
    }
    for (const models::Column& column : table.columns) {
        const std::string problem = declarationProblem(column.declaration);
        if (!problem.empty()) {
            text.problems.push_back({table.place, "the column " + backticked(column.name) + " of " +
                                                      backticked(table.name) + ", declared as " +
                                                      backticked(column.declaration) + ": " +
                                                      problem});
        }
    }
}

}  // namespace

std::vector<std::string> columnNames(const models::Table& table) {
    std::vector<std::string> names;
    for (const std::string& key : table.key) {
        names.push_back(sqlName(key));
    }
    for (const models::Column& column : table.columns) {
        names.push_back(sqlName(column.name));
    }
    return names;
}

std::string shown(const models::Expression& expression) {
    constexpr std::size_t bytesMax = 80;
    const bool isLong = expression.sql.size() > bytesMax;
    return "the expression " +
           backticked(isLong ? expression.sql.substr(0, bytesMax) + "..." : expression.sql);
}

StatementText storeStatement(const models::StoreStep& step, const models::Table& table,
                             const BindNames& names) {
    return StatementBuilder(step, table, names).build();
}

StatementText conditionStatement(const models::Expression& condition, const BindNames& names) {
    StatementText text;
    SqlFragment fragment = readExpression(condition.sql, names);
    if (!fragment.problem.empty()) {
        text.problems.push_back({condition.place, shown(condition) + ": " + fragment.problem});
    }
    text.permissions.selects = 1;
    text.sql = "SELECT (" + fragment.sql + ") IS TRUE";
    text.binds = std::move(fragment.binds);
    return text;
}

StatementText tableStatement(const models::Table& table) {
    StatementText text;
    text.permissions.table = sqlName(table.name);
    text.permissions.access = Permissions::Access::Create;
    if (table.key.empty()) {
        text.problems.push_back({table.place, backticked(table.name) + " has no key"});
        return text;
    }
    checkRows(table, text);
    checkColumns(table, text);
    // A single key is SQLite's own row number; several are the order of the rows themselves.
    const bool isSingle = table.key.size() == 1;
    std::string key;
    text.sql = "CREATE TABLE " + quotedName(table.name) + " (";
    for (const std::string& each : table.key) {
        text.sql += quotedName(each) + (isSingle ? " INTEGER PRIMARY KEY" : " INTEGER NOT NULL, ");
        key += (key.empty() ? "" : ", ") + quotedName(each);
    }
    std::string separator = isSingle ? ", " : "";
    for (const models::Column& column : table.columns) {
        text.sql += separator + quotedName(column.name) + ' ' + column.declaration;
        separator = ", ";
    }
    text.sql += isSingle ? ")" : separator + "PRIMARY KEY (" + key + ")) WITHOUT ROWID";
    return text;
}

std::vector<StatementText> defaultStatements(const models::Table& table) {
    const BindNames none({});
    std::vector<StatementText> statements;
    for (const models::Column& column : table.columns) {
        for (const std::string& sql : defaultExpressions(column.declaration)) {
            statements.push_back(conditionStatement({sql, table.place}, none));
        }
    }
    return statements;
}

std::string defaultRowsStatement(const models::Table& table, std::int64_t rows) {
    return "WITH RECURSIVE \"member of all\"(number) AS (VALUES (1) UNION ALL SELECT number + 1 "
           "FROM \"member of all\" WHERE number < " +
           std::to_string(rows) + ") INSERT INTO " + quotedName(table.name) + " (" +
           quotedName(table.key.front()) + ") SELECT number FROM \"member of all\"";
}

}  // namespace sim
