#include "sim/store/saga_table.h"

#include <sqlite3.h>

#include <string>

#include "models/step_rules.h"

namespace sim {

namespace {

const std::string& noteText() {
    static const std::string text =
        "INSERT INTO " + std::string(models::sagaTable) +
        " (saga, request, endpoint, part, undoing) VALUES (?, ?, ?, ?, ?) ON CONFLICT (saga) DO "
        "UPDATE SET part = excluded.part, undoing = excluded.undoing";
    return text;
}

const std::string& forgetText() {
    static const std::string text =
        "DELETE FROM " + std::string(models::sagaTable) + " WHERE saga = ?";
    return text;
}

int prepared(sqlite3* connection, const std::string& text, sqlite3_stmt*& statement) {
    return statement != nullptr
               ? SQLITE_OK
               : sqlite3_prepare_v2(connection, text.c_str(), -1, &statement, nullptr);
}

int executed(sqlite3_stmt* statement) {
    sqlite3_step(statement);
    return sqlite3_reset(statement);
}

}  // namespace

models::Table sagaProgressTable() {
    models::Table table;
    table.name = models::sagaTable;
    table.key = {"saga"};
    table.columns = {{"request", "integer not null"},
                     {"endpoint", "text not null"},
                     {"part", "integer not null"},
                     {"undoing", "integer not null"}};
    return table;
}

SagaTable::~SagaTable() {
    sqlite3_finalize(m_note);
    sqlite3_finalize(m_forget);
}

int SagaTable::note(sqlite3* connection, const SagaProgress& progress) {
    const bool isOver = progress.part == 0;
    sqlite3_stmt*& statement = isOver ? m_forget : m_note;
    const int code = prepared(connection, isOver ? forgetText() : noteText(), statement);
    if (code != SQLITE_OK) {
        return code;
    }
    sqlite3_bind_int64(statement, 1, progress.saga);
    if (!isOver) {
        sqlite3_bind_int64(statement, 2, progress.request);
        sqlite3_bind_text(statement, 3, progress.endpoint.c_str(), -1, SQLITE_TRANSIENT);
        sqlite3_bind_int64(statement, 4, progress.part);
        sqlite3_bind_int(statement, 5, progress.isUndoing ? 1 : 0);
    }
    return executed(statement);
}

}  // namespace sim
