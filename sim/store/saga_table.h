// The table in which a service's store keeps how far its sagas have come.
#pragma once

#include <cstdint>

#include "models/scenario.h"
#include "sim/store/store.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sim {

models::Table sagaProgressTable();

class SagaTable {
  public:
    SagaTable() = default;
    ~SagaTable();
    SagaTable(const SagaTable&) = delete;
    SagaTable& operator=(const SagaTable&) = delete;

    // SQLite's result code; 0 where all went well.
    int note(sqlite3* connection, const SagaProgress& progress);

  private:
    sqlite3_stmt* m_note = nullptr;  // prepared when they are needed
    sqlite3_stmt* m_forget = nullptr;
};

}  // namespace sim
