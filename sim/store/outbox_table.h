// The table in which a service's store keeps the messages that it has still to send.
#pragma once

#include <cstdint>

#include "models/scenario.h"
#include "sim/store/own_statement.h"
#include "sim/store/store.h"

namespace sim {

models::Table outboxTable();

class OutboxTable {
  public:
    // SQLite's result codes; 0 where all went well.
    int add(sqlite3* connection, const OutboxRow& row);
    int remove(sqlite3* connection, std::int64_t message);

  private:
    OwnStatement m_add;
    OwnStatement m_remove;
};

}  // namespace sim
