#include "sim/store/table_reader.h"

#include <algorithm>

#include "sim/store/select_question.h"

namespace sim {

namespace {

constexpr std::size_t cellBytesAtMost = 200;

// Appends what a SELECT finds, as long as there are fewer rows than `limit`.
void collect(TableRows& found, SelectQuestion& question, int limit) {
    while (question.step()) {
        if (std::ssize(found.rows) == limit) {
            found.hasMore = true;
            return;
        }
        auto& row = found.rows.emplace_back();
        for (int i = 0; i < question.columns(); ++i) {
            row.push_back(question.text(i));
            if (row.back()) {
                row.back()->resize(std::min(row.back()->size(), cellBytesAtMost));
            }
        }
    }
    found.problem = question.problem();
}

void collect(TableRows& found, Connection& connection, const std::string& sql, int limit) {
    SelectQuestion question(connection.handle(), sql, "a look into a table");
    collect(found, question, limit);
}

}  // namespace

TableRows readTable(Connection& connection, const TableLayout& layout, int limit) {
    TableRows found;
    found.columns = layout.columns;
    const std::vector<ChangedRow> changed = layout.changed.newestFirst();
    for (const ChangedRow& each : changed) {
        if (std::ssize(found.rows) < limit) {
            collect(found, connection,
                    layout.select + " WHERE " + layout.key + " = " + std::to_string(each.row),
                    limit);
            // One that was deleted since is not among them.
            found.writers.resize(found.rows.size(), each.request);
        }
    }
    // Then those that were not changed lately, as they stand in the table.
    std::string others = layout.select;
    for (std::size_t i = 0; i < changed.size(); ++i) {
        others += (i == 0 ? " WHERE " + layout.key + " NOT IN (" : ", ") +
                  std::to_string(changed[i].row) + (i + 1 == changed.size() ? ")" : "");
    }
    const auto left = std::max<std::int64_t>(limit - std::ssize(found.rows), 0);
    collect(found, connection,
            others + " ORDER BY " + layout.order + " LIMIT " + std::to_string(left), limit);
    found.writers.resize(found.rows.size(), 0);
    return found;
}

TableRows readSelect(Connection& connection, const std::string& select, int limit) {
    TableRows found;
    connection.readLimit().beginRead(ReadLimit::periodsOfALook);
    SelectQuestion question(connection.handle(), select, "a look into a store");
    collect(found, question, limit);
    connection.readLimit().endRead();
    for (int i = 0; found.problem.empty() && i < question.columns(); ++i) {
        found.columns.push_back(question.columnName(i));
    }
    return found;
}

}  // namespace sim
