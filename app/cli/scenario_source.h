// A scenario as the command line is given it: a file, and values overridden by `--set`.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/console.h"
#include "models/diagnostic.h"
#include "models/scenario.h"

namespace app {

struct ScenarioEdit {
    std::string path;
    std::string value;
};

// Of options PATH=VALUE.
std::vector<ScenarioEdit> editsOf(const std::vector<std::string>& options);

enum class Warnings { Shown, Hidden };

struct ScenarioSource {
    std::optional<models::Scenario> scenario;  // absent: problems were written to console.err
    int exitCode = 0;                          // to end with when it is absent
    int warnings = 0;
    std::string text;                    // of which it was read, edits made
    std::vector<std::string> dataFiles;  // that it names
};

// `variant` is empty for the scenario itself; edits are made after its changes.
ScenarioSource readScenario(const std::filesystem::path& file, const std::string& variant,
                            const std::vector<ScenarioEdit>& edits, Warnings shown,
                            Console& console);

void print(const models::Diagnostics& diagnostics, Warnings shown, Console& console);

}  // namespace app
