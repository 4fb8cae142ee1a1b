// The JSON Schema of scenarios (draft 2020-12), made of the table of keys: for editors, which
// complete and check by it. What it cannot say, such as which names there are, the reader checks.
#pragma once

#include <nlohmann/json.hpp>

namespace app {

nlohmann::ordered_json scenarioSchema();

}  // namespace app
