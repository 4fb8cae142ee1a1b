// Makes a failing scenario small: whatever can be left out, with the failure still there, is.
#pragma once

#include <functional>
#include <string>

#include "models/scenario.h"

namespace tests {

using Fails = std::function<bool(const models::Scenario&)>;

// `scenario` fails; so does the result, which can be read from its file (yamlOf). Files that it
// names are in `folder`. Asks `fails` at most `triesAtMost` times.
models::Scenario shrunk(models::Scenario scenario, const Fails& fails, const std::string& folder,
                        int triesAtMost = 3000);

}  // namespace tests
