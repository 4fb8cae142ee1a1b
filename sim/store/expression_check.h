// Whether SQLite understands and we allow every piece of SQL in a scenario, before anything runs.
#pragma once

#include <string>

#include "models/diagnostic.h"
#include "models/scenario.h"

namespace sim {

// Compiles the tables, `set`, `where`, `at` and `when` of the scenario in empty databases in
// memory. Each bad one is a BadExpression at its place, in order of place. Steps on tables that the
// service has not are the reader's to report. Needs no Qt.
models::Diagnostics checkExpressions(const models::Scenario& scenario, const std::string& fileName);

}  // namespace sim
