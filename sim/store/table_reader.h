// What somebody who looks into a store sees, as text. Reads only, and leaves nothing open.
#pragma once

#include <string>

#include "sim/store/connection.h"
#include "sim/store/table_layout.h"
#include "sim/table_rows.h"

namespace sim {

// At most `limit` rows of a table, those changed last first.
TableRows readTable(Connection& connection, const TableLayout& layout, int limit);

// At most `limit` rows of a stranger's SELECT, which may only read, and not for long.
TableRows readSelect(Connection& connection, const std::string& select, int limit);

}  // namespace sim
