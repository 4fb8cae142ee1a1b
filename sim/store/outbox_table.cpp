#include "sim/store/outbox_table.h"

#include <sqlite3.h>

#include <string>

#include "models/step_rules.h"

namespace sim {

namespace {

sqlite3_stmt* prepared(sqlite3* connection, const std::string& text, sqlite3_stmt*& statement) {
    if (statement == nullptr) {
        sqlite3_prepare_v2(connection, text.c_str(), -1, &statement, nullptr);
    }
    return statement;
}

int executed(sqlite3_stmt* statement) {
    sqlite3_step(statement);
    return sqlite3_reset(statement);
}

}  // namespace

models::Table outboxTable() {
    models::Table table;
    table.name = models::outboxTable;
    table.key = {"message"};
    table.columns = {{"topic", "text not null"}, {"request", "integer not null"}};
    return table;
}

OutboxTable::~OutboxTable() {
    sqlite3_finalize(m_add);
    sqlite3_finalize(m_remove);
}

int OutboxTable::add(sqlite3* connection, const OutboxRow& row) {
    const std::string text = "INSERT INTO " + std::string(models::outboxTable) +
                             " (message, topic, request) VALUES (?, ?, ?)";
    if (prepared(connection, text, m_add) == nullptr) {
        return sqlite3_errcode(connection);
    }
    sqlite3_bind_int64(m_add, 1, row.message);
    sqlite3_bind_text(m_add, 2, row.topic.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(m_add, 3, row.request);
    return executed(m_add);
}

int OutboxTable::remove(sqlite3* connection, std::int64_t message) {
    const std::string text =
        "DELETE FROM " + std::string(models::outboxTable) + " WHERE message = ?";
    if (prepared(connection, text, m_remove) == nullptr) {
        return sqlite3_errcode(connection);
    }
    sqlite3_bind_int64(m_remove, 1, message);
    return executed(m_remove);
}

}  // namespace sim
