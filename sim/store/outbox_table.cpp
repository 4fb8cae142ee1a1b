#include "sim/store/outbox_table.h"

#include <string>

#include "models/step_rules.h"

namespace sim {

models::Table outboxTable() {
    models::Table table;
    table.name = models::outboxTable;
    table.key = {"message"};
    table.columns = {{"topic", "text not null"}, {"request", "integer not null"}};
    return table;
}

int OutboxTable::add(sqlite3* connection, const OutboxRow& row) {
    static const std::string text = "INSERT INTO " + std::string(models::outboxTable) +
                                    " (message, topic, request) VALUES (?, ?, ?)";
    const int code = m_add.prepare(connection, text);
    if (code != SQLITE_OK) {
        return code;
    }
    m_add.bind(1, row.message);
    m_add.bind(2, row.topic);
    m_add.bind(3, row.request);
    return m_add.execute();
}

int OutboxTable::remove(sqlite3* connection, std::int64_t message) {
    static const std::string text =
        "DELETE FROM " + std::string(models::outboxTable) + " WHERE message = ?";
    const int code = m_remove.prepare(connection, text);
    if (code != SQLITE_OK) {
        return code;
    }
    m_remove.bind(1, message);
    return m_remove.execute();
}

}  // namespace sim
