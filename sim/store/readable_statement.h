// Store steps as their readers see them: the SQL that is executed, with the names of what it binds.
#pragma once

#include <string>

#include "models/scenario.h"
#include "sim/store/sql_names.h"

namespace sim {

// SELECT count(*) FROM "orders" WHERE "request" = :request
std::string readableStatement(const models::StoreStep& step, const models::Table& table,
                              const BindNames& names);

}  // namespace sim
