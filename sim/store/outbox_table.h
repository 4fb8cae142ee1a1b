// The table in which a service's store keeps the messages that it has still to send.
#pragma once

#include <cstdint>

#include "models/scenario.h"
#include "sim/store/store.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sim {

models::Table outboxTable();

class OutboxTable {
  public:
    OutboxTable() = default;
    ~OutboxTable();
    OutboxTable(const OutboxTable&) = delete;
    OutboxTable& operator=(const OutboxTable&) = delete;

    // SQLite's result codes; 0 where all went well.
    int add(sqlite3* connection, const OutboxRow& row);
    int remove(sqlite3* connection, std::int64_t message);

  private:
    sqlite3_stmt* m_add = nullptr;  // prepared when they are needed
    sqlite3_stmt* m_remove = nullptr;
};

}  // namespace sim
