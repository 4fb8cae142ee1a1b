// The table in which a service's store keeps how far its sagas have come.
#pragma once

#include <cstdint>

#include "models/scenario.h"
#include "sim/store/own_statement.h"
#include "sim/store/store.h"

namespace sim {

models::Table sagaProgressTable();

class SagaTable {
  public:
    // SQLite's result code; 0 where all went well.
    int note(sqlite3* connection, const SagaProgress& progress);

  private:
    OwnStatement m_note;
    OwnStatement m_forget;
};

}  // namespace sim
