#include "app/cli/validate_command.h"

#include "app/cli/scenario_source.h"

namespace app {

int validateCommand(const std::string& file, Console& console) {
    const ScenarioSource source = readScenario(file, {}, {}, Warnings::Shown, console);
    if (!source.scenario) {
        return source.exitCode;
    }
    // A variant's expressions are compiled only when it is read itself.
    for (const models::Variant& each : source.scenario->variants) {
        const ScenarioSource variant = readScenario(file, each.name, {}, Warnings::Hidden, console);
        if (!variant.scenario) {
            return variant.exitCode;
        }
    }
    console.out << file << ": can be run; "
                << (source.warnings == 0   ? std::string("no warnings")
                    : source.warnings == 1 ? std::string("1 warning")
                                           : std::to_string(source.warnings) + " warnings")
                << '\n';
    return exitGood;
}

}  // namespace app
