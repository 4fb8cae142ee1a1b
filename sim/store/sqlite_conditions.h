// `when:` conditions, judged by SQLite.
#pragma once

#include <memory>
#include <vector>

#include "sim/store/sql_names.h"
#include "sim/store/store.h"

namespace sim {

// On a connection that all conditions of the calling thread share.
std::unique_ptr<Conditions> sqliteConditions(
    const std::vector<const models::Expression*>& expressions, const BindNames& names);

}  // namespace sim
