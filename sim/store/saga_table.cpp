#include "sim/store/saga_table.h"

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

int SagaTable::note(sqlite3* connection, const SagaProgress& progress) {
    const bool isOver = progress.part == 0;
    OwnStatement& statement = isOver ? m_forget : m_note;
    const int code = statement.prepare(connection, isOver ? forgetText() : noteText());
    if (code != SQLITE_OK) {
        return code;
    }
    statement.bind(1, progress.saga);
    if (!isOver) {
        statement.bind(2, progress.request);
        statement.bind(3, progress.endpoint);
        statement.bind(4, progress.part);
        statement.bind(5, std::int64_t(progress.isUndoing ? 1 : 0));
    }
    return statement.execute();
}

}  // namespace sim
